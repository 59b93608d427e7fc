"""De lege set: alles wat er moet staan voordat de eerste aanvraag komt."""

from datetime import date
from io import StringIO

import pytest
from django.core.management import call_command

from duoplus.models import Gebruiker, Gremium, Organisatie, Roltoewijzing, Team, Vergadering
from maatwerk.demo import geld
from maatwerk.models import Aanvraag, Tarief, Verdeelsleutel
from ogon.models import Ogon

PEILDATUM = date(2026, 11, 21)


@pytest.fixture
def leeg(db):
    call_command("demodata", leeg=True, peildatum=PEILDATUM, stdout=StringIO())


def test_organisations_teams_and_bodies_stand_without_a_request(leeg):
    assert list(Organisatie.objects.gemeenten().values_list("letter", flat=True)) == ["D", "U", "O"]
    assert Team.objects.count() == 16
    assert set(Ogon.objects.values_list("slug", flat=True)) == {"bedrijfsvoering", "burger", "buurt"}
    assert Gremium.objects.count() == 7
    assert not Aanvraag.objects.exists()


def test_diemen_takes_part_in_bedrijfsvoering_only(leeg):
    mee = {ogon.kort: [g.letter for g in ogon.gemeenten(PEILDATUM)] for ogon in Ogon.objects.all()}
    assert mee == {"Bedrijfsvoering": ["D", "U", "O"], "Burger": ["U", "O"], "Buurt": ["U", "O"]}


def test_making_it_twice_changes_nothing(leeg):
    tellers = [m.objects.count() for m in (Organisatie, Gebruiker, Roltoewijzing, Vergadering, Tarief)]
    call_command("demodata", leeg=True, stdout=StringIO())
    assert tellers == [
        m.objects.count() for m in (Organisatie, Gebruiker, Roltoewijzing, Vergadering, Tarief)
    ]


def test_tariffs_and_keys_hold_from_2026_on_and_are_set_by_two_people(leeg):
    assert Tarief.objects.per_functiegroep(date(2026, 1, 1)) == Tarief.objects.per_functiegroep(PEILDATUM)
    assert Tarief.objects.per_functiegroep(PEILDATUM)["BU"] == 58
    assert Verdeelsleutel.objects.geldig_op(PEILDATUM).count() == len(geld.SLEUTELS)


def test_external_roles_end_and_a_substitute_says_for_whom(leeg):
    extern = Roltoewijzing.objects.filter(organisatie=None, rol__in=["inkoopadviseur", "accountant"])
    assert extern.count() == 2
    assert not extern.filter(tot=None).exists()
    vervanging = Roltoewijzing.objects.filter(vervangt__isnull=False).first()
    assert vervanging.vervangt.gebruiker.email == "opdrachtgever.uithoorn@demo.duoplus.example"


def test_outside_the_demo_nobody_gets_a_password(leeg, settings):
    assert not settings.DEMO
    assert not Gebruiker.objects.get(email="beheerder@demo.duoplus.example").has_usable_password()


def test_the_diagram_of_the_steps_is_printed():
    uit = StringIO()
    call_command("show_transitions", stdout=uit)
    assert "concept --> ingediend: Aanvraag indienen" in uit.getvalue()
