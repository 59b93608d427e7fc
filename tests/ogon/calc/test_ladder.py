from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from duoplus.calc.werkdagen import is_werkdag, werkdagen_tussen
from ogon.calc.ladder import treden

KERST = {date(2026, 12, 25)}
dagen = st.dates(date(2020, 1, 1), date(2035, 12, 31))


def test_each_step_counts_from_the_last_day_of_the_one_before():
    gevonden = treden(date(2026, 12, 17), [(1, 1), (2, 5)], KERST)  # a Thursday
    assert [(t.nummer, t.uiterlijk, t.sinds) for t in gevonden] == [
        (1, date(2026, 12, 18), date(2026, 12, 21)),
        (2, date(2026, 12, 28), date(2026, 12, 29)),
    ]


@given(dagen, st.lists(st.integers(0, 40), max_size=5), st.sets(dagen, max_size=20))
def test_every_step_is_reached_on_a_working_day_after_its_own_term(start, duur, vrij):
    dag = start
    for trede, werkdagen in zip(treden(start, enumerate(duur, 1), vrij), duur, strict=True):
        assert is_werkdag(trede.sinds, vrij)
        assert werkdagen_tussen(dag, trede.uiterlijk, vrij) == werkdagen
        assert trede.sinds - trede.uiterlijk >= timedelta(days=1)
        dag = trede.uiterlijk
