"""Verdelen tot op de cent, met de controletotalen van het demojaar."""

import json
from datetime import date
from decimal import Decimal
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from duoplus.werkblad import lees_werkboek
from maatwerk.calc.verdeling import (
    OngeldigeVerdeling,
    Sleutelperiode,
    als_fracties,
    controleer_aandelen,
    regelbedrag,
    verdeel,
    verdeel_over_perioden,
)
from tests.register import lees_register

DATA = Path(__file__).parents[2] / "data"
D = Decimal
SLEUTELS = {
    ("D",): {"D": D(1)},
    ("U",): {"U": D(1)},
    ("O",): {"O": D(1)},
    ("D", "U", "O"): als_fracties({"D": D("42.0"), "U": D("39.5"), "O": D("18.5")}),
    ("U", "O"): als_fracties({"U": D("68.1"), "O": D("31.9")}),
}


@st.composite
def verdelingen(draw, hoogste=8):
    """Aandelen in honderdsten van procenten die samen precies 1 zijn, ook nul."""
    knippen = sorted(draw(st.lists(st.integers(0, 10_000), min_size=0, max_size=hoogste - 1)))
    grenzen = [0, *knippen, 10_000]
    return {n: D(b - a).scaleb(-4) for n, (a, b) in enumerate(pairwise(grenzen))}


bedragen = st.integers(-(10**11), 10**11).map(lambda n: D(n).scaleb(-2))


def test_the_largest_share_takes_the_difference():
    # 28.020,01: 42% = 11768,4042; 39,5% = 11067,90395; 18,5% = 5183,70185 -> 40 + 90 + 70 cent = 1 te weinig
    assert verdeel(D("28020.01"), SLEUTELS["D", "U", "O"]) == {
        "D": D("11768.41"),
        "U": D("11067.90"),
        "O": D("5183.70"),
    }


def test_of_equal_largest_shares_the_first_in_order_takes_it():
    assert verdeel(D("0.01"), {"U": D("0.5"), "D": D("0.5")}) == {"U": D("0.01"), "D": D("0.00")}


@given(bedragen, verdelingen())
def test_parts_equal_the_whole(bedrag, aandelen):
    delen = verdeel(bedrag, aandelen)
    assert sum(delen.values()) == bedrag
    assert delen.keys() == aandelen.keys()
    assert all(delen[wie] == 0 for wie, aandeel in aandelen.items() if aandeel == 0)


@given(bedragen, verdelingen())
def test_only_the_largest_differs_from_its_rounding(bedrag, aandelen):
    delen = verdeel(bedrag, aandelen)
    anders = [wie for wie, aandeel in aandelen.items() if delen[wie] != regelbedrag(bedrag, aandeel)]
    assert len(anders) <= 1
    assert all(aandelen[wie] == max(aandelen.values()) for wie in anders)


@given(bedragen, verdelingen())
def test_a_reversal_mirrors_exactly(bedrag, aandelen):
    delen = verdeel(bedrag, aandelen)
    assert verdeel(-bedrag, aandelen) == {wie: -deel for wie, deel in delen.items()}


@given(bedragen.map(abs), verdelingen(hoogste=3))
def test_three_parties_never_get_a_negative_part_of_a_positive_whole(bedrag, aandelen):
    assert all(deel >= 0 for deel in verdeel(bedrag, aandelen).values())


OUD = Sleutelperiode(date(2026, 1, 1), date(2026, 6, 30), SLEUTELS["D", "U", "O"])
NIEUW = Sleutelperiode(date(2026, 7, 1), None, als_fracties({"D": D(40), "U": D(40), "O": D(20)}))


def test_a_key_that_changes_on_1_july_cuts_the_year_there():
    """Drie keer 100,01 vóór 1 juli en één keer erna.

    Oud, per bedrag: D 42,0042 → 42,00; U 39,50395 → 39,50; O 18,50185 → 18,50; 1 cent te weinig, die
    gaat naar D: 42,01. Drie bedragen: 126,03 + 118,50 + 55,50 = 300,03. (Eén keer 300,03 gaf 126,02 voor D.)
    Nieuw: D 40,004 → 40,00; U evenveel; O 20,002 → 20,00; de cent gaat naar de eerste grootste: D 40,01.
    """
    dagen = [date(2026, 7, 1), date(2026, 1, 1), date(2026, 6, 30), date(2026, 3, 9)]
    assert verdeel_over_perioden([(dag, D("100.01")) for dag in dagen], [NIEUW, OUD]) == [
        (OUD, {"D": D("126.03"), "U": D("118.50"), "O": D("55.50")}),
        (NIEUW, {"D": D("40.01"), "U": D("40.00"), "O": D("20.00")}),
    ]


def test_who_joins_halfway_pays_from_that_day():
    zonder_diemen = Sleutelperiode(OUD.van, OUD.tot, SLEUTELS["U", "O"])
    bedragen = [(date(2026, 2, 1), D(1000)), (date(2026, 8, 1), D(1000))]
    assert [delen for _, delen in verdeel_over_perioden(bedragen, [zonder_diemen, NIEUW])] == [
        {"U": D(681), "O": D(319)},
        {"D": D(400), "U": D(400), "O": D(200)},
    ]


def test_a_key_without_amounts_gives_zeros():
    assert verdeel_over_perioden([], [OUD]) == [(OUD, {"D": 0, "U": 0, "O": 0})]
    assert verdeel_over_perioden([], []) == []


dagen = st.dates(date(2026, 1, 1), date(2026, 12, 31))


