"""Uit de echte administratie: alle formaten van één moment, en definitief blijft zoals het was."""

import csv
import hashlib
from datetime import date
from decimal import Decimal
from io import BytesIO, StringIO
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from openpyxl import load_workbook

from duoplus import klok
from duoplus.choices import Rol
from duoplus.models import Gebeurtenis, Organisatie
from duoplus.reports import Dataset
from duoplus.reports import csv as portaal_csv
from duoplus.zegel import zegel
from maatwerk.choices import VerantwoordingStatus
from maatwerk.models import Aanvraag, Opdracht, Verantwoording
from maatwerk.verantwoording import momentopname
from maatwerk.verantwoording.samenstellen import pakket_van
from maatwerk.verantwoording.uitgeven import maak_bestanden
from tests.factories.geld import TariefFactory
from tests.factories.lumpsums import kosten, lopende_opdracht, lumpsum, uren
from tests.factories.mensen import iemand
from tests.maatwerk.verantwoording.test_formaten import csv_regels, delen

pytestmark = pytest.mark.django_db


@pytest.fixture
def opdracht() -> Opdracht:
    lumpsum("D", begroting=100_000)
    lumpsum("U", begroting=80_000)
    gemaakt = lopende_opdracht("UD")
    for aantal in ("7.5", "2.25", "4"):
        uren(gemaakt, Decimal(aantal))
    kosten(gemaakt, "1234.56")
    return gemaakt


def verantwoording(**velden: Any) -> Verantwoording:
    jaar = klok.vandaag().year
    gewoon = {"nummer": f"VW-{jaar}-0001", "soort": "jaarrekening", "ingediend_op": klok.nu()}
    return Verantwoording.objects.create(
        jaar=jaar,
        peildatum=date(jaar, 12, 31),
        opgesteld_door=iemand(Rol.CONCERNCONTROLLER),
        status=VerantwoordingStatus.TER_CONTROLE,
        **gewoon | velden,
    )


def definitief(*, geknoeid: bool = False) -> Verantwoording:
    """``geknoeid``: the bytes are no longer those of the hash."""
    gemaakt = verantwoording()
    gemaakt.momentopname = momentopname.maak(pakket_van(gemaakt))
    for bestand in maak_bestanden(gemaakt):
        bestand.inhoud += b" " * geknoeid
        bestand.save()
    gemaakt.status, gemaakt.definitief_op = VerantwoordingStatus.DEFINITIEF, klok.nu()
    gemaakt.zegel = zegel(gemaakt.momentopname)
    gemaakt.gecontroleerd_door = iemand(Rol.DIRECTIEBERAAD)
    gemaakt.save()
    return gemaakt


def test_every_format_is_made_of_one_dataset(opdracht):
    v = verantwoording()
    van = pakket_van(v)
    bestanden = {bestand.formaat: bestand for bestand in maak_bestanden(v)}

    namen = ("-csv.zip", ".xlsx", ".ods", ".pdf")
    assert [bestand.naam for bestand in bestanden.values()] == [f"{v.nummer}{naam}" for naam in namen]
    assert all(hashlib.sha256(b.inhoud).hexdigest() == b.sha256 for b in bestanden.values())
    assert all(b.pk is None for b in bestanden.values())
    in_csv = csv_regels(delen(bestanden["csv"].inhoud)["L3-uren.csv"])[1:]
    in_xlsx = [*load_workbook(BytesIO(bestanden["xlsx"].inhoud))["L3 Uren"].values][1:-1]
    assert [regel[0] for regel in in_csv] == [regel[0] for regel in in_xlsx]
    bedrag = van.tabel("L3").totalen["bedrag"]
    assert sum(Decimal(regel[8].replace(",", ".")) for regel in in_csv) == bedrag > 0
    assert sum(Decimal(str(regel[8])) for regel in in_xlsx) == bedrag
    assert van.tabel("L4").totalen["bedrag_ex"] == Decimal("1234.56")


