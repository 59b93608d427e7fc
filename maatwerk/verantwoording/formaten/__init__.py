"""De soorten bestand van een pakket, alle uit dezelfde gegevens: zelfde rijen, volgorde en totalen."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import BinaryIO

from maatwerk.verantwoording.formaten import csv, ods, pdf, xlsx
from maatwerk.verantwoording.formaten.uitgave import Uitgave


@dataclass(frozen=True)
class Formaat:
    """``schrijf`` raises ``TeVeelRijen`` before it writes what the format has no room for."""

    mime: str
    achtervoegsel: str
    schrijf: Callable[[Uitgave, BinaryIO], None]


# CSV first: what it writes also counts and hashes the tables, and the other files state that.
FORMATEN = {
    "csv": Formaat("application/zip", "-csv.zip", csv.schrijf),
    "xlsx": Formaat(
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", ".xlsx", xlsx.schrijf
    ),
    "ods": Formaat("application/vnd.oasis.opendocument.spreadsheet", ".ods", ods.schrijf),
    "pdf": Formaat("application/pdf", ".pdf", pdf.schrijf),
}
