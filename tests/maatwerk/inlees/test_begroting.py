"""De begroting inlezen: per gemeente en taakveld, met wijzigingen en voorschotten."""

from decimal import Decimal

import pytest

from duoplus.choices import Rijstand
from maatwerk.inlees.begroting import BEGROTING
from maatwerk.models import Begrotingsregel, Lumpsum

KOP = "Gemeente;Soort;Datum;Document;Taakveld;I/S;Bedrag"
GOED = "Diemen;primitief;06-11-2025;Programmabegroting 2026;0.10;S;54.000,00"
VOORSCHOT = "Diemen;voorschot K2;15-04-2026;Nota voorschot K2;;;22.500,00"

pytestmark = pytest.mark.django_db


def test_amounts_are_of_the_lumpsum_of_the_year_of_the_file(lees):
    assert lees(BEGROTING, KOP, GOED, VOORSCHOT, naam="begroting-2026.csv").aangemaakt == 2
    lumpsum = Lumpsum.objects.get(organisatie__letter="D", jaar=2026)
    begroot, voorschot = lumpsum.regels.order_by("datum")
    assert (begroot.taakveld, begroot.i_s, begroot.bedrag) == ("0.10", "S", Decimal(54_000))
    assert (voorschot.kwartaal, voorschot.taakveld) == (2, "")
    assert begroot.bron.bestandsnaam == "begroting-2026.csv"


@pytest.mark.parametrize(
    ("regel", "zin"),
    [
        (GOED.replace("Diemen", "Amstelveen"), "Amstelveen"),
        (GOED.replace("primitief", "definitief"), "geen soort"),
        (GOED.replace("0.10", "9.99"), "bestaat geen taakveld 9.99"),
        (GOED.replace(";S;", ";;"), "noemt het taakveld en I of S"),
        (GOED.replace("54.000,00", "-54.000,00"), "boven € 0"),
        (GOED.replace("54.000,00", ""), "geen bedrag"),
        (GOED.replace("06-11-2025", "06-11-2021"), "Kies een dag in 2026"),
        (VOORSCHOT, "heeft al een voorschot"),
    ],
)
def test_an_amount_that_cannot_stand_waits(lees, regel, zin):
    inlezing = lees(BEGROTING, KOP, VOORSCHOT.replace("Nota", "Brief"), regel)
    assert (inlezing.aangemaakt, inlezing.apart_gezet) == (1, 1)
    assert zin in " ".join(inlezing.rijen.get(stand=Rijstand.FOUT).zinnen).replace("\N{NO-BREAK SPACE}", " ")


def test_without_a_year_every_line_waits_for_the_choice(lees):
    assert lees(BEGROTING, KOP, GOED, naam="begroting.csv").apart_gezet == 1
    assert lees(BEGROTING, KOP, GOED, naam="begroting.csv", jaar="2026").aangemaakt == 1
    assert Begrotingsregel.objects.count() == 1
