"""What changed between two texts: the pieces are exactly the two texts, and name what a person would."""

from time import perf_counter

from hypothesis import given
from hypothesis import strategies as st

from maatwerk.calc.verschil import MAX_WOORDEN, Stuk, verschil

TEKST = st.text(alphabet=st.sampled_from("ab \n\té€"), max_size=60)


def test_one_changed_word():
    assert verschil("Klaar op 1 maart.", "Klaar op 8 maart.") == [
        Stuk("gelijk", "Klaar op "),
        Stuk("vervallen", "1"),
        Stuk("nieuw", "8"),
        Stuk("gelijk", " maart."),
    ]


def test_words_at_the_end_are_new():
    assert verschil("Alle boa’s", "Alle boa’s en stagiairs") == [
        Stuk("gelijk", "Alle boa’s"),
        Stuk("nieuw", " en stagiairs"),
    ]


def test_from_nothing_and_to_nothing():
    assert verschil("", "Nieuw") == [Stuk("nieuw", "Nieuw")]
    assert verschil("Oud", "") == [Stuk("vervallen", "Oud")]
    assert verschil("", "") == []


@given(TEKST, TEKST)
def test_the_pieces_give_back_both_texts(voor, na):
    stukken = verschil(voor, na)
    assert "".join(s.tekst for s in stukken if s.soort != "vervallen") == na
    assert "".join(s.tekst for s in stukken if s.soort != "nieuw") == voor


@given(TEKST)
def test_the_same_text_has_no_difference(tekst):
    assert {s.soort for s in verschil(tekst, tekst)} <= {"gelijk"}


def test_a_very_long_text_is_compared_by_the_line():
    voor = "\n".join(f"regel {n} van de tekst" for n in range(MAX_WOORDEN))
    na = voor.replace("regel 7 ", "Regel 7 ")
    begin = perf_counter()
    stukken = verschil(voor, na)
    assert perf_counter() - begin < 2
    assert Stuk("nieuw", "Regel 7 van de tekst\n") in stukken
