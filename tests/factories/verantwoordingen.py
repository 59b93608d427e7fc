"""Een jaar dat klaar is om te verantwoorden: begroot, geboekt, gerubriceerd en maand voor maand dicht."""

from datetime import date
from decimal import Decimal
from typing import Any

from duoplus import klok
from duoplus.choices import Rol
from maatwerk.models import Opdracht, Periode, Verantwoording
from maatwerk.verantwoording import samenstellen
from maatwerk.verantwoording.pakket import Pakket
from tests.factories.lumpsums import kosten, lopende_opdracht, lumpsum, uren
from tests.factories.mensen import iemand


def sluit(jaar: int, tot_en_met: int = 12) -> None:
    """Close these months; only that they are closed matters here, not what was frozen."""
    for nummer in range(1, tot_en_met + 1):
        maand = Periode.van(date(jaar, nummer, 1))
        if maand.is_open:
            maand.gesloten_op, maand.gesloten_door = klok.nu(), iemand(Rol.CONCERNCONTROLLER)
            maand.zegel = "0" * 64
            maand.save()


def rubriceer(*opdrachten: Opdracht) -> None:
    for opdracht in opdrachten:
        opdracht.taakveld, opdracht.i_s = "0.4", "S"
        opdracht.save(update_fields=["taakveld", "i_s"])


def goed_jaar() -> tuple[Opdracht, Opdracht]:
    """One assignment of Uithoorn and one of all three, with hours, costs and cents to round."""
    jaar = klok.vandaag().year
    for letter, euro in {"D": 90_000, "U": 110_000, "O": 75_000}.items():
        lumpsum(letter, jaar, begroting=euro, voorschotten=True)
    alleen, samen = lopende_opdracht("U"), lopende_opdracht("DUO")
    rubriceer(alleen, samen)
    uren(alleen, Decimal("7.25"))
    uren(samen, Decimal("3.75"))
    kosten(samen, "100.01")
    return alleen, samen


def pakket(**velden: Any) -> Pakket:
    jaar = klok.vandaag().year
    return samenstellen.pakket(jaar, **{"peildatum": date(jaar, 12, 31)} | velden)


def verantwoording(**velden: Any) -> Verantwoording:
    """Unsaved, of the whole year."""
    jaar = klok.vandaag().year
    vast = {"jaar": jaar, "soort": "jaarrekening", "peildatum": date(jaar, 12, 31)}
    return Verantwoording(opgesteld_door=iemand(Rol.CONCERNCONTROLLER), **vast | velden)
