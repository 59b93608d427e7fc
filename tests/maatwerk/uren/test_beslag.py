"""Reserveren, toezeggen, gebruiken, vrijgeven: drie boeken die altijd sluiten."""

from datetime import date
from decimal import Decimal as D

import pytest
from django.db import IntegrityError, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from duoplus import klok
from duoplus.choices import Rol
from duoplus.transitions import StapKanNiet
from maatwerk.actions import beslag, boeken
from maatwerk.choices import AanvraagStatus as S
from maatwerk.choices import Rekening as R
from maatwerk.models import Mutatie
from maatwerk.tasks import schuif_uren_door
from tests.factories import aanvraag_in, iemand, team, zet
from tests.factories.lumpsums import sluit_maanden
from tests.maatwerk.uren.capaciteit import stand, uren_van

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("maandag")]

NOV, DEC, JAN, FEB = date(2026, 11, 1), date(2026, 12, 1), date(2027, 1, 1), date(2027, 2, 1)
GERESERVEERD, TOEGEZEGD, GEBRUIKT = "gereserveerd", "toegezegd", "gebruikt"


@pytest.fixture
def ingepland(maandag):
    return aanvraag_in(S.GEPRIORITEERD)


@pytest.fixture
def by(maandag):
    return iemand(Rol.VOORZITTER)


def _reserveer(aanvraag, by, **maanden) -> None:
    delen = {date(int(m[1:5]), int(m[5:]), 1): D(uren) for m, uren in maanden.items()}
    beslag.reserveer(aanvraag, {team().pk: delen}, by=by)


def _boek(opdracht, uren, datum=None):
    return boeken.boeken_uren(
        opdracht,
        by=iemand(Rol.UITVOERDER),
        datum=datum or klok.vandaag(),
        team=team(),
        functiegroep="B",
        uren=D(uren),
        omschrijving="Inrichten",
    )


def test_reserving_again_moves_only_the_difference(ingepland, by):
    _reserveer(ingepland, by, m202701="60", m202702="20.50")
    _reserveer(ingepland, by, m202701="60", m202702="20.50")
    assert Mutatie.objects.count() == 2

    _reserveer(ingepland, by, m202701="45")

    assert stand(ingepland) == {("2027-01", GERESERVEERD): D(45)}
    assert [str(m) for m in Mutatie.objects.all()[2:]] == [
        "15.00 van gereserveerd naar vrij",
        "20.50 van gereserveerd naar vrij",
    ]


def test_hours_below_zero_are_refused_with_a_sentence(ingepland, by):
    with pytest.raises(StapKanNiet, match="Uren zijn 0 of meer"):
        _reserveer(ingepland, by, m202701="-1")
    assert stand(ingepland) == {}


def test_the_database_refuses_to_move_what_is_not_there(ingepland, by):
    with pytest.raises(IntegrityError), transaction.atomic():
        Mutatie.objects.create(
            aanvraag=ingepland, team=team(), maand=JAN, van=R.TOEGEZEGD, naar=R.VRIJ, uren=1, door=by
        )


def test_a_given_assignment_turns_what_was_reserved_into_a_promise(ingepland, by):
    _reserveer(ingepland, by, m202701="50", m202702="30")
    zet(ingepland, "opdracht_geven")
    assert stand(ingepland)["2027-01", GERESERVEERD] == 50  # one initial is not an assignment yet
    zet(ingepland, "opdracht_geven")
    assert stand(ingepland) == {("2027-01", TOEGEZEGD): D(50), ("2027-02", TOEGEZEGD): D(30)}


def test_what_was_reserved_above_the_ceiling_comes_free_and_what_lacks_is_planned(ingepland, by):
    uren_van(team(), DEC, bruto=15)
    _reserveer(ingepland, by, m202701="10")
    zet(ingepland, "opdracht_geven", plafond_uren=D(40))
    zet(ingepland, "opdracht_geven")
    # 10 reserved, 15 free in December; the last 15 find no place and stand in the month of the end date
    assert stand(ingepland) == {
        ("2026-12", TOEGEZEGD): D(15),
        ("2027-01", TOEGEZEGD): D(10),
        ("2027-02", TOEGEZEGD): D(15),
    }

    ander = aanvraag_in(S.GEPRIORITEERD)
    _reserveer(ander, by, m202701="60")
    zet(ander, "opdracht_geven", plafond_uren=D(40))
    zet(ander, "opdracht_geven")
    assert stand(ander) == {("2027-01", TOEGEZEGD): D(40)}


