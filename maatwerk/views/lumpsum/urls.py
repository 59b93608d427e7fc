from django.urls import URLPattern, path, register_converter

from maatwerk.views.lumpsum import begroting, onrechtmatigheden, signalen, sleutels, standen, toelichten


class Letter:
    """The letter of a municipality, as it stands in an address."""

    regex = "[a-z]{1,2}"

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


register_converter(Letter, "letter")

urlpatterns: list[URLPattern] = [
    path("lumpsum/", standen.nu, name="lumpsum_nu"),
    path("lumpsum/boekingen/", standen.BoekingListView.as_view(), name="boeking_list"),
    path("lumpsum/<int:jaar>/", standen.lumpsum, name="lumpsum"),
    path("lumpsum/<int:jaar>/<letter:letter>/", standen.gemeente, name="lumpsum_gemeente"),
    path("lumpsum/<int:jaar>/boekingen/", standen.boekingen, name="lumpsum_boekingen"),
    path("lumpsum/<int:jaar>/opdrachten/", standen.opdrachtenlijst, name="lumpsum_opdrachten"),
    path(
        "lumpsum/<int:jaar>/opdrachten/bestand.<str:formaat>",
        standen.opdrachtenbestand,
        name="lumpsum_opdrachten_bestand",
    ),
    path("lumpsum/<int:jaar>/toelichtingen/", toelichten.afwijkingen, name="lumpsum_afwijkingen"),
    path(
        "lumpsum/<int:jaar>/<letter:letter>/toelichten/",
        toelichten.ToelichtenView.as_view(),
        name="lumpsum_toelichten",
    ),
    path(
        "lumpsum/<int:jaar>/<letter:letter>/toelichten/opdracht/<str:nummer>/",
        toelichten.ToelichtenView.as_view(),
        name="opdracht_toelichten",
    ),
    path(
        "lumpsum/<int:jaar>/<letter:letter>/toelichten/taakveld/<str:taakveld>/",
        toelichten.ToelichtenView.as_view(),
        name="taakveld_toelichten",
    ),
    path("opdrachten/<str:nummer>/prognose/", standen.PrognoseView.as_view(), name="opdracht_prognose"),
    path("opdrachten/<str:nummer>/sleutel/", sleutels.SleutelView.as_view(), name="opdracht_sleutel"),
    path("opdrachten/<str:nummer>/rubriceren/", sleutels.RubriceerView.as_view(), name="opdracht_rubriceren"),
    path("lumpsum/<int:jaar>/rubriceren/", sleutels.SamenView.as_view(), name="rubriceren"),
    path("lumpsum/<int:jaar>/signalen/", signalen.signalen, name="lumpsum_signalen"),
    path(
        "lumpsum/<int:jaar>/signalen/<int:pk>/voorleggen/",
        signalen.VoorleggenView.as_view(),
        name="opschaling_voorleggen",
    ),
    path(
        "lumpsum/<int:jaar>/signalen/<int:pk>/wegleggen/",
        signalen.WegleggenView.as_view(),
        name="opschaling_wegleggen",
    ),
    path(
        "lumpsum/<int:jaar>/onrechtmatigheden/",
        onrechtmatigheden.onrechtmatigheden,
        name="onrechtmatigheden",
    ),
    path(
        "lumpsum/<int:jaar>/onrechtmatigheden/<slug:letter>/toevoegen/",
        onrechtmatigheden.OnrechtmatigView.as_view(),
        name="onrechtmatigheid_toevoegen",
    ),
    path(
        "lumpsum/<int:jaar>/onrechtmatigheden/<int:pk>/vervangen/",
        onrechtmatigheden.VervangenView.as_view(),
        name="onrechtmatigheid_vervangen",
    ),
    path("lumpsum/<int:jaar>/begroting/", begroting.begroting, name="begroting"),
    path(
        "lumpsum/<int:jaar>/begroting/<slug:letter>/toevoegen/",
        begroting.ToevoegenView.as_view(),
        name="begroting_toevoegen",
    ),
    path(
        "lumpsum/<int:jaar>/begroting/<slug:letter>/voorschotten/",
        begroting.VoorschottenView.as_view(),
        name="begroting_voorschotten",
    ),
    path(
        "lumpsum/<int:jaar>/begroting/regels/<int:pk>/intrekken/",
        begroting.IntrekkenView.as_view(),
        name="begroting_intrekken",
    ),
    path(
        "lumpsum/<int:jaar>/begroting/regels/<int:pk>/document/",
        begroting.DocumentView.as_view(),
        name="begroting_document_toevoegen",
    ),
    path(
        "lumpsum/<int:jaar>/begroting/documenten/<uuid:uuid>/",
        begroting.document,
        name="begroting_document",
    ),
]
