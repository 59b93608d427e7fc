"""Rekenbladen van anderen veilig lezen: .xlsx, .ods en .csv, alleen de cellen, niets wordt uitgerekend.

Formulas come as their text ('=F5*89'), links to other files are dropped, macros are refused.
"""

import csv
import io
import zipfile
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any
from xml.etree.ElementTree import ParseError

from openpyxl import load_workbook

from duoplus import ods
from duoplus.bestandstype import MAX_BYTES, MEGABYTE, GeweigerdBestand, als_tekst, veilige_zip
from duoplus.calc.nederlands import met_punten

MAX_KOLOMMEN = 200
MAX_BLADEN = 50
MAX_TEKSTEN = 300_000  # different ones in a workbook: each costs time, also when no cell points at it

Cel = str | int | float | Decimal | bool | date | datetime | time | timedelta | None
Rij = tuple[Cel, ...]


@dataclass(frozen=True)
class Grenzen:
    """Hoe lang een lijst mag zijn, over alle bladen samen."""

    rijen: int = 50_000
    cellen: int = 1_000_000


class OnleesbaarBestand(ValueError):
    """Dit bestand is niet als rekenblad te lezen; het bericht is een zin voor de gebruiker."""


@dataclass(frozen=True)
class Blad:
    """Een werkblad; ``rijen[0]`` is rij 1. Lege cellen en rijen aan het eind zijn weggelaten."""

    naam: str
    rijen: list[Rij]


_BESCHADIGD = "Het bestand is beschadigd of geen rekenblad. Sla het opnieuw op als xlsx, ods of csv."
_TE_BREED = f"Het bestand heeft meer dan {MAX_KOLOMMEN} kolommen. Verwijder wat niet nodig is."
_TE_VEEL_TEKSTEN = "Het bestand heeft meer dan 300.000 verschillende teksten. Splits de lijst."
_TE_VEEL_BLADEN = f"Het bestand heeft meer dan {MAX_BLADEN} bladen. Verwijder wat niet nodig is."
_OPENPYXL_FOUTEN = (
    AttributeError, IndexError, KeyError, OSError, OverflowError,
    ParseError, RecursionError, TypeError, ValueError,
)  # fmt: skip


def lees_werkboek(
    bron: str | Path | bytes, max_bytes: int = MAX_BYTES, grenzen: Grenzen = Grenzen()
) -> list[Blad]:
    """Alle bladen van een .xlsx of .ods, of het ene blad 'csv', aan de inhoud herkend.

    Raises OnleesbaarBestand.
    """
    inhoud = bron if isinstance(bron, bytes) else _van_schijf(Path(bron))
    if len(inhoud) > max_bytes:
        raise OnleesbaarBestand(f"Het bestand is te groot. Het mag hooguit {max_bytes // MEGABYTE} MB zijn.")
    if inhoud.startswith(b"PK\x03\x04"):
        return _lees_zip(inhoud, grenzen)
    if inhoud.startswith(b"\xd0\xcf\x11\xe0"):
        raise OnleesbaarBestand(
            "Op het bestand zit een wachtwoord, of het is een oud .xls-bestand. "
            "Sla het zonder wachtwoord op als xlsx."
        )
    return [Blad("csv", _lees_csv(inhoud, grenzen))]


def _te_lang(grenzen: Grenzen) -> str:
    aantal = met_punten(grenzen.rijen)
    return f"Het bestand heeft meer dan {aantal} rijen. Verwijder lege rijen of splits de lijst."


def _te_veel(grenzen: Grenzen) -> str:
    aantal = met_punten(grenzen.cellen)
    return f"Het bestand heeft meer dan {aantal} cellen. Verwijder wat niet nodig is of splits de lijst."


def _van_schijf(pad: Path) -> bytes:
    try:
        return pad.read_bytes()
    except OSError as fout:
        raise OnleesbaarBestand(f"Het bestand {pad.name} is niet te openen: {fout.strerror}.") from fout


def _lees_zip(inhoud: bytes, grenzen: Grenzen) -> list[Blad]:
    try:
        with veilige_zip(inhoud) as container:
            _weiger_entiteiten(container)
            if ods.is_ods(container):
                return _lees_ods(container, grenzen)
            if "xl/workbook.xml" in container.namelist():
                return _lees_xlsx(inhoud, grenzen)
            raise OnleesbaarBestand("Dit is geen rekenblad. Sla de lijst op als xlsx, ods of csv.")
    except GeweigerdBestand as fout:
        raise OnleesbaarBestand(str(fout)) from fout


def _weiger_entiteiten(container: zipfile.ZipFile) -> None:
    """Spreadsheets have no DOCTYPE; refusing it shuts out entity expansion and reading other files.

    They are UTF-8: in another encoding the word could hide.
    """
    for naam in container.namelist():
        if naam.endswith((".xml", ".rels")):
            deel = container.read(naam)
            if b"<!DOCTYPE" in deel or deel.startswith((b"\xff\xfe", b"\xfe\xff")) or b"\x00" in deel[:200]:
                raise OnleesbaarBestand(_BESCHADIGD)
            if deel.count(b"si>") + deel.count(b"si/>") > 2 * MAX_TEKSTEN:  # <si>…</si> counts twice
                raise OnleesbaarBestand(_TE_VEEL_TEKSTEN)


