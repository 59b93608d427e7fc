"""De bestanden geopend in het echte LibreOffice: elk blad met dezelfde rijen en totalen tot op de cent."""

import csv
import shutil
import subprocess
from decimal import Decimal
from pathlib import Path

import pytest

from maatwerk.verantwoording.formaten.uitgave import csv_naam
from maatwerk.verantwoording.pakket import Tabel
from tests.maatwerk.verantwoording.proefpakket import bestand, pakket
from tests.maatwerk.verantwoording.test_formaten import delen

SOFFICE = shutil.which("soffice") or shutil.which("libreoffice")
pytestmark = pytest.mark.skipif(SOFFICE is None, reason="LibreOffice is niet geïnstalleerd")
# Comma, double quotes, UTF-8, every value as it is rather than as it looks; sheet -1 is every sheet.
ALS_CSV = "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,false,false,false,false,{blad}"
# Semicolon, double quotes, UTF-8, from the first line, in the language of the Netherlands.
LEES_CSV = "CSV:59,34,76,1,,1043"


def open_in_libreoffice(bestand: Path, map: Path, *, blad: int, lees: str = "") -> None:
    """Write what it reads to ``map``. It tells what it does on stdout; a warning would come on stderr."""
    profiel = f"-env:UserInstallation=file://{map}/profiel"
    opties = ["--headless", "--convert-to", ALS_CSV.format(blad=blad), "--outdir", str(map)]
    filter = [f"--infilter={lees}"] if lees else []
    opdracht = [str(SOFFICE), profiel, *filter, *opties, str(bestand)]
    klaar = subprocess.run(opdracht, check=True, capture_output=True, text=True, timeout=180)
    assert "rror" not in klaar.stdout + klaar.stderr


def gelezen(pad: Path) -> list[list[str]]:
    return list(csv.reader(pad.open(encoding="utf-8-sig", newline="")))


def som(regels: list[list[str]], plek: int) -> Decimal:
    return sum((getal(regel[plek]) for regel in regels if regel[plek]), Decimal(0))


def getal(tekst: str) -> Decimal:
    return Decimal(tekst.replace(",", ".")).quantize(Decimal("0.01"))


def klopt(tabel: Tabel, regels: list[list[str]]) -> None:
    """Head, number of rows, and per column with a total the sum of the rows."""
    assert regels[0] == [kolom.key for kolom in tabel.kolommen]
    rijen = regels[1 : 1 + tabel.aantal]
    assert len(rijen) == tabel.aantal
    for plek, kolom in enumerate(tabel.kolommen):
        if kolom.totals:
            assert som(rijen, plek) == tabel.totalen[kolom.key]


@pytest.mark.parametrize("formaat", ["xlsx", "ods"])
def test_every_sheet_opens_with_the_rows_and_sums_of_the_package(formaat, tmp_path):
    pad = tmp_path / f"pakket.{formaat}"
    pad.write_bytes(bestand(formaat))
    open_in_libreoffice(pad, tmp_path, blad=-1)

    for tabel in pakket().tabellen:
        regels = gelezen(tmp_path / f"pakket-{tabel.code} {tabel.naam}.csv")
        klopt(tabel, regels)
        if tabel.totalen:
            eerste = next(plek for plek, kolom in enumerate(tabel.kolommen) if kolom.totals)
            assert getal(regels[-1][eerste]) == tabel.totalen[tabel.kolommen[eerste].key]
    assert (tmp_path / "pakket-Controles.csv").exists() and (tmp_path / "pakket-Metadata.csv").exists()


def test_a_csv_opens_as_numbers_in_the_netherlands(tmp_path):
    tabel = pakket().tabel("L5")
    (tmp_path / "in").mkdir()
    pad = tmp_path / "in" / csv_naam(tabel)
    pad.write_bytes(delen(bestand("csv"))[pad.name])
    open_in_libreoffice(pad, tmp_path, blad=0, lees=LEES_CSV)

    regels = gelezen(tmp_path / pad.name)
    klopt(tabel, regels)
    assert regels[1][5] == "-5.07"  # a number, as LibreOffice itself writes it
