"""De opdracht en de pagina’s: wat er op het scherm komt."""

from datetime import date
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError
from django.urls import reverse

from duoplus.models import Gebruiker
from maatwerk.management.commands.demodata import maak_basis
from maatwerk.models import Aanvraag, RegisterImport

LIJST = Path(__file__).parents[1] / "data" / "maatwerkregister-2026.xlsx"

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def basis(db):
    maak_basis(date(2026, 11, 21))


def draai(*args, **opties):
    uit = StringIO()
    call_command("importeer_register", *args, stdout=uit, **opties)
    return uit.getvalue().splitlines()


@pytest.fixture
def beheerder(client):
    client.force_login(Gebruiker.objects.get(email="beheerder@demo.duoplus.example"))
    return client


def test_the_last_line_counts_and_the_lines_before_say_why():
    regels = draai(LIJST, door="beheerder@demo.duoplus.example")
    assert regels[-1] == "gelezen 32, aangemaakt 30, bijgewerkt 0, apart gezet 2"
    assert regels[0] == ("Maatwerk 2026, rij 40 (apart gezet): Dubbel met rij 15: hetzelfde nummer MW26-017.")
    assert RegisterImport.objects.get().door.email == "beheerder@demo.duoplus.example"


def test_a_trial_keeps_nothing_and_says_so():
    regels = draai(LIJST, proef=True)
    assert regels[-2:] == [
        "Dit was een proef: er is niets bewaard.",
        "gelezen 32, aangemaakt 30, bijgewerkt 0, apart gezet 2",
    ]
    assert not Aanvraag.objects.exists()
    assert not RegisterImport.objects.exists()


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


def test_the_pages_show_what_was_set_apart_and_why(beheerder):
    draai(LIJST)
    lijst = beheerder.get(reverse("maatwerk:importen"))
    assert "maatwerkregister-2026.xlsx" in lijst.content.decode()
    verslag = reverse("maatwerk:importverslag", args=[RegisterImport.objects.get().pk])
    apart = beheerder.get(verslag).content.decode()
    assert "Dubbel met rij 15" in apart
    assert "Amstelveen" in apart
    assert "MW26-001" in beheerder.get(verslag, {"toon": "overgenomen"}).content.decode()
    overgeslagen = beheerder.get(verslag, {"toon": "overgeslagen"}).content.decode()
    assert "Subtotaal Bedrijfsvoering" in overgeslagen
    assert "oud (niet gebruiken)" in overgeslagen


def test_the_empty_state_says_what_will_be_here(beheerder):
    assert "Nog geen lijst ingelezen" in beheerder.get(reverse("maatwerk:importen")).content.decode()


def test_for_others_the_pages_do_not_exist(client):
    draai(LIJST)
    client.force_login(Gebruiker.objects.get(email="teammanager.ia@demo.duoplus.example"))
    assert client.get(reverse("maatwerk:importen")).status_code == 404
    verslag = reverse("maatwerk:importverslag", args=[RegisterImport.objects.get().pk])
    assert client.get(verslag).status_code == 404


def test_the_number_of_queries_does_not_grow(beheerder, django_assert_max_num_queries):
    draai(LIJST)
    verslag = reverse("maatwerk:importverslag", args=[RegisterImport.objects.get().pk])
    with django_assert_max_num_queries(12):
        beheerder.get(verslag, {"toon": "overgenomen"})
    for _ in range(4):
        draai(LIJST)
    with django_assert_max_num_queries(12):
        beheerder.get(reverse("maatwerk:importen"))
