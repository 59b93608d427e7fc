"""Wat er met een werkplan gebeurt, zonder de uren van het team: vullen, wijzigen, herzien, sluiten."""

from datetime import datetime
from decimal import Decimal as D

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from hypothesis import given
from hypothesis import strategies as st

from duoplus import klok, spoor
from duoplus.calc.nederlands import AMSTERDAM
from duoplus.choices import Rol
from duoplus.models import Gebeurtenis
from duoplus.transitions import StapKanNiet, Verouderd
from ogon.actions import werkplan as acties
from ogon.calc.kwartalen import LEEG, per_kwartaal, samen
from ogon.choices import WerkplanStatus as W
from ogon.models import Werkplan, Werkplanstand
from tests.factories import gemeente, iemand, maak, team
from tests.factories.afspraken import dvo_met, werkplan
from tests.maatwerk.conftest import maandag

__all__ = ["maandag"]

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("maandag")]
UREN = (D(10), D(20), D(30), D(40))


@pytest.fixture
def plan(maandag):
    return werkplan()


@pytest.fixture
def manager(maandag):
    return iemand(Rol.TEAMMANAGER)


@given(st.decimals(min_value=0, max_value=99999, places=2))
def test_four_quarters_are_exactly_the_year(uren):
    delen = per_kwartaal(uren)
    assert sum(delen) == uren and max(delen) - min(delen) < D("0.04")
    assert samen([delen, LEEG]) == delen


def test_one_plan_per_team_and_year_by_who_leads_the_team(plan, manager):
    with pytest.raises(StapKanNiet, match="heeft al een werkplan voor 2026"):
        acties.maak(team(), 2026, by=manager)
    with pytest.raises(PermissionDenied):
        acties.maak(team("HRM"), 2026, by=manager)


def test_what_is_signed_fills_the_plan_per_municipality(plan, manager):
    dvo_met("U", producten={"Servicedesk": (1, 1000), "Werkplekbeheer": (1, "100.10")})
    dvo_met("D", producten={"Servicedesk": (1, 800)})
    dvo_met("O", jaar=2027, producten={"Servicedesk": (1, 700)})

    assert acties.vul_uit_dvo(plan, by=manager) == 3

    regels = {str(r): (r.k1, r.k4, r.uren) for r in plan.regels.all()}
    assert regels == {
        "Servicedesk Diemen": (D(200), D(200), D(800)),
        "Servicedesk Uithoorn": (D(250), D(250), D(1000)),
        "Werkplekbeheer Uithoorn": (D("25.02"), D("25.04"), D("100.10")),
    }
    with pytest.raises(StapKanNiet, match="niets te vullen"):
        acties.vul_uit_dvo(plan, by=manager)


def test_a_line_changes_by_who_leads_the_team_and_on_the_version_on_screen(plan, manager):
    regel = acties.zet_regel(plan, by=manager, titel="Overleg", uren=UREN)
    assert regel.uren == 100
    oud = plan.versie - 1
    with pytest.raises(Verouderd):
        acties.zet_regel(plan, by=manager, titel="Anders", uren=UREN, regel=regel, versie=oud)
    with pytest.raises(PermissionDenied):
        acties.zet_regel(plan, by=iemand(Rol.VOORZITTER), titel="Anders", uren=UREN)
    regel.refresh_from_db()
    assert regel.titel == "Overleg"


def test_the_same_product_stands_once_per_municipality(plan, manager):
    dvo_met("U", producten={"Servicedesk": (1, 1000)})
    acties.vul_uit_dvo(plan, by=manager)
    bestaand = plan.regels.get()
    with pytest.raises(StapKanNiet, match="staat al in het werkplan"):
        acties.zet_regel(
            plan, by=manager, titel="Nog eens", uren=UREN, product=bestaand.product,
            organisatie=gemeente("U"),
        )  # fmt: skip
    acties.laat_vervallen(bestaand, by=manager, reden="Dubbel.")
    assert acties.vul_uit_dvo(plan, by=manager) == 1


def _vastgesteld(plan: Werkplan) -> Werkplan:
    """As if it was adopted; that it fits is proven elsewhere."""
    Werkplan.objects.filter(pk=plan.pk).update(status=W.VASTGESTELD)
    plan.refresh_from_db()
    return plan


def test_worked_hours_are_added_and_never_changed(plan, manager):
    regel = acties.zet_regel(plan, by=manager, titel="Overleg", uren=UREN)
    with pytest.raises(StapKanNiet, match="de status is ‘Concept’"):
        acties.werk_bij(regel, by=manager, kwartaal=1, gewerkt=D(5), verwacht=D(0))
    _vastgesteld(plan)
    regel.refresh_from_db()
    acties.werk_bij(regel, by=manager, kwartaal=1, gewerkt=D(5), verwacht=D(3))
    acties.werk_bij(regel, by=manager, kwartaal=1, gewerkt=D(8), verwacht=D(0), toelichting="Klaar.")

    assert [s.gewerkt for s in regel.standen.all()] == [D(8), D(5)]
    assert Werkplan.objects.get().status == W.IN_UITVOERING
    with pytest.raises(IntegrityError, match="liggen vast"), transaction.atomic():
        Werkplanstand.objects.update(gewerkt=0)


def test_a_quarter_to_come_has_no_worked_hours(manager):
    plan = werkplan(jaar=2027)
    regel = acties.zet_regel(plan, by=manager, titel="Overleg", uren=UREN)
    _vastgesteld(plan)
    with pytest.raises(StapKanNiet, match="nog niet begonnen"):
        acties.werk_bij(regel, by=manager, kwartaal=1, gewerkt=D(5), verwacht=D(0))


def test_after_the_year_the_controller_closes_it_for_good(plan, manager):
    acties.zet_regel(plan, by=manager, titel="Overleg", uren=UREN)
    _vastgesteld(plan)
    controller = iemand(Rol.CONCERNCONTROLLER)
    with pytest.raises(StapKanNiet, match="vanaf 1 januari 2027"):
        acties.sluit(plan, by=controller)
    plan.refresh_from_db()
    with klok.op(datetime(2027, 1, 4, 9, tzinfo=AMSTERDAM)):
        acties.sluit(plan, by=controller)
    for rijen, anders in ((plan.regels, {"titel": "X"}), (Werkplan.objects, {"versie": 99})):
        with pytest.raises(IntegrityError, match="liggen vast"), transaction.atomic():
            rijen.update(**anders)


def test_who_drew_it_up_does_not_adopt_it(plan, manager):
    voorzitter = iemand(Rol.VOORZITTER)
    assert voorzitter.has_perm("ogon.vaststellen_werkplan", plan)
    assert not iemand(Rol.VOORZITTER, ogon=None).has_perm("ogon.herzien_werkplan", plan)
    plan.gemaakt_door = voorzitter
    assert not voorzitter.has_perm("ogon.vaststellen_werkplan", plan)
    assert not maak(Rol.CPI).has_perm("ogon.view_werkplan")


def test_every_fact_has_its_sentence(plan, manager):
    regel = acties.zet_regel(plan, by=manager, titel="Overleg", uren=UREN)
    acties.laat_vervallen(regel, by=manager, reden="Niet nodig.")
    zinnen = [spoor.zin(feit) for feit in Gebeurtenis.objects.over(plan).order_by("pk")]
    assert zinnen == [
        "begon het werkplan van I&A voor 2026",
        "wijzigde het werkplan van I&A voor 2026: ‘Overleg’ 100 uur",
        "wijzigde het werkplan van I&A voor 2026: ‘Overleg’ vervalt",
    ]
