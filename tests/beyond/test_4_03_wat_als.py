"""4.3 Wat als: een volgorde proberen die de beloften noemt die zij breekt, zonder iets te veranderen."""

import hashlib
from datetime import date
from decimal import Decimal

import pytest
from django.apps import apps
from django.core.serializers import serialize

from duoplus.choices import BesluitSoort, Rol
from duoplus.models import Besluit
from maatwerk.actions import scenario as acties
from maatwerk.choices import AanvraagStatus as S
from maatwerk.choices import AfspraakSoort
from maatwerk.models import Aanvraag, Scenario
from maatwerk.planning.plan import lees_plan
from maatwerk.planning.scenario import reken
from ogon.choices import CapaciteitSoort, Fase
from ogon.models import Capaciteitsregel
from tests.factories import iemand, ogon, team
from tests.factories.plannen import honderd_per_maand, plan_van
from tests.factories.rondes import cyclus_in, geef_uren

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("maandag")]

JAN, FEB, MRT, APR = date(2027, 1, 29), date(2027, 2, 26), date(2027, 3, 31), date(2027, 4, 30)


@pytest.fixture
def lijst():
    """I&A has 100 free hours in January to April 2027: 80 + 20 | 40 + 60 | 100 | 50."""
    honderd_per_maand(1, 2, 3, 4)
    aanvragen = plan_van(("A", 80, JAN), ("B", 60, FEB), ("C", 60, FEB), ("E", 100, MRT), ("F", 50, APR))
    aanvragen["F"].ramingen.update(vroegste_start=date(2027, 4, 1))
    return aanvragen


@pytest.fixture
def voorzitter():
    return iemand(Rol.VOORZITTER)


@pytest.fixture
def scenario(lijst, voorzitter):
    return acties.maak(ogon(), naam="Spoedklus", by=voorzitter)


def spoed(plaats=1, uren="120"):
    return {"soort": "toevoegen", "titel": "X", "uren": {str(team().pk): uren}, "plaats": plaats}


def uitkomst(scenario):
    return reken(lees_plan(scenario.ogon), scenario.wijzigingen)


def rijen(scenario):
    """Title, promise, end now, end then, working days from the promise."""
    verschuivingen = [(r.regel.titel, r.verschuiving) for r in uitkomst(scenario).regels]
    return [(titel, v.beloofd, v.nu, v.straks, v.werkdagen) for titel, v in verschuivingen]


def test_120_hours_on_top_slip_exactly_as_worked_out_by_hand(scenario, voorzitter):
    """Without X: A Jan 80. B Jan 20 + Feb 40. C Feb 60. E Mar 100. F, from April, Apr 50.

    With X on top: X Jan 100 + Feb 20. A Feb 80. B Mar 60. C Mar 40 + Apr 20. E Apr 80, 20 short. F 50 short.
    Asked 120 + 80 + 60 + 60 + 100 + 50 = 470 of 400 hours, so 70 = 20 + 50 is short.
    Working days from the promise:
    A 29 Jan to 26 Feb: February has 20 weekdays and no holiday: 20.
    B 26 Feb to 31 Mar: 23 weekdays in March, less Goede Vrijdag (26th) and Tweede Paasdag (29th): 21.
    C 26 Feb to 30 Apr: 21, and the 22 weekdays of April less Koningsdag (Tuesday the 27th): 42.
    """
    acties.wijzig(scenario, spoed(), by=voorzitter)
    assert rijen(scenario) == [
        ("X", None, None, FEB, None),
        ("A", JAN, JAN, FEB, 20),
        ("B", FEB, FEB, MRT, 21),
        ("C", FEB, FEB, APR, 42),
        ("E", MRT, MRT, None, None),
        ("F", APR, APR, None, None),
    ]
    resultaat = uitkomst(scenario)
    assert [r.regel.titel for r in resultaat.breekt] == ["A", "B", "C"]
    assert [(r.regel.titel, r.verschuiving.tekort) for r in resultaat.past_niet] == [
        ("E", {team().pk: 20}),
        ("F", {team().pk: 50}),
    ]
    # Used now 350, then 400: of the 120 asked, 50 find a place and 70 do not.
    (ict,) = resultaat.teams
    assert (str(ict.team), ict.vraag, ict.ruimte, ict.tekort_nu, ict.tekort) == ("I&A", 50, 0, 0, 70)


def test_the_same_input_twice_is_the_same_report_to_the_byte(scenario, voorzitter):
    acties.wijzig(scenario, spoed(), by=voorzitter)
    eerste, tweede = uitkomst(scenario).verslag(), uitkomst(Scenario.objects.get(pk=scenario.pk)).verslag()
    assert eerste == tweede
    assert b'"werkdagen": 42' in eerste


