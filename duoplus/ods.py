"""Een OpenDocument-rekenblad (.ods) rij voor rij lezen, in weinig geheugen.

Repeated cells and rows are written once in the file with a count; here they are bounded before they are
unfolded, because two numbers in a file of a few kilobytes can announce a billion cells.
"""

import re
import zipfile
from collections.abc import Iterator
from datetime import date, datetime, time
from typing import IO
from xml.etree.ElementTree import Element, iterparse

# A list of a million cells takes some four million steps; more is no list but an attack on memory.
MAX_STAPPEN = 6_000_000

Waarde = str | int | float | bool | date | datetime | None
_TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
_OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
_TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
_CEL = (f"{_TABLE}table-cell", f"{_TABLE}covered-table-cell")
_VERWIJZING = re.compile(r"\[(?:\$?'?([^.'\]]*)'?)?\.([^\]]*)\]")


class TeGroot(ValueError):
    """Meer kolommen of rijen dan wij aannemen."""


class TeBreed(TeGroot):
    pass


class TeLang(TeGroot):
    pass


def is_ods(container: zipfile.ZipFile) -> bool:
    return "content.xml" in container.namelist() and b"opendocument.spreadsheet" in _mime(container)


def _mime(container: zipfile.ZipFile) -> bytes:
    if "mimetype" not in container.namelist() or container.getinfo("mimetype").file_size > 200:
        return b""
    return container.read("mimetype")


def is_versleuteld(container: zipfile.ZipFile) -> bool:
    manifest = "META-INF/manifest.xml"
    return manifest in container.namelist() and b"encryption-data" in container.read(manifest)


def lees_bladen(
    bestand: IO[bytes], *, max_kolommen: int, max_rijen: int
) -> Iterator[tuple[str, list[tuple[Waarde, ...]]]]:
    """Each sheet as (name, rows). Raises ``TeBreed``, ``TeLang`` or ElementTree's ``ParseError``."""
    naam, leeg, diepte = "", 0, 0
    rijen: list[tuple[Waarde, ...]] = []
    cellen: list[Waarde] = []
    # No DOCTYPE gets here (duoplus.werkblad), so no entities either.
    for geteld, (moment, element) in enumerate(iterparse(bestand, ("start", "end"))):  # noqa: S314
        if geteld > MAX_STAPPEN:
            raise TeLang
        if element.tag == f"{_TABLE}table":
            diepte += 1 if moment == "start" else -1
            if moment == "start" and diepte == 1:
                naam, rijen, leeg = element.get(f"{_TABLE}name", ""), [], 0
            elif diepte == 0:
                yield naam, rijen
                element.clear()
        elif diepte != 1 or moment == "start":
            continue  # a table inside a cell or a drawing is no list
        elif element.tag in _CEL:
            _voeg_toe(cellen, element, max_kolommen)
            element.clear()
        elif element.tag == f"{_TABLE}table-row":
            leeg = _sluit_rij(rijen, cellen, leeg, _aantal(element, "rows"), max_rijen)
            cellen = []
            element.clear()


def _voeg_toe(cellen: list[Waarde], element: Element, max_kolommen: int) -> None:
    """Empty cells only count once something follows: a sheet pads every row to its last column."""
    aantal, waarde = _aantal(element, "columns"), _waarde(element)
    if len(cellen) + aantal > max_kolommen:
        if waarde is not None:
            raise TeBreed
        aantal = max_kolommen + 1 - len(cellen)
    cellen.extend([waarde] * aantal)


def _sluit_rij(
    rijen: list[tuple[Waarde, ...]], cellen: list[Waarde], leeg: int, aantal: int, max_rijen: int
) -> int:
    """Returns how many empty rows now wait for one with something in it."""
    while cellen and cellen[-1] is None:
        cellen.pop()
    if not cellen:
        return leeg + aantal
    if len(rijen) + leeg + aantal > max_rijen:
        raise TeLang
    rijen.extend([()] * leeg + [tuple(cellen)] * aantal)
    return 0


def _aantal(element: Element, wat: str) -> int:
    tekst = element.get(f"{_TABLE}number-{wat}-repeated", "1")
    return max(1, int(tekst)) if tekst.isascii() and tekst.isdigit() and len(tekst) < 10 else 1


def _waarde(element: Element) -> Waarde:
    """A formula comes as its text, as from an .xlsx; its stored outcome may be out of date."""
    if formule := element.get(f"{_TABLE}formula"):
        return _formule(formule)
    soort, waarde = element.get(f"{_OFFICE}value-type", ""), element.get(f"{_OFFICE}value", "")
    if soort in ("float", "currency", "percentage") and waarde:
        return _getal(waarde)
    if soort == "date":
        return _dag(element.get(f"{_OFFICE}date-value", ""))
    if soort == "boolean":
        return element.get(f"{_OFFICE}boolean-value") == "true"
    return element.get(f"{_OFFICE}string-value") or _tekst(element) or None


def _formule(formule: str) -> str:
    """'of:=[.F5]*89' as it stands in the sheet: '=F5*89'."""
    kaal = formule.partition(":")[2] if re.match(r"[a-z]+:=", formule) else formule
    return _VERWIJZING.sub(lambda m: f"{m[1]}!{m[2]}" if m[1] else m[2].replace(":.", ":"), kaal)


def _getal(waarde: str) -> int | float | str:
    try:
        getal = float(waarde)
    except ValueError:
        return waarde
    return int(getal) if getal.is_integer() and abs(getal) < 1e15 else getal


def _dag(waarde: str) -> date | datetime | str:
    try:
        moment = datetime.fromisoformat(waarde)
    except ValueError:
        return waarde
    return moment.date() if moment.time() == time() else moment


def _tekst(element: Element) -> str:
    """The paragraphs of the cell; not its note."""
    return "\n".join(_alinea(deel) for deel in element.findall(f"{_TEXT}p"))


def _alinea(element: Element) -> str:
    delen = [element.text or ""]
    for kind in element:
        delen += [_teken(kind), kind.tail or ""]
    return "".join(delen)


def _teken(element: Element) -> str:
    if element.tag == f"{_TEXT}s":
        aantal = element.get(f"{_TEXT}c", "1")
        return " " * min(int(aantal) if aantal.isascii() and aantal.isdigit() else 1, 100)
    if element.tag in (f"{_TEXT}tab", f"{_TEXT}line-break"):
        return " "
    return _alinea(element)
