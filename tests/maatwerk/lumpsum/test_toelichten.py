"""What asks for an explanation, who writes it, and an estimate of one's own."""

from datetime import datetime
from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse

from duoplus import klok
from duoplus.calc.nederlands import AMSTERDAM
from duoplus.choices import Rol
from duoplus.transitions import StapKanNiet
from maatwerk.actions.prognose import geef_prognose
from maatwerk.actions.toelichting import licht_toe
from maatwerk.calc.lumpsum import NUL
from maatwerk.lumpsum import schaduw, stand
from maatwerk.lumpsum.toelichting import afwijkingen, ontbrekende_toelichtingen, te_tonen
from maatwerk.models import Opdracht, Prognose, Toelichting
from tests.factories import gemeente, iemand
from tests.factories.lumpsums import begrotingsregel, kosten, lopende_opdracht, lumpsum

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("maandag")]
MAANDAG = datetime(2026, 11, 16, 9, tzinfo=AMSTERDAM)
JAAR = 2026
CODES = ("0.1", "0.2", "0.3", "0.5", "0.7", "0.8", "0.10", "1.1", "1.2", "2.1", "2.2", "2.3", "2.4")


@pytest.fixture(scope="module", autouse=True)
def nummer(vooraf) -> str:
    """Uithoorn and Ouder-Amstel share an assignment that costs far more than was estimated."""
    with klok.op(MAANDAG):
        lumpsum("U", begroting=10_000, voorschotten=True)
        lumpsum("O", begroting=40_000)
        opdracht = lopende_opdracht("UO")
        kosten(opdracht, "60000.00")
    return str(opdracht.nummer)


@pytest.fixture
def opdracht(nummer) -> Opdracht:
    return Opdracht.objects.get(nummer=nummer)


def van(*letters: str) -> stand.Stand:
    return stand.lees(JAAR, gemeenten={gemeente(letter).pk for letter in letters} if letters else None)


def controller(letter: str = "U"):
    return iemand(Rol.CONTROLLER, organisatie=gemeente(letter))


def test_what_deviates_from_the_limit_up_asks_for_an_explanation():
    gevonden = {een.waarover: een.bedrag for een in afwijkingen(van())}

    deel = Decimal("40860.00") - 10_000
    (regel,) = van().regels
    assert gevonden == {
        "Uithoorn": deel,
        "Uithoorn 0.4 Overhead": deel,
        f"opdracht {regel.nummer}": Decimal("60000.00") - regel.werk.raming,
    }  # what Ouder-Amstel leaves, 20.860, is below it


def test_the_last_explanation_counts_and_an_assignment_is_explained_once(opdracht):
    licht_toe(gemeente("U"), JAAR, by=controller(), tekst="Tegenvaller", opdracht=opdracht)
    licht_toe(gemeente("U"), JAAR, by=controller(), tekst="Meer werk", opdracht=opdracht)

    for gelezen in (van(), van("U"), van("O")):
        een = next(een for een in afwijkingen(gelezen) if een.regel)
        assert (een.tekst, een.is_uitgelegd) == ("Meer werk", True)
    assert not [een for een in ontbrekende_toelichtingen(van("O")) if een.regel]
    assert Toelichting.objects.count() == 2


@pytest.mark.parametrize(
    ("rol", "letter", "status"),
    [
        (Rol.CONCERNCONTROLLER, "U", 200),
        (Rol.CONTROLLER, "U", 200),
        (Rol.CONTROLLER, "D", 404),
        (Rol.BUDGETHOUDER, "U", 403),
        (Rol.ACCOUNTANT, "U", 403),
        (Rol.UITVOERDER, "U", 404),
    ],
)
def test_who_explains(als, nummer, rol, letter, status):
    wie = iemand(rol, organisatie=gemeente(letter) if rol in (Rol.CONTROLLER, Rol.BUDGETHOUDER) else None)
    adres = reverse("maatwerk:opdracht_toelichten", args=[JAAR, "u", nummer])

    assert als(wie).get(adres).status_code == status


