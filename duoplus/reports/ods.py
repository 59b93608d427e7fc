"""ODS (OpenDocument), rij voor rij geschreven. Geheugen blijft gelijk; dezelfde gegevens, dezelfde bytes.

Written by ourselves: the libraries for it hold the whole sheet in memory and take minutes
(docs/adr/0010). A cell carries its real value and never a formula, so words stay words.
"""

from collections.abc import Callable, Iterable, Iterator
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
    meta,
    vastgezet,
)

MAX_RIJEN = 1_048_576 - 20  # LibreOffice's limit, less the head and the totals
RIJEN_PER_STUK = 500
LEEG = "<table:table-cell/>"


def schrijf(dataset: Dataset, naar: BinaryIO, *, moment: datetime) -> None:
    """One sheet: title and ``head``, then the table. Raises ``TeVeelRijen``."""
    blad, titel = Blad(dataset, max_rijen=MAX_RIJEN), celtekst(dataset.title)
    with ZipFile(naar, "w") as pak:
        pak.writestr(_deel("mimetype", ZIP_STORED), MIME)  # first and bare: so programs know the kind
        pak.writestr(_deel("META-INF/manifest.xml"), MANIFEST)
        pak.writestr(_deel("meta.xml"), meta(titel, moment))
        pak.writestr(_deel("styles.xml"), bladspiegel(titel))
        pak.writestr(_deel("settings.xml"), vastgezet(bladnaam(titel), _kop(dataset)))
        with pak.open(_deel("content.xml"), "w") as inhoud:
            inhoud.writelines(stuk.encode() for stuk in _inhoud(blad))


def _deel(naam: str, hoe: int = ZIP_DEFLATED) -> ZipInfo:
    """A part without a date of its own."""
    deel = ZipInfo(naam, (1980, 1, 1, 0, 0, 0))
    deel.compress_type = hoe
    return deel


def _kop(dataset: Dataset) -> int:
    """The line with the names of the columns, counted from 1: after title, head and an empty line."""
    return len(dataset.head) + 3


def _inhoud(blad: Blad) -> Iterator[str]:
    dataset, vel = blad.dataset, bladnaam(blad.dataset.title)
    yield f"{XML}<office:document-content {NAAMRUIMTEN}>{celstijlen(blad.breedtes)}"
    yield f"<office:body><office:spreadsheet><table:table table:name={quoteattr(vel)}>"
    yield "".join(
        f'<table:table-column table:style-name="k{plek}" table:default-cell-style-name="{kolom.kind}"/>'
        for plek, kolom in enumerate(dataset.columns)
    )
    yield _bovenaan(dataset)
    yield from _tabel(blad)
    yield f"</table:table>{_filter(blad, vel)}</office:spreadsheet></office:body></office:document-content>"


def _bovenaan(dataset: Dataset) -> str:
    """Title, head, an empty line, and the names of the columns, which every printed page repeats."""
    regels = [_rij([_tekst(dataset.title, "titel")])]
    regels += [_rij([_tekst(regel)]) for regel in dataset.head]
    kop = _rij(_tekst(k.label, "kop" if k.kind == "text" else "kopgetal") for k in dataset.columns)
    return f"{''.join(regels)}{_rij([LEEG])}<table:table-header-rows>{kop}</table:table-header-rows>"


def _tabel(blad: Blad) -> Iterator[str]:
    cellen = [CEL[kolom.kind] for kolom in blad.dataset.columns]
    stuk: list[str] = []
    for waarden in blad.rijen():
        stuk.append(_rij(map(_cel, cellen, waarden)))
        if len(stuk) == RIJEN_PER_STUK:
            yield "".join(stuk)
            stuk.clear()
    yield "".join(stuk)
    if not blad.aantal:
        yield _rij([_tekst(GEEN_RIJEN)])
    if (slot := blad.slotregel) is not None:
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
    regels = celtekst(waarde).replace("\r\n", "\n").replace("\r", "\n").split("\n")
    alineas = "".join(f"<text:p>{_spaties(escape(regel))}</text:p>" for regel in regels)
    met_stijl = f' table:style-name="{stijl}"' if stijl else ""
    return f'<table:table-cell{met_stijl} office:value-type="string">{alineas}</table:table-cell>'


def _spaties(regel: str) -> str:
    regel = regel.replace("\t", " ")
    return regel.replace(" ", "<text:s/>") if "  " in regel or regel != regel.strip() else regel


def _getal(waarde: Decimal) -> str:
    return _typisch(f'float" office:value="{waarde}', waarde)


def _euros(waarde: Decimal) -> str:
    return _typisch(f'currency" office:currency="EUR" office:value="{waarde}', waarde)


def _dag(waarde: date) -> str:
    return _typisch(f'date" office:date-value="{waarde.isoformat()}', waarde.isoformat())


def _moment(waarde: datetime) -> str:
    return _dag(plaatselijk(waarde))


def _typisch(soort_en_waarde: str, tekst: object) -> str:
    return (
        f'<table:table-cell office:value-type="{soort_en_waarde}"><text:p>{tekst}</text:p></table:table-cell>'
    )


CEL: dict[str, Callable[[Any], str]] = {
    "text": _tekst,
    "hours": _getal,
    "money": _euros,
    "number": _getal,
    "date": _dag,
    "moment": _moment,
}


def _filter(blad: Blad, vel: str) -> str:
    """The buttons with which a reader narrows the table further."""
    kop = _kop(blad.dataset)
    rechtsonder = f"{_letter(len(blad.dataset.columns))}{kop + max(blad.aantal, 1)}"
    gebied = quoteattr(f"'{vel}'.A{kop}:'{vel}'.{rechtsonder}")
    return (
        '<table:database-ranges><table:database-range table:name="lijst" table:display-filter-buttons="true"'
        f" table:target-range-address={gebied}/></table:database-ranges>"
    )


def _letter(nummer: int) -> str:
    """1 is A, 27 is AA."""
    hoger, plek = divmod(nummer - 1, 26)
    return (_letter(hoger) if hoger else "") + chr(ord("A") + plek)
