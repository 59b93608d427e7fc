"""Wat iemand typt, gelezen als vraag; en de gevonden woorden, veilig gemerkt."""

import pytest
from django.core.exceptions import ValidationError
from django.db import connection

from duoplus import zoeken
from duoplus.zoeken import BEGIN, EIND, Woord, lees, merk, merk_deel, past


@pytest.mark.parametrize(
    ("getypt", "woorden"),
    [
        ("parkeren", [Woord("parkeren")]),
        ("  nieuw   plein ", [Woord("nieuw"), Woord("plein")]),
        ('"nieuwe website"', [Woord("nieuwe website", is_zin=True)]),
        ("“nieuwe website”", [Woord("nieuwe website", is_zin=True)]),
        ("site -intranet", [Woord("site"), Woord("intranet", niet=True)]),
        ('site -"oud net"', [Woord("site"), Woord("oud net", is_zin=True, niet=True)]),
        ("‘parkeer’ !", [Woord("parkeer")]),
        ("MW-2026-0014", [Woord("MW-2026-0014")]),
        ("2026/01", [Woord("2026/01")]),
        ("e-mail", [Woord("e-mail")]),
        ('heel "half', [Woord("heel"), Woord("half")]),
        ("& | ! ( ) :*", []),
        ("", []),
    ],
)
def test_words_as_typed(getypt, woorden):
    assert list(lees(getypt).woorden) == woorden


@pytest.mark.parametrize(
    ("getypt", "zin"),
    [
        ("a\0b", "Uw zoekwoord heeft een teken dat niet kan. Typ het opnieuw."),
        ("x" * 10_000, "Gebruik ten hoogste 200 tekens om te zoeken."),
        ("-intranet", "Typ ook een woord dat er wel in moet staan."),
    ],
)
def test_what_cannot_be_looked_for_gets_a_sentence(getypt, zin):
    with pytest.raises(ValidationError) as weigering:
        lees(getypt)
    assert weigering.value.messages == [zin]


def test_no_more_than_ten_words():
    assert len(lees(" ".join(f"w{n}" for n in range(50))).woorden) == zoeken.MAX_WOORDEN


@pytest.mark.parametrize(
    ("getypt", "nummer"),
    [("147", "147"), ("mw-2026-0014", "mw-2026-0014"), ("mw 14", ""), ("woord", ""), ("-14 x", ""), ("", "")],
)
def test_a_number_stands_alone(getypt, nummer):
    assert lees(getypt).nummer == nummer


def test_marks_are_the_only_markup():
    gemerkt = merk(f"<b>{BEGIN}zaak{EIND}</b> & {BEGIN}<i>{EIND}")

    assert gemerkt == "&lt;b&gt;<mark>zaak</mark>&lt;/b&gt; &amp; <mark>&lt;i&gt;</mark>"


def test_a_mark_without_its_other_half_is_dropped():
    assert merk(f"{EIND}los {BEGIN}open {BEGIN}dicht{EIND}") == "los open <mark>dicht</mark>"


def test_a_part_of_a_word_is_marked_by_hand():
    assert merk(merk_deel("Parkeervergunning (nieuw)", lees("VERGUNNING"))) == (
        "Parkeer<mark>vergunning</mark> (nieuw)"
    )
    assert merk_deel("C++ (a.b)", lees("a.b")) == f"C++ ({BEGIN}a.b{EIND})"


@pytest.mark.parametrize(
    ("getypt", "ja"),
    [("ogon", True), ("burger ogon", True), ("bürger", True), ("buurt", False), ("ogon -burger", False)],
)
def test_a_name_holds_all_the_words(getypt, ja):
    assert past("OGON Burger", lees(getypt)) is ja


@pytest.mark.django_db
def test_stop_words_are_those_of_the_index():
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT woord FROM unnest(%s) woord WHERE to_tsvector('nl', woord) <> ''", [[*zoeken.STOPWOORDEN]]
        )
        assert cursor.fetchall() == []


def test_stop_words_count_only_when_there_is_nothing_else():
    assert list(lees("plan van de raad").woorden) == [Woord("plan"), Woord("raad")]
    assert list(lees("van").woorden) == [Woord("van")]


def test_a_fragment_stands_around_the_first_mark():
    woorden = [f"woord{n:03d}" for n in range(100)]
    woorden[50] = f"{BEGIN}gevonden{EIND}"
    stuk = zoeken.fragment(" ".join(woorden))

    assert (stuk[:2], stuk[-2:]) == ("… ", " …")
    assert {*stuk.strip("… ").split()} <= {*woorden}
    assert 6 <= stuk.split().index(woorden[50]) <= 9
    assert zoeken.fragment(f"Kort {BEGIN}stuk{EIND}.") == f"Kort {BEGIN}stuk{EIND}."
    assert zoeken.fragment("") == ""