def test_explaining_on_the_page(als, nummer, opdracht):
    client, adres = als(controller()), reverse("maatwerk:opdracht_toelichten", args=[JAAR, "u", nummer])

    assert client.post(adres, {"tekst": ""}).status_code == 422
    assert client.post(adres, {"tekst": "Duurdere leverancier"}).url == f"/lumpsum/{JAAR}/u/"

    assert "Duurdere leverancier" in client.get(f"/lumpsum/{JAAR}/u/").content.decode()
    assert client.get(reverse("maatwerk:taakveld_toelichten", args=[JAAR, "u", "9.9"])).status_code == 404


def test_many_deviations_have_a_page_with_what_waits_on_top(als):
    """The standing names ten; all of them are one click away, and of one's own municipalities only."""
    for plek, code in enumerate(CODES):
        begrotingsregel(lumpsum("U"), 30_000 + plek, taakveld=code)
    licht_toe(gemeente("U"), JAAR, by=controller(), tekst="Later begonnen", taakveld=CODES[-1])
    client, adres = als(controller()), f"/lumpsum/{JAAR}/toelichtingen/"

    stand_nu = client.get(f"/lumpsum/{JAAR}/u/").text
    assert stand_nu.count("Toelichten<") == 10
    assert f'href="{adres}?gemeente=U">Bekijk alle 16 afwijkingen' in stand_nu

    pagina = client.get(adres).text
    assert (pagina.count("Toelichten<"), pagina.count("Wijzigen<")) == (15, 1)
    eigen = [een for een in te_tonen(van("U"), {gemeente("U").pk}) if een.taakveld in CODES]
    assert [een.taakveld for een in eigen] == [*reversed(CODES[:-1]), CODES[-1]]
    assert "Later begonnen" not in als(controller("D")).get(adres).text


def test_nobody_explains_for_another_municipality(opdracht):
    with pytest.raises(PermissionDenied):
        licht_toe(gemeente("U"), JAAR, by=controller("D"), tekst="Nee")


def test_an_estimate_counts_at_once_and_earlier_ones_stay(als, opdracht):
    manager = iemand(Rol.TEAMMANAGER, team=opdracht.aanvraag.team)
    client, adres = als(manager), reverse("maatwerk:opdracht_prognose", args=[opdracht.nummer])

    assert "raming min wat is geboekt" in client.get(adres).content.decode()
    assert client.post(adres, {"rest": "", "toelichting": ""}).status_code == 422
    for rest in ("1.000,00", "2.500,50"):
        assert client.post(adres, {"rest": rest, "toelichting": "Nog testen"}).status_code == 302

    (regel,) = van().regels
    assert regel.werk.verwacht == Decimal("2500.50")
    assert sum(deel.prognose for deel in regel.werk.per_gemeente.values()) == Decimal("62500.50")
    assert Prognose.objects.count() == 2


def test_only_who_leads_the_work_estimates(als, opdracht):
    adres = reverse("maatwerk:opdracht_prognose", args=[opdracht.nummer])
    assert als(controller()).get(adres).status_code == 403
    assert als(controller("D")).get(adres).status_code == 404
    with pytest.raises(PermissionDenied):
        geef_prognose(opdracht, by=controller(), rest=NUL, toelichting="Nee")


def test_a_closed_assignment_gets_no_estimate(opdracht):
    type(opdracht.aanvraag).objects.filter(pk=opdracht.aanvraag_id).update(status="afgesloten")

    with pytest.raises(StapKanNiet):
        geef_prognose(opdracht, by=iemand(Rol.CONCERNCONTROLLER), rest=NUL, toelichting="Klaar")


def test_what_every_way_of_settling_would_mean():
    uithoorn = next(een for een in schaduw.lees(van("U")) if een.gemeente.letter == "U")

    assert uithoorn.geleverd == Decimal("40860.00")
    assert (uithoorn.verschil, uithoorn.verklaring) == (Decimal("30860.00"), schaduw.OVERSCHREDEN)
    te_verrekenen = {manier.methode.value: manier.te_verrekenen for manier in uithoorn.manieren}
    assert te_verrekenen == {
        "lumpsum_vast": 0,
        "lumpsum_met_jaarafrekening": Decimal("30860.00"),
        "nacalculatie_per_opdracht": Decimal("30860.00"),
    }
    assert [manier.naam for manier in uithoorn.manieren if manier.is_gekozen] == [
        "Lumpsum met afrekening na het jaar"
    ]
