from django.urls import URLPattern, path

from maatwerk.views.verantwoording import downloads, pagina, stappen

urlpatterns: list[URLPattern] = [
    path("verantwoordingen/", pagina.VerantwoordingenView.as_view(), name="verantwoordingen"),
    path("verantwoordingen/nieuw/", stappen.OpstellenView.as_view(), name="verantwoording_nieuw"),
    path("verantwoordingen/<str:nummer>/", pagina.verantwoording, name="verantwoording"),
    path("verantwoordingen/<str:nummer>/L<int:tabel>/", pagina.tabel, name="verantwoording_tabel"),
    path(
        "verantwoordingen/<str:nummer>/bestand/<str:naam>",
        downloads.bestand,
        name="verantwoording_bestand",
    ),
    path(
        "verantwoordingen/<str:nummer>/<slug:handeling>/",
        stappen.HandelingView.as_view(),
        name="verantwoording_handeling",
    ),
]
