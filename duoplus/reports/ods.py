"""ODS (OpenDocument), rij voor rij geschreven. Geheugen blijft gelijk; dezelfde gegevens, dezelfde bytes.

Written by ourselves: the libraries for it hold the whole sheet in memory and take minutes
(docs/adr/0010). A cell carries its real value and never a formula, so words stay words.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any, BinaryIO
from xml.sax.saxutils import escape, quoteattr
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile, ZipInfo

from duoplus.reports.base import GEEN_RIJEN, Column, Dataset
from duoplus.reports.blad import Blad, bladnaam, celtekst, plaatselijk
from duoplus.reports.ods_opmaak import (
    MANIFEST,
    MIME,
    NAAMRUIMTEN,
    XML,
    bladspiegel,
    celstijlen,
    kolomstijl,
    meta,
    vastgezet,
)

MAX_RIJEN = 1_048_576 - 20  # LibreOffice's limit, less the head and the totals
RIJEN_PER_STUK = 500
_ONGEWOON = re.compile(r"[\t\r\n]|  |^\s|\s$")  # what takes more than one paragraph of words
LEEG = "<table:table-cell/>"
GETAL = '<table:table-cell office:value-type="float" office:value='
EUROS = '<table:table-cell office:value-type="currency" office:currency="EUR" office:value='
DAG = '<table:table-cell office:value-type="date" office:date-value='


def schrijf(dataset: Dataset, naar: BinaryIO, *, moment: datetime) -> None:
    """One sheet: title and ``head``, then the table. Raises ``TeVeelRijen``."""
    schrijf_bladen([dataset], naar, titel=dataset.title, moment=moment)


def schrijf_bladen(datasets: Iterable[Dataset], naar: BinaryIO, *, titel: str, moment: datetime) -> None:
    """A sheet per dataset. The first rows of all are read before the rest of any: they set the widths."""
    bladen, titel = list(_bladen(datasets)), celtekst(titel)
    with ZipFile(naar, "w") as pak:
        pak.writestr(_deel("mimetype", ZIP_STORED), MIME)  # first and bare: so programs know the kind
        pak.writestr(_deel("META-INF/manifest.xml"), MANIFEST)
        pak.writestr(_deel("meta.xml"), meta(titel, moment))
        pak.writestr(_deel("styles.xml"), bladspiegel(titel, met_bladnaam=len(bladen) > 1))
        pak.writestr(_deel("settings.xml"), vastgezet({_vel(b): b.dataset.kopregel + 1 for b in bladen}))
        with pak.open(_deel("content.xml"), "w", force_zip64=True) as inhoud:
            inhoud.writelines(stuk.encode() for stuk in _inhoud(bladen))


def _bladen(datasets: Iterable[Dataset]) -> Iterator[Blad]:
    for dataset in datasets:
        blad = Blad(dataset, max_rijen=MAX_RIJEN)
        blad.leg_neer()
        yield blad


def _deel(naam: str, hoe: int = ZIP_DEFLATED) -> ZipInfo:
    """A part without a date of its own."""
    deel = ZipInfo(naam, (1980, 1, 1, 0, 0, 0))
    deel.compress_type = hoe
    return deel


def _vel(blad: Blad) -> str:
    return bladnaam(blad.dataset.title)


def _inhoud(bladen: Sequence[Blad]) -> Iterator[str]:
    yield f"{XML}<office:document-content {NAAMRUIMTEN}>{celstijlen([blad.breedtes for blad in bladen])}"
    yield "<office:body><office:spreadsheet>"
    for nummer, blad in enumerate(bladen):
        yield from _blad(nummer, blad)
    filters = "".join(_filter(nummer, blad) for nummer, blad in enumerate(bladen))
    yield f"<table:database-ranges>{filters}</table:database-ranges>"
    yield "</office:spreadsheet></office:body></office:document-content>"


def _blad(nummer: int, blad: Blad) -> Iterator[str]:
    yield f"<table:table table:name={quoteattr(_vel(blad))}>"
    yield "".join(
        f'<table:table-column table:style-name="{kolomstijl(nummer, plek)}"'
        f' table:default-cell-style-name="{kolom.kind}"/>'
        for plek, kolom in enumerate(blad.dataset.columns)
    )
    yield _bovenaan(blad.dataset)
    yield from _tabel(blad)
    yield "</table:table>"


def _bovenaan(dataset: Dataset) -> str:
    """Title, head, an empty line, and the names of the columns, which every printed page repeats."""
    boven = "" if dataset.bare else _titel(dataset)
    kop = _rij(_tekst(k.label, "kop" if k.kind == "text" else "kopgetal") for k in dataset.columns)
    return f"{boven}<table:table-header-rows>{kop}</table:table-header-rows>"


def _titel(dataset: Dataset) -> str:
    regels = [_rij([_tekst(dataset.title, "titel")]), *(_rij([_tekst(regel)]) for regel in dataset.head)]
    return "".join([*regels, _rij([LEEG])])


def _tabel(blad: Blad) -> Iterator[str]:
    cellen = [CEL[kolom.kind] for kolom in blad.dataset.columns]
    stuk: list[str] = []
    for waarden in blad.rijen():
        stuk.append(_rij([LEEG if w is None else cel(w) for cel, w in zip(cellen, waarden, strict=True)]))
        if len(stuk) == RIJEN_PER_STUK:
            yield "".join(stuk)
            stuk.clear()
    yield "".join(stuk)
    if not blad.aantal:
        yield _rij([_tekst(GEEN_RIJEN)])
    for slot in blad.slotregels:
        yield _rij(map(_vet, blad.dataset.columns, slot))


def _rij(cellen: Iterable[str]) -> str:
    return f"<table:table-row>{''.join(cellen)}</table:table-row>"


def _cel(cel: Callable[[Any], str], waarde: Any) -> str:
    return LEEG if waarde is None else cel(waarde)


def _vet(kolom: Column, waarde: Any) -> str:
    stijl = f'<table:table-cell table:style-name="vet-{kolom.kind}"'
    return _cel(CEL[kolom.kind], waarde).replace("<table:table-cell", stijl, 1)


def _tekst(waarde: Any, stijl: str = "") -> str:
    """Each line a paragraph. Several spaces would be taken for one; a tab, which Calc drops, becomes one."""
    woorden = escape(celtekst(waarde))
    alineas = _alineas(woorden) if _ONGEWOON.search(woorden) else f"<text:p>{woorden}</text:p>"
    met_stijl = f' table:style-name="{stijl}"' if stijl else ""
    return f'<table:table-cell{met_stijl} office:value-type="string">{alineas}</table:table-cell>'


def _alineas(woorden: str) -> str:
    regels = woorden.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    return "".join(f"<text:p>{_spaties(regel)}</text:p>" for regel in regels)


def _spaties(regel: str) -> str:
    regel = regel.replace("\t", " ")
    return regel.replace(" ", "<text:s/>") if "  " in regel or regel != regel.strip() else regel


def _getal(waarde: Decimal) -> str:
    return f'{GETAL}"{waarde}"><text:p>{waarde}</text:p></table:table-cell>'


def _euros(waarde: Decimal) -> str:
    return f'{EUROS}"{waarde}"><text:p>{waarde}</text:p></table:table-cell>'


def _dag(waarde: date) -> str:
    dag = waarde.isoformat()
    return f'{DAG}"{dag}"><text:p>{dag}</text:p></table:table-cell>'


def _moment(waarde: datetime) -> str:
    return _dag(plaatselijk(waarde))


CEL: dict[str, Callable[[Any], str]] = {
    "text": _tekst,
    "hours": _getal,
    "money": _euros,
    "number": _getal,
    "date": _dag,
    "moment": _moment,
}


def _filter(nummer: int, blad: Blad) -> str:
    """The buttons with which a reader narrows the table further."""
    kop, vel = blad.dataset.kopregel + 1, _vel(blad)
    rechtsonder = f"{_letter(len(blad.dataset.columns))}{kop + max(blad.aantal, 1)}"
    gebied = quoteattr(f"'{vel}'.A{kop}:'{vel}'.{rechtsonder}")
    naam = f"lijst{nummer or ''}"
    return (
        f'<table:database-range table:name="{naam}" table:display-filter-buttons="true"'
        f" table:target-range-address={gebied}/>"
    )


def _letter(nummer: int) -> str:
    """1 is A, 27 is AA."""
    hoger, plek = divmod(nummer - 1, 26)
    return (_letter(hoger) if hoger else "") + chr(ord("A") + plek)
