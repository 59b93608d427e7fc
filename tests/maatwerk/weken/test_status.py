"""Wat op akkoord wacht, en wat op niemand wacht."""

from datetime import timedelta
from decimal import Decimal as D

import pytest

from duoplus import klok
from duoplus.choices import Rol
from maatwerk.actions import boeken
from maatwerk.choices import Boekingstatus
from maatwerk.models import Boeking, Goedkeuring, Opdracht, Periode
from tests.factories import RoltoewijzingFactory, iemand, team
from tests.factories.lumpsums import kosten, lopende_opdracht, uren

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("maandag")]


@pytest.fixture
def opdracht(maandag) -> Opdracht:
    return lopende_opdracht()


def geschreven(opdracht: Opdracht) -> Boeking:
    """Eight hours as the uitvoerder types them."""
    return boeken.boeken_uren(
        opdracht,
        by=iemand(Rol.UITVOERDER),
        datum=klok.vandaag(),
        team=opdracht.aanvraag.team,
        functiegroep="B",
        uren=D(8),
        omschrijving="Gewerkt",
    )


def status(boeking: Boeking) -> str:
    return Boeking.objects.met_status().get(pk=boeking.pk).status


def test_hours_of_an_uitvoerder_wait_for_the_manager(opdracht):
    boeking = geschreven(opdracht)
    assert status(boeking) == Boekingstatus.INGEDIEND
    assert list(Boeking.objects.niet_goedgekeurd()) == [boeking]

    Goedkeuring.objects.create(boeking=boeking, door=iemand(Rol.TEAMMANAGER))

    assert status(boeking) == Boekingstatus.GOEDGEKEURD
    assert not Boeking.objects.niet_goedgekeurd().exists()


def test_costs_and_what_the_manager_booked_himself_wait_for_nobody(opdracht):
    for boeking in (uren(opdracht, 8), kosten(opdracht, 100)):
        assert status(boeking) == Boekingstatus.GOEDGEKEURD
    assert not Boeking.objects.niet_goedgekeurd().exists()


def test_who_leads_the_team_only_later_did_not_approve_then(opdracht):
    boeking = geschreven(opdracht)
    RoltoewijzingFactory(
        gebruiker=boeking.geboekt_door,
        rol=Rol.TEAMMANAGER,
        team=opdracht.aanvraag.team,
        van=klok.vandaag() + timedelta(days=1),
    )
    assert status(boeking) == Boekingstatus.INGEDIEND


def test_who_leads_another_team_is_no_manager_here(opdracht):
    boeking = geschreven(opdracht)
    RoltoewijzingFactory(gebruiker=boeking.geboekt_door, rol=Rol.TEAMMANAGER, team=team("KCC"))
    assert status(boeking) == Boekingstatus.INGEDIEND


def test_a_reversal_and_what_it_reverses_are_nothing_to_approve(opdracht):
    boeking = geschreven(opdracht)
    terug = boeken.corrigeren_boeking(boeking, by=boeking.geboekt_door, reden="Verkeerde dag")
    assert {status(boeking), status(terug)} == {Boekingstatus.GOEDGEKEURD}
    assert not Boeking.objects.niet_goedgekeurd().exists()


def test_a_closed_month_closes_its_bookings(opdracht):
    boeking = uren(opdracht)
    Periode.objects.filter(pk=boeking.periode_id).update(
        gesloten_op=klok.nu(), gesloten_door=iemand(Rol.CONCERNCONTROLLER), zegel="0" * 64
    )
    assert status(boeking) == Boekingstatus.GESLOTEN
