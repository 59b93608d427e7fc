"""Lumpsum arithmetic: parts are the whole, months are the year, a reversal takes back exactly what it put."""

import random
from datetime import date
from decimal import Decimal as D
from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from maatwerk.calc.lumpsum import Bedragen, Deel, Geteld, Saldo, Sleuteldeel, Werk, per_maand
from maatwerk.calc.verloop import Grafiek, rond_boven, verloop

DERDEN = {1: D("0.333333"), 2: D("0.333333"), 3: D("0.333334")}
SLEUTELS = (DERDEN, {1: D("0.42"), 2: D("0.395"), 3: D("0.185")}, {2: D("0.681"), 3: D("0.319")}, {1: D(1)})
JULI = date(2026, 7, 1)

bedragen = st.decimals(min_value=-9_999_999, max_value=9_999_999, places=2)
positief = st.decimals(min_value=0, max_value=9_999_999, places=2)
sleutels = st.sampled_from(SLEUTELS)
maanden = st.integers(1, 12).map(lambda nummer: date(2026, nummer, 1))
regels = st.lists(st.builds(Geteld, maanden, maanden, bedragen), max_size=40)


def delen_van(eerste, tweede, geteld) -> list[Sleuteldeel]:
    """Two key periods, the second from July."""
    voor = sum((r.bedrag for r in geteld if r.werkmaand < JULI), D(0))
    na = sum((r.bedrag for r in geteld if r.werkmaand >= JULI), D(0))
    return [
        Sleuteldeel(None, eerste, Bedragen(kosten_extern=voor)),
        Sleuteldeel(JULI, tweede, Bedragen(kosten_extern=na)),
    ]


@given(sleutels, sleutels, regels, positief, positief, st.booleans(), st.none() | positief)
def test_the_parts_of_an_assignment_are_the_whole(eerste, tweede, geteld, plafond, raming, is_open, rest):
    werk = Werk(delen_van(eerste, tweede, geteld), plafond, raming, is_open, rest=rest)

    samen = sum(werk.per_gemeente.values(), Deel())

    assert samen == Deel(werk.gerealiseerd, werk.verplicht, werk.prognose)


@given(sleutels, sleutels, regels, st.sets(st.sampled_from((1, 2, 3)), min_size=1))
def test_the_months_are_the_year_for_every_set_of_municipalities(eerste, tweede, geteld, wie):
    delen = delen_van(eerste, tweede, geteld)
    werk = Werk(delen, D(0), D(0), False)

    per = per_maand(delen, geteld, wie)

    van_hen = (werk.per_gemeente[een].gerealiseerd for een in wie if een in werk.per_gemeente)
    assert sum(per.values()) == sum(van_hen)


@given(sleutels, sleutels, regels)
def test_a_reversal_in_the_same_month_leaves_nothing(eerste, tweede, geteld):
    terug = [Geteld(regel.maand, regel.werkmaand, -regel.bedrag) for regel in geteld]
    delen = delen_van(eerste, tweede, [*geteld, *terug])

    assert not any(per_maand(delen, [*geteld, *terug], {1, 2}).values())
    assert not any(deel.gerealiseerd for deel in Werk(delen, D(0), D(0), False).per_gemeente.values())


def test_ten_thousand_lines_with_thirds_tie_out_to_the_cent():
    """features.md 4.4: random ledgers of 10,000 lines, keys with thirds."""
    kans = random.Random(4_4)
    totaal, per_gemeente = D(0), dict.fromkeys((1, 2, 3), D(0))
    for _ in range(100):
        geteld = [
            Geteld(maand, maand, D(kans.randint(-500_000, 2_000_000)) / 100)
            for maand in (date(2026, kans.randint(1, 12), 1) for _ in range(100))
        ]
        delen = delen_van(DERDEN, kans.choice(SLEUTELS), geteld)
        werk = Werk(delen, D(0), D(0), False)
        totaal += sum(regel.bedrag for regel in geteld)
        for een, deel in werk.per_gemeente.items():
            per_gemeente[een] += deel.gerealiseerd
            assert sum(per_maand(delen, geteld, {een}).values()) == deel.gerealiseerd

    assert sum(per_gemeente.values()) == totaal


@given(positief, positief, positief)
def test_what_is_still_to_come_follows_the_estimate_until_somebody_says_otherwise(raming, geboekt, rest):
    delen = [Sleuteldeel(None, {1: D(1)}, Bedragen(kosten_uren=geboekt))]

    assert Werk(delen, D(0), raming, True).prognose == max(raming, geboekt)
    assert Werk(delen, D(0), raming, True, rest=rest).prognose == geboekt + rest
    assert Werk(delen, D(0), raming, False, rest=rest).prognose == geboekt


def test_the_figures_of_the_domain():
    """Uithoorn 116.842,91 of 110.000: 106,2 % and N 6.842,91 (domain.md section 7)."""
    saldo = Saldo(D(110_000), D(0), Deel(D("100000.00"), D("16842.91"), D("116842.91")))

    assert (saldo.beslag, saldo.v_n, saldo.verwacht_saldo) == (D("106.2"), "N", D("-6842.91"))
    assert saldo.vrije_ruimte == D("-6842.91")
    assert Saldo().beslag is None


@given(st.dictionaries(maanden, bedragen, max_size=12), st.none() | positief, positief)
@settings(max_examples=50, deadline=None)
def test_the_year_as_a_line_ends_at_the_expectation(los, begroot, prognose):
    tot = max(los, default=date(2026, 1, 1)).month
    per = {date(2026, nr, 1): los.get(date(2026, nr, 1), D(0)) for nr in range(1, tot + 1)}

    punten = verloop(2026, per, begroot, prognose)

    assert len(punten) == 12
    assert punten[tot - 1].geboekt == sum(per.values())
    assert tot == 12 or abs(punten[-1].verwacht - prognose) < D("0.000001")
    for breed in (1, 3):
        grafiek = Grafiek(punten, 40, 544, 14, 240, breed)
        assert all(14 <= y <= 240 for y, _ in grafiek.lijnen)
        assert grafiek.opschriften and grafiek.vlak
    ys = [y for y, _ in Grafiek(punten, 40, 544, 14, 240, 1).lijnen]
    assert all(boven > onder for boven, onder in pairwise(ys))


@given(st.decimals(min_value=1, max_value=10**9, places=2))
def test_the_highest_line_lies_above_every_point(waarde):
    assert waarde <= rond_boven(waarde, 4) <= 2 * waarde + 4
