"""De streep: het bord met de hand nagerekend, en wat voor elk bord geldt."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from maatwerk.calc.streep import Deel, OngeldigBord, Stuk, streep

D = Decimal
TEAMS = ("ICT", "FIN", "JUR", "COM", "INK")
VRIJ = dict(zip(TEAMS, map(D, (620, 340, 260, 300, 180)), strict=True))
# Veertien aanvragen in volgorde, met uren van ICT, Financiën, Juridisch, Communicatie en Inkoop.
BORD = {
    1: (120, 0, 40, 20, 24),
    2: (140, 16, 12, 0, 0),
    3: (0, 160, 24, 0, 0),
    4: (0, 24, 60, 0, 70),
    5: (8, 0, 0, 110, 0),
    6: (110, 0, 70, 40, 0),
    7: (90, 60, 0, 16, 0),
    8: (40, 0, 0, 12, 20),
    9: (96, 48, 20, 0, 0),
    10: (60, 20, 0, 0, 0),
    11: (0, 24, 36, 0, 60),
    12: (0, 0, 0, 90, 12),
    13: (72, 0, 8, 0, 0),
    14: (0, 0, 0, 60, 0),
}


def stuk(sleutel, vastgezet=False, gefaseerd=False, **uren):
    return Stuk(sleutel, {team: D(aantal) for team, aantal in uren.items()}, vastgezet, gefaseerd)


def bord(**anders):
    uren = {nummer: dict(zip(TEAMS, rij, strict=True)) for nummer, rij in BORD.items()}
    return streep([stuk(nummer, **rij, **anders) for nummer, rij in uren.items()], VRIJ)


def test_the_board_of_fourteen_requests_by_hand():
    """ICT:  120+140+8+110+90+40+96 = 604 van 620, rest 16; nummer 10 vraagt 60 → streep boven 10.

    FIN:  16+160+24+60+48+20 = 328 van 340, rest 12; nummer 11 vraagt 24 → streep boven 11.
    JUR:  40+12+24+60+70+20 = 226 van 260, rest 34; nummer 11 vraagt 36 → streep boven 11.
    COM:  20+110+40+16+12+90 = 288 van 300, rest 12; nummer 14 vraagt 60 → streep boven 14.
    INK:  24+70+20+60 = 174 van 180, rest 6; nummer 12 vraagt 12 → streep boven 12.
    """
    uitkomst = bord()
    assert {team: uitkomst.regels[plaats].sleutel for team, plaats in uitkomst.lijn.items()} == {
        "ICT": 10, "FIN": 11, "JUR": 11, "INK": 12, "COM": 14,
    }  # fmt: skip
    assert uitkomst.gevraagd == {"ICT": 736, "FIN": 352, "JUR": 270, "COM": 348, "INK": 186}
    assert uitkomst.vrij == VRIJ
    oordelen = [regel.oordeel for regel in uitkomst.regels]
    assert oordelen == ["past"] * 9 + ["deels"] * 3 + ["niet"] * 2


def test_every_request_says_what_is_left_after_it():
    regels = {regel.sleutel: regel.delen for regel in bord().regels}
    assert regels[9]["ICT"] == Deel(binnen=D(96), buiten=D(0), rest_na=D(16))
    assert regels[10] == {"ICT": Deel(D(0), D(60), D(16)), "FIN": Deel(D(20), D(0), D(12))}
    # JUR: nummer 13 vraagt 8 en er is nog 34, maar de streep ligt er al boven
    assert regels[13]["JUR"] == Deel(D(0), D(8), D(34))


def test_phased_work_takes_what_is_left_and_closes_the_line():
    regels = {regel.sleutel: regel for regel in bord(gefaseerd=True).regels}
    assert regels[10].delen["ICT"] == Deel(binnen=D(16), buiten=D(44), rest_na=D(0))  # 620 - 604 = 16
    assert regels[13].delen["ICT"] == Deel(D(0), D(72), D(0))
    assert regels[13].oordeel == "niet"
    assert regels[14].oordeel == "deels"  # COM: 300 - 288 = 12 van 60
    assert bord(gefaseerd=True).lijn == bord().lijn


def test_phased_work_is_no_reason_to_pass_a_line_that_was_drawn():
    # A 70 > 50: streep. B mag in delen, maar staat eronder
    uitkomst = streep([stuk("A", ICT=70), stuk("B", gefaseerd=True, ICT=60)], {"ICT": D(50)})
    assert [regel.delen["ICT"].binnen for regel in uitkomst.regels] == [0, 0]
    assert uitkomst.lijn == {"ICT": 0}


def test_pinned_work_comes_first_and_counts_beyond_the_free_hours():
    # P 70 + Q 50 = 120 van 100: rest -20. A vraagt 1 en past niet; zonder ICT past B gewoon
    lijst = [stuk("A", ICT=1), stuk("P", True, ICT=70), stuk("B", JUR=5), stuk("Q", True, ICT=50)]
    uitkomst = streep(lijst, {"ICT": D(100), "JUR": D(5)})
    assert [(regel.sleutel, regel.oordeel) for regel in uitkomst.regels] == [
        ("P", "past"), ("Q", "past"), ("A", "niet"), ("B", "past"),
    ]  # fmt: skip
    assert uitkomst.regels[1].delen["ICT"] == Deel(D(50), D(0), D(-20))
    assert uitkomst.regels[2].delen["ICT"] == Deel(D(0), D(1), D(-20))
    assert uitkomst.lijn == {"ICT": 2}


def test_phased_work_gets_nothing_from_hours_that_are_already_short():
    # P 120 van 100: rest -20; A mag in delen, maar er is niets te nemen
    uitkomst = streep([stuk("P", True, ICT=120), stuk("A", gefaseerd=True, ICT=30)], {"ICT": D(100)})
    assert uitkomst.regels[1].delen["ICT"] == Deel(D(0), D(30), D(-20))


def test_what_fits_to_the_last_quarter_has_no_line():
    uitkomst = streep([stuk("A", ICT="60.25"), stuk("B", ICT="39.75")], {"ICT": D(100), "JUR": D(8)})
    assert uitkomst.lijn == {}
    assert uitkomst.regels[1].delen["ICT"].rest_na == 0
    assert uitkomst.gevraagd == {"ICT": 100, "JUR": 0}


def test_work_without_hours_fits_and_an_unknown_team_has_none():
    uitkomst = streep([stuk("A"), stuk("B", ICT=0), stuk("C", ICT=1)], {})
    assert [regel.oordeel for regel in uitkomst.regels] == ["past", "past", "niet"]
    assert uitkomst.regels[1].delen == {}
    assert uitkomst.vrij == {"ICT": 0}


def test_an_empty_board():
    uitkomst = streep([], VRIJ)
    assert (uitkomst.regels, uitkomst.lijn, uitkomst.vrij) == ((), {}, VRIJ)


# What always holds ----------------------------------------------------------------------------------------

honderdsten = st.integers(0, 10_000).map(lambda n: D(n).scaleb(-2))
teams = st.sampled_from(["ICT", "JUR", "FIN"])
inhoud = st.tuples(st.dictionaries(teams, honderdsten), st.booleans(), st.booleans())
lijsten = st.lists(inhoud, max_size=12).map(lambda rijen: [Stuk(n, *rij) for n, rij in enumerate(rijen)])
vrije_uren = st.dictionaries(teams, honderdsten.map(lambda uren: uren * 3 - 20))


@given(lijsten, vrije_uren)
def test_above_the_line_is_never_more_than_free_except_what_is_pinned(lijst, vrij):
    vast = {stuk.sleutel for stuk in lijst if stuk.vastgezet}
    uitkomst = streep(lijst, vrij)
    for team, uren in uitkomst.vrij.items():
        delen = [
            (regel.sleutel in vast, regel.delen[team]) for regel in uitkomst.regels if team in regel.delen
        ]
        vastgezet = sum(deel.binnen for pin, deel in delen if pin)
        assert sum(deel.binnen for pin, deel in delen if not pin) <= max(D(0), uren - vastgezet)
        assert all(not deel.buiten for pin, deel in delen if pin)


@given(lijsten, vrije_uren)
def test_hours_add_up_and_the_rest_runs_down(lijst, vrij):
    uitkomst, gevraagd = streep(lijst, vrij), {stuk.sleutel: stuk.uren for stuk in lijst}
    over = dict(uitkomst.vrij)
    for regel in uitkomst.regels:
        for team, deel in regel.delen.items():
            over[team] -= deel.binnen
            assert min(deel.binnen, deel.buiten) >= 0
            assert deel.binnen + deel.buiten == gevraagd[regel.sleutel][team]
            assert deel.rest_na == over[team]


@given(lijsten, vrije_uren)
def test_the_order_is_strict(lijst, vrij):
    uitkomst = streep(lijst, vrij)
    vast = {stuk.sleutel for stuk in lijst if stuk.vastgezet}
    for team, streepplaats in uitkomst.lijn.items():
        for plaats, regel in enumerate(uitkomst.regels):
            deel = regel.delen.get(team)
            if deel and regel.sleutel not in vast:
                assert bool(deel.buiten) == (plaats >= streepplaats)
                assert plaats <= streepplaats or not deel.binnen


@given(lijsten.filter(lambda lijst: len(lijst) > 1), vrije_uren, st.data())
def test_a_move_changes_nothing_above_both_places(lijst, vrij, data):
    van, naar = (data.draw(st.integers(0, len(lijst) - 1)) for _ in range(2))
    verplaatst = [stuk for stuk in lijst if stuk is not lijst[van]]
    verplaatst.insert(naar, lijst[van])
    voor, na = streep(lijst, vrij).regels, streep(verplaatst, vrij).regels
    plaatsen = [[r.sleutel for r in regels].index(lijst[van].sleutel) for regels in (voor, na)]
    assert voor[: min(plaatsen)] == na[: min(plaatsen)]


@pytest.mark.parametrize("uren", ["-1", "NaN"])
def test_refuses_hours_that_are_none(uren):
    with pytest.raises(OngeldigBord, match="nul of meer"):
        stuk("A", ICT=uren)