def _lees_ods(container: zipfile.ZipFile, grenzen: Grenzen) -> list[Blad]:
    if ods.is_versleuteld(container):
        raise OnleesbaarBestand("Op het bestand zit een wachtwoord. Sla het op zonder wachtwoord.")
    tel, bladen = _Teller(grenzen), []
    try:
        with container.open("content.xml") as inhoud:
            for naam, rijen in ods.lees_bladen(inhoud, max_kolommen=MAX_KOLOMMEN, max_rijen=grenzen.rijen):
                bladen.append(Blad(naam, tel.begrensd(rijen)))
                _weiger_veel_bladen(len(bladen))
    except ods.TeBreed:
        raise OnleesbaarBestand(_TE_BREED) from None
    except ods.TeLang:
        raise OnleesbaarBestand(_te_lang(grenzen)) from None
    except (ParseError, OverflowError, RecursionError) as fout:
        raise OnleesbaarBestand(_BESCHADIGD) from fout
    return bladen


def _weiger_veel_bladen(aantal: int) -> None:
    if aantal > MAX_BLADEN:
        raise OnleesbaarBestand(_TE_VEEL_BLADEN)


def _lees_xlsx(inhoud: bytes, grenzen: Grenzen) -> list[Blad]:
    try:
        boek = load_workbook(io.BytesIO(inhoud), read_only=True, data_only=False, keep_links=False)
        _weiger_veel_bladen(len(boek.worksheets))
        tel = _Teller(grenzen)
        return [Blad(blad.title, tel.begrensd(_rijen(blad))) for blad in boek.worksheets]
    except OnleesbaarBestand:
        raise
    except _OPENPYXL_FOUTEN as fout:
        raise OnleesbaarBestand(_BESCHADIGD) from fout


def _rijen(blad: Any) -> Iterator[Rij]:
    """``blad`` is openpyxl's read-only sheet, which its type stubs do not describe well."""
    blad.reset_dimensions()  # the announced size may lie
    for rij in blad.iter_rows(values_only=True):
        yield tuple(_cel(waarde) for waarde in rij)


def _cel(waarde: object) -> Cel:
    if waarde is None or isinstance(waarde, str | int | float | Decimal | date | time | timedelta):
        return waarde
    return str(getattr(waarde, "text", waarde))  # array formulas are objects that hold their text


class _Teller:
    """Bewaakt de grenzen over alle bladen samen, zodat ook vijftig volle bladen in het geheugen passen."""

    def __init__(self, grenzen: Grenzen) -> None:
        self.grenzen = grenzen
        self.rijen = self.cellen = 0

    def begrensd(self, rijen: Iterable[Rij]) -> list[Rij]:
        gelezen = [self._geteld(_zonder_lege_staart(rij)) for rij in rijen]
        while gelezen and not gelezen[-1]:
            gelezen.pop()
        return gelezen

    def _geteld(self, rij: Rij) -> Rij:
        self.rijen += 1
        self.cellen += len(rij)
        if self.rijen > self.grenzen.rijen:
            raise OnleesbaarBestand(_te_lang(self.grenzen))
        if len(rij) > MAX_KOLOMMEN:
            raise OnleesbaarBestand(_TE_BREED)
        if self.cellen > self.grenzen.cellen:
            raise OnleesbaarBestand(_te_veel(self.grenzen))
        return rij


def _zonder_lege_staart(rij: Rij) -> Rij:
    lengte = len(rij)
    while lengte and rij[lengte - 1] in (None, ""):
        lengte -= 1
    return rij[:lengte]


def _lees_csv(inhoud: bytes, grenzen: Grenzen) -> list[Rij]:
    try:
        tekst = als_tekst(inhoud)
    except UnicodeDecodeError as fout:
        raise OnleesbaarBestand(_teken(inhoud, fout)) from None
    if (
        not tekst.strip()
        or "\x00" in tekst
        or any(teken < " " and teken not in "\t\r\n" for teken in tekst[:5000])
    ):
        raise OnleesbaarBestand("Dit is geen rekenblad. Sla de lijst op als xlsx, ods of csv.")
    try:
        regels = csv.reader(io.StringIO(tekst, newline=""), delimiter=_scheidingsteken(tekst))
        return _Teller(grenzen).begrensd(tuple(cel or None for cel in regel) for regel in regels)
    except csv.Error:
        raise OnleesbaarBestand(_BESCHADIGD) from None


def _teken(inhoud: bytes, fout: UnicodeDecodeError) -> str:
    if not fout.encoding.startswith(("cp125", "charmap")):
        return _BESCHADIGD
    regel = inhoud.count(b"\n", 0, fout.start) + 1
    return f"Regel {regel} bevat een teken dat wij niet kunnen lezen. Sla de lijst op als CSV UTF-8."


def _scheidingsteken(tekst: str) -> str:
    """The delimiter that gives the most rows of one and the same width; ';' when in doubt."""
    kop = tekst.splitlines(keepends=True)[:30]

    def gelijke_rijen(teken: str) -> int:
        breedtes = Counter(len(regel) for regel in csv.reader(kop, delimiter=teken) if len(regel) > 1)
        return max(breedtes.values(), default=0)

    return max(";\t,", key=gelijke_rijen)