def test_without_a_reservation_the_ceiling_goes_to_the_earliest_free_months_once(ingepland, by):
    uren_van(team(), NOV, bruto=500)  # before the work can begin, so of no use
    uren_van(team(), DEC, bruto=50)
    uren_van(team(), JAN, bruto=500)
    zet(ingepland, "opdracht_geven")
    zet(ingepland, "opdracht_geven")
    vol = {("2026-12", TOEGEZEGD): D(50), ("2027-01", TOEGEZEGD): D(30)}
    assert stand(ingepland) == vol

    beslag.zeg_toe(ingepland, by=by)
    assert stand(ingepland) == vol


def test_what_was_reserved_in_a_month_gone_by_is_planned_anew(ingepland, by):
    uren_van(team(), JAN, bruto=500)
    _reserveer(ingepland, by, m202610="80")
    zet(ingepland, "opdracht_geven")
    zet(ingepland, "opdracht_geven")
    assert stand(ingepland) == {("2027-01", TOEGEZEGD): D(80)}


def _in_uitvoering(by, **maanden):
    aanvraag = aanvraag_in(S.GEPRIORITEERD)
    _reserveer(aanvraag, by, **maanden)
    for stap in ("opdracht_geven", "opdracht_geven", "starten"):
        zet(aanvraag, stap)
    return aanvraag


def test_booked_hours_leave_the_promise_of_the_month_then_of_others_then_what_is_free(by):
    aanvraag = _in_uitvoering(by, m202611="20", m202701="60")
    _boek(aanvraag.opdracht, "15")
    assert stand(aanvraag)["2026-11", TOEGEZEGD] == 5

    _boek(aanvraag.opdracht, "25.25")
    assert stand(aanvraag) == {("2026-11", GEBRUIKT): D("40.25"), ("2027-01", TOEGEZEGD): D("39.75")}

    _boek(aanvraag.opdracht, "50")
    assert stand(aanvraag) == {("2026-11", GEBRUIKT): D("90.25")}


def test_a_reversal_goes_the_same_way_back(by):
    aanvraag = _in_uitvoering(by, m202611="20", m202701="60")
    voor = stand(aanvraag)
    boeking = _boek(aanvraag.opdracht, "30")
    tegen = boeken.corrigeren_boeking(boeking, by=iemand(Rol.TEAMMANAGER), reden="Dubbel")
    assert stand(aanvraag) == voor

    beslag.gebruik(boeking)
    beslag.gebruik(tegen)
    assert stand(aanvraag) == voor


def test_a_reversal_frees_the_hours_above_the_promise_first(by):
    aanvraag = _in_uitvoering(by, m202611="80")
    eerste, _ = _boek(aanvraag.opdracht, "80"), _boek(aanvraag.opdracht, "5")
    boeken.corrigeren_boeking(eerste, by=iemand(Rol.TEAMMANAGER), reden="Dubbel")
    assert stand(aanvraag) == {("2026-11", GEBRUIKT): D(5), ("2026-11", TOEGEZEGD): D(75)}


def test_costs_take_no_hours(by):
    aanvraag = _in_uitvoering(by, m202611="80")
    voor = stand(aanvraag)
    boeken.boeken_kosten(
        aanvraag.opdracht,
        by=iemand(Rol.TEAMMANAGER),
        datum=klok.vandaag(),
        bedrag=D(100),
        omschrijving="Licentie",
        leverancier="BV",
    )
    assert stand(aanvraag) == voor


@pytest.mark.parametrize("stap", ["intrekken", "afwijzen", "op_wachtlijst_zetten", "aanhouden"])
def test_leaving_the_list_gives_everything_back(ingepland, by, stap):
    _reserveer(ingepland, by, m202701="33.33", m202702="46.67")
    zet(ingepland, stap)
    assert stand(ingepland) == {}
    aantal = Mutatie.objects.count()
    beslag.geef_vrij(ingepland, by=by)
    assert Mutatie.objects.count() == aantal