def test_made_twice_it_is_the_same_and_says_definite(opdracht):
    v = verantwoording()
    een, twee = (maak_bestanden(v) for _ in range(2))

    assert [b.sha256 for b in een] == [b.sha256 for b in twee]
    assert b"CONCEPT" not in delen(een[0].inhoud)["metadata.csv"]
    assert "Definitief" in delen(een[0].inhoud)["metadata.csv"].decode()


def test_the_database_copies_every_streamed_table_as_python_writes_it(opdracht):
    v = verantwoording()
    van, stukken = pakket_van(v), delen(maak_bestanden(v)[0].inhoud)

    for code, naam in (("L3", "L3-uren.csv"), ("L4", "L4-externe-kosten.csv")):
        tabel = van.tabel(code)
        assert tabel.bevraging is not None
        assert stukken[naam] == b"".join(portaal_csv.render(Dataset("", tabel.kolommen, tabel.rijen())))


def roep(map: Any, *opties: str) -> str:
    uit = StringIO()
    call_command("verantwoording", str(klok.vandaag().year), "--naar", str(map), *opties, stdout=uit)
    return uit.getvalue()


def test_the_command_writes_a_csv_per_table_and_tells_rows_and_hash(opdracht, tmp_path):
    verteld = roep(tmp_path, "--formaat", "csv", "--gemeente", "diemen")

    namen = sorted(pad.name for pad in tmp_path.iterdir())
    assert [naam[:2] for naam in namen[:8]] == [f"L{n}" for n in range(1, 9)]
    assert namen[8:] == ["controles.csv", "metadata.csv"]
    l3 = tmp_path / "L3-uren.csv"
    assert f"{l3}: 3 rijen, SHA-256 {hashlib.sha256(l3.read_bytes()).hexdigest()}" in verteld
    l1 = list(csv.reader((tmp_path / "L1-lumpsumoverzicht.csv").open(encoding="utf-8-sig"), delimiter=";"))
    assert [regel[2] for regel in l1[1:]] == ["Diemen"]


def test_the_command_leaves_a_line_in_the_audit_trail(opdracht, tmp_path):
    roep(tmp_path, "--formaat", "xlsx", "--periode", "K1", "--gemeente", "D")

    (regel,) = Gebeurtenis.objects.filter(soort="duoplus.export")
    assert regel.gegevens["filter"] == {"jaar": str(klok.vandaag().year), "periode": "k1", "gemeente": "D"}
    (pad,) = tmp_path.iterdir()
    assert regel.gegevens["sha256"] == hashlib.sha256(pad.read_bytes()).hexdigest()


@pytest.mark.parametrize("formaat", ["csv", "xlsx", "ods", "pdf"])
def test_what_is_definite_comes_out_byte_for_byte_whatever_changed_since(opdracht, tmp_path, formaat):
    v = definitief()
    uren(opdracht, 8)
    TariefFactory(functiegroep="Z", bedrag=Decimal(1))
    Aanvraag.objects.filter(opdracht=opdracht).update(titel="Nu heet het anders")
    Organisatie.objects.filter(letter="U").update(naam="Uithoorn aan de Amstel")

    verteld = roep(tmp_path, "--formaat", formaat, "--periode", "jaarrekening")

    assert f"definitief ({v.nummer}, versie 1)" in verteld
    toen = v.bestanden.get(formaat=formaat).inhoud
    stukken = delen(bytes(toen)) if formaat == "csv" else {f"{v.nummer}.{formaat}": bytes(toen)}
    assert {pad.name: pad.read_bytes() for pad in tmp_path.iterdir()} == stukken


def test_a_file_that_was_tampered_with_is_not_handed_out(opdracht, tmp_path):
    definitief(geknoeid=True)

    with pytest.raises(CommandError, match="niet meer zoals het is uitgegeven"):
        roep(tmp_path, "--formaat", "pdf", "--periode", "jaarrekening")
    assert not [*tmp_path.iterdir()]


def test_an_unknown_municipality_is_a_sentence(tmp_path):
    with pytest.raises(CommandError, match="Er is geen gemeente Utrecht"):
        roep(tmp_path, "--gemeente", "Utrecht")
