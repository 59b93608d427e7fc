"""Wie na de maand nog een week open heeft, hoort dat op de laatste dag, één keer."""

from datetime import datetime

import pytest

from duoplus import klok
from duoplus.models import Bericht
from maatwerk.actions import weken
from maatwerk.tasks import herinner_aan_uren
from maatwerk.weken.week import lees
from tests.maatwerk.conftest import AMSTERDAM
from tests.maatwerk.weken.conftest import MAANDAG

pytestmark = pytest.mark.django_db


def berichten() -> list[str]:
    return [b.tekst for b in Bericht.objects.filter(sleutel__startswith="uren_open")]


def op(maand: int, dag: int):
    return klok.op(datetime(2026, maand, dag, 7, tzinfo=AMSTERDAM))


def test_on_the_fifth_working_day_and_only_once(ik):
    with op(12, 4):
        herinner_aan_uren()
        assert berichten() == []
    for dag in (7, 8):
        with op(12, dag):
            herinner_aan_uren()
    (tekst,) = berichten()
    assert "week 47 (16 t/m 22 november 2026)" in tekst
    assert "week 49" in tekst  # it began in November
    assert "week 50" not in tekst


def test_who_handed_in_all_weeks_even_an_empty_one_hears_nothing(ik, opdracht):
    with op(12, 6):
        for nr in range(3):
            maandag = MAANDAG.replace(day=16 + 7 * nr)
            weken.indienen(ik, maandag, {}, versie=lees(ik, maandag).versie)
    with op(12, 7):
        herinner_aan_uren()
    assert berichten() == []
