"""Starten, boeken, opleveren, beoordelen en afsluiten."""

from datetime import date, datetime, timedelta
from decimal import Decimal as D

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from duoplus import klok
from duoplus.choices import Rol
from duoplus.events import record
from duoplus.models import Gebeurtenis, Gebruiker
from duoplus.transitions import StapKanNiet
from maatwerk import werk
from maatwerk.actions import boeken, uitvoering
from maatwerk.choices import AanvraagStatus as S
from maatwerk.models import Boeking, Opdracht, Tarief
from tests.factories import TariefFactory, aanvraag_in, iemand, maak, team, zet
from tests.factories.lumpsums import kosten, sluit_maanden
from tests.maatwerk.conftest import AMSTERDAM

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("maandag")]


@pytest.fixture
def opdracht(maandag) -> Opdracht:
    return aanvraag_in(S.IN_UITVOERING).opdracht


def _uren(opdracht: Opdracht, **anders) -> Boeking:
    velden = {
        "by": iemand(Rol.UITVOERDER),
        "datum": klok.vandaag(),
        "team": team(),
        "functiegroep": "B",
        "uren": D("7.50"),
        "omschrijving": "Inrichten",
    }
    return boeken.boeken_uren(opdracht, **velden | anders)


def _kosten(opdracht: Opdracht, **anders) -> Boeking:
    velden = {
        "by": iemand(Rol.TEAMMANAGER),
        "datum": klok.vandaag(),
        "bedrag": D("1500.05"),
        "omschrijving": "Licentie",
        "leverancier": "Leverancier BV",
    }
    return boeken.boeken_kosten(opdracht, **velden | anders)


def test_starten_needs_someone_who_does_it_and_ends_on_the_end_date():
    aanvraag = aanvraag_in(S.OPDRACHT_VERLEEND)
    with pytest.raises(StapKanNiet, match="uitvoerder"):
        zet(aanvraag, "starten", uitvoerders=[])

    zet(aanvraag, "starten")

    aanvraag.refresh_from_db()
    assert aanvraag.termijn_op == aanvraag.opdracht.einddatum
    assert list(aanvraag.opdracht.uitvoerders.all()) == [iemand(Rol.UITVOERDER)]
    assert Gebeurtenis.objects.over(aanvraag).last().gegevens["uitvoerders"] == [iemand(Rol.UITVOERDER).naam]


def test_hours_cost_the_tariff_of_the_day_rounded_once(opdracht):
    boeking = _uren(opdracht, uren=D("10.33"), functiegroep="C")

    assert (boeking.tarief, boeking.bedrag) == (D("105.35"), D("1088.27"))
    assert boeking.medewerker == boeking.geboekt_door == iemand(Rol.UITVOERDER)
    feit = Gebeurtenis.objects.over(opdracht.aanvraag).last()
    assert (feit.stap, feit.zichtbaarheid, feit.gegevens["boeking"]) == ("boeken", "intern", boeking.pk)


def test_the_tariff_is_that_of_the_booking_date(opdracht):
    Tarief.objects.filter(functiegroep="B").update(tot=klok.vandaag())
    TariefFactory(functiegroep="B", bedrag=D(99), van=klok.vandaag() + timedelta(days=1))

    with klok.op(klok.nu() + timedelta(days=3)):
        assert _uren(opdracht, datum=date(2026, 11, 16)).tarief == D(88)
        assert _uren(opdracht, datum=date(2026, 11, 17)).tarief == D(99)


def test_nothing_before_the_start_and_nothing_in_the_future(opdracht):
    for datum in (klok.vandaag() - timedelta(days=1), klok.vandaag() + timedelta(days=1)):
        with pytest.raises(StapKanNiet, match="Kies een datum"):
            _uren(opdracht, datum=datum)
        with pytest.raises(StapKanNiet, match="Kies een datum"):
            _kosten(opdracht, datum=datum)


def test_work_that_starts_after_midnight_starts_on_that_day():
    with klok.op(datetime(2026, 11, 17, 0, 30, tzinfo=AMSTERDAM)):
        opdracht = aanvraag_in(S.IN_UITVOERING).opdracht
        with pytest.raises(StapKanNiet, match="17-11-2026"):
            _uren(opdracht, datum=date(2026, 11, 16))


def test_no_tariff_no_booking(opdracht):
    with pytest.raises(StapKanNiet, match="geen tarief"):
        _uren(opdracht, functiegroep="Z")


@pytest.mark.parametrize("uren", [D(0), D("-3")])
def test_hours_are_more_than_nothing(opdracht, uren):
    with pytest.raises(ValidationError):
        _uren(opdracht, uren=uren)


def test_who_does_not_work_on_it_does_not_book(opdracht):
    for ander in (maak(Rol.UITVOERDER), maak(Rol.TEAMMANAGER, team=team("KCC")), iemand(Rol.OPDRACHTGEVER)):
        with pytest.raises(PermissionDenied):
            _uren(opdracht, by=ander)
    with pytest.raises(PermissionDenied):
        _kosten(opdracht, by=iemand(Rol.UITVOERDER))


def test_what_was_booked_adds_up(opdracht):
    _uren(opdracht)
    _uren(opdracht, uren=D("0.25"), functiegroep="A")
    _kosten(opdracht)

    assert opdracht.verbruik() == {
        "uren": D("7.75"),
        "kosten_uren": D("678.13"),  # 660.00 and 18.125 rounded half up
        "kosten_extern": D("1500.05"),
        "totaal": D("2178.18"),
    }


