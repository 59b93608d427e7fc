"""De jaarkalender: de cyclus van 2028 met de hand, en wat voor elke kalender geldt."""

from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from duoplus.calc.feestdagen import feestdagen
from duoplus.calc.werkdagen import is_werkdag, werkdagen_tussen
from ogon.calc.jaarkalender import Faseregel, OngeldigeKalender, Periode, huidige, kalender

VRIJ = {dag: naam for jaar in (2026, 2027, 2028, 2029) for dag, naam in feestdagen(jaar).items()}
REGELS = [
    Faseregel("ophalen", 1, 1, -1),
    Faseregel("articuleren", 6, 1, -1),
    Faseregel("toetsen", 8, 15, -1),
    Faseregel("prioriteren", 9, 11, -1, werkdagen=15),
    Faseregel("vaststellen", 10, 5, -1),
    Faseregel("opdracht_dvo", 11, 1, -1, tot_maand=12, tot_dag=24),
    Faseregel("uitvoeren", 1, 1),
    Faseregel("evalueren", 1, 1, 1, tot_maand=2, tot_dag=28),
]


def test_a_cycle_by_hand():
    assert kalender(REGELS, 2028, VRIJ) == [
        ("ophalen", date(2027, 1, 4), date(2027, 5, 31)),  # vrijdag 1 januari is Nieuwjaar: maandag
        ("articuleren", date(2027, 6, 1), date(2027, 8, 15)),
        ("toetsen", date(2027, 8, 16), date(2027, 9, 12)),  # 15 augustus is een zondag
        ("prioriteren", date(2027, 9, 13), date(2027, 10, 4)),  # 15 werkdagen na maandag 13
        ("vaststellen", date(2027, 10, 5), date(2027, 10, 31)),
        ("opdracht_dvo", date(2027, 11, 1), date(2027, 12, 24)),
        ("uitvoeren", date(2028, 1, 3), date(2029, 1, 1)),  # 1 januari 2028 is een zaterdag
        ("evalueren", date(2029, 1, 2), date(2029, 2, 28)),  # maandag 1 januari 2029 is Nieuwjaar
    ]


def test_the_phase_of_a_day():
    fasen = kalender(REGELS, 2028, VRIJ)
    assert huidige(fasen, date(2027, 9, 12)).fase == "toetsen"  # een zondag hoort erbij
    assert huidige(fasen, date(2027, 9, 13)).fase == "prioriteren"
    assert huidige(fasen, date(2027, 12, 25)) is None  # na de DVO, voor de uitvoering
    assert huidige(fasen, date(2026, 12, 31)) is None
    assert huidige([], date(2027, 1, 1)) is None


def test_a_phase_of_no_working_days_is_one_day():
    assert kalender([Faseregel("besluit", 5, 1, werkdagen=0)], 2027, VRIJ) == [
        Periode("besluit", date(2027, 5, 3), date(2027, 5, 3))  # 1 mei 2027 is een zaterdag
    ]


def test_no_rules_no_phases():
    assert kalender([], 2028, VRIJ) == []


@st.composite
def kalenderregels(draw):
    """Regels op volgorde, minstens drie weken uit elkaar, met of zonder een lengte die past."""
    dagen = draw(st.lists(st.integers(0, 17), min_size=1, max_size=8, unique=True).map(sorted))
    begin = [date(2026, 1, 1) + timedelta(days=21 * dag) for dag in dagen]
    lengtes = [draw(st.none() | st.integers(0, 8)) for _ in begin[1:]] + [3]
    return [
        Faseregel(str(n), dag.month, dag.day, werkdagen=lengte)
        for n, (dag, lengte) in enumerate(zip(begin, lengtes, strict=True))
    ]


@given(kalenderregels(), st.sampled_from([2026, 2027, 2028]))
def test_phases_follow_each_other_and_start_on_a_working_day(regels, jaar):
    fasen = kalender(regels, jaar, VRIJ)
    assert [fase.fase for fase in fasen] == [regel.fase for regel in regels]
    assert all(is_werkdag(fase.van, VRIJ) and fase.van <= fase.tot for fase in fasen)
    for regel, (eerste, tweede) in zip(regels, pairwise(fasen), strict=False):
        assert eerste.tot < tweede.van
        if regel.werkdagen is None:
            assert tweede.van - eerste.tot == timedelta(days=1)
        else:
            assert werkdagen_tussen(eerste.van, eerste.tot, VRIJ) == regel.werkdagen


@given(kalenderregels(), st.dates(date(2026, 1, 1), date(2026, 12, 31)))
def test_at_most_one_phase_holds_a_day(regels, dag):
    fasen = kalender(regels, 2026, VRIJ)
    houders = [fase for fase in fasen if fase.van <= dag <= fase.tot]
    assert len(houders) <= 1
    assert huidige(fasen, dag) == (houders[0] if houders else None)


@pytest.mark.parametrize(
    ("regels", "zin"),
    [
        ([Faseregel("a", 5, 1), Faseregel("b", 3, 1), Faseregel("a", 6, 1)], "‘a’ staat twee keer"),
        (
            [Faseregel("a", 5, 3), Faseregel("b", 3, 1, werkdagen=1)],
            "begint op 3 mei 2027, ‘b’ op 1 maart 2027",
        ),
        # zaterdag 1 en zondag 2 mei 2027 schuiven naar dezelfde maandag
        ([Faseregel("a", 5, 1), Faseregel("b", 5, 2, werkdagen=1)], "op volgorde"),
        ([Faseregel("a", 5, 1)], "‘a’ een einde"),
        ([Faseregel("a", 5, 3, werkdagen=5), Faseregel("b", 5, 7, werkdagen=1)], "‘b’ al begonnen"),
        ([Faseregel("a", 6, 1, werkdagen=1), Faseregel("b", 6, 2, werkdagen=1)], "tot en met 2 juni 2027"),
        ([Faseregel("a", 5, 3, tot_maand=4, tot_dag=30)], "eindigt op 30 april 2027, voordat"),
    ],
)
def test_refuses_a_circle_and_an_order_that_runs_back(regels, zin):
    with pytest.raises(OngeldigeKalender, match=zin):
        kalender(regels, 2027, VRIJ)


@pytest.mark.parametrize(
    ("velden", "zin"),
    [
        ({"maand": 2, "dag": 29}, "29-2 is geen dag"),
        ({"maand": 13, "dag": 1}, "1-13 is geen dag"),
        ({"tot_maand": 4}, "de dag en de maand"),
        ({"tot_maand": 4, "tot_dag": 31}, "31-4 is geen dag"),
        ({"werkdagen": -1}, "aantal werkdagen"),
        ({"werkdagen": 5, "tot_maand": 4, "tot_dag": 30}, "of een laatste dag"),
    ],
)
def test_refuses_a_rule_that_says_nothing(velden, zin):
    with pytest.raises(OngeldigeKalender, match=zin):
        Faseregel(**({"fase": "a", "maand": 3, "dag": 1} | velden))
