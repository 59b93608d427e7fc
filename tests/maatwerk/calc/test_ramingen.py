from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from maatwerk.calc.ramingen import (
    Marge,
    OngeldigeRaming,
    Plafondsignaal,
    Ramingsregel,
    plafond_signaal,
    totaal,
)

D = Decimal
kwartieren = st.integers(0, 40_000).map(lambda n: D(n) / 4)
centen = st.integers(0, 10**9).map(lambda n: D(n).scaleb(-2))


@st.composite
def regels(draw):
    laag, waarschijnlijk, hoog = sorted(draw(st.lists(kwartieren, min_size=3, max_size=3)))
    return Ramingsregel(laag, waarschijnlijk, hoog, draw(centen))


def test_totals_by_hand():
    uitkomst = totaal(
        [Ramingsregel(D(100), D(120), D(150), D(89)), Ramingsregel(D(8), D(10), D("12.5"), D(102))],
        [D(4000), D("0.50")],
    )
    assert uitkomst.uren == Marge(D(108), D(130), D("162.5"))
    assert uitkomst.extern == D("4000.50")
    assert uitkomst.kosten == Marge(D("13716.50"), D("15700.50"), D("18625.50"))


def test_nothing_is_nothing():
    assert totaal([]).kosten == Marge(D(0), D(0), D(0))


@given(st.lists(regels(), max_size=6), st.lists(centen, max_size=4))
def test_totals_keep_their_order_and_are_whole_cents(lijst, extern):
    kosten = totaal(lijst, extern).kosten
    assert kosten.laag <= kosten.waarschijnlijk <= kosten.hoog
    assert kosten.hoog == round(kosten.hoog, 2)


@pytest.mark.parametrize(("laag", "waarschijnlijk", "hoog"), [(2, 1, 3), (1, 3, 2), (-1, 0, 1)])
def test_refuses_hours_out_of_order(laag, waarschijnlijk, hoog):
    with pytest.raises(OngeldigeRaming):
        Ramingsregel(D(laag), D(waarschijnlijk), D(hoog), D(89))


def test_refuses_negative_costs():
    with pytest.raises(OngeldigeRaming, match="Externe kosten"):
        totaal([], [D(-1)])
    with pytest.raises(OngeldigeRaming, match="tarief"):
        Ramingsregel(D(1), D(1), D(1), D(-1))


@pytest.mark.parametrize(
    ("verbruik", "plafond", "signaal"),
    [
        ("79.99", "100", Plafondsignaal.GEEN),
        ("80", "100", Plafondsignaal.TACHTIG),
        ("94.99", "100", Plafondsignaal.TACHTIG),
        ("95", "100", Plafondsignaal.VIJFENNEGENTIG),
        ("99.99", "100", Plafondsignaal.VIJFENNEGENTIG),
        ("100", "100", Plafondsignaal.VOL),
        ("116842.91", "110000", Plafondsignaal.VOL),
        ("60646.29", "75000", Plafondsignaal.TACHTIG),
        ("53285.80", "90000", Plafondsignaal.GEEN),
        ("0", "0", Plafondsignaal.GEEN),
        ("0.01", "0", Plafondsignaal.VOL),
        ("-5", "100", Plafondsignaal.GEEN),
    ],
)
def test_ceiling_levels(verbruik, plafond, signaal):
    assert plafond_signaal(D(verbruik), D(plafond)) is signaal


@given(centen, centen, centen)
def test_more_use_never_lowers_the_signal(verbruik, erbij, plafond):
    assert plafond_signaal(verbruik + erbij, plafond) >= plafond_signaal(verbruik, plafond)


def test_refuses_a_negative_ceiling():
    with pytest.raises(OngeldigeRaming):
        plafond_signaal(D(1), D(-1))
