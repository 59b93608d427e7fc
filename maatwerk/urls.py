from django.urls import URLPattern, path

from maatwerk.views import aanvraag, besluit, gesprek, importen, indienen, lijst, mijnwerk, ogon, opdracht, stap

app_name = "maatwerk"
urlpatterns: list[URLPattern] = [
    path("", mijnwerk.MijnWerkView.as_view(), name="mijn_werk"),
    path("aanvragen/", lijst.AanvraagListView.as_view(), name="aanvraag_list"),
    path("aanvragen/export.csv", lijst.exporteer, name="aanvraag_export"),
    path("aanvragen/nieuw/", indienen.NieuwView.as_view(), name="aanvraag_nieuw"),
    path("aanvragen/nieuw/bewaren/", indienen.NieuwBewarenView.as_view(), name="aanvraag_nieuw_bewaren"),
    path("aanvragen/nieuw/vergelijkbaar/", indienen.VergelijkbaarView.as_view(), name="vergelijkbaar"),
    path("aanvragen/importen/", importen.importen, name="importen"),
    path("aanvragen/importen/<int:pk>/", importen.importverslag, name="importverslag"),
    path("aanvragen/concepten/", indienen.ConceptenView.as_view(), name="concepten"),
    path("aanvragen/concept/<uuid:uuid>/", indienen.ConceptView.as_view(), name="concept"),
    path(
        "aanvragen/concept/<uuid:uuid>/bewaren/",
        indienen.ConceptBewarenView.as_view(),
        name="concept_bewaren",
    ),
    path(
        "aanvragen/concept/<uuid:uuid>/bijlagen/",
        indienen.ConceptBijlagenView.as_view(),
        name="concept_bijlagen",
    ),
    path("aanvragen/concept/<uuid:uuid>/ogons/", indienen.OgonsView.as_view(), name="concept_ogons"),
    path("aanvragen/concept/<uuid:uuid>/versies/", indienen.VersiesView.as_view(), name="concept_versies"),
    path(
        "aanvragen/concept/<uuid:uuid>/controleren/",
        indienen.ConceptControlerenView.as_view(),
        name="concept_controleren",
    ),
    path(
        "aanvragen/concept/<uuid:uuid>/verwijderen/",
        indienen.ConceptVerwijderenView.as_view(),
        name="concept_verwijderen",
    ),
    path("aanvragen/<str:sleutel>/", aanvraag.aanvraag, name="aanvraag"),
    path(
        "aanvragen/<str:sleutel>/ontvangstbewijs/",
        indienen.OntvangstbewijsView.as_view(),
        name="ontvangstbewijs",
    ),
    path("aanvragen/<str:sleutel>/tijdlijn/", aanvraag.tijdlijn, name="tijdlijn"),
    path("aanvragen/<str:sleutel>/reageren/", gesprek.ReageerView.as_view(), name="reageren"),
    path("aanvragen/<str:sleutel>/volgen/", gesprek.volgen, name="volgen"),
    path("aanvragen/<str:sleutel>/documenten/", gesprek.DocumentenView.as_view(), name="documenten"),
    path("aanvragen/<str:sleutel>/documenten/<uuid:uuid>/", gesprek.document, name="document"),
    path("besluiten/<str:nummer>/", besluit.besluit, name="besluit"),
    path("ogon/", ogon.ogons, name="ogon_list"),
    path("ogon/<slug:slug>/", ogon.ogon, name="ogon"),
    path("ogon/<slug:slug>/prioriteren/", ogon.PrioriterenView.as_view(), name="prioriteren"),
    path("opdrachten/", opdracht.lijst, name="opdracht_list"),
    path("opdrachten/<str:nummer>/", opdracht.opdracht, name="opdracht"),
    path("opdrachten/<str:nummer>/uren/", opdracht.UrenBoekenView.as_view(), name="uren_boeken"),
    path("opdrachten/<str:nummer>/kosten/", opdracht.KostenBoekenView.as_view(), name="kosten_boeken"),
    path("opdrachten/<str:nummer>/voortgang/", opdracht.VoortgangView.as_view(), name="voortgang_melden"),
    path(
        "opdrachten/<str:nummer>/boekingen/<int:pk>/herstellen/",
        opdracht.HerstelView.as_view(),
        name="boeking_herstellen",
    ),
    path("aanvragen/<str:sleutel>/<slug:stap>/", stap.StapView.as_view(), name="stap"),
]
