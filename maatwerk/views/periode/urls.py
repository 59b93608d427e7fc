from django.urls import URLPattern, path

from maatwerk.views.periode import maanden

urlpatterns: list[URLPattern] = [
    path("lumpsum/maanden/", maanden.nu, name="maanden_nu"),
    path("lumpsum/<int:jaar>/maanden/", maanden.maanden, name="maanden"),
    path("lumpsum/<int:jaar>/maanden/sluiten/", maanden.SluitView.as_view(), name="maanden_sluiten"),
    path("lumpsum/<int:jaar>/maanden/<int:maand>/", maanden.maand, name="maand"),
    path(
        "lumpsum/<int:jaar>/maanden/<int:maand>/heropenen/",
        maanden.VraagView.as_view(),
        name="heropening_vragen",
    ),
    path("lumpsum/heropeningen/<int:pk>/", maanden.heropening, name="heropening"),
    path(
        "lumpsum/heropeningen/<int:pk>/<slug:antwoord>/",
        maanden.AntwoordView.as_view(),
        name="heropening_antwoord",
    ),
]
