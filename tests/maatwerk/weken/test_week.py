"""De week schrijven en indienen: wat er bewaard wordt, wat er geboekt wordt, en wat niet kan."""

from datetime import date, timedelta
from decimal import Decimal as D

import pytest

from duoplus import klok
from duoplus.choices import Rol
from duoplus.models import Bericht, Gebruiker
from duoplus.transitions import StapKanNiet, Verouderd
from maatwerk.actions import boeken, weken
from maatwerk.choices import Boekingstatus
from maatwerk.models import Boeking, Goedkeuring, Opdracht, Periode, Weekconcept
from maatwerk.weken import akkoord
from maatwerk.weken import week as lezer
from maatwerk.weken.week import Sleutel
from tests.factories import iemand, maak
from tests.factories.lumpsums import lopende_opdracht, uren
from tests.maatwerk.weken.conftest import BEGIN, MAANDAG, VRIJDAG

pytestmark = pytest.mark.django_db
DINSDAG = MAANDAG + timedelta(days=1)


def rij(opdracht: Opdracht, groep: str = "B") -> Sleutel:
    return Sleutel(opdracht.pk, groep)


def lees(ik: Gebruiker, maandag: date = MAANDAG):
    return lezer.lees(ik, maandag)


def dien_in(ik: Gebruiker, opdracht: Opdracht, *cellen: str, maandag: date = MAANDAG):
    """Hand in these hours from Monday on."""
    getypt = {(rij(opdracht), maandag + timedelta(days=nr)): tekst for nr, tekst in enumerate(cellen)}
    return weken.indienen(ik, maandag, getypt, versie=lees(ik, maandag).versie, ook=[rij(opdracht)])


def geboekt() -> list[D]:
    return [b.uren for b in Boeking.objects.order_by("pk")]


def sluit(maand: date) -> None:
    Periode.van(maand)
    Periode.objects.filter(maand=maand.replace(day=1)).update(
        gesloten_op=klok.nu(), gesloten_door=iemand(Rol.CONCERNCONTROLLER), zegel="0" * 64
    )


def test_handing_in_books_every_filled_day_once(ik, opdracht):
    dien_in(ik, opdracht, "8", "7,5", "1:30", "")
    assert geboekt() == [D("8"), D("7.5"), D("1.5")]
    assert {b.medewerker for b in Boeking.objects.all()} == {ik}
    assert lees(ik).uren == D(17)
    assert not lees(ik).is_anders

    dien_in(ik, opdracht, "8", "7,5", "1,5", "")  # the same again: no difference, nothing booked
    assert len(geboekt()) == 3


def test_a_cell_that_changes_is_reversed_and_booked_anew(ik, opdracht):
    dien_in(ik, opdracht, "8", "4")
    dien_in(ik, opdracht, "6", "")
    assert geboekt() == [D(8), D(4), D(-8), D(6), D(-4)]
    assert opdracht.verbruik()["uren"] == D(6)
    assert lees(ik).uren == D(6)


def test_a_screen_that_went_out_of_date_books_nothing(ik, opdracht):
    oud = lees(ik).versie
    dien_in(ik, opdracht, "8")
    with pytest.raises(Verouderd):
        weken.indienen(ik, MAANDAG, {(rij(opdracht), MAANDAG): "4"}, versie=oud)
    boeken.corrigeren_boeking(Boeking.objects.get(), by=ik, reden="Elders hersteld")
    with pytest.raises(Verouderd):
        weken.bewaar(ik, MAANDAG, {(rij(opdracht), MAANDAG): "8"}, versie="2-1")
    assert geboekt() == [D(8), D(-8)]


def test_a_draft_keeps_what_was_typed_good_or_bad(ik, opdracht):
    week = weken.bewaar(ik, MAANDAG, {(rij(opdracht), MAANDAG): "acht"}, versie=lees(ik).versie)
    assert week.versie == "1-0"
    (cel, *_) = lees(ik).rijen[0].cellen
    assert (cel.tekst, cel.uren, cel.is_anders) == ("acht", 0, True)
    assert Weekconcept.objects.get().regels == [
        {
            "opdracht": opdracht.pk,
            "functiegroep": lees(ik).rijen[0].functiegroep,
            "uren": {"2026-11-16": "acht"},
        }
    ]


def test_last_week_goes_into_empty_cells_only(ik, opdracht):
    with klok.op(VRIJDAG + timedelta(days=7)):
        volgende = MAANDAG + timedelta(days=7)
        dien_in(ik, opdracht, "8", "7,5", "6")
        dien_in(ik, opdracht, "1", maandag=volgende)
        week = weken.neem_over(
            ik,
            volgende,
            {(rij(opdracht), volgende + timedelta(days=1)): "2"},
            versie=lees(ik, volgende).versie,
        )
        assert [c.tekst for c in week.rijen[0].cellen] == ["1", "2", "6", "", "", "", ""]
        assert opdracht.verbruik()["uren"] == D("22.5")  # a draft books nothing


