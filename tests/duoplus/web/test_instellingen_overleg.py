"""De reeks van een overleg en wie erin zitten, ingesteld door de beheerder."""

import pytest
from django.urls import reverse

from duoplus import klok, leden
from duoplus.choices import GremiumSoort, Rol
from duoplus.models import Reeks, Zetel
from tests.factories import gemeente, iemand, ogon
from tests.factories.overleg import gremium

pytestmark = pytest.mark.django_db
REEKS = {
    "naam": "Elke zes weken",
    "elke_weken": "6",
    "begint_om": "9.30",
    "eindigt_om": "11",
    "plaats": "Raadzaal",
    "quorum": "2",
    "vaste_punten": "Opening, 5\nRondvraag; 10 minuten",
    "van": "1-1-2026",
    "reden": "Nieuw.",
}


@pytest.fixture
def beheer(client):
    client.force_login(iemand(Rol.BEHEERDER))
    return client


def _nieuw(client, slug, **velden):
    return client.post(reverse("instelling_nieuw", args=[slug]), velden)


def test_a_series_is_made_with_what_is_on_every_agenda(beheer):
    _nieuw(beheer, "reeksen", gremium=ogon().pk, **REEKS)

    reeks = Reeks.objects.get()
    assert reeks.vaste_punten == [["Opening", 5], ["Rondvraag", 10]]
    detail = beheer.get(reverse("instelling", args=["reeksen", reeks.pk])).content.decode()
    assert "Rondvraag, 10" in detail
    open_ = beheer.get(
        reverse("instelling_handeling", args=["reeksen", reeks.pk, "wijzigen"])
    ).content.decode()
    assert "Opening, 5" in open_
    assert 'value="09.30"' in open_


@pytest.mark.parametrize(
    ("veld", "waarde", "zin"),
    [
        ("vaste_punten", "Opening", "bijvoorbeeld: Rondvraag, 5."),
        ("begint_om", "ochtend", "Vul een tijd in"),
        ("eindigt_om", "8", "Het einde ligt voor het begin."),
        ("elke_weken", "0", "van 1 tot en met 52"),
    ],
)
def test_a_series_that_cannot_be_is_refused_in_words(beheer, veld, waarde, zin):
    antwoord = _nieuw(beheer, "reeksen", gremium=ogon().pk, **REEKS | {veld: waarde})

    assert antwoord.status_code == 422
    assert zin in antwoord.content.decode()


def test_an_organisation_takes_a_seat_beside_the_ogons(beheer):
    cpi = gremium(GremiumSoort.CPI_OVERLEG, zetels="U")
    velden = {"organisatie": gemeente("D").pk, "van": f"{klok.vandaag():%d-%m-%Y}", "reden": "Doet mee."}

    _nieuw(beheer, "zetels", gremium=cpi.pk, **velden)
    geweigerd = _nieuw(beheer, "zetels", gremium=ogon().pk, **velden)

    assert {o.letter for o in leden.organisaties(cpi, klok.vandaag())} == {"D", "U"}
    assert geweigerd.status_code == 422
    assert Zetel.objects.count() == 2