def test_a_mistake_is_reversed_once_and_stays_readable(opdracht):
    fout = _uren(opdracht)

    tegen = boeken.corrigeren_boeking(fout, by=iemand(Rol.UITVOERDER), reden="Verkeerde opdracht.")

    assert (tegen.uren, tegen.bedrag, tegen.tarief, tegen.datum) == (
        -fout.uren,
        -fout.bedrag,
        fout.tarief,
        fout.datum,
    )
    assert (tegen.corrigeert, tegen.omschrijving) == (fout, "Verkeerde opdracht.")
    assert opdracht.verbruik()["totaal"] == 0
    for nogmaals in (fout, tegen):
        with pytest.raises(StapKanNiet, match="al hersteld"):
            boeken.corrigeren_boeking(nogmaals, by=iemand(Rol.UITVOERDER), reden="Nog eens.")


def test_a_reversal_keeps_the_old_tariff(opdracht):
    fout = _uren(opdracht)
    Tarief.objects.filter(functiegroep="B").update(tot=klok.vandaag())
    TariefFactory(functiegroep="B", bedrag=D(99), van=klok.vandaag() + timedelta(days=1))

    with klok.op(klok.nu() + timedelta(days=5)):
        assert boeken.corrigeren_boeking(fout, by=iemand(Rol.UITVOERDER), reden="Fout.").bedrag == D(
            "-660.00"
        )


def test_who_booked_and_left_reverses_nothing(opdracht):
    fout = _uren(opdracht)
    uitvoerder = iemand(Rol.UITVOERDER)
    uitvoerder.toewijzingen.update(tot=klok.vandaag() - timedelta(days=1))

    with pytest.raises(PermissionDenied):
        boeken.corrigeren_boeking(fout, by=Gebruiker.objects.get(pk=uitvoerder.pk), reden="Fout.")


@pytest.mark.parametrize("status", [S.GEPRIORITEERD, S.OPDRACHT_VERLEEND, S.AFGESLOTEN])
def test_booking_only_while_the_work_is_open(status):
    aanvraag = aanvraag_in(status)
    if status == S.GEPRIORITEERD:
        zet(aanvraag, "opdracht_geven")

    with pytest.raises(StapKanNiet, match="zolang het werk"):
        _uren(Opdracht.objects.get(), by=iemand(Rol.TEAMMANAGER))


def test_a_progress_note_tells_the_municipality(opdracht):
    uitvoering.voortgang_melden(
        opdracht, by=iemand(Rol.UITVOERDER), gedaan="De helft.", verwacht_klaar_op=date(2027, 1, 15)
    )

    feit = Gebeurtenis.objects.over(opdracht.aanvraag).last()
    assert (feit.stap, feit.zichtbaarheid) == ("voortgang_melden", "gedeeld")
    assert feit.gegevens == {"tekst": "De helft.", "verwacht_klaar_op": "2027-01-15"}


def test_delivered_not_good_and_delivered_again():
    aanvraag = zet(aanvraag_in(S.OPGELEVERD), "niet_akkoord", reden="De koppeling ontbreekt.")
    assert (aanvraag.status, aanvraag.opgeleverd_op, aanvraag.opdracht.opgeleverd_op) == (
        S.IN_UITVOERING,
        None,
        None,
    )

    zet(aanvraag, "opleveren", resultaat="Nu met koppeling.")

    assert (aanvraag.status, aanvraag.opdracht.resultaat) == (S.OPGELEVERD, "Nu met koppeling.")


@pytest.mark.parametrize("score", [0, 6])
def test_a_score_is_one_to_five(score):
    aanvraag = aanvraag_in(S.OPGELEVERD)

    with pytest.raises(ValidationError):
        zet(aanvraag, "accepteren", score=score)


def test_accepting_is_recorded_and_the_state_stays():
    aanvraag = zet(aanvraag_in(S.OPGELEVERD), "accepteren", score=5, toelichting="Prettig contact.")

    assert (aanvraag.status, aanvraag.opdracht.score) == (S.OPGELEVERD, 5)
    for stap in ("accepteren", "niet_akkoord"):
        with pytest.raises(PermissionDenied):
            zet(aanvraag, stap)


def test_closing_waits_for_acceptance():
    aanvraag = aanvraag_in(S.OPGELEVERD)
    with pytest.raises(PermissionDenied):
        zet(aanvraag, "afsluiten")

    zet(aanvraag, "accepteren")

    assert zet(aanvraag, "afsluiten").status == S.AFGESLOTEN


def test_closing_waits_for_the_months_in_which_was_booked():
    aanvraag = zet(aanvraag_in(S.OPGELEVERD), "accepteren")
    kosten(aanvraag.opdracht, 100)
    controller = iemand(Rol.CONCERNCONTROLLER)
    with pytest.raises(StapKanNiet, match="geboekt in november 2026"):
        zet(aanvraag, "afsluiten")
    assert aanvraag not in werk.nu(controller) and aanvraag in werk.straks(controller)

    sluit_maanden(aanvraag.opdracht)

    assert aanvraag in werk.nu(controller)
    assert zet(aanvraag, "afsluiten").status == S.AFGESLOTEN


def test_closing_after_a_reminder_and_ten_silent_working_days():
    aanvraag = aanvraag_in(S.OPGELEVERD)
    with klok.op(klok.nu() + timedelta(days=14)):  # Monday 30 November
        record("maatwerk.aanvraag.herinneren", aanvraag, by=Gebruiker.objects.systeem())
    with klok.op(klok.nu() + timedelta(days=28)), pytest.raises(PermissionDenied):
        zet(aanvraag, "afsluiten")  # the tenth working day, 14 December, is still theirs
    with klok.op(klok.nu() + timedelta(days=29)):
        assert zet(aanvraag, "afsluiten").status == S.AFGESLOTEN
