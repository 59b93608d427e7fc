"""Wie over een ander sprong: zo min mogelijk, en nooit wie alleen werd opgeschoven."""

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from maatwerk.calc.afwijking import sprongen

VOORGESTELD = {letter: plek for plek, letter in enumerate("ABCDEF", 1)}


def test_as_suggested_nobody_jumps():
    assert sprongen("ABCDEF", VOORGESTELD) == set()
    assert sprongen("", VOORGESTELD) == set()


def test_only_what_was_moved_jumps_not_what_was_pushed_along():
    assert sprongen("FABCDE", VOORGESTELD) == {"F"}
    assert sprongen("BCDEFA", VOORGESTELD) == {"A"}
    assert sprongen("ABFCDE", VOORGESTELD) == {"F"}


def test_of_two_that_changed_places_it_is_the_one_that_rose():
    assert sprongen("BA", VOORGESTELD) == {"B"}
    assert sprongen("BADC", VOORGESTELD) == {"B", "D"}


@given(st.permutations("ABCDEF"))
def test_the_rest_stands_as_suggested(volgorde):
    weg = sprongen(volgorde, VOORGESTELD)
    rest = [VOORGESTELD[letter] for letter in volgorde if letter not in weg]
    assert all(eerder < later for eerder, later in pairwise(rest))
    assert len(weg) < len(volgorde)
