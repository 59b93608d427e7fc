"""Another key for a running assignment, and its place in the budget: by a decision, with a reason."""

from datetime import date
from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from duoplus.choices import Rol
from duoplus.models import Besluit, Gebeurtenis
from duoplus.transitions import StapKanNiet
from maatwerk.actions.opdrachtsleutel import effect, geef_sleutel
from maatwerk.actions.rubriceren import rubriceer
from maatwerk.lumpsum import stand
from maatwerk.models import Opdracht, Opdrachtsleutel, Periode, Verdeelsleutel
from tests.factories import gemeente, iemand
from tests.factories.geld import VerdeelsleutelFactory, geldzaken
from tests.factories.lumpsums import kosten, lopende_opdracht
from tests.factories.organisaties import ProgrammaFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("maandag")]

NOVEMBER, DECEMBER = date(2026, 11, 1), date(2026, 12, 1)


@pytest.fixture
def opdracht() -> Opdracht:
    """Of Uithoorn and Ouder-Amstel, with € 100,01 booked; by the decision 68,1% and 31,9%."""
    geldzaken()
    gemaakt = lopende_opdracht("UO")
    kosten(gemaakt, "100.01")
    return gemaakt


@pytest.fixture
def gelijk(opdracht):
    """Half each, only for the programme of this assignment, beside the key for all of them."""
    return VerdeelsleutelFactory.van_letters(
        {"U": Decimal("0.5"), "O": Decimal("0.5")}, programma=opdracht.aanvraag.ogon.programma
    )


@pytest.fixture
def besluit(opdracht) -> Besluit:
    return Besluit.objects.latest("pk")


def wijziging(gelijk, besluit, **anders):
    return {
        "by": iemand(Rol.CONCERNCONTROLLER),
        "sleutel": gelijk,
        "vanaf": NOVEMBER,
        "besluit": besluit,
    } | anders


def delen(opdracht) -> list[Decimal]:
    regel = next(regel for regel in stand.lees(2026).regels if regel.pk == opdracht.pk)
    return [regel.deel(gemeente(letter).pk).gerealiseerd for letter in "UO"]


def test_the_effect_is_shown_first_and_is_what_then_happens(opdracht, gelijk, besluit):
    assert delen(opdracht) == [Decimal("68.11"), Decimal("31.90")]

    getoond = effect(opdracht, **wijziging(gelijk, besluit))
    assert not Opdrachtsleutel.objects.exists()
    assert delen(opdracht) == [Decimal("68.11"), Decimal("31.90")]
    geef_sleutel(opdracht, **wijziging(gelijk, besluit))

    straks = {v.gemeente.letter: v.straks for v in getoond}
    assert delen(opdracht) == [straks["U"].gerealiseerd, straks["O"].gerealiseerd]
    assert sum(delen(opdracht)) == Decimal("100.01")
    assert sum(v.verschil for v in getoond) == 0
    feit = Gebeurtenis.objects.over(opdracht.aanvraag).latest("pk")
    assert (feit.gegevens["besluit"], feit.gegevens["vanaf"]) == (besluit.nummer, "1 november 2026")


def test_what_was_booked_before_keeps_its_key(opdracht, gelijk, besluit):
    geef_sleutel(opdracht, **wijziging(gelijk, besluit, vanaf=DECEMBER))
    assert delen(opdracht) == [Decimal("68.11"), Decimal("31.90")]


def test_a_closed_month_keeps_its_shares(opdracht, gelijk, besluit):
    Periode.objects.update_or_create(
        maand=NOVEMBER,
        defaults={
            "gesloten_op": "2026-12-09T09:00Z",
            "gesloten_door": iemand(Rol.CONCERNCONTROLLER),
            "zegel": "z",
        },
    )
    with pytest.raises(StapKanNiet, match="november 2026 is afgesloten"):
        geef_sleutel(opdracht, **wijziging(gelijk, besluit))
    geef_sleutel(opdracht, **wijziging(gelijk, besluit, vanaf=DECEMBER))


def test_only_a_key_of_the_same_municipalities_and_programme_that_holds(opdracht, gelijk, besluit):
    ander = Verdeelsleutel.objects.get(naam="D O")
    elders = VerdeelsleutelFactory.van_letters(
        {"U": Decimal("0.4"), "O": Decimal("0.6")}, programma=ProgrammaFactory(code="X", naam="Iets anders")
    )
    for sleutel in (ander, elders):
        with pytest.raises(StapKanNiet, match="precies de gemeenten"):
            geef_sleutel(opdracht, **wijziging(sleutel, besluit))
    with pytest.raises(StapKanNiet, match="geldt niet op"):
        geef_sleutel(opdracht, **wijziging(gelijk, besluit, vanaf=date(2019, 1, 1)))
    geef_sleutel(opdracht, **wijziging(gelijk, besluit))
    with pytest.raises(StapKanNiet, match="volgt de opdracht al"):
        geef_sleutel(opdracht, **wijziging(opdracht.sleutel, besluit))
    with pytest.raises(PermissionDenied):
        geef_sleutel(opdracht, **wijziging(gelijk, besluit, by=iemand(Rol.TEAMMANAGER)))


