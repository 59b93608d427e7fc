"""Wat een rekenblad en een PDF gemeen hebben: waarden per rij, breedtes, en de som van wat langskwam."""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import datetime
from decimal import Decimal
from itertools import chain, islice
from operator import attrgetter
from typing import Any

from django.utils.timezone import get_default_timezone, localtime

from duoplus.calc.nederlands import met_punten
from duoplus.reports.base import Dataset, Opnieuw, TeVeelRijen

ZONE = get_default_timezone()
VOORPROEF = 100  # rows that decide how wide a column is
SMALST, BREEDST, MARGE = 8, 60, 2  # in characters
MAX_TEKENS = 32_767  # the most that Excel keeps in one cell
INGEKORT = " … [ingekort: te lang voor één cel]"
# What XML 1.0 has no place for; a file with one of these does not open.
NIET_IN_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_BREEDTE = {"hours": 11, "number": 9, "money": 15, "date": 11, "moment": 17}


class Blad:
    """The values of a dataset, row by row; after the last row ``slotregels`` knows the totals."""

    def __init__(self, dataset: Dataset, *, max_rijen: int) -> None:
        self.dataset, self.max_rijen = dataset, max_rijen
        self._lees = waarden_van([kolom.key for kolom in dataset.columns])
        self._rest: Iterator[Sequence[Any]] = map(self._lees, dataset.rows)
        self._voorproef = list(islice(self._rest, VOORPROEF))
        telt = dataset.closing is None
        self._som = {plek: Decimal(0) for plek, k in enumerate(dataset.columns) if telt and k.totals}
        self.aantal, self._is_neergelegd = 0, False

    def rijen(self) -> Iterator[Sequence[Any]]:
        """Raises ``TeVeelRijen`` at the first row that the format cannot hold."""
        for waarden in self._alle():
            self._tel(waarden)
            yield waarden

    def _alle(self) -> Iterator[Sequence[Any]]:
        if self._is_neergelegd:
            return map(self._lees, self.dataset.rows)
        return chain(self._voorproef, self._rest)

    def leg_neer(self) -> None:
        """Let go of what is behind the rows until it is their turn, where they can be read again.

        Two cursors that are open at once would close each other's savepoint.
        """
        if isinstance(self.dataset.rows, Opnieuw):
            self._rest, self._is_neergelegd = iter(()), True

    def _tel(self, waarden: Sequence[Any]) -> None:
        self.aantal += 1
        if self.aantal > self.max_rijen:
            raise TeVeelRijen(te_veel(self.max_rijen))
        for plek in self._som:
            self._som[plek] += waarden[plek] or 0

    @property
    def slotregels(self) -> list[list[Any]]:
        """The lines with totals: of the rows that were read, or those that the dataset brought."""
        if self.dataset.closing is not None:
            return [self._slotregel(naam, sommen) for naam, sommen in self.dataset.closing]
        sommen = {self.dataset.columns[plek].key: som for plek, som in self._som.items()}
        return [self._slotregel("Totaal", sommen)] if sommen else []

    def _slotregel(self, naam: str, sommen: Mapping[str, Any]) -> list[Any]:
        """Its name stands in the first column of words."""
        kolommen = self.dataset.columns
        plek = next((plek for plek, kolom in enumerate(kolommen) if kolom.kind == "text"), None)
        return [naam if p == plek else sommen.get(kolom.key) for p, kolom in enumerate(kolommen)]

    @property
    def breedtes(self) -> list[int]:
        """Characters per column, from its head and the first rows."""
        return [self._breedte(plek) for plek in range(len(self.dataset.columns))]

    def _breedte(self, plek: int) -> int:
        kolom = self.dataset.columns[plek]
        breedst = _BREEDTE.get(kolom.kind) or max(
            (len(str(waarden[plek] or "")) for waarden in self._voorproef), default=0
        )
        return min(max(breedst + MARGE, len(kolom.label) + MARGE, SMALST), BREEDST)


def waarden_van(sleutels: Sequence[str]) -> Callable[[Any], Sequence[Any]]:
    """Reads of a row these attributes, in this order."""
    if len(sleutels) > 1:
        return attrgetter(*sleutels)
    lees = attrgetter(*sleutels)
    return lambda rij: [lees(rij)]


def te_veel(max_rijen: int) -> str:
    grens = met_punten(max_rijen)
    return f"Dit soort bestand heeft plaats voor {grens} rijen. Kies een filter of een ander soort bestand."


def celtekst(waarde: Any) -> str:
    """Words for one cell: without what XML cannot say, and what is too long ends with a remark."""
    woorden = "" if waarde is None else str(waarde)
    if not woorden.isprintable():  # all that XML cannot say is among what cannot be printed
        woorden = NIET_IN_XML.sub("", woorden)
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
