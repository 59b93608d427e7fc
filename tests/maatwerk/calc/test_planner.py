"""De planner: met de hand uitgewerkte plannen, en wat voor elk plan geldt."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from duoplus.calc.feestdagen import feestdagen
from maatwerk.calc.planner import OngeldigePlanning, Planning, Werk, per_team, plan, verschil

D = Decimal
VRIJE_DAGEN = feestdagen(2027) | feestdagen(2028)
JAN, FEB, MRT, APR = MAANDEN = [date(2027, maand, 1) for maand in (1, 2, 3, 4)]
# De laatste werkdagen; 31 januari en 28 februari 2027 zijn zondagen.
EIND = {JAN: date(2027, 1, 29), FEB: date(2027, 2, 26), MRT: date(2027, 3, 31), APR: date(2027, 4, 30)}


def werk(sleutel, start=None, wettelijk=False, **uren):
    return Werk(sleutel, {team: D(aantal) for team, aantal in uren.items()}, start, wettelijk)


def vrij(**teams):
    """ICT=(100, 50): 100 uur in januari, 50 in februari, daarna niets."""
    return {
        team: {maand: D(uren) for maand, uren in zip(MAANDEN, per_maand, strict=False)}
        for team, per_maand in teams.items()
    }


def delen(planning):
    return {team: {maand: int(uren) for maand, uren in m.items()} for team, m in planning.delen.items()}


def eind(planning):
    return planning.eind(VRIJE_DAGEN)


# Worked out by hand --------------------------------------------------------------------------------------


def test_1_what_fits_the_first_month_ends_on_its_last_working_day():
    # 60 van de 100 uur; 30 en 31 januari 2027 zijn weekend
    gepland = plan([werk("A", ICT=60)], vrij(ICT=(100, 100)), MAANDEN)
    assert gepland == {"A": Planning({"ICT": {JAN: D(60)}}, {}, JAN)}
    assert eind(gepland["A"]) == date(2027, 1, 29)


def test_2_what_is_left_of_a_month_goes_to_the_next_in_rank():
    # A 60 (jan houdt 40), B 90 = 40 in jan + 50 in feb (feb houdt 50), C 50 = de rest van feb
    gepland = plan([werk("A", ICT=60), werk("B", ICT=90), werk("C", ICT=50)], vrij(ICT=(100, 100)), MAANDEN)
    assert delen(gepland["A"]) == {"ICT": {JAN: 60}}
    assert delen(gepland["B"]) == {"ICT": {JAN: 40, FEB: 50}}
    assert delen(gepland["C"]) == {"ICT": {FEB: 50}}


def test_3_teams_work_side_by_side_and_the_slowest_decides():
    # ICT 30 in jan; JUR 50 = 20 + 20 + 10, dus maart; JUR wacht niet op ICT
    gepland = plan([werk("A", ICT=30, JUR=50)], vrij(ICT=(100,), JUR=(20, 20, 20)), MAANDEN)
    assert delen(gepland["A"]) == {"ICT": {JAN: 30}, "JUR": {JAN: 20, FEB: 20, MRT: 10}}
    assert eind(gepland["A"]) == EIND[MRT]


def test_4_the_month_of_the_earliest_start_counts_whole():
    # A mag vanaf 20 februari: heel februari doet mee (80), de rest in maart (120 - 80 = 40)
    gepland = plan([werk("A", date(2027, 2, 20), ICT=120)], vrij(ICT=(100, 80, 80)), MAANDEN)
    assert delen(gepland["A"]) == {"ICT": {FEB: 80, MRT: 40}}


def test_5_lower_work_fills_what_work_with_a_later_start_leaves():
    # A begint in maart (100 van 100); B staat lager maar kan nu: jan 100 + feb 50 gaat voor april
    gepland = plan([werk("A", MRT, ICT=100), werk("B", ICT=210)], vrij(ICT=(100, 50, 100, 100)), MAANDEN)
    assert delen(gepland["A"]) == {"ICT": {MRT: 100}}
    assert delen(gepland["B"]) == {"ICT": {JAN: 100, FEB: 50, APR: 60}}


def test_6_legally_pinned_work_goes_first_in_its_own_order():
    # volgorde C (wettelijk), D (wettelijk), A, B: C jan 70, D jan 30 + feb 40, A feb 60, B mrt 10
    lijst = [werk("A", ICT=60), werk("B", ICT=10), werk("C", wettelijk=True, ICT=70)]
    gepland = plan([*lijst, werk("D", wettelijk=True, ICT=70)], vrij(ICT=(100, 100, 100)), MAANDEN)
    assert list(gepland) == ["C", "D", "A", "B"]
    assert delen(gepland["D"]) == {"ICT": {JAN: 30, FEB: 40}}
    assert delen(gepland["A"]) == {"ICT": {FEB: 60}}
    assert delen(gepland["B"]) == {"ICT": {MRT: 10}}


def test_7_what_does_not_fit_the_horizon_is_named_and_has_no_end():
    # 4 maanden van 25 = 100 uur; A vraagt 130: 30 te kort. JUR past wel, maar een half plan heeft geen eind
    gepland = plan([werk("A", ICT=130, JUR=10)], vrij(ICT=(25, 25, 25, 25), JUR=(10,)), MAANDEN)
    assert gepland["A"].uren() == {"ICT": 100, "JUR": 10}
    assert gepland["A"].tekort == {"ICT": 30}
    assert eind(gepland["A"]) is None


def test_8_a_month_below_zero_and_an_unknown_team_have_no_hours():
    # jan -40 telt als 0 en maakt feb niet kleiner: 50 in feb; INK staat nergens: alle 5 te kort
    gepland = plan([werk("A", ICT=50), werk("B", INK=5)], vrij(ICT=(-40, 50)), MAANDEN)
    assert delen(gepland["A"]) == {"ICT": {FEB: 50}}
    assert gepland["B"] == Planning({}, {"INK": D(5)}, None)


def test_9_work_without_hours_uses_the_month_it_may_start_in():
    # geen uren, dus het wacht op niemand: A in de eerste maand, B in maart, C pas na april
    lijst = [werk("A"), werk("B", date(2027, 3, 8), ICT=0), werk("C", date(2027, 5, 1))]
    gepland = plan(lijst, vrij(ICT=(0, 0, 0, 0)), MAANDEN)
    assert [eind(planning) for planning in gepland.values()] == [EIND[JAN], EIND[MRT], None]


def test_10_an_earliest_start_outside_the_horizon():
    # vóór de horizon: gewoon vanaf januari; erna: er is geen maand meer, alle 10 te kort
    lijst = [werk("A", date(2026, 6, 1), ICT=10), werk("B", date(2027, 5, 1), ICT=10)]
    gepland = plan(lijst, vrij(ICT=(100, 100, 100, 100)), MAANDEN)
    assert delen(gepland["A"]) == {"ICT": {JAN: 10}}
    assert gepland["B"].tekort == {"ICT": 10}


def test_11_quarters_of_an_hour_add_up_exactly():
    # 10,25 + 10,25 = 20,50 van 20,75: 0,25 over; C vraagt 0,30 = 0,25 in jan + 0,05 in feb
    lijst = [werk("A", ICT="10.25"), werk("B", ICT="10.25"), werk("C", ICT="0.30")]
    gepland = plan(lijst, vrij(ICT=("20.75", 1)), MAANDEN)
    assert gepland["C"].delen == {"ICT": {JAN: D("0.25"), FEB: D("0.05")}}


def test_12_a_hole_in_the_capacity_is_stepped_over():
    # feb 0: A 150 = jan 100 + mrt 50; B 60 = mrt 50 + apr 10
    gepland = plan([werk("A", ICT=150), werk("B", ICT=60)], vrij(ICT=(100, 0, 100, 100)), MAANDEN)
    assert delen(gepland["A"]) == {"ICT": {JAN: 100, MRT: 50}}
    assert delen(gepland["B"]) == {"ICT": {MRT: 50, APR: 10}}


def test_13_the_end_steps_back_over_holidays():
    # december 2028: zondag 31, zaterdag 30, dus vrijdag 29; is die dag vrij, dan donderdag 28
    december = Planning({"ICT": {date(2028, 12, 1): D(1)}}, {}, date(2028, 12, 1))
    assert eind(december) == date(2028, 12, 29)
    assert december.eind({date(2028, 12, 29): "collectief vrij"}) == date(2028, 12, 28)


def test_14_without_months_nothing_fits():
    assert plan([werk("A", ICT=1), werk("B")], vrij(ICT=(10,)), []) == {
        "A": Planning({}, {"ICT": D(1)}, None),
        "B": Planning({}, {}, None),
    }


# What if --------------------------------------------------------------------------------------------------

LIJST = [
    werk("A", ICT=80),  # jan 80
    werk("B", ICT=60, JUR=40),  # ICT jan 20 + feb 40; JUR jan 40
    werk("C", ICT=60),  # feb 60: februari is vol
    werk("D", JUR=40),  # JUR feb 40
    werk("E", ICT=100),  # mrt 100
    werk("F", date(2027, 4, 1), ICT=50),  # apr 50
]
VRIJ = vrij(ICT=(100, 100, 100, 100), JUR=(40, 40, 40, 40))
BELOOFD = {"A": EIND[JAN], "B": EIND[FEB], "C": EIND[FEB], "D": EIND[FEB], "E": EIND[MRT], "F": EIND[APR]}


def test_120_hours_at_rank_1_slip_exactly_what_was_worked_out():
    """Nieuw X neemt ICT jan 100 + feb 20, en alles van ICT schuift door.

    A 80: feb 80.            29 jan → 26 feb: februari heeft 20 werkdagen.
    B 60: mrt 60, JUR jan 40. 26 feb → 31 mrt: 23 doordeweekse dagen - Goede Vrijdag - Tweede Paasdag = 21.
    C 60: mrt 40 + apr 20.    26 feb → 30 apr: 21 + 22 doordeweekse dagen - Koningsdag = 42.
    D: gebruikt geen ICT.     0.
    E 100: apr 80, 20 te kort.
    F 50: niets over, 50 te kort. Gevraagd 470, er is 400: 70 = 20 + 50 te kort.
    """
    voor = plan(LIJST, VRIJ, MAANDEN)
    na = plan([werk("X", ICT=120), *LIJST], VRIJ, MAANDEN)
    tabel = verschil(voor, na, BELOOFD, VRIJE_DAGEN)

    assert {sleutel: planning.eind(VRIJE_DAGEN) for sleutel, planning in voor.items()} == BELOOFD
    assert {sleutel: (rij.straks, rij.werkdagen) for sleutel, rij in tabel.items()} == {
        "X": (EIND[FEB], None),
        "A": (EIND[FEB], 20),
        "B": (EIND[MRT], 21),
        "C": (EIND[APR], 42),
        "D": (EIND[FEB], 0),
        "E": (None, None),
        "F": (None, None),
    }
    assert [sleutel for sleutel, rij in tabel.items() if rij.breekt] == ["A", "B", "C", "E", "F"]
    assert {sleutel: rij.uren for sleutel, rij in tabel.items() if rij.uren} == {
        "X": {"ICT": 120},
        "E": {"ICT": -20},
        "F": {"ICT": -50},
    }
    assert per_team(tabel.values()) == {"ICT": 50}  # 350 van de 400 uur in gebruik werd 400
    assert tabel["E"].tekort == {"ICT": 20}


def test_dropping_work_gives_its_hours_back_and_breaks_its_promise():
    # zonder A (80): B jan 60, C jan 40 + feb 20, E feb 80 + mrt 20; E wordt dus niet eerder klaar dan maart
    na = plan(LIJST[1:], VRIJ, MAANDEN)
    tabel = verschil(plan(LIJST, VRIJ, MAANDEN), na, BELOOFD, VRIJE_DAGEN)
    assert list(tabel) == ["B", "C", "D", "E", "F", "A"]
    assert tabel["A"].breekt
    assert (tabel["A"].nu, tabel["A"].straks, tabel["A"].uren) == (EIND[JAN], None, {"ICT": -80})
    assert (tabel["B"].straks, tabel["B"].werkdagen) == (EIND[JAN], -20)  # 20 werkdagen eerder dan beloofd
    assert not any(tabel[sleutel].breekt for sleutel in "BCDEF")
    assert per_team(tabel.values()) == {"ICT": -80}


def test_less_capacity_is_a_scenario_too():
    # ICT houdt in januari 50: A jan 50 + feb 30, B feb 60, C feb 10 + mrt 50, E mrt 50 + apr 50, F apr 50
    na = plan(LIJST, VRIJ | vrij(ICT=(50, 100, 100, 100)), MAANDEN)
    tabel = verschil(plan(LIJST, VRIJ, MAANDEN), na, BELOOFD, VRIJE_DAGEN)
    assert [tabel[sleutel].straks for sleutel in "ABCDEF"] == [
        EIND[FEB], EIND[FEB], EIND[MRT], EIND[FEB], EIND[APR], EIND[APR],
    ]  # fmt: skip
    assert per_team(tabel.values()) == {}


def test_the_same_plan_changes_nothing():
    voor = plan(LIJST, VRIJ, MAANDEN)
    tabel = verschil(voor, plan(LIJST, VRIJ, MAANDEN), BELOOFD, VRIJE_DAGEN)
    assert all(rij.nu == rij.straks == rij.beloofd and rij.werkdagen == 0 for rij in tabel.values())
    assert not any(rij.uren or rij.breekt for rij in tabel.values())


# What always holds ----------------------------------------------------------------------------------------

honderdsten = st.integers(0, 20_000).map(lambda n: D(n).scaleb(-2))
teams = st.sampled_from(["ICT", "JUR", "FIN"])
dagen = st.dates(date(2026, 11, 1), date(2027, 6, 30))
inhoud = st.tuples(st.dictionaries(teams, honderdsten), st.none() | dagen, st.booleans())
lijsten = st.lists(inhoud, max_size=12).map(lambda rijen: [Werk(n, *rij) for n, rij in enumerate(rijen)])
capaciteit = st.dictionaries(
    teams, st.dictionaries(st.sampled_from(MAANDEN), honderdsten.map(lambda uren: uren - 20))
)


@given(lijsten, capaciteit)
def test_never_more_than_free_and_nothing_lost(lijst, vrije_uren):
    gepland = plan(lijst, vrije_uren, MAANDEN)
    for item in lijst:
        samen = gepland[item.sleutel]
        for team, gevraagd in item.uren.items():
            assert samen.uren().get(team, 0) + samen.tekort.get(team, 0) == gevraagd
    for team in ("ICT", "JUR", "FIN"):
        for maand in MAANDEN:
            gebruikt = sum(p.delen.get(team, {}).get(maand, D(0)) for p in gepland.values())
            assert 0 <= gebruikt <= max(D(0), vrije_uren.get(team, {}).get(maand, D(0)))


@given(lijsten, capaciteit)
def test_no_work_before_its_start_and_none_left_out_while_hours_remain(lijst, vrije_uren):
    gepland = plan(lijst, vrije_uren, MAANDEN)
    for item in lijst:
        vanaf = item.vroegste_start.replace(day=1) if item.vroegste_start else JAN
        assert all(maand >= vanaf for deel in gepland[item.sleutel].delen.values() for maand in deel)
        for team in gepland[item.sleutel].tekort:
            for maand in (maand for maand in MAANDEN if maand >= vanaf):
                gebruikt = sum(p.delen.get(team, {}).get(maand, D(0)) for p in gepland.values())
                assert gebruikt == max(D(0), vrije_uren.get(team, {}).get(maand, D(0)))


@given(lijsten, capaciteit, inhoud)
def test_lower_work_never_touches_what_stands_above_it(lijst, vrije_uren, onderaan):
    voor = plan(lijst, vrije_uren, MAANDEN)
    nieuw = Werk("nieuw", onderaan[0], onderaan[1], wettelijk=False)
    na = plan([*lijst, nieuw], vrije_uren, MAANDEN)
    assert {sleutel: planning for sleutel, planning in na.items() if sleutel != "nieuw"} == voor


@given(lijsten, capaciteit)
def test_the_same_question_has_the_same_answer(lijst, vrije_uren):
    gepland = plan(lijst, vrije_uren, MAANDEN)
    assert repr(gepland) == repr(plan(list(lijst), {**vrije_uren}, tuple(MAANDEN)))


@given(lijsten, lijsten, capaciteit)
def test_hours_asked_and_freed_are_the_change_in_use(lijst, andere, vrije_uren):
    voor, na = plan(lijst, vrije_uren, MAANDEN), plan(andere, vrije_uren, MAANDEN)
    samen = per_team(verschil(voor, na, {}, VRIJE_DAGEN).values())
    for team in ("ICT", "JUR", "FIN"):
        gebruik = [sum(p.uren().get(team, D(0)) for p in plannen.values()) for plannen in (voor, na)]
        assert samen.get(team, 0) == gebruik[1] - gebruik[0]


class Teller(dict):
    """Capaciteit die telt hoe vaak ernaar gekeken wordt."""

    gekeken = 0

    def get(self, *args):
        Teller.gekeken += 1
        return super().get(*args)


def test_the_capacity_is_read_once_however_long_the_list():
    for aantal in (10, 1_000):
        Teller.gekeken = 0
        lijst = [werk(n, ICT=1, JUR=1) for n in range(aantal)]
        plan(lijst, {team: Teller(uren) for team, uren in VRIJ.items()}, MAANDEN)
        assert Teller.gekeken == 2 * len(MAANDEN)


# Refused --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("uren", ["-1", "NaN", "Infinity"])
def test_refuses_hours_that_are_none(uren):
    with pytest.raises(OngeldigePlanning, match="nul of meer"):
        werk("A", ICT=uren)


@pytest.mark.parametrize("maanden", [[FEB, JAN], [JAN, JAN], [date(2027, 1, 2)]])
def test_refuses_months_out_of_order(maanden):
    with pytest.raises(OngeldigePlanning, match="maanden"):
        plan([], {}, maanden)


def test_refuses_work_that_stands_on_the_list_twice():
    with pytest.raises(OngeldigePlanning, match="twee keer"):
        plan([werk("A", ICT=1), werk("A", ICT=2)], VRIJ, MAANDEN)