def test_days_out_of_reach_say_why(ik, opdracht):
    cellen = lees(ik).rijen[0].cellen
    assert [bool(c.slot) for c in cellen] == [False] * 5 + [True] * 2
    assert cellen[5].slot == "Deze dag is nog niet geweest."
    vorige = lezer.lees(ik, MAANDAG - timedelta(days=7), ook=[rij(opdracht)])
    assert {c.slot for c in vorige.rijen[0].cellen} == {"De opdracht begon op 16 november 2026."}

    dien_in(ik, opdracht, "8")
    sluit(MAANDAG)
    assert {c.slot for c in lees(ik).rijen[0].cellen[:5]} == {"De maand november 2026 is afgesloten."}
    dien_in(ik, opdracht, "4")  # a locked cell is passed over, whatever is sent
    assert geboekt() == [D(8)]


def test_what_the_manager_booked_for_me_is_not_mine_to_change(ik, opdracht):
    boeken.boeken_uren(
        opdracht,
        by=iemand(Rol.TEAMMANAGER),
        medewerker=ik,
        datum=MAANDAG,
        team=opdracht.aanvraag.team,
        functiegroep="B",
        uren=D(3),
        omschrijving="Voor een collega",
    )
    (cel, *_) = lees(ik).rijen[0].cellen
    assert (cel.tekst, cel.slot) == ("3", f"Geboekt door {iemand(Rol.TEAMMANAGER).naam}.")


def test_without_a_tariff_the_week_stays_a_draft_and_names_the_day(ik, opdracht):
    with pytest.raises(StapKanNiet, match=f"{opdracht.nummer}, 16-11-2026: Er is op .* geen tarief"):
        weken.indienen(
            ik,
            MAANDAG,
            {(rij(opdracht, "Z"), MAANDAG): "8"},
            versie=lees(ik).versie,
            ook=[rij(opdracht, "Z")],
        )
    assert geboekt() == []


def test_a_draft_that_cannot_be_read_is_not_booked(ik, opdracht):
    weken.bewaar(ik, MAANDAG, {(rij(opdracht), MAANDAG): "acht"}, versie=lees(ik).versie, ook=[rij(opdracht)])
    with pytest.raises(StapKanNiet, match=f"{opdracht.nummer}, 16-11-2026: ‘acht’ is geen aantal uren"):
        weken.indienen(ik, MAANDAG, {}, versie=lees(ik).versie)
    assert geboekt() == []


def test_reading_a_week_takes_as_many_queries_for_ten_rows_as_for_one(
    ik, opdracht, django_assert_max_num_queries
):
    dien_in(ik, opdracht, "8", "8")
    with django_assert_max_num_queries(14) as een:
        lees(ik)
    with klok.op(BEGIN):
        meer = [lopende_opdracht(titel=f"Werk {nr}") for nr in range(4)]
    for nog_een in meer:
        dien_in(ik, nog_een, "1", "1", "1")
    with django_assert_max_num_queries(len(een)):
        assert len(lees(ik).rijen) == 5


def test_the_manager_approves_what_waits_and_never_his_own(ik, opdracht):
    dien_in(ik, opdracht, "8", "12")
    manager = iemand(Rol.TEAMMANAGER)

    (groep,) = akkoord.overzicht(manager)
    assert (groep.medewerker, groep.uren, groep.let_op) == (ik, D(20), ["dinsdag 17 november: 12 uur"])
    assert weken.goedkeuren(groep.boekingen, by=manager) == D(20)
    assert weken.goedkeuren(groep.boekingen, by=manager) == 0
    assert Goedkeuring.objects.filter(door=manager).count() == 2
    assert {r.status for r in lees(ik).rijen} == {Boekingstatus.GOEDGEKEURD}

    uren(opdracht, 8, dag=DINSDAG)  # by the manager himself
    assert not akkoord.voor(manager).exists()
    assert not akkoord.voor(maak(Rol.TEAMMANAGER, team=None)).exists()


def test_sent_back_hours_leave_the_ledger_and_return_as_a_draft(ik, opdracht):
    dien_in(ik, opdracht, "8", "7,5")
    weken.terugsturen(ik, MAANDAG, by=iemand(Rol.TEAMMANAGER), reden="Dinsdag was u er niet")

    assert opdracht.verbruik()["uren"] == 0
    week = lees(ik)
    assert [c.tekst for c in week.rijen[0].cellen[:2]] == ["8", "7,5"]
    assert week.is_anders
    assert week.concept.opmerking == "Dinsdag was u er niet"
    assert "Dinsdag was u er niet" in Bericht.objects.get(ontvanger=ik, onderwerp__contains="terug").tekst

    dien_in(ik, opdracht, "8", "")
    assert opdracht.verbruik()["uren"] == D(8)
    assert Weekconcept.objects.get().opmerking == ""
    with pytest.raises(StapKanNiet, match="wacht niets meer"):
        weken.terugsturen(ik, MAANDAG - timedelta(days=7), by=iemand(Rol.TEAMMANAGER), reden="x")
