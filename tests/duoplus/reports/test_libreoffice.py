"""De bestanden geopend in het echte LibreOffice: dezelfde rijen, en sommen tot op de cent."""

import csv
import shutil
import subprocess
from decimal import Decimal
from pathlib import Path

import pytest

from tests.duoplus.reports.proef import KOLOMMEN, KOP, bestand, dataset, rij

SOFFICE = shutil.which("soffice") or shutil.which("libreoffice")
pytestmark = pytest.mark.skipif(SOFFICE is None, reason="LibreOffice is niet geïnstalleerd")
RIJEN = [rij(nummer) for nummer in range(40)]
# Comma, double quotes, UTF-8, every value as it is rather than as it looks, dates aside.
ALS_CSV = "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,false,false,false,false,1"


def geopend(formaat: str, map: Path) -> list[list[str]]:
    """What LibreOffice reads, as it would write it down again."""
    (map / f"lijst.{formaat}").write_bytes(bestand(formaat, dataset(RIJEN)))
    profiel = f"-env:UserInstallation=file://{map}/profiel"
    opdracht = [str(SOFFICE), profiel, "--headless", "--convert-to", ALS_CSV, "--outdir", str(map)]
    subprocess.run([*opdracht, str(map / f"lijst.{formaat}")], check=True, capture_output=True, timeout=120)
    (gemaakt,) = map.glob("*.csv")
    return list(csv.reader(gemaakt.open(encoding="utf-8", newline="")))


@pytest.mark.parametrize("formaat", ["xlsx", "ods"])
def test_libreoffice_reads_every_row_and_the_same_sums(formaat, tmp_path):
    regels = geopend(formaat, tmp_path)
    kop, rijen, slot = regels[: len(KOP) + 3], regels[len(KOP) + 3 : -1], regels[-1]

    assert [regel[0] for regel in kop[:-2]] == ["Aanvragen", *KOP]
    assert kop[-1] == [kolom.label for kolom in KOLOMMEN]
    wit = "\t" if formaat == "xlsx" else " "  # an ODS has a space for it: Calc drops a tab
    assert [regel[:2] for regel in rijen] == [[r.nummer, r.titel.replace("\t", wit)] for r in RIJEN]
    for plek, naam in ((2, "uren"), (3, "euros")):
        som = sum(getattr(r, naam) for r in RIJEN)
        assert sum(getal(regel[plek]) for regel in rijen) == som
        assert getal(slot[plek]) == som
    vorm = {"xlsx": "%m/%d/%Y", "ods": "%d-%m-%Y"}[formaat]  # an ODS brings its own country
    assert [regel[4] for regel in rijen] == [f"{r.klaar:{vorm}}" for r in RIJEN]


def getal(tekst: str) -> Decimal:
    return Decimal(tekst.replace(",", ".")).quantize(Decimal("0.01"))
