"""Twee mensen tegelijk aan één volgorde: één besluit, en wie te laat is krijgt een zin."""

import pytest

from duoplus.choices import BesluitSoort, Rol
from duoplus.models import Besluit
from duoplus.transitions import StapKanNiet, Verouderd
from maatwerk.actions.ronde import verplaats
from maatwerk.actions.standpunten import geef_standpunt, voorleggen
from maatwerk.actions.vaststellen import vaststellen
from maatwerk.choices import RondeStatus
from maatwerk.models import Mutatie, Ronde
from ogon.actions.cyclus import naar_fase
from ogon.choices import Fase
from tests.factories import gemeente, iemand, maak
from tests.factories.rondes import geef_uren, kandidaat, ronde_met, titels
from tests.maatwerk.test_gelijktijdig import tegelijk

pytestmark = pytest.mark.usefixtures("eigen_database")


@pytest.fixture
def ronde():
    geef_uren("I&A", 250)
    return ronde_met(*(kandidaat(titel, {"I&A": 100}) for titel in "ABC"))


def vers(ronde):
    return Ronde.objects.get(pk=ronde.pk)


def test_two_chairs_adopt_at_once_and_there_is_one_decision(ronde):
    voorzitter = iemand(Rol.VOORZITTER)
    tweede = maak(Rol.VOORZITTER, ogon=ronde.cyclus.ogon)
    voorleggen(ronde, by=voorzitter)
    for letter in "DUO":
        wie = iemand(Rol.OPDRACHTGEVER, organisatie=gemeente(letter))
        geef_standpunt(ronde, gemeente(letter), soort="akkoord", by=wie)
    naar_fase(ronde.cyclus, Fase.VASTSTELLEN, by=voorzitter)

    antwoorden = tegelijk([lambda wie=wie: vaststellen(vers(ronde), by=wie) for wie in (voorzitter, tweede)])

    assert sorted(type(antwoord).__name__ for antwoord in antwoorden) == ["Ronde", "StapKanNiet"]
    assert "De volgorde is al vastgesteld." in [str(antwoord) for antwoord in antwoorden]
    assert Besluit.objects.filter(soort=BesluitSoort.VASTSTELLEN).count() == 1
    assert Mutatie.objects.count() == 2  # reserved once for each of the two that fit


@pytest.mark.parametrize("keer", range(3))
def test_a_move_and_putting_forward_at_once_one_wins_and_the_other_gets_a_sentence(ronde, keer):
    voorzitter, u = iemand(Rol.VOORZITTER), iemand(Rol.OPDRACHTGEVER, organisatie=gemeente("U"))
    laatste, versie = ronde.plaatsen.get(plaats=3).aanvraag, ronde.versie

    zet, voorgelegd = tegelijk(
        [
            lambda: verplaats(vers(ronde), laatste, plaats=1, by=u, reden="Eerst.", versie=versie),
            lambda: voorleggen(vers(ronde), by=voorzitter, versie=versie),
        ]
    )

    if isinstance(voorgelegd, Verouderd):
        assert titels(ronde) == "C A B"
        assert vers(ronde).status == RondeStatus.RANGSCHIKKEN
    else:
        assert isinstance(zet, StapKanNiet)
        assert str(zet) == "De volgorde ligt voor. Neem haar eerst terug als er iets moet veranderen."
        assert titels(ronde) == "A B C"
        assert vers(ronde).status == RondeStatus.VOORGELEGD


def test_the_last_two_positions_at_once_open_them_all(ronde):
    voorleggen(ronde, by=iemand(Rol.VOORZITTER))
    mensen = {letter: iemand(Rol.OPDRACHTGEVER, organisatie=gemeente(letter)) for letter in "DUO"}

    def geef(letter):
        return geef_standpunt(vers(ronde), gemeente(letter), soort="akkoord", by=mensen[letter])

    antwoorden = tegelijk([lambda letter=letter: geef(letter) for letter in mensen])
    assert [type(antwoord).__name__ for antwoord in antwoorden] == ["Standpunt"] * 3
