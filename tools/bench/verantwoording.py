"""Het pakket L1 tot en met L8 per soort bestand, naast de kale schrijver met dezelfde rijen.

The floor of CSV is ``COPY TO STDOUT`` of the streamed tables, without a word of escaping; of XLSX the bare
library, of ODS the least XML in a zip, both with typed cells and nothing else; of PDF the bare typesetter
with the same data. Page and floor take turns, so that only ratios of one run count.
"""

import json
import subprocess
import sys
from collections.abc import Callable, Iterator
from datetime import date
from functools import partial
from io import BytesIO
from pathlib import Path
from statistics import median
from tempfile import TemporaryFile
from time import perf_counter
from typing import Any, BinaryIO
from xml.sax.saxutils import escape
from zipfile import ZIP_DEFLATED, ZipFile

from django.db import connection
from xlsxwriter import Workbook

from duoplus import klok
from duoplus.exports import een_moment
from duoplus.pdf import LETTERS, SJABLONEN, ZETTER
from maatwerk.verantwoording import uitgeven
from maatwerk.verantwoording.formaten import FORMATEN, pdf
from maatwerk.verantwoording.formaten.uitgave import Uitgave
from maatwerk.verantwoording.pakket import Pakket, Tabel
from maatwerk.verantwoording.samenstellen import pakket as stel_samen

HERHALINGEN = 3
OPTIES = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
Vul = Callable[[BinaryIO], object]
GETALLEN = {"hours", "money", "number"}


def meet(formaat: str, *, herhalingen: int = HERHALINGEN) -> dict[str, float]:
    """Median ms of the file and of its floor over this year, their ratio, and the rows in it."""
    with een_moment():
        uitgeven.neem_de_tijd()
        vandaag = klok.vandaag()
        gezet = stel_samen(vandaag.year, peildatum=vandaag)
        paren = [_paar(gezet, formaat) for _ in range(herhalingen)]
    ms, vloer = (median(kant) * 1000 for kant in zip(*paren, strict=True))
    verhouding = median(een / ander for een, ander in paren)
    return {"rijen": sum(t.aantal for t in gezet.tabellen), "ms": ms, "vloer_ms": vloer, "ratio": verhouding}


def _paar(gezet: Pakket, formaat: str) -> tuple[float, float]:
    ons = _klok(lambda naar: uitgeven.schrijf(gezet, formaat, naar))
    return ons, _klok(VLOER[formaat](gezet))


def _klok(vul: Vul) -> float:
    with TemporaryFile() as naar:
        begin = perf_counter()
        vul(naar)
        return perf_counter() - begin


def piek(formaat: str) -> float:
    """MB on top of a process that stands ready; for a process of its own."""
    with een_moment():
        uitgeven.neem_de_tijd()
        vandaag = klok.vandaag()
        gezet = stel_samen(vandaag.year, peildatum=vandaag)
        FORMATEN["pdf"].schrijf(Uitgave(gezet), BytesIO())  # whatever is loaded only once
        Path("/proc/self/clear_refs").write_text("5")  # forget the highest point so far
        voor = _geheugen("VmRSS")
        _klok(lambda naar: uitgeven.schrijf(gezet, formaat, naar))
    return _geheugen("VmHWM") - voor


def _geheugen(wat: str) -> float:
    regels = Path("/proc/self/status").read_text().splitlines()
    return next(int(regel.split()[1]) / 1024 for regel in regels if regel.startswith(wat))


def _waarden(tabel: Tabel) -> Iterator[list[Any]]:
    namen = [kolom.key for kolom in tabel.kolommen]
    for rij in tabel.rijen():
        yield [getattr(rij, naam) for naam in namen]


def kale_kopie(gezet: Pakket, naar: BinaryIO) -> None:
    """What the database streams, as it stands there."""
    with connection.cursor() as cursor:
        for tabel in gezet.tabellen:
            if tabel.bevraging is not None:
                binnen, params = tabel.bevraging.query.sql_with_params()
                kern = cursor.mogrify(binnen, params).decode()
                cursor.copy_expert(f"COPY ({kern}) TO STDOUT (FORMAT csv)", naar)


def kale_xlsx(gezet: Pakket, naar: BinaryIO) -> None:
    boek = Workbook(naar, OPTIES)
    dag = boek.add_format({"num_format": "dd-mm-yyyy"})
    for tabel in gezet.tabellen:
        vel = boek.add_worksheet(tabel.code)
        soorten = [kolom.kind for kolom in tabel.kolommen]
        for nummer, waarden in enumerate(_waarden(tabel)):
            for plek, (soort, waarde) in enumerate(zip(soorten, waarden, strict=True)):
                if waarde is None:
                    continue
                if soort in GETALLEN:
                    vel.write_number(nummer, plek, float(waarde))
                elif soort == "date":
                    vel.write_datetime(nummer, plek, waarde, dag)
                else:
                    vel.write_string(nummer, plek, str(waarde))
    boek.close()


def kale_ods(gezet: Pakket, naar: BinaryIO) -> None:
    """Only the part with the rows: whoever writes less has no spreadsheet."""
    with ZipFile(naar, "w", ZIP_DEFLATED) as pak, pak.open("content.xml", "w") as inhoud:
        for tabel in gezet.tabellen:
            soorten = [kolom.kind for kolom in tabel.kolommen]
            for waarden in _waarden(tabel):
                cellen = "".join(map(_kale_cel, soorten, waarden))
                inhoud.write(f"<table:table-row>{cellen}</table:table-row>".encode())


def _kale_cel(soort: str, waarde: Any) -> str:
    if waarde is None:
        return "<table:table-cell/>"
    if soort in GETALLEN:
        kop = f'office:value-type="float" office:value="{waarde}"'
    elif isinstance(waarde, date):
        kop = f'office:value-type="date" office:date-value="{waarde.isoformat()}"'
    else:
        kop = 'office:value-type="string"'
    return f"<table:table-cell {kop}><text:p>{escape(str(waarde))}</text:p></table:table-cell>"


def kale_pdf(gezet: Pakket) -> Vul:
    """The typesetter with the template and data that are ready, in a process of its own: in ours it would
    remember the document of the turn before.
    """
    gegevens = json.dumps(pdf.gegevens(Uitgave(gezet)), ensure_ascii=False).encode()
    wat: list[str | Path] = [sys.executable, "-I", ZETTER, SJABLONEN / "verantwoording.typ", LETTERS, "0"]
    return lambda naar: subprocess.run(wat, input=gegevens, stdout=naar, check=True)


VLOER: dict[str, Callable[[Pakket], Vul]] = {
    "csv": lambda gezet: partial(kale_kopie, gezet),
    "xlsx": lambda gezet: partial(kale_xlsx, gezet),
    "ods": lambda gezet: partial(kale_ods, gezet),
    "pdf": kale_pdf,
}
