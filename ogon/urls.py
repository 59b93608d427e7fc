from django.urls import URLPattern, path

from ogon.views import directieberaad, dvo, maatregel, opschaling, planvanaanpak, voorstel

app_name = "ogon"
urlpatterns: list[URLPattern] = [
    path("directieberaad/", directieberaad.directieberaad, name="directieberaad"),
    path("directieberaad/inbrengen/", directieberaad.InbrengenView.as_view(), name="beraad_inbrengen"),
    path("opschalingen/", opschaling.OpschalingListView.as_view(), name="opschalingen"),
    path("opschalingen/<str:nummer>/", opschaling.opschaling, name="opschaling"),
    path("opschalingen/<str:nummer>/dossier.pdf", opschaling.dossier, name="opschaling_dossier"),
    path("opschalingen/<str:nummer>/<slug:stap>/", opschaling.StapView.as_view(), name="opschaling_stap"),
    path("dvo/", dvo.DvoListView.as_view(), name="dvo_list"),
    path("dvo/nieuw/", dvo.NieuwView.as_view(), name="dvo_nieuw"),
    path("dvo/<str:nummer>/", dvo.dvo, name="dvo"),
    path("dvo/<str:nummer>/vergelijken/", dvo.vergelijken, name="dvo_vergelijken"),
    path("dvo/<str:nummer>/versie-<str:versie>.pdf", dvo.document, name="dvo_pdf"),
    path("dvo/<str:nummer>/deel/<slug:tab>/", dvo.tabblad, name="dvo_tab"),
    path("dvo/<str:nummer>/<slug:handeling>/", dvo.HandelingView.as_view(), name="dvo_handeling"),
    path("voorstellen/", voorstel.VoorstelListView.as_view(), name="voorstel_list"),
    path("voorstellen/nieuw/", voorstel.NieuwView.as_view(), name="voorstel_nieuw"),
    path("voorstellen/<str:nummer>/", voorstel.voorstel, name="voorstel"),
    path(
        "voorstellen/<str:nummer>/schrijven/<slug:deel>/",
        voorstel.SchrijvenView.as_view(),
        name="voorstel_schrijven",
    ),
    path("voorstellen/<str:nummer>/bijlagen/", voorstel.BijlagenView.as_view(), name="voorstel_bijlagen"),
    path("voorstellen/<str:nummer>/bijlagen/<uuid:uuid>/", voorstel.bestand, name="voorstel_bestand"),
    path(
        "voorstellen/<str:nummer>/bijlagen/<uuid:uuid>/verwijderen/",
        voorstel.bijlage_weg,
        name="voorstel_bijlage_weg",
    ),
    path(
        "voorstellen/<str:nummer>/paraaf/<slug:soort>/", voorstel.ParaafView.as_view(), name="voorstel_paraaf"
    ),
    path(
        "voorstellen/<str:nummer>/uitkomst/<int:pk>/",
        voorstel.UitkomstView.as_view(),
        name="voorstel_uitkomst",
    ),
    path(
        "voorstellen/<str:nummer>/voorbehoud/<int:pk>/",
        voorstel.VoorbehoudView.as_view(),
        name="voorstel_voorbehoud",
    ),
    path(
        "voorstellen/<str:nummer>/<slug:handeling>/",
        voorstel.HandelingView.as_view(),
        name="voorstel_handeling",
    ),
    path("maatregelen/", maatregel.MaatregelListView.as_view(), name="maatregel_list"),
    path("maatregelen/nieuw/", maatregel.NieuwView.as_view(), name="maatregel_nieuw"),
    path("maatregelen/<str:nummer>/", maatregel.maatregel, name="maatregel"),
    path("maatregelen/<str:nummer>/bewijs/<uuid:uuid>/", maatregel.bewijs, name="maatregel_bewijs"),
    path(
        "maatregelen/<str:nummer>/<slug:handeling>/",
        maatregel.HandelingView.as_view(),
        name="maatregel_handeling",
    ),
    path("plannen-van-aanpak/", planvanaanpak.PlanListView.as_view(), name="plan_list"),
    path("plannen-van-aanpak/nieuw/", planvanaanpak.NieuwView.as_view(), name="plan_nieuw"),
    path("plannen-van-aanpak/<str:nummer>/", planvanaanpak.plan, name="plan_van_aanpak"),
    path(
        "plannen-van-aanpak/<str:nummer>/<slug:handeling>/",
        planvanaanpak.HandelingView.as_view(),
        name="plan_handeling",
    ),
]
