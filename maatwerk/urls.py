from django.urls import URLPattern, path

from maatwerk.views import aanvraag, besluit, gesprek, lijst, stap

app_name = "maatwerk"
urlpatterns: list[URLPattern] = [
    path("aanvragen/", lijst.AanvraagListView.as_view(), name="aanvraag_list"),
    path("aanvragen/export.csv", lijst.exporteer, name="aanvraag_export"),
    path("aanvragen/<str:sleutel>/", aanvraag.aanvraag, name="aanvraag"),
    path("aanvragen/<str:sleutel>/tijdlijn/", aanvraag.tijdlijn, name="tijdlijn"),
    path("aanvragen/<str:sleutel>/reageren/", gesprek.ReageerView.as_view(), name="reageren"),
    path("aanvragen/<str:sleutel>/volgen/", gesprek.volgen, name="volgen"),
    path("aanvragen/<str:sleutel>/documenten/", gesprek.DocumentenView.as_view(), name="documenten"),
    path("aanvragen/<str:sleutel>/documenten/<uuid:uuid>/", gesprek.document, name="document"),
    path("besluiten/<str:nummer>/", besluit.besluit, name="besluit"),
    path("aanvragen/<str:sleutel>/<slug:stap>/", stap.StapView.as_view(), name="stap"),
]
