"""XLSX met echte getallen en datums. Geheugen blijft gelijk; dezelfde gegevens geven dezelfde bytes."""

from collections.abc import Callable, Iterable, Sequence
from datetime import UTC, date, datetime
from tempfile import TemporaryDirectory
from typing import Any, BinaryIO

from xlsxwriter import Workbook
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from duoplus.reports.base import GEEN_RIJEN, Column, Dataset
from duoplus.reports.blad import Blad, bladnaam, celtekst, plaatselijk

MAX_RIJEN = 1_048_576 - 20  # the sheet's own limit, less its head and totals
EERSTE_JAAR = 1901  # Excel's calendar begins in 1900, with a day too many
OPMAAK = {
    "text": "@",
    "hours": "#,##0.00",
    "money": "[$€-413] #,##0.00;-[$€-413] #,##0.00",
    "number": "General",
    "date": "dd-mm-yyyy",
    "moment": "dd-mm-yyyy hh:mm",
}
NOOIT_FORMULES = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
KOP = {"bold": True, "bg_color": "#E3EFEE", "bottom": 1, "valign": "top", "text_wrap": True}
A4 = 9


def schrijf(dataset: Dataset, naar: BinaryIO, *, moment: datetime) -> None:
    """One sheet: title and ``head``, then the table. Raises ``TeVeelRijen``."""
    schrijf_bladen([dataset], naar, titel=dataset.title, moment=moment)


def schrijf_bladen(datasets: Iterable[Dataset], naar: BinaryIO, *, titel: str, moment: datetime) -> None:
    """A sheet per dataset, read one after the other; each printed page says ``titel`` at its foot."""
    with TemporaryDirectory() as werkmap:
        opties = {"constant_memory": True, "tmpdir": werkmap, "use_zip64": True} | NOOIT_FORMULES
        boek = Workbook(naar, opties)
        boek.set_properties({"title": celtekst(titel), "author": "Duo+ portaal", "created": _utc(moment)})
        for dataset in datasets:
            _vul(boek, Blad(dataset, max_rijen=MAX_RIJEN), titel)
        boek.close()


def _vul(boek: Workbook, blad: Blad, titel: str) -> None:
    dataset = blad.dataset
    vel = boek.add_worksheet(bladnaam(dataset.title))
    for plek, breedte in enumerate(blad.breedtes):
        vel.set_column(plek, plek, breedte)
    kop = _bovenaan(boek, vel, dataset)
    laatste = _tabel(boek, vel, blad, kop + 1)
    vel.autofilter(kop, 0, max(laatste, kop), len(dataset.columns) - 1)
    _voor_de_printer(vel, titel if titel == dataset.title else f"{titel} · {dataset.title}", kop)


def _bovenaan(boek: Workbook, vel: Worksheet, dataset: Dataset) -> int:
    """Write title, head and the names of the columns; returns the row of those names."""
    if not dataset.bare:
        _titel(boek, vel, dataset)
    kop = dataset.kopregel
    for plek, kolom in enumerate(dataset.columns):
        rechts = {} if kolom.kind == "text" else {"align": "right"}
        vel.write_string(kop, plek, celtekst(kolom.label), boek.add_format(KOP | rechts))
    vel.freeze_panes(kop + 1, 0)
    return kop


def _titel(boek: Workbook, vel: Worksheet, dataset: Dataset) -> None:
    vel.write_string(0, 0, celtekst(dataset.title), boek.add_format({"bold": True, "font_size": 14}))
    naast = boek.add_format({"valign": "top", "text_wrap": False})  # runs on over the empty cells beside it
    for rij, regel in enumerate(dataset.head, 1):
        vel.write_string(rij, 0, celtekst(regel), naast)


def _tabel(boek: Workbook, vel: Worksheet, blad: Blad, rij: int) -> int:
    """Write the rows and the totals; returns the last row that holds data."""
    cellen = _cellen(boek, blad.dataset.columns)
    for waarden in blad.rijen():
        _regel(vel, rij, waarden, cellen)
        rij += 1
    laatste = rij - 1
    if not blad.aantal:
        vel.write_string(rij, 0, GEEN_RIJEN)
        rij += 1
    vet = _cellen(boek, blad.dataset.columns, bold=True, top=1)
    for nummer, slot in enumerate(blad.slotregels, rij):
        _regel(vel, nummer, slot, vet)
    return laatste


Cel = Callable[[Worksheet, int, int, Any, Format], object]


def _cellen(boek: Workbook, kolommen: Sequence[Column], **meer: Any) -> list[tuple[Cel, Format]]:
    """How each column writes its value, and in what format."""
    return [
        (
            CEL[kolom.kind],
            boek.add_format(
                {"num_format": OPMAAK[kolom.kind], "valign": "top", "text_wrap": kolom.kind == "text"} | meer
            ),
        )
        for kolom in kolommen
    ]


def _regel(vel: Worksheet, rij: int, waarden: Sequence[Any], cellen: list[tuple[Cel, Format]]) -> None:
    for plek, (waarde, (cel, opmaak)) in enumerate(zip(waarden, cellen, strict=True)):
        if waarde is None:
            vel.write_blank(rij, plek, None, opmaak)
        else:
            cel(vel, rij, plek, waarde, opmaak)


def _tekst(vel: Worksheet, rij: int, plek: int, waarde: Any, opmaak: Format) -> None:
    vel.write_string(rij, plek, celtekst(waarde), opmaak)


def _getal(vel: Worksheet, rij: int, plek: int, waarde: Any, opmaak: Format) -> None:
    vel.write_number(rij, plek, float(waarde), opmaak)


def _dag(vel: Worksheet, rij: int, plek: int, waarde: date, opmaak: Format) -> None:
    if waarde.year < EERSTE_JAAR:
        vel.write_string(rij, plek, waarde.isoformat(), opmaak)
    else:
        vel.write_datetime(rij, plek, waarde, opmaak)


def _moment(vel: Worksheet, rij: int, plek: int, waarde: datetime, opmaak: Format) -> None:
    _dag(vel, rij, plek, plaatselijk(waarde), opmaak)


CEL: dict[str, Cel] = {
    "text": _tekst,
    "hours": _getal,
    "money": _getal,
    "number": _getal,
    "date": _dag,
    "moment": _moment,
}


def _voor_de_printer(vel: Worksheet, titel: str, kop: int) -> None:
    vel.set_landscape()
    vel.set_paper(A4)
    vel.fit_to_pages(1, 0)
    vel.repeat_rows(kop)
    vel.set_footer(f"&L{celtekst(titel)[:120].replace('&', '&&')}&RPagina &P van &N")


def _utc(moment: datetime) -> datetime:
    return moment.astimezone(UTC).replace(tzinfo=None, microsecond=0)
