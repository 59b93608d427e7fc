"""Wat een rekenblad en een PDF gemeen hebben: waarden per rij, breedtes, en de som van wat langskwam."""

import re
from collections.abc import Iterator
from datetime import datetime
from decimal import Decimal
from itertools import chain, islice
from operator import attrgetter
from typing import Any

from django.utils.timezone import get_default_timezone, localtime

from duoplus.reports.base import Dataset, TeVeelRijen

ZONE = get_default_timezone()
VOORPROEF = 100  # rows that decide how wide a column is
SMALST, BREEDST, MARGE = 8, 60, 2  # in characters
MAX_TEKENS = 32_767  # the most that Excel keeps in one cell
INGEKORT = " … [ingekort: te lang voor één cel]"
# What XML 1.0 has no place for; a file with one of these does not open.
NIET_IN_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_BREEDTE = {"hours": 11, "number": 9, "money": 15, "date": 11, "moment": 17}


class Blad:
    """The values of a dataset, row by row; after the last row ``slotregel`` knows the totals."""

    def __init__(self, dataset: Dataset, *, max_rijen: int) -> None:
        self.dataset, self.max_rijen = dataset, max_rijen
        self._lees = [attrgetter(kolom.key) for kolom in dataset.columns]
        self._rijen = iter(dataset.rows)
        self._voorproef = list(islice(self._rijen, VOORPROEF))
        self._som = {plek: Decimal(0) for plek, kolom in enumerate(dataset.columns) if kolom.totals}
        self.aantal = 0

    def rijen(self) -> Iterator[list[Any]]:
        """Raises ``TeVeelRijen`` at the first row that the format cannot hold."""
        for rij in chain(self._voorproef, self._rijen):
            waarden = [lees(rij) for lees in self._lees]
            self._tel(waarden)
            yield waarden

    def _tel(self, waarden: list[Any]) -> None:
        self.aantal += 1
        if self.aantal > self.max_rijen:
            raise TeVeelRijen(te_veel(self.max_rijen))
        for plek in self._som:
            self._som[plek] += waarden[plek] or 0

    @property
    def slotregel(self) -> list[Any] | None:
        """The last line with the totals of the rows that were read; ``None`` where the page shows none."""
        if not self._som:
            return None
        kolommen = list(enumerate(self.dataset.columns))
        naam = next((plek for plek, kolom in kolommen if kolom.kind == "text"), None)
        return ["Totaal" if plek == naam else self._som.get(plek) for plek, _ in kolommen]

    @property
    def breedtes(self) -> list[int]:
        """Characters per column, from its head and the first rows."""
        return [self._breedte(plek) for plek in range(len(self.dataset.columns))]

    def _breedte(self, plek: int) -> int:
        kolom, lees = self.dataset.columns[plek], self._lees[plek]
        breedst = _BREEDTE.get(kolom.kind) or max(
            (len(str(lees(rij) or "")) for rij in self._voorproef), default=0
        )
        return min(max(breedst + MARGE, len(kolom.label) + MARGE, SMALST), BREEDST)


def te_veel(max_rijen: int) -> str:
    grens = f"{max_rijen:,}".replace(",", ".")
    return f"Dit soort bestand heeft plaats voor {grens} rijen. Kies een filter of een ander soort bestand."


def celtekst(waarde: Any) -> str:
    """Words for one cell: without what XML cannot say, and what is too long ends with a remark."""
    woorden = NIET_IN_XML.sub("", "" if waarde is None else str(waarde))
    return woorden if len(woorden) <= MAX_TEKENS // 2 else _ingekort(woorden)


def _ingekort(woorden: str) -> str:
    """Excel counts in UTF-16, where some characters take two places."""
    eenheden = woorden.encode("utf-16-le")
    if len(eenheden) <= 2 * MAX_TEKENS:
        return woorden
    return eenheden[: 2 * (MAX_TEKENS - len(INGEKORT))].decode("utf-16-le", "ignore") + INGEKORT


def plaatselijk(moment: datetime) -> datetime:
    """Amsterdam time to the minute, without a zone: a sheet knows none."""
    return localtime(moment, ZONE).replace(tzinfo=None, second=0, microsecond=0)


def bladnaam(titel: str) -> str:
    """What a spreadsheet accepts as the name of a sheet."""
    return re.sub(r"[\[\]:*?/\\']", " ", celtekst(titel))[:31].strip() or "Lijst"