def test_closing_gives_back_what_was_not_used(by):
    aanvraag = _in_uitvoering(by, m202611="20", m202701="60")
    _boek(aanvraag.opdracht, "30")
    sluit_maanden(aanvraag.opdracht)
    for stap in ("opleveren", "accepteren", "afsluiten"):
        zet(aanvraag, stap)
    assert stand(aanvraag) == {("2026-11", GEBRUIKT): D(30)}


def test_a_promise_can_move_to_other_months(by):
    aanvraag = _in_uitvoering(by, m202701="80")
    _boek(aanvraag.opdracht, "10")
    beslag.verleg(aanvraag, {team().pk: {FEB: D(70)}}, by=by)
    assert stand(aanvraag) == {("2026-11", GEBRUIKT): D(10), ("2027-02", TOEGEZEGD): D(70)}


def test_what_was_promised_in_a_month_gone_by_is_planned_anew_once(by):
    aanvraag = _in_uitvoering(by, m202701="80")
    beslag.verleg(aanvraag, {team().pk: {date(2026, 10, 1): D(30), JAN: D(50)}}, by=by)
    uren_van(team(), DEC, bruto=20)
    schuif_uren_door()
    verder = {("2026-12", TOEGEZEGD): D(20), ("2027-01", TOEGEZEGD): D(50), ("2027-02", TOEGEZEGD): D(10)}
    assert stand(aanvraag) == verder
    aantal = Mutatie.objects.count()
    schuif_uren_door()
    assert (stand(aanvraag), Mutatie.objects.count()) == (verder, aantal)


MAANDEN = (NOV, DEC, JAN, FEB)
UREN = st.integers(1, 9999).map(lambda honderdsten: D(honderdsten) / 100)
HANDELING = st.one_of(
    st.tuples(st.just("reserveer"), st.dictionaries(st.sampled_from(MAANDEN), UREN, max_size=3)),
    st.tuples(st.just("verleg"), st.dictionaries(st.sampled_from(MAANDEN), UREN, max_size=3)),
    st.tuples(st.sampled_from(["zeg_toe", "schuif_door"]), st.none()),
    st.tuples(st.just("boek"), UREN),
    st.tuples(st.just("herstel"), st.integers(0, 9)),
)


@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
@given(handelingen=st.lists(HANDELING, min_size=1, max_size=12))
def test_whatever_is_done_the_accounts_add_up_and_a_release_leaves_only_what_was_used(handelingen):
    """Never below zero; in use is exactly what was booked; after the release nothing else is held."""
    with transaction.atomic():
        by = iemand(Rol.VOORZITTER)
        aanvraag = aanvraag_in(S.IN_UITVOERING)
        boekingen: list = []
        for wat, hoe in handelingen:
            _handel(aanvraag, by, boekingen, wat, hoe)
            saldo = stand(aanvraag)
            assert all(uren > 0 for uren in saldo.values())
            assert _som(saldo, GEBRUIKT) == sum((b.uren for b in boekingen), D(0))
        beslag.geef_vrij(aanvraag, by=by)
        saldo = stand(aanvraag)
        assert sum(saldo.values()) == _som(saldo, GEBRUIKT) == sum((b.uren for b in boekingen), D(0))
        transaction.set_rollback(True)


def _handel(aanvraag, by, boekingen, wat, hoe) -> None:
    if wat in ("zeg_toe", "schuif_door"):
        getattr(beslag, wat)(aanvraag, by=by)
    elif wat == "boek":
        boekingen.append(_boek(aanvraag.opdracht, hoe))
    elif wat == "herstel":
        open_ = [b for b in boekingen if b.uren > 0]
        if open_:
            boeking = open_[hoe % len(open_)]
            boekingen.remove(boeking)
            boeken.corrigeren_boeking(boeking, by=iemand(Rol.TEAMMANAGER), reden="Dubbel")
    else:
        getattr(beslag, wat)(aanvraag, {team().pk: hoe}, by=by)


def _som(saldo, rekening) -> D:
    return sum((uren for (_, wie), uren in saldo.items() if wie == rekening), D(0))
