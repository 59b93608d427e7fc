"""Wat er ook wordt geboekt, hersteld, gesloten en heropend, en in welke volgorde: dit geldt altijd."""

from contextlib import suppress
from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.db import transaction
from django.db.models import Sum
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from duoplus import klok
from duoplus.calc.maanden import maanden_van
from duoplus.choices import Rol
from duoplus.transitions import StapKanNiet
from maatwerk.actions import boeken, perioden
from maatwerk.models import Boeking, Heropening, Opdracht, Periode
from maatwerk.perioden import narekenen, totalen
from tests.factories import iemand
from tests.factories.lumpsums import kosten
from tests.maatwerk.perioden.toneel import op, sinds_september

pytestmark = pytest.mark.django_db

VANDAAG = op(date(2026, 11, 30))
SEP, OKT, NOV = date(2026, 9, 1), date(2026, 10, 1), date(2026, 11, 1)
MAAND = st.sampled_from([SEP, OKT, NOV])
CENTEN = st.integers(1, 10**7).map(lambda centen: Decimal(centen) / 100)
STAPPEN = st.lists(
    st.one_of(
        st.tuples(st.just("boek"), st.tuples(MAAND, st.integers(1, 27), CENTEN)),
        st.tuples(st.just("herstel"), st.integers(0, 9)),
        st.tuples(st.just("sluit"), st.lists(MAAND, min_size=1, max_size=3)),
        st.tuples(st.just("heropen"), MAAND),
    ),
    min_size=3,
    max_size=12,
)


@pytest.fixture
def opdracht():
    return sinds_september("DUO")


@settings(
    max_examples=20,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
    derandomize=True,
)
@given(stappen=STAPPEN)
def test_whatever_happens_in_whatever_order_some_things_always_hold(opdracht, stappen):
    with transaction.atomic(), klok.op(VANDAAG):
        for wat, hoe in stappen:
            gesloten = _vastgelegd()
            with suppress(StapKanNiet):
                STAP[wat](opdracht, hoe)
            assert gesloten.items() <= _vastgelegd().items()
        _altijd(_vastgelegd())
        transaction.set_rollback(True)


def _boek(opdracht: Opdracht, hoe: tuple[date, int, Decimal]) -> None:
    maand, dag, bedrag = hoe
    kosten(opdracht, bedrag, dag=maand + timedelta(days=dag))


def _herstel(opdracht: Opdracht, nummer: int) -> None:
    boekingen = list(Boeking.objects.order_by("pk"))
    if boekingen:
        boeking = boekingen[nummer % len(boekingen)]
        boeken.corrigeren_boeking(boeking, by=boeking.geboekt_door, reden="Verkeerd.")


def _sluit(opdracht: Opdracht, maanden: list[date]) -> None:
    with klok.op(op(date(2026, 12, 8))):
        perioden.sluit(maanden, by=iemand(Rol.CONCERNCONTROLLER))


def _heropen(opdracht: Opdracht, maand: date) -> None:
    if Periode.objects.filter(maand=maand).exists():
        vraag = perioden.vraag_heropening(maand, by=iemand(Rol.CONCERNCONTROLLER), reden="Vergeten.")
        perioden.sta_toe(vraag, by=iemand(Rol.DIRECTIEBERAAD))


STAP = {"boek": _boek, "herstel": _herstel, "sluit": _sluit, "heropen": _heropen}


def _vastgelegd() -> dict[date, dict]:
    return {periode.maand: periode.momentopname for periode in Periode.objects.gesloten()}


def _altijd(nu: dict[date, dict]) -> None:
    """No gap, every statement still true, every total the sum of its lines; a late line has its reason."""
    assert not [u for u in narekenen.gesloten_maanden() if u.mankementen]
    assert sorted(nu) == maanden_van(2026)[: len(nu)]
    assert not any(anders for _, _, anders in totalen.vergelijk())
    laat = [b for b in Boeking.objects.all() if b.periode_id > b.datum]
    assert all(b.corrigeert_id or b.heropening_id for b in laat)
    per_gemeente = sum(Decimal(euro) for foto in nu.values() for euro in foto["gemeenten"].values())
    geboekt = Boeking.objects.filter(periode__in=nu).aggregate(som=Sum("bedrag", default=Decimal(0)))["som"]
    assert per_gemeente == geboekt
    assert Heropening.objects.filter(toegestaan_op=None, geweigerd_op=None).count() == 0
