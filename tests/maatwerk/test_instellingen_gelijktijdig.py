"""Instellingen tegelijk wijzigen: echte commits, en toch maar één die wint."""

from collections import Counter
from datetime import timedelta
from decimal import Decimal

import pytest

from duoplus import instellingen, klok
from duoplus.actions.instellingen import vaststellen, voer_uit
from duoplus.choices import Rol
from duoplus.instellingen import BEEINDIGEN, OPVOLGEN
from duoplus.models import Gebruiker
from maatwerk.models import Tarief
from tests.factories import iemand, maak
from tests.factories.geld import geldzaken
from tests.maatwerk.test_gelijktijdig import tegelijk

pytestmark = pytest.mark.usefixtures("eigen_database")


def test_two_who_end_each_other_leave_one_beheerder():
    mensen = [maak(Rol.BEHEERDER), maak(Rol.BEHEERDER)]

    def beeindig(door: Gebruiker, van: Gebruiker) -> None:
        rol, vers = van.toewijzingen.get(), Gebruiker.objects.get(pk=door.pk)
        waarden = {"tot": klok.vandaag()}
        voer_uit(instellingen.onderdeel("rollen"), BEEINDIGEN, rol, by=vers, waarden=waarden, reden="Weg.")

    antwoorden = tegelijk([lambda: beeindig(*mensen), lambda: beeindig(*reversed(mensen))])

    assert Counter(type(a).__name__ for a in antwoorden) == {"NoneType": 1, "StapKanNiet": 1}
    morgen = klok.vandaag() + timedelta(days=1)
    assert Gebruiker.objects.met_rol(Rol.BEHEERDER, dag=morgen).count() == 1


def test_two_who_decide_at_once_change_the_tariff_once():
    geldzaken()
    waarden = {"naam": "Nieuw", "bedrag": Decimal(92), "van": klok.vandaag() + timedelta(days=9)}
    deel, tarief = instellingen.onderdeel("tarieven"), Tarief.objects.get(functiegroep="B")
    directie = [maak(Rol.DIRECTIEBERAAD), maak(Rol.DIRECTIEBERAAD)]
    controller = iemand(Rol.CONCERNCONTROLLER)
    voorstel = voer_uit(deel, OPVOLGEN, tarief, by=controller, waarden=waarden, reden="Cao.")

    antwoorden = tegelijk([lambda d=d: vaststellen(voorstel, by=d) for d in directie])

    assert Counter(type(a).__name__ for a in antwoorden) == {"Tarief": 1, "StapKanNiet": 1}
    assert Tarief.objects.filter(functiegroep="B").count() == 2