@st.composite
def sleutelperioden(draw):
    """Een jaar zonder gaten, met een nieuwe sleutel op elke gekozen dag."""
    begin = sorted({date(2026, 1, 1), *draw(st.lists(dagen, max_size=4))})
    einden = [date.fromordinal(dag.toordinal() - 1) for dag in begin[1:]] + [None]
    perioden = zip(begin, einden, strict=True)
    return draw(st.permutations([Sleutelperiode(van, tot, draw(verdelingen())) for van, tot in perioden]))


@given(st.lists(st.tuples(dagen, bedragen), max_size=12), sleutelperioden())
def test_parts_of_all_periods_equal_all_amounts(lijst, sleutels):
    delen = verdeel_over_perioden(lijst, sleutels)
    assert sum(deel for _, periode in delen for deel in periode.values()) == sum(
        bedrag for _, bedrag in lijst
    )
    for sleutel, periode in delen:
        eigen = sum(bedrag for dag, bedrag in lijst if sleutel.geldt_op(dag))
        assert sum(periode.values()) == eigen


@given(st.lists(st.tuples(dagen, bedragen), max_size=12), sleutelperioden(), st.randoms())
def test_the_order_of_amounts_and_keys_does_not_matter(lijst, sleutels, toeval):
    anders, andere = list(lijst), list(sleutels)
    toeval.shuffle(anders)
    toeval.shuffle(andere)
    assert verdeel_over_perioden(lijst, sleutels) == verdeel_over_perioden(anders, andere)


@given(st.lists(st.tuples(dagen, bedragen), max_size=12), verdelingen(), dagen)
def test_the_same_key_again_changes_no_total(lijst, aandelen, knip):
    heel = verdeel_over_perioden(lijst, [Sleutelperiode(date(2026, 1, 1), None, aandelen)])
    voor = [Sleutelperiode(date(2025, 1, 1), date.fromordinal(knip.toordinal() - 1), aandelen)]
    geknipt = verdeel_over_perioden(lijst, [*voor, Sleutelperiode(knip, None, aandelen)])
    assert {wie: sum(delen[wie] for _, delen in geknipt) for wie in aandelen} == heel[0][1]


@pytest.mark.parametrize(
    ("sleutels", "dag", "zin"),
    [
        ([OUD], date(2026, 7, 1), "1 juli 2026 geldt geen"),
        ([NIEUW], date(2026, 6, 30), "30 juni 2026 geldt geen"),
        (
            [OUD, Sleutelperiode(date(2026, 6, 30), None, {"D": D(1)})],
            date(2026, 1, 1),
            "30 juni 2026 gelden twee",
        ),
        ([NIEUW, NIEUW], date(2026, 7, 1), "gelden twee"),
    ],
)
def test_refuses_a_day_without_a_key_or_with_two(sleutels, dag, zin):
    with pytest.raises(OngeldigeVerdeling, match=zin):
        verdeel_over_perioden([(dag, D(1))], sleutels)


def test_refuses_a_dated_key_that_is_none():
    with pytest.raises(OngeldigeVerdeling, match="samen 99%"):
        Sleutelperiode(OUD.van, None, {"D": D("0.99")})
    with pytest.raises(OngeldigeVerdeling, match="voordat zij begint"):
        Sleutelperiode(NIEUW.van, OUD.van, {"D": D(1)})


@pytest.mark.parametrize(
    ("aandelen", "zin"),
    [
        ({}, "minstens één"),
        ({"D": D("0.5")}, "samen 50%"),
        ({"D": D("1.1"), "U": D("-0.1")}, "minteken"),
        ({"D": D("0.42"), "U": D("0.395"), "O": D("0.1849")}, "samen 99,99%"),
        ({"D": D("NaN")}, "minteken"),
    ],
)
def test_refuses_a_key_that_is_none(aandelen, zin):
    with pytest.raises(OngeldigeVerdeling, match=zin):
        controleer_aandelen(aandelen)
    with pytest.raises(OngeldigeVerdeling, match=zin):
        verdeel(D(1), aandelen)


def test_refuses_parts_of_cents():
    with pytest.raises(OngeldigeVerdeling, match="twee cijfers"):
        verdeel(D("0.001"), {"D": D(1)})


def test_line_amounts_round_once_half_up():
    assert regelbedrag(D("7.75"), D("58.10")) == D("450.28")  # 450,275
    assert regelbedrag(D("-7.75"), D("58.10")) == D("-450.28")


def test_the_thirty_requests_split_as_the_books_say():
    per_gemeente = {"D": D(0), "U": D(0), "O": D(0)}
    for rij in _lees().rijen:
        for gemeente, deel in verdeel(rij.totaal, SLEUTELS[rij.gemeenten]).items():
            per_gemeente[gemeente] += deel
    assert per_gemeente == {"D": D("146634.49"), "U": D("165830.55"), "O": D("111699.96")}


def test_what_was_realised_splits_as_the_books_say():
    controle = json.loads((DATA / "controle.json").read_text())
    gemeenten = {rij.nummer: rij.gemeenten for rij in _lees().rijen}
    per_gemeente = {"D": D(0), "U": D(0), "O": D(0)}
    for nummer, bedrag in controle["per_opdracht"].items():
        for gemeente, deel in verdeel(D(bedrag), SLEUTELS[gemeenten[nummer]]).items():
            per_gemeente[gemeente] += deel
    assert per_gemeente == {wie: D(som) for wie, som in controle["gerealiseerd_per_gemeente"].items()}


def _lees():
    return lees_register(lees_werkboek(DATA / "maatwerkregister-2026.xlsx"))
