"""Dezelfde CSV als ``duoplus.reports.csv``, maar geschreven door de database zelf: met COPY.

Many times faster than row by row, because no row becomes a Python object; byte for byte the same file.
"""

from collections.abc import Sequence
from contextlib import suppress
from typing import Any, BinaryIO

from django.core.exceptions import EmptyResultSet
from django.db import connection, models
from django.utils.timezone import get_default_timezone_name

from duoplus.reports import csv
from duoplus.reports.base import Column

BUFFER = 1 << 18


class NaarRegels:
    """COPY hands over one line at a time, ending in LF; ours end in CRLF, like the rest of the file."""

    def __init__(self, naar: BinaryIO) -> None:
        self.naar, self.aantal, self._stuk = naar, 0, bytearray()

    def write(self, regel: bytes) -> None:
        self.aantal += 1
        self._stuk += regel[:-1]
        self._stuk += b"\r\n"
        if len(self._stuk) > BUFFER:
            self.leeg()

    def leeg(self) -> None:
        self.naar.write(self._stuk)
        self._stuk = bytearray()


def schrijf(bevraging: models.QuerySet[Any, Any], kolommen: Sequence[Column], naar: BinaryIO) -> int:
    """Write head and rows, in the order of the query; returns how many rows there are.

    The query gives as its values the columns, in their order.
    """
    naar.write(csv.kop(kolommen))
    regels = NaarRegels(naar)
    with suppress(EmptyResultSet), connection.cursor() as cursor:  # Django knows that there is nothing
        cursor.copy_expert(opdracht(bevraging, kolommen), regels)
    regels.leeg()
    return regels.aantal


def opdracht(bevraging: models.QuerySet[Any, Any], kolommen: Sequence[Column]) -> str:
    """The statement, with the values of the query filled in by the driver."""
    binnen, params = bevraging.query.sql_with_params()
    cellen = ", ".join(CEL[kolom.kind].format(k=f"k{plek}") for plek, kolom in enumerate(kolommen))
    namen = ", ".join(f"k{plek}" for plek in range(len(kolommen)))
    with connection.cursor() as cursor:
        kern = cursor.mogrify(binnen, params).decode()
    kies = f"SELECT {cellen} FROM ({kern}) AS bron({namen})"  # noqa: S608  our own names; values by mogrify
    return f"COPY ({kies}) TO STDOUT (FORMAT csv, DELIMITER ';')"


_FORMULE = csv.FORMULEBEGIN.replace("'", "''")
_TEKST = f"NULLIF(CASE WHEN {{k}}::text ~ '{_FORMULE}' THEN '''' || {{k}}::text ELSE {{k}}::text END, '')"
_GETAL = "replace(round({k}::numeric, 2)::text, '.', ',')"
CEL = {
    "text": _TEKST,
    "hours": _GETAL,
    "money": _GETAL,
    "number": "replace(trim_scale({k}::numeric)::text, '.', ',')",
    "date": "to_char({k}, 'YYYY-MM-DD')",
    "moment": f"to_char({{k}} AT TIME ZONE '{get_default_timezone_name()}', 'YYYY-MM-DD HH24:MI')",
}
