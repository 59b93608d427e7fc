"""De waterval: met de hand nagerekend, en dat de termen tot op het uur optellen."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ogon.calc.waterval import OngeldigeWaterval, Waterval, jaar, kwartaal, per_periode

D = Decimal


def waterval(*uren):
    return Waterval(*map(D, uren))


def test_a_month_by_hand():
    # 600 bruto - 90 verlof - 320,5 DVO - 100 maatwerk - 51 buffer = 38,5 vrij
    januari = waterval(600, 90, "320.5", 100, 51)
    assert januari.vrij == D("38.5")
    assert januari.termen() == (
        ("bruto", 600),
        ("verlof", -90),
        ("dvo", D("-320.5")),
        ("maatwerk", -100),
        ("buffer", -51),
    )


def test_quarters_and_years_by_hand():
    maanden = {
        date(2027, 4, 1): waterval(100, 0, 0, 0, 0),
        date(2027, 1, 1): waterval(600, 90, 320, 100, 60),  # 30 vrij
        date(2027, 3, 1): waterval(600, 20, 320, 300, 60),  # 100 te veel
        date(2028, 1, 1): waterval(50, 0, 0, 0, 5),
    }
    assert per_periode(maanden, kwartaal) == {
        (2027, 1): waterval(1200, 110, 640, 400, 120),
        (2027, 2): waterval(100, 0, 0, 0, 0),
        (2028, 1): waterval(50, 0, 0, 0, 5),
    }
    vrij = {periode: samen.vrij for periode, samen in per_periode(maanden, jaar).items()}
    assert vrij == {2027: 30 - 100 + 100, 2028: 45}


@pytest.mark.parametrize(("maand", "nummer"), [(1, 1), (3, 1), (4, 2), (9, 3), (10, 4), (12, 4)])
def test_months_of_quarters(maand, nummer):
    assert kwartaal(date(2027, maand, 28)) == (2027, nummer)


def test_a_correction_of_hours_booked_earlier_gives_them_back():
    assert waterval(10, 0, 0, -4, 0).vrij == 14


def test_nothing_is_nothing():
    assert Waterval().vrij == 0
    assert per_periode({}, kwartaal) == {}


uren = st.integers(0, 10**6).map(lambda n: D(n).scaleb(-2))
watervallen = st.builds(Waterval, uren, uren, uren, uren, uren)
maanden = st.dates(date(2026, 1, 1), date(2028, 12, 31)).map(lambda dag: dag.replace(day=1))


@given(watervallen)
def test_terms_add_up_to_the_hour(waterval):
    assert sum(uren for _, uren in waterval.termen()) == waterval.vrij


@given(st.dictionaries(maanden, watervallen, max_size=20))
def test_months_quarters_and_years_say_the_same(maanden):
    vrij = sum(waterval.vrij for waterval in maanden.values())
    for periode in (kwartaal, jaar):
        assert sum(samen.vrij for samen in per_periode(maanden, periode).values()) == vrij


@given(watervallen, watervallen)
def test_adding_goes_term_by_term(een, ander):
    assert (een + ander).vrij == een.vrij + ander.vrij
    assert een + ander == ander + een


@pytest.mark.parametrize("term", ["bruto", "verlof", "dvo", "buffer"])
def test_refuses_hours_below_zero(term):
    with pytest.raises(OngeldigeWaterval, match="minteken"):
        Waterval(**{term: D(-1)})


def test_refuses_what_is_no_number():
    with pytest.raises(OngeldigeWaterval, match="getal"):
        Waterval(maatwerk=D("NaN"))
