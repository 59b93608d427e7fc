"""De laatste dag om op te zeggen, voor elke einddag en elke termijn."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ogon.calc.opzegging import laatste_opzegdag, maanden_later

DAG = timedelta(days=1)
dagen = st.dates(date(2000, 1, 1), date(2100, 12, 31))
maanden = st.integers(0, 36)


@given(dagen, maanden)
def test_a_day_earlier_is_in_time_and_a_day_later_is_too_late(einde, aantal):
    uiterlijk = laatste_opzegdag(einde, aantal)

    assert maanden_later(uiterlijk, aantal) <= einde < maanden_later(uiterlijk + DAG, aantal)


@given(dagen, maanden)
def test_a_longer_term_never_gives_a_later_day(einde, aantal):
    assert laatste_opzegdag(einde, aantal + 1) <= laatste_opzegdag(einde, aantal) <= einde


@given(dagen, st.integers(-36, 36))
def test_months_move_to_the_same_day_or_the_last_of_a_shorter_month(dag, aantal):
    later = maanden_later(dag, aantal)

    assert (later.year * 12 + later.month) - (dag.year * 12 + dag.month) == aantal
    assert later.day == dag.day or (later.day < dag.day and (later + DAG).day == 1)


@pytest.mark.parametrize(
    "einde, aantal, uiterlijk",
    [
        (date(2026, 12, 31), 6, date(2026, 6, 30)),
        (date(2026, 12, 31), 10, date(2026, 2, 28)),
        (date(2028, 12, 31), 10, date(2028, 2, 29)),
        (date(2028, 2, 29), 12, date(2027, 2, 28)),
        (date(2029, 2, 28), 12, date(2028, 2, 29)),
        (date(2026, 5, 30), 3, date(2026, 2, 28)),
        (date(2026, 4, 30), 1, date(2026, 3, 31)),
    ],
)
def test_month_ends_and_leap_years(einde, aantal, uiterlijk):
    assert laatste_opzegdag(einde, aantal) == uiterlijk
