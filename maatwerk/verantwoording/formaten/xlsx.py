"""XLSX: een blad per tabel, met echte getallen en datums en onderaan de totalen van het scherm."""

from typing import BinaryIO

from duoplus.reports import xlsx
from maatwerk.verantwoording.formaten.bladen import bladen, controleer_plaats
from maatwerk.verantwoording.formaten.uitgave import Uitgave


def schrijf(uitgave: Uitgave, naar: BinaryIO) -> None:
    """Row by row, in memory that stays the same. Raises ``TeVeelRijen``."""
    controleer_plaats(uitgave.pakket, xlsx.MAX_RIJEN)
    xlsx.schrijf_bladen(bladen(uitgave), naar, titel=uitgave.titel, moment=uitgave.pakket.gemaakt_op)