def test_in_the_browser_it_takes_two_presses_and_a_known_decision(opdracht, gelijk, besluit, als):
    client = als(iemand(Rol.CONCERNCONTROLLER))
    adres = reverse("maatwerk:opdracht_sleutel", args=[opdracht.nummer])
    velden = {"sleutel_id": gelijk.pk, "vanaf": "1-11-2026", "besluit": besluit.nummer.lower()}

    for fout in ({"besluit": "BES-1999-1"}, {"vanaf": "2-11-2026"}, {"sleutel_id": "7777"}):
        assert client.post(adres, velden | fout).status_code == 422
    eerst = client.post(adres, velden)
    assert eerst.status_code == 200
    assert "€ 50,0" in eerst.text.replace("\xa0", " ") and not Opdrachtsleutel.objects.exists()
    gezien = eerst.context["form"]["gezien"].value()
    assert client.post(adres, velden | {"gezien": gezien, "vanaf": "1-12-2026"}).status_code == 200
    assert not Opdrachtsleutel.objects.exists()
    assert client.post(adres, velden | {"gezien": gezien}).status_code == 302
    assert Opdrachtsleutel.objects.get().besluit == besluit


def test_who_may(opdracht, als):
    wie = {
        iemand(Rol.CONCERNCONTROLLER): 200,
        iemand(Rol.TEAMMANAGER): 403,
        iemand(Rol.CONTROLLER, organisatie=gemeente("U")): 403,
        iemand(Rol.CONTROLLER, organisatie=gemeente("D")): 404,
    }
    for naam in ("opdracht_sleutel", "opdracht_rubriceren"):
        adres = reverse(f"maatwerk:{naam}", args=[opdracht.nummer])
        assert [als(gebruiker).get(adres).status_code for gebruiker in wie] == list(wie.values())


def test_a_place_is_corrected_with_a_reason_and_the_old_one_on_record(opdracht):
    rubriceer(opdracht, by=iemand(Rol.CONCERNCONTROLLER), taakveld="0.10", i_s="I", reden="Reserve.")

    opdracht.refresh_from_db()
    assert (opdracht.taakveld, opdracht.i_s) == ("0.10", "I")
    feit = Gebeurtenis.objects.over(opdracht.aanvraag).latest("pk")
    assert feit.gegevens["reden"] == "Reserve."
    assert ["Taakveld", "0.4 Overhead", "0.10 Mutaties reserves"] in feit.gegevens["verschil"]
    with pytest.raises(StapKanNiet, match=r"0\.1000 bestaat op"):
        rubriceer(opdracht, by=iemand(Rol.CONCERNCONTROLLER), taakveld="0.1000", i_s="I", reden="x")
    with pytest.raises(PermissionDenied):
        rubriceer(opdracht, by=iemand(Rol.TEAMMANAGER), taakveld="0.4", i_s="I", reden="x")


def test_many_at_once_all_or_none(opdracht, als):
    ander = lopende_opdracht("U")
    Opdracht.objects.update(taakveld="", i_s="")
    adres, client = reverse("maatwerk:rubriceren", args=[2026]), als(iemand(Rol.CONCERNCONTROLLER))
    eerste = {f"taakveld_{opdracht.pk}": "0.4", f"i_s_{opdracht.pk}": "S"}
    tweede = {f"taakveld_{ander.pk}": "0.2", f"i_s_{ander.pk}": ""}

    half = client.post(adres, eerste | tweede | {"reden": "Jaarrekening"})
    assert half.status_code == 422 and "Vul beide in" in half.text
    assert not Opdracht.objects.exclude(taakveld="").exists()
    assert (
        client.post(adres, eerste | {f"taakveld_{ander.pk}": "", "reden": "Jaarrekening"}).status_code == 302
    )
    assert Opdracht.objects.get(pk=opdracht.pk).i_s == "S"
    assert client.get(adres).context["object"].opdrachten == [ander]
    assert als(iemand(Rol.TEAMMANAGER)).get(adres).status_code == 403


def test_the_bulk_page_takes_as_many_queries_for_more(opdracht, als, django_assert_num_queries):
    Opdracht.objects.update(taakveld="", i_s="")
    adres, client = reverse("maatwerk:rubriceren", args=[2026]), als(iemand(Rol.CONCERNCONTROLLER))
    client.get(adres)
    with CaptureQueriesContext(connection) as een:
        client.get(adres)
    for _ in range(3):
        lopende_opdracht("U")
    Opdracht.objects.update(taakveld="", i_s="")
    with django_assert_num_queries(len(een)):
        client.get(adres)
