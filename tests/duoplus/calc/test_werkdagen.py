"""Werkdagen, termijnen en feestdagen: voorbeelden met de hand, en wat altijd geldt."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from duoplus.calc.feestdagen import feestdagen
from duoplus.calc.werkdagen import is_werkdag, leg_uit, na_werkdagen, werkdagen_tussen, wettelijke_termijn

VRIJ = feestdagen(2026) | feestdagen(2027)
dagen = st.dates(date(2026, 1, 1), date(2027, 12, 31))
vrije_dagen = st.sets(dagen, max_size=30)
aantallen = st.integers(-60, 60)


@pytest.mark.parametrize(
    ("start", "aantal", "einddatum"),
    [
        (date(2026, 12, 3), 10, date(2026, 12, 17)),
        (date(2026, 12, 18), 10, date(2027, 1, 5)),  # Kerst en Nieuwjaar ertussen
        (date(2026, 12, 4), 1, date(2026, 12, 7)),
        (date(2026, 12, 5), 1, date(2026, 12, 7)),  # een zaterdag telt zelf niet mee
        (date(2026, 12, 7), -1, date(2026, 12, 4)),
        (date(2026, 12, 28), -1, date(2026, 12, 24)),
        (date(2026, 12, 5), 0, date(2026, 12, 5)),
    ],
)
def test_counts_by_hand(start, aantal, einddatum):
    assert na_werkdagen(start, aantal, VRIJ) == einddatum


def test_explains_itself():
    assert leg_uit(date(2026, 12, 3), 10, VRIJ).zin == (
        "10 werkdagen na 3 december 2026 is 17 december 2026. Niet meegeteld: 2 weekenden."
    )
    assert leg_uit(date(2026, 12, 18), 5, VRIJ).zin == (
        "5 werkdagen na 18 december 2026 is 28 december 2026. Niet meegeteld: 2 weekenden, Eerste Kerstdag."
    )
    assert leg_uit(date(2026, 12, 7), -1, VRIJ).zin == (
        "1 werkdag vóór 7 december 2026 is 4 december 2026. Niet meegeteld: 1 weekend."
    )
    assert leg_uit(date(2026, 12, 7), 2, VRIJ).zin == "2 werkdagen na 7 december 2026 is 9 december 2026."
    assert leg_uit(date(2026, 12, 7), 0, VRIJ).zin == "0 werkdagen na 7 december 2026 is 7 december 2026."


def test_holiday_on_a_working_day_is_named_in_order():
    termijn = leg_uit(date(2027, 3, 25), 2, VRIJ)
    assert termijn.einddatum == date(2027, 3, 31)
    assert termijn.overgeslagen == (
        (date(2027, 3, 26), "Goede Vrijdag"),
        (date(2027, 3, 27), "weekend"),
        (date(2027, 3, 28), "weekend"),
        (date(2027, 3, 29), "Tweede Paasdag"),
    )


@given(dagen, aantallen, vrije_dagen)
def test_end_is_a_working_day_and_the_count_comes_back(start, aantal, vrij):
    eind = na_werkdagen(start, aantal, vrij)
    assert aantal == 0 or is_werkdag(eind, vrij)
    if aantal > 0 or is_werkdag(start, vrij):
        assert werkdagen_tussen(start, eind, vrij) == aantal


@given(dagen, dagen, vrije_dagen)
def test_between_is_what_counting_on_fingers_gives(van, tot, vrij):
    eerste, laatste = sorted((van, tot))
    vingers = sum(is_werkdag(eerste + timedelta(n), vrij) for n in range(1, (laatste - eerste).days + 1))
    assert werkdagen_tussen(van, tot, vrij) == (vingers if van <= tot else -vingers)


@given(dagen, dagen, dagen, vrije_dagen)
def test_stretches_add_up(a, b, c, vrij):
    assert werkdagen_tussen(a, b, vrij) + werkdagen_tussen(b, c, vrij) == werkdagen_tussen(a, c, vrij)


@given(dagen, st.integers(-40, 40))
def test_every_day_between_is_counted_or_explained(start, aantal):
    termijn = leg_uit(start, aantal, VRIJ)
    assert abs((termijn.einddatum - start).days) == abs(aantal) + len(termijn.overgeslagen)
    assert not any(is_werkdag(dag, VRIJ) for dag, _ in termijn.overgeslagen)


def test_statutory_term_moves_to_the_next_working_day():
    assert wettelijke_termijn(date(2026, 12, 25), VRIJ) == date(2026, 12, 28)
    assert wettelijke_termijn(date(2026, 4, 3), VRIJ) == date(2026, 4, 7)  # Goede Vrijdag t/m Tweede Paasdag
    assert wettelijke_termijn(date(2026, 12, 24), VRIJ) == date(2026, 12, 24)


@given(dagen, vrije_dagen)
def test_statutory_term_is_the_first_working_day_from_there(dag, vrij):
    eind = wettelijke_termijn(dag, vrij)
    assert is_werkdag(eind, vrij)
    assert not any(is_werkdag(dag + timedelta(n), vrij) for n in range((eind - dag).days))


def test_holidays_of_2026():
    assert feestdagen(2026) == {
        date(2026, 1, 1): "Nieuwjaarsdag",
        date(2026, 4, 3): "Goede Vrijdag",
        date(2026, 4, 5): "Eerste Paasdag",
        date(2026, 4, 6): "Tweede Paasdag",
        date(2026, 4, 27): "Koningsdag",
        date(2026, 5, 5): "Bevrijdingsdag",
        date(2026, 5, 14): "Hemelvaartsdag",
        date(2026, 5, 24): "Eerste Pinksterdag",
        date(2026, 5, 25): "Tweede Pinksterdag",
        date(2026, 12, 25): "Eerste Kerstdag",
        date(2026, 12, 26): "Tweede Kerstdag",
    }


@pytest.mark.parametrize("jaar", range(2015, 2060))
def test_every_year_has_the_days_of_the_law(jaar):
    dagen = feestdagen(jaar)
    assert date(jaar, 5, 5) in dagen
    assert {"Goede Vrijdag", "Koningsdag", "Tweede Paasdag", "Tweede Pinksterdag"} <= {*dagen.values()}
    assert "Hemelvaartsdag" in " ".join(dagen.values())
    assert list(dagen) == sorted(dagen)
    assert {dag.year for dag in dagen} == {jaar}
