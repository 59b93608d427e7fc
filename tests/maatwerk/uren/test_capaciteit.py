"""De waterval van teams, en wat een OGON daarvan nog kan geven."""

from datetime import date
from decimal import Decimal as D

import pytest

from duoplus import besluiten
from duoplus.choices import BesluitSoort, Rol
from maatwerk.actions import beslag
from maatwerk.choices import AanvraagStatus as S
from maatwerk.uren.capaciteit import horizon, maanden_van, vrij_voor, waterval
from ogon.calc.waterval import Waterval
from ogon.models import Cyclus, Toedeling
from tests.factories import aanvraag_in, iemand, ogon, team
from tests.maatwerk.uren.capaciteit import uren_van

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("maandag")]
JAN, FEB = date(2027, 1, 1), date(2027, 2, 1)


def _verdeel(deel: dict[str, str], jaar: int = 2027) -> None:
    by = iemand(Rol.VOORZITTER)
    besluit = besluiten.neem(ogon(), BesluitSoort.VERDELEN, titel="I&A", reden="Zo.", by=by)
    for slug, waarde in deel.items():
        Toedeling.objects.create(team=team(), jaar=jaar, ogon=ogon(slug), deel=D(waarde), besluit=besluit)


def _neem(uren: str, *, slug: str = "bedrijfsvoering", maand: date = JAN):
    aanvraag = aanvraag_in(S.GEPRIORITEERD, ogon=ogon(slug))
    beslag.reserveer(aanvraag, {team().pk: {maand: D(uren)}}, by=iemand(Rol.VOORZITTER, ogon=ogon(slug)))
    return aanvraag


def test_a_horizon_is_the_twelve_months_of_the_year_of_the_cycle():
    maanden = horizon(Cyclus(ogon=ogon(), jaar=2027))
    assert (maanden[0], maanden[-1], len(maanden)) == (JAN, date(2027, 12, 1), 12)


def test_every_term_stands_on_its_rows_and_lapsed_rows_count_for_nothing():
    uren_van(team(), JAN, bruto=120, verlof=20, dvo=30, buffer=10)
    uren_van(team(), JAN, bruto=40, omschrijving="Inhuur")
    uren_van(team(), JAN, bruto=999, omschrijving="Vergissing", vervallen=True)
    _neem("12.25")

    stap = waterval([team()], [JAN, FEB])[team().pk]

    assert stap[JAN] == Waterval(D(160), D(20), D(30), D("12.25"), D(10))
    assert stap[JAN].vrij == D("87.75")
    assert stap[FEB] == Waterval()


def test_an_undivided_team_is_free_for_every_ogon_and_planning_anew_gives_back_the_own_hours():
    uren_van(team(), JAN, bruto=100)
    eigen, ander = _neem("30"), _neem("20", slug="buurt")

    def vrij(**keuze):
        return vrij_voor(ogon(), [JAN], **keuze)[team().pk][JAN]

    assert vrij() == 50
    assert vrij(zonder_eigen=True) == 80
    assert vrij(zonder=[eigen.pk]) == 80
    assert vrij(zonder=[eigen.pk, ander.pk]) == 100


def test_a_divided_team_gives_each_ogon_its_share_less_what_it_holds_already():
    uren_van(team(), JAN, bruto=120, verlof=20)
    _verdeel({"bedrijfsvoering": "0.6", "buurt": "0.3"})
    _neem("30")

    def vrij(slug, **keuze):
        return vrij_voor(ogon(slug), [JAN], **keuze)[team().pk][JAN]

    assert vrij("bedrijfsvoering") == 30  # 60 % of 100, of which 30 gone
    assert vrij("bedrijfsvoering", zonder_eigen=True) == 60
    assert vrij("buurt") == 30
    assert vrij("burger") == 10  # left out of the division: what it left over


def test_a_share_is_never_more_than_what_is_free_in_fact():
    uren_van(team(), JAN, bruto=100)
    _neem("80", slug="buurt")
    _verdeel({"bedrijfsvoering": "0.5", "buurt": "0.5"})

    assert vrij_voor(ogon(), [JAN])[team().pk][JAN] == 20
    assert vrij_voor(ogon("buurt"), [JAN])[team().pk][JAN] == -30


def test_a_division_of_one_year_leaves_the_next_alone_and_rounds_down():
    december = date(2026, 12, 1)
    uren_van(team(), december, bruto=D("33.33"))
    uren_van(team(), JAN, bruto=D("33.33"))
    _verdeel({"bedrijfsvoering": "0.6", "buurt": "0.4"}, jaar=2026)

    vrij = vrij_voor(ogon(), [december, JAN])[team().pk]

    assert vrij == {december: D("19.99"), JAN: D("33.33")}


@pytest.mark.parametrize("aantal", [1, 5])
def test_reading_takes_the_same_few_queries_for_more_teams_and_months(aantal, django_assert_num_queries):
    maanden = maanden_van(2027)[: aantal * 2]
    for n in range(aantal):
        uren_van(team(f"Team {n}"), maanden[n], bruto=100)
    _neem("10")
    _verdeel({"bedrijfsvoering": "1"})
    eigen = ogon()

    with django_assert_num_queries(9):
        vrij_voor(eigen, maanden, zonder_eigen=True)
