"""Het pakket van een verantwoording zoals men het nu mag lezen: berekend, ingediend of uitgegeven.

A draft is computed from the ledger. What was handed in is read from what was frozen, and its long tables
from the ledger; what was issued comes, long tables too, from the bytes that were issued.
"""

import csv
import re
from collections.abc import Iterable, Iterator
from io import BytesIO, TextIOWrapper
from typing import Any
from zipfile import ZipFile

from duoplus.reports.csv import FORMULE
from maatwerk.choices import VerantwoordingStatus as V
from maatwerk.models import Verantwoording
from maatwerk.verantwoording import momentopname
from maatwerk.verantwoording.pakket import Pakket, Tabel
from maatwerk.verantwoording.samenstellen import TABELLEN, bron_van, pakket_van

APOSTROF = re.compile("^'")


def pakket(v: Verantwoording) -> Pakket:
    """Call it within one moment: a draft asks the database many times."""
    if is_berekend(v):
        return pakket_van(v)
    stroom = uitgegeven(v) if v.status == V.DEFINITIEF else ingediend(v)
    return momentopname.lees(v, stroom)


def tabel(v: Verantwoording, code: str) -> Tabel:
    """One table of it, without the rest where that can be. Raises ``KeyError`` for an unknown code."""
    maken = TABELLEN[code]
    return maken.maak(bron_van(v)) if is_berekend(v) else pakket(v).tabel(code)


def is_berekend(v: Verantwoording) -> bool:
    return v.status in (V.CONCEPT, V.INGETROKKEN) or not v.momentopname


def ingediend(v: Verantwoording) -> momentopname.Stroom:
    bron = bron_van(v)
    return lambda code: TABELLEN[code].maak(bron).rijen()


def uitgegeven(v: Verantwoording) -> momentopname.Stroom:
    """The rows of a table from the CSV that was issued, one by one."""

    def stroom(code: str) -> Iterable[Any]:
        tabel = v.momentopname["tabellen"][code]
        kolommen = momentopname.kolommen_van(code, tabel["kolommen"])
        return momentopname.lees_rijen(kolommen, _cellen(v, f"{code}-", kolommen))

    return stroom


def _cellen(v: Verantwoording, begin: str, kolommen: Any) -> Iterator[list[str | None]]:
    inhoud = bytes(v.bestanden.get(formaat="csv").inhoud)
    getallen = [kolom.kind in ("money", "hours", "number") for kolom in kolommen]
    with ZipFile(BytesIO(inhoud)) as archief:
        naam = next(naam for naam in archief.namelist() if naam.startswith(begin))
        with archief.open(naam) as ruw:
            regels = csv.reader(TextIOWrapper(ruw, "utf-8-sig", newline=""), delimiter=";")
            next(regels)
            for regel in regels:
                yield [_cel(cel, is_getal) for cel, is_getal in zip(regel, getallen, strict=True)]


def _cel(cel: str, is_getal: bool) -> str | None:
    """As it was before it was written: the point of a decimal, and words without the apostrophe."""
    if is_getal:
        return cel.replace(",", ".") or None
    kaal = APOSTROF.sub("", cel)
    return kaal if FORMULE.match(kaal) else cel
