"""De opdracht: wat er op het scherm komt, en wat er blijft."""

from datetime import date
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError

from duoplus.models import Inlezing
from maatwerk.management.commands.demodata import maak_basis
from maatwerk.models import Aanvraag

LIJST = Path(__file__).parents[1] / "data" / "maatwerkregister-2026.xlsx"

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def basis(db, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    maak_basis(date(2026, 11, 21))


def draai(*args, **opties):
    uit = StringIO()
    call_command("importeer_register", *args, stdout=uit, **opties)
    return uit.getvalue().splitlines()


def test_the_last_line_counts_and_the_lines_before_say_why():
    regels = draai(LIJST, door="beheerder@demo.duoplus.example")
    assert regels[-1] == "gelezen 32, aangemaakt 30, bijgewerkt 0, apart gezet 2"
    assert regels[0] == ("Maatwerk 2026, rij 40 (apart gezet): Dubbel met rij 15: hetzelfde nummer MW26-017.")
    assert Inlezing.objects.get().door.email == "beheerder@demo.duoplus.example"


def test_a_trial_keeps_nothing_and_says_so():
    regels = draai(LIJST, proef=True)
    assert regels[-2:] == [
        "Dit was een proef: er is niets bewaard.",
        "gelezen 32, aangemaakt 30, bijgewerkt 0, apart gezet 2",
    ]
    assert not Aanvraag.objects.exists()
    assert not Inlezing.objects.exists()


@pytest.mark.parametrize(
    ("bestand", "opties", "zin"),
    [
        ("nergens.xlsx", {}, "niet te openen"),
        (Path(__file__), {}, "geen aanvragen|csv"),
        (LIJST, {"door": "niemand@example.org"}, "geen gebruiker"),
        (LIJST, {"door": "accountant@demo.duoplus.example"}, "mag geen lijst inlezen"),
    ],
)
def test_what_is_wrong_with_the_file_or_the_person_is_one_sentence(bestand, opties, zin):
    with pytest.raises(CommandError, match=zin):
        draai(bestand, **opties)


def test_a_second_time_makes_nothing_twice():
    draai(LIJST)
    assert draai(LIJST)[-1] == "gelezen 32, aangemaakt 0, bijgewerkt 0, apart gezet 2"


def test_a_trial_leaves_no_file_behind(settings):
    draai(LIJST, proef=True)
    assert not [pad for pad in Path(settings.MEDIA_ROOT, "inlezen").rglob("*") if pad.is_file()]
