from hypothesis import given
from hypothesis import strategies as st

from maatwerk.calc.volgorde import om_vast_heen, verplaats, vrije_plaats, zonder

ordes = st.integers(1, 12).flatmap(
    lambda n: st.tuples(
        st.permutations(range(n)), st.sets(st.integers(0, n - 1), max_size=n - 1), st.integers(1, n)
    )
)


def test_what_keeps_its_place_is_passed_over():
    assert verplaats("ABCD", "D", 1, "B") == list("DBAC")
    assert verplaats("ABCD", "A", 4, "B") == list("CBDA")
    assert verplaats("ABCD", "A", 3) == list("BCAD")
    assert zonder("ABCD", "A", "C") == list("BDC")
    assert zonder("ABC", "A", "C") == list("BC")
    assert om_vast_heen("AB", {9: "Z"}) == list("ABZ")


def test_a_taken_place_is_passed_in_the_same_direction_or_else_the_nearest_before_it():
    assert vrije_plaats(3, 2, {2}, 4) == 1
    assert vrije_plaats(1, 2, {2}, 4) == 3
    assert vrije_plaats(3, 1, {1}, 4) == 2
    assert vrije_plaats(2, 1, {1}, 4) == 2
    assert vrije_plaats(2, 2, {1}, 4) == 2


@given(ordes)
def test_whatever_moves_what_is_fixed_stays_and_nobody_is_lost(orde):
    volgorde, vast, naar = orde
    wie = next(een for een in volgorde if een not in vast)
    plaats = {een: plek for plek, een in enumerate(volgorde, 1)}
    naar = vrije_plaats(plaats[wie], naar, {plaats[een] for een in vast}, len(volgorde))
    nieuw = verplaats(volgorde, wie, naar, vast)

    assert sorted(nieuw) == sorted(volgorde)
    assert nieuw.index(wie) == naar - 1
    assert all(nieuw[plaats[een] - 1] == een for een in vast)
    los = [een for een in volgorde if een not in vast and een != wie]
    assert [een for een in nieuw if een in los] == los
    assert verplaats(nieuw, wie, plaats[wie], vast) == list(volgorde)
