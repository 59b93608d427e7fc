"""Weken tegelijk: wie samen aan dezelfde opdrachten werkt, wacht op elkaar en nooit voor eeuwig."""

from collections import Counter
from decimal import Decimal as D

import pytest
from django.db import connection

from duoplus import klok
from duoplus.choices import Rol
from duoplus.models import Gebruiker
from maatwerk.actions import weken
from maatwerk.models import Boeking, Goedkeuring, Opdracht
from maatwerk.weken import akkoord
from maatwerk.weken.dagen import maandag_van
from maatwerk.weken.week import Sleutel, lees
from tests.factories import iemand, maak
from tests.factories.lumpsums import lopende_opdracht
from tests.maatwerk.test_gelijktijdig import tegelijk

pytestmark = pytest.mark.usefixtures("eigen_database")


def dien_in(wie: Gebruiker, opdrachten: list[Opdracht], uren: str) -> str:
    """Hours of today on all of these; the version is read first, as a screen does.

    Longer than a page waits for a lock, for this machine may be busy: a deadlock shows all the same.
    """
    with connection.cursor() as cursor:
        cursor.execute("SET lock_timeout = '90s'; SET statement_timeout = '120s'")
    vandaag = klok.vandaag()
    rijen = [Sleutel(opdracht.pk, "B") for opdracht in opdrachten]
    versie = lees(wie, maandag_van(vandaag)).versie
    getypt = {(rij, vandaag): uren for rij in rijen}
    weken.indienen(wie, maandag_van(vandaag), getypt, versie=versie, ook=rijen)
    return "klaar"


def test_weeks_on_the_same_work_at_once_add_up_and_never_deadlock():
    opdrachten = [lopende_opdracht(titel=f"Werk {nr}") for nr in range(3)]
    mensen = [maak(Rol.UITVOERDER, naam=f"Collega {nr}") for nr in range(6)]
    for opdracht in opdrachten:
        opdracht.uitvoerders.add(*mensen)

    for ronde in ("2", "3"):  # the second time every cell is reversed and booked anew
        antwoorden = tegelijk(
            [
                lambda wie=wie, nr=nr, uren=ronde: dien_in(
                    Gebruiker.objects.get(pk=wie.pk), opdrachten[:: 1 if nr % 2 else -1], uren
                )
                for nr, wie in enumerate(mensen)
            ]
        )
        assert antwoorden == ["klaar"] * 6

    assert [opdracht.verbruik()["uren"] for opdracht in opdrachten] == [D(18)] * 3
    assert Boeking.objects.count() == 3 * 6 * 3


def test_one_week_handed_in_twice_at_once_books_once():
    opdracht, ik = lopende_opdracht(), iemand(Rol.UITVOERDER)
    antwoorden = tegelijk(
        [lambda: dien_in(Gebruiker.objects.get(pk=ik.pk), [opdracht], "8") for _ in range(4)]
    )
    assert Counter(type(a).__name__ for a in antwoorden)["str"] >= 1
    assert {type(a).__name__ for a in antwoorden} <= {"str", "Verouderd"}
    assert opdracht.verbruik()["uren"] == D(8)

    manager = iemand(Rol.TEAMMANAGER)
    wachtend = list(akkoord.voor(manager))
    tegelijk([lambda: weken.goedkeuren(wachtend, by=Gebruiker.objects.get(pk=manager.pk)) for _ in range(4)])
    assert Goedkeuring.objects.count() == 1
