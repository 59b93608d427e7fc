"""De score: met de hand nagerekend, met de gewichten van het OGON."""

from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from maatwerk.calc.score import (
    ONDERDELEN,
    Feiten,
    Kandidaat,
    OngeldigeScore,
    controleer_gewichten,
    onderdelen,
    score,
    voorgestelde_volgorde,
)
from maatwerk.choices import Haalbaar, Urgentie

D = Decimal
GEWICHTEN = dict(zip(ONDERDELEN, map(D, (30, 20, 20, 15, 10, 5)), strict=True))


def test_a_score_by_hand():
    # 30×1 + 20×0 + 20×2/3 (13,33 → 13,3) + 15×1/2 (7,5) + 10×1/3 (3,33 → 3,3) + 5×1/2 (2,5) = 56,6
    feiten = Feiten(True, False, 2, Urgentie.NORMAAL, 1, 3, Haalbaar.JA_ALS)
    delen = onderdelen(feiten, GEWICHTEN)
    assert [(deel.naam, deel.waarde, deel.punten) for deel in delen] == [
        ("wettelijk", 1, D("30.0")),
        ("bestuurlijk", 0, D("0.0")),
        ("effect", Fraction(2, 3), D("13.3")),
        ("urgentie", Fraction(1, 2), D("7.5")),
        ("gemeenten", Fraction(1, 3), D("3.3")),
        ("haalbaarheid", Fraction(1, 2), D("2.5")),
    ]
    assert score(feiten, GEWICHTEN) == D("56.6")


def test_everything_is_a_hundred_and_nothing_known_is_zero():
    assert score(Feiten(True, True, 3, Urgentie.HOOG, 2, 2, Haalbaar.JA), GEWICHTEN) == 100
    assert score(Feiten(), GEWICHTEN) == 0
    assert score(Feiten(urgentie=Urgentie.LAAG, haalbaar=Haalbaar.NEE, deelnemers=3), GEWICHTEN) == 0


def test_every_choice_of_the_form_has_a_value():
    urgentie = [onderdelen(Feiten(urgentie=keuze), GEWICHTEN)[3].waarde for keuze in Urgentie]
    haalbaar = [onderdelen(Feiten(haalbaar=keuze), GEWICHTEN)[5].waarde for keuze in Haalbaar]
    assert urgentie == haalbaar == [1, Fraction(1, 2), 0]


def test_half_a_tenth_rounds_up():
    # 0,15 × 1/3 = 0,05 precies → 0,1; een derde als decimaal zou 0,0499… zijn
    gewichten = GEWICHTEN | {"effect": D("0.15"), "wettelijk": D("49.85")}
    assert onderdelen(Feiten(effect=1), gewichten)[2].punten == D("0.1")


def test_two_of_two_counts_as_much_as_three_of_three():
    twee, drie = (score(Feiten(gemeenten=n, deelnemers=n), GEWICHTEN) for n in (2, 3))
    assert twee == drie == 10
    assert score(Feiten(gemeenten=3, deelnemers=2), GEWICHTEN) == 10  # één gemeente stapte uit
    assert score(Feiten(gemeenten=1), GEWICHTEN) == 0


def test_the_order_is_score_then_waiting_then_number():
    jan, mei = date(2026, 1, 5), date(2026, 5, 4)
    a, b, c, d = (
        Kandidaat("MW-2026-0004", D("70.0"), mei),
        Kandidaat("MW-2026-0003", D("56.6"), jan),
        Kandidaat("MW-2026-0001", D("56.6"), mei),
        Kandidaat("MW-2026-0002", D("56.6"), mei),
    )
    assert voorgestelde_volgorde([d, c, b, a]) == [a, b, c, d]


feiten = st.builds(
    Feiten,
    wettelijk=st.booleans(),
    bestuurlijk=st.booleans(),
    effect=st.none() | st.integers(0, 3),
    urgentie=st.sampled_from(["", *Urgentie]),
    gemeenten=st.integers(0, 4),
    deelnemers=st.integers(0, 4),
    haalbaar=st.sampled_from(["", *Haalbaar]),
)


@given(feiten)
def test_the_parts_add_up_and_stay_within_their_weight(feiten):
    delen = onderdelen(feiten, GEWICHTEN)
    assert sum(deel.punten for deel in delen) == score(feiten, GEWICHTEN)
    assert all(0 <= deel.waarde <= 1 and 0 <= deel.punten <= deel.gewicht for deel in delen)


@given(st.permutations([Kandidaat(f"MW-{n}", D(n % 3), date(2026, 1, 1 + n % 2)) for n in range(6)]))
def test_the_order_does_not_depend_on_how_they_came(kandidaten):
    assert [k.nummer for k in voorgestelde_volgorde(kandidaten)] == [
        "MW-2", "MW-5", "MW-4", "MW-1", "MW-0", "MW-3",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("anders", "zin"),
    [
        ({"effect": D("19.5")}, "samen 99,5"),
        ({"effect": D(120)}, "samen 200"),
        ({"effect": D(-20), "wettelijk": D(70)}, "minteken"),
        ({"effect": D("NaN")}, "minteken"),
        ({"kleur": D(0)}, "elk onderdeel"),
    ],
)
def test_refuses_weights_that_are_none(anders, zin):
    with pytest.raises(OngeldigeScore, match=zin):
        controleer_gewichten(GEWICHTEN | anders)
    with pytest.raises(OngeldigeScore, match=zin):
        score(Feiten(), GEWICHTEN | anders)


def test_refuses_an_effect_beyond_the_scale():
    with pytest.raises(OngeldigeScore, match="0 tot en met 3"):
        Feiten(effect=4)
