"""CSV dat een Nederlandse Excel zonder vragen opent: UTF-8 met BOM, puntkomma, decimale komma, ISO-datums."""

import csv
import re
from collections.abc import Callable, Iterator, Sequence
from datetime import date, datetime
from decimal import Decimal
from io import StringIO
from itertools import islice
from operator import attrgetter
from typing import Any, BinaryIO

from django.utils.timezone import get_default_timezone, localtime

from duoplus.reports.base import Column, Dataset

RIJEN_PER_STUK = 500
ZONE = get_default_timezone()  # asked once: a lookup per row costs a sixth of the export
# What a spreadsheet takes for the start of a formula, full-width twins included, also after spaces. In
# signs that Python and PostgreSQL read alike, for duoplus/reports/kopie.py does this in the database.
_WIT = r"\t\n\v\f\r\u001c-\u0020\u0085\u00a0\u1680\u2000-\u200b\u2028\u2029\u202f\u205f\u3000\ufeff"
FORMULEBEGIN = rf"^[{_WIT}]*[=+@\uff1d\uff0b\uff0d\uff20\u2212-]|^[ \u00a0\u3000]*[\t\r\n]"
FORMULE = re.compile(rf"{FORMULEBEGIN}|^[ \u00a0\u3000]*\0")


def render(dataset: Dataset) -> Iterator[bytes]:
    """The file in pieces; memory stays the same however many rows there are."""
    lees = [(attrgetter(kolom.key), CEL[kolom.kind]) for kolom in dataset.columns]
    rijen = iter(dataset.rows)
    yield kop(dataset.columns)
    while stuk := list(islice(rijen, RIJEN_PER_STUK)):
        yield _regels([[cel(waarde(rij)) for waarde, cel in lees] for rij in stuk])


def kop(kolommen: Sequence[Column]) -> bytes:
    """What every file begins with: the mark of UTF-8, and the names of the columns."""
    return b"\xef\xbb\xbf" + _regels([[tekst(kolom.label) for kolom in kolommen]])


def schrijf(dataset: Dataset, naar: BinaryIO, *, moment: datetime) -> None:
    """Only the table: what reads CSV expects the names of the columns in the first line."""
    naar.writelines(render(dataset))


def _regels(rijen: list[list[str]]) -> bytes:
    buffer = StringIO()
    csv.writer(buffer, delimiter=";").writerows(rijen)
    return buffer.getvalue().encode()


def tekst(waarde: Any) -> str:
    """Words stay words: what looks like a formula gets an apostrophe in front."""
    woorden = "" if waarde is None else str(waarde)
    return f"'{woorden}" if FORMULE.match(woorden) else woorden


def getal(waarde: Decimal | None) -> str:
    return "" if waarde is None else f"{waarde:.2f}".replace(".", ",")


def aantal(waarde: Decimal | int | None) -> str:
    return "" if waarde is None else f"{Decimal(waarde).normalize():f}".replace(".", ",")


def dag(waarde: date | None) -> str:
    return "" if waarde is None else waarde.isoformat()


def moment(waarde: datetime | None) -> str:
    """Amsterdam time to the minute."""
    return "" if waarde is None else localtime(waarde, ZONE).isoformat(" ", "minutes")[:16]


CEL: dict[str, Callable[[Any], str]] = {
    "text": tekst,
    "hours": getal,
    "money": getal,
    "number": aantal,
    "date": dag,
    "moment": moment,
}
