"""De termijnen van overleg en afspraken, en de ladder: op het scherm, en te wijzigen vanaf een dag."""

from datetime import timedelta

import pytest
from django.urls import reverse

from duoplus import klok
from duoplus.choices import Rol
from duoplus.models import Termijn
from duoplus.web.instellingen.afspraken import VAN_TOEN
from ogon.actions.opschaling import treden
from ogon.models import Ladder
from tests.duoplus.web.test_instellingen import bevestig, over, pad, stuur
from tests.factories import iemand
from tests.factories.opschalingen import opgeschaald
from tests.factories.rondes import kandidaat

pytestmark = pytest.mark.django_db
TERMIJNEN = (
    "overleg.uitnodigen", "overleg.besluitenlijst", "overleg.actie.herinnering", "besluit.uitvoeren",
    "besluit.herinnering", "ogon.conflict", "opschaling.antwoord", "opschaling.spoed",
    "opschaling.terugkoppelen", "voorstel.college", "dvo.tekenen", "dvo.waarschuwen", "dvo.vernieuwen",
    "draad.opdracht",
)  # fmt: skip
OVERAL = "voor alles, ook voor wat dan al loopt"


@pytest.fixture
def beheer(client):
    client.force_login(iemand(Rol.BEHEERDER))
    return client


@pytest.mark.parametrize("sleutel", TERMIJNEN)
def test_each_term_has_a_name_on_the_screen_and_another_value_from_a_day_on(beheer, sleutel):
    termijn = Termijn.objects.get(sleutel=sleutel)
    html = beheer.get("/instellingen/termijnen/", {"q": termijn.omschrijving}).content.decode()
    assert termijn.omschrijving in html and sleutel not in html

    assert (
        bevestig(beheer, pad(termijn, "termijnen", "opvolgen"), aantal="7", van=over(10)).status_code == 302
    )

    vandaag = klok.vandaag()
    assert Termijn.objects.werkdagen(sleutel, vandaag) == termijn.aantal
    assert Termijn.objects.werkdagen(sleutel, vandaag + timedelta(days=10)) == 7


@pytest.mark.parametrize(
    ("sleutel", "zin"),
    [
        ("maatwerk.ingediend", "geldt voor aanvragen die vanaf"),
        ("maatwerk.herinnering.eerste", OVERAL),
        ("overleg.uitnodigen", OVERAL),
        ("overleg.besluitenlijst", OVERAL),
        ("dvo.waarschuwen", OVERAL),
        ("dvo.tekenen", "geldt voor DVO’s die ter tekening gaan vanaf"),
        ("opschaling.antwoord", "geldt voor vragen die een OGON voorlegt vanaf"),
    ],
)
def test_the_screen_says_what_another_term_holds_for(beheer, sleutel, zin):
    url = pad(Termijn.objects.get(sleutel=sleutel), "termijnen", "opvolgen")

    html = stuur(beheer, url, aantal="7", van=over(10), reden="Daarom.").content.decode()

    assert zin in html
    assert ("aanvragen" in zin) == ("Aanvragen die dan al in deze stap staan" in html)


def test_every_term_that_keeps_its_day_exists():
    assert set(VAN_TOEN) <= {*Termijn.objects.values_list("sleutel", flat=True)}


def test_the_ladder_says_who_hears_it_when_and_changes_from_a_day_on(beheer):
    html = beheer.get("/instellingen/ladder/").content.decode()
    for wie in ("Bestuursadviseur", "Directieberaad", "Concerncontroller"):
        assert wie in html
    trede = Ladder.objects.get(trede=2)
    feiten = dict(beheer.get(reverse("instelling", args=["ladder", trede.pk])).context["feiten_nu"])
    assert (feiten["Rol"], feiten["Werkdagen bij spoed"]) == (Rol.DIRECTIEBERAAD.label, "2")

    velden = {"werkdagen": "8", "werkdagen_spoed": "1", "van": over(10)}
    assert bevestig(beheer, pad(trede, "ladder", "opvolgen"), **velden).status_code == 302

    nu = opgeschaald(kandidaat("Zaaksysteem"))
    with klok.op(klok.nu() + timedelta(days=11)):
        straks = opgeschaald(kandidaat("Verhuizing"))
        assert [regel.werkdagen for regel, _ in treden(nu)] == [1, 15, 5]
        assert [regel.werkdagen for regel, _ in treden(straks)] == [1, 8, 5]


@pytest.mark.parametrize(
    ("velden", "zin"),
    [
        ({"werkdagen": "0"}, "van 1 tot en met 250"),
        ({"werkdagen_spoed": "veel"}, "van 1 tot en met 250"),
        ({"van": "1-1-2020"}, "Kies vandaag of een latere dag"),
    ],
)
def test_a_step_that_cannot_be_is_refused_in_words(beheer, velden, zin):
    url = pad(Ladder.objects.get(trede=1), "ladder", "opvolgen")
    antwoord = beheer.post(
        url, {"werkdagen": "2", "werkdagen_spoed": "1", "van": over(10), "reden": "X."} | velden
    )
    assert antwoord.status_code == 422 and zin in antwoord.content.decode()
    assert Ladder.objects.filter(trede=1).count() == 1
