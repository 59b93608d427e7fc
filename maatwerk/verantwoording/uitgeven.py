"""Een pakket als bestanden: om te bewaren bij een definitieve verantwoording, of om zo mee te nemen.

maak_bestanden(verantwoording)       every format, with its SHA-256, not yet saved
schrijf(pakket, "xlsx", bestand)     one format
"""

import hashlib
from dataclasses import replace
from io import BytesIO
from typing import BinaryIO

from django.db import connection

from duoplus.exports import een_moment
from duoplus.reports import TeVeelRijen
from maatwerk.choices import VerantwoordingStatus
from maatwerk.models import Verantwoording, Verantwoordingsbestand
from maatwerk.verantwoording.formaten import FORMATEN
from maatwerk.verantwoording.formaten.uitgave import Uitgave
from maatwerk.verantwoording.pakket import Pakket
from maatwerk.verantwoording.samenstellen import pakket_van

LANGST = "10min"  # what a million rows may take the database


def maak_bestanden(verantwoording: Verantwoording) -> list[Verantwoordingsbestand]:
    """As definite: every format that has room for all rows; PDF and CSV always have.

    Raises ``NietVanEenMoment``.
    """
    with een_moment():
        neem_de_tijd()
        uitgave = Uitgave(replace(pakket_van(verantwoording), status=VerantwoordingStatus.DEFINITIEF))
        gemaakt = [_bestand(verantwoording, uitgave, formaat) for formaat in FORMATEN]
    return [bestand for bestand in gemaakt if bestand is not None]


def _bestand(verantwoording: Verantwoording, uitgave: Uitgave, formaat: str) -> Verantwoordingsbestand | None:
    buffer = BytesIO()
    try:
        FORMATEN[formaat].schrijf(uitgave, buffer)
    except TeVeelRijen:
        return None
    inhoud = buffer.getvalue()
    return Verantwoordingsbestand(
        verantwoording=verantwoording,
        naam=bestandsnaam(verantwoording.nummer, formaat),
        formaat=formaat,
        inhoud=inhoud,
        sha256=hashlib.sha256(inhoud).hexdigest(),
    )


def schrijf(pakket: Pakket, formaat: str, naar: BinaryIO) -> None:
    """Write one format. Raises ``TeVeelRijen`` or ``NietVanEenMoment``, each with a sentence."""
    FORMATEN[formaat].schrijf(Uitgave(pakket), naar)


def bestandsnaam(naam: str, formaat: str) -> str:
    """'VW-2026-0001.xlsx'; of CSV 'VW-2026-0001-csv.zip', with a file per table."""
    return f"{naam}{FORMATEN[formaat].achtervoegsel}"


def neem_de_tijd() -> None:
    """In this transaction one statement may take longer than on a page."""
    with connection.cursor() as cursor:
        cursor.execute(f"SET LOCAL statement_timeout = '{LANGST}'")