def test_every_live_row_is_the_same_before_and_after(lijst, voorzitter):
    """The hash of every row of every table, but for the scenario itself; once thrown away of that too."""
    kaal = _hash(met_scenario=True)
    scenario = acties.maak(ogon(), naam="Spoedklus", by=voorzitter)
    met_rij = _hash(met_scenario=False)
    acties.wijzig(scenario, spoed(), by=voorzitter)
    acties.wijzig(scenario, {"soort": "weghalen", "aanvraag": lijst["B"].sleutel}, by=voorzitter)
    acties.deel(scenario, by=voorzitter)
    uitkomst(scenario).verslag()
    assert _hash(met_scenario=False) == met_rij
    acties.gooi_weg(scenario, by=voorzitter)
    assert _hash(met_scenario=True) == kaal


def _hash(*, met_scenario):
    som = hashlib.sha256()
    for model in sorted(apps.get_models(), key=lambda model: model._meta.label):
        if met_scenario or model is not Scenario:
            som.update(serialize("json", model._base_manager.order_by("pk")).encode())
    return som.hexdigest()


def test_dropping_frees_hours_and_brings_others_forward(scenario, lijst, voorzitter):
    """Without A: B Jan 60. C Jan 40 + Feb 20. E Feb 80 + Mar 20. 29 January is 20 days before 26 February."""
    acties.wijzig(scenario, {"soort": "weghalen", "aanvraag": lijst["A"].sleutel}, by=voorzitter)
    assert [(titel, straks, dagen) for titel, _, _, straks, dagen in rijen(scenario)] == [
        ("B", JAN, -20),
        ("C", FEB, 0),
        ("E", MRT, 0),
        ("F", APR, 0),
        ("A", None, None),
    ]
    (ict,) = uitkomst(scenario).teams
    assert ict.vraag == -80


def test_hours_taken_from_dvo_work_name_the_norm_that_breaks(scenario, voorzitter):
    """70 hours short with X; 80 hours of the help desk in April make room for all of it."""
    april = date(2027, 4, 1)
    norm = Capaciteitsregel.objects.create(
        team=team(), maand=april, soort=CapaciteitSoort.DVO, omschrijving="Helpdesk", uren=Decimal(120),
        bron="DVO 2027", ingevoerd_door=voorzitter,
    )  # fmt: skip
    geef_uren("I&A", 120, maand=april)  # so that 100 are free again
    acties.wijzig(scenario, spoed(), by=voorzitter)
    erbij = {"soort": "capaciteit", "team": team().pk, "maand": "2027-04-01", "uren": "80", "regel": norm.pk}
    acties.wijzig(scenario, erbij, by=voorzitter)
    resultaat = uitkomst(scenario)
    assert [(n.regel.omschrijving, n.norm, n.over) for n in resultaat.normen] == [("Helpdesk", 120, 40)]
    assert [r.regel.titel for r in resultaat.past_niet] == []
    # E: Apr 100, promised 31 March, so the 21 working days of April. F: Apr 50, in time.
    assert rijen(scenario)[-2:] == [("E", MRT, MRT, APR, 21), ("F", APR, APR, APR, 0)]


def test_adopting_is_one_decision_that_keeps_the_old_promise_beside_the_new(lijst, voorzitter):
    """C to the top: C Jan 60. A Jan 40 + Feb 40. B Feb 60. E and F stay, so only A slips: 20 days."""
    cyclus_in(Fase.UITVOEREN, jaar=2026)
    scenario = acties.maak(ogon(), naam="C eerst", by=voorzitter)
    acties.wijzig(
        scenario, {"soort": "verplaats", "aanvraag": lijst["C"].sleutel, "plaats": 1}, by=voorzitter
    )
    voor = uitkomst(scenario)
    besluit = acties.overnemen(
        scenario,
        by=voorzitter,
        reden="De raad wil C eerder.",
        oorzaken={lijst["A"].sleutel: ("gemeente", "De raad van Uithoorn vroeg dit.")},
        vingerafdruk=voor.plan.vingerafdruk,
        versie=scenario.versie,
    )

    versies = lijst["A"].afspraken.filter(soort=AfspraakSoort.TIJDIGHEID).order_by("versie")
    assert [(a.versie, a.datum, a.oorzaak, a.oorzaak_toelichting) for a in versies] == [
        (1, JAN, "eerste", ""),
        (2, FEB, "gemeente", "De raad van Uithoorn vroeg dit."),
    ]
    assert all(lijst[titel].afspraken.count() == 1 for titel in "BCEF")
    volgorde = Aanvraag.objects.filter(status=S.GEPRIORITEERD).order_by("plaats")
    assert [a.titel for a in volgorde] == ["C", "A", "B", "E", "F"]
    (herprioriteren,) = Besluit.objects.filter(soort=BesluitSoort.HERPRIORITEREN)
    assert besluit == herprioriteren
    regels = {r["titel"]: r for r in besluit.gegevens["verslag"]["regels"]}
    assert (regels["A"]["beloofd"], regels["A"]["straks"]) == ("2027-01-29", "2027-02-26")
    assert (regels["C"]["plaats_nu"], regels["C"]["plaats_straks"]) == (3, 1)
    nu = lees_plan(ogon())
    assert [r.titel for r in nu.regels] == ["C", "A", "B", "E", "F"]
    assert nu.planningen == voor.planningen
