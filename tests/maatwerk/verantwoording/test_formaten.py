"""De bestanden van een pakket: zelfde rijen, volgorde en totalen als het pakket, nooit een formule."""

import csv
import hashlib
import os
import subprocess
import sys
import zipfile
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal
from io import BytesIO, StringIO
from typing import Any

import pytest
from django.conf import settings
from openpyxl import load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from duoplus import ods
from duoplus.reports import Column, TeVeelRijen
from maatwerk.verantwoording.formaten import FORMATEN
from maatwerk.verantwoording.formaten.bladen import totaalregels
from maatwerk.verantwoording.formaten.uitgave import NietVanEenMoment, csv_naam
from maatwerk.verantwoording.pakket import Pakket, Tabel
from tests.maatwerk.verantwoording.proefpakket import FORMULES, bestand, met, pakket, tabel

Bladen = dict[str, list[list[Any]]]
NAMEN = [
    "L1 Lumpsumoverzicht", "L2 Opdrachten", "L3 Uren", "L4 Externe kosten", "L5 Verdeling",
    "L6 Voorschot en afrekening", "L7 Per taakveld", "L8 Mutaties", "Controles", "Metadata",
]  # fmt: skip


def xlsx_bladen(bytes_: bytes) -> Bladen:
    boek = load_workbook(BytesIO(bytes_))
    return {vel.title: [[cel.value for cel in regel] for regel in vel.iter_rows()] for vel in boek.worksheets}


def ods_bladen(bytes_: bytes) -> Bladen:
    """By the reader with which the portal takes lists in; it leaves off what is empty at the end."""
    with zipfile.ZipFile(BytesIO(bytes_)) as pak, pak.open("content.xml") as inhoud:
        bladen = dict(ods.lees_bladen(inhoud, max_kolommen=30, max_rijen=200))
    return {
        naam: [[*regel, *[None] * (len(regels[0]) - len(regel))] for regel in regels]
        for naam, regels in bladen.items()
    }


LEES: dict[str, Callable[[bytes], Bladen]] = {"xlsx": xlsx_bladen, "ods": ods_bladen}


def delen(bytes_: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(BytesIO(bytes_)) as pak:
        return {naam: pak.read(naam) for naam in pak.namelist()}


def csv_regels(bytes_: bytes) -> list[list[str]]:
    return list(csv.reader(StringIO(bytes_.decode("utf-8-sig"), newline=""), delimiter=";"))


def als_cel(kolom: Column, waarde: Any, formaat: str) -> Any:
    """A value of the package as a reader of the sheet gets it back."""
    if waarde in (None, ""):
        return None
    if kolom.kind in ("hours", "money", "number"):
        return round(Decimal(str(waarde)), 6)
    if kolom.kind == "date":
        return waarde if formaat == "ods" else datetime.combine(waarde, datetime.min.time())
    return waarde.replace("\t", " ") if formaat == "ods" else waarde


def cellen(tabel: Tabel, regels: Sequence[Sequence[Any]], formaat: str) -> list[list[Any]]:
    return [
        [als_cel(kolom, cel, formaat) for kolom, cel in zip(tabel.kolommen, regel, strict=True)]
        for regel in regels
    ]


def som(regels: Sequence[Sequence[Any]], plek: int) -> Decimal:
    return sum((Decimal(str(regel[plek])) for regel in regels if regel[plek] is not None), Decimal(0))


@pytest.mark.parametrize("formaat", LEES)
def test_every_sheet_has_the_rows_of_the_package_and_sums_to_its_totals(formaat):
    van = pakket()
    bladen = LEES[formaat](bestand(formaat, van))

    assert list(bladen) == NAMEN
    for deel in van.tabellen[:-1]:
        kop, *regels = bladen[f"{deel.code} {deel.naam}"]
        rijen, slot = regels[: deel.aantal], regels[deel.aantal :]
        assert kop == [kolom.key for kolom in deel.kolommen]
        bron = [[getattr(rij, kolom.key) for kolom in deel.kolommen] for rij in deel.rijen()]
        assert cellen(deel, rijen, formaat) == cellen(deel, bron, formaat)
        for plek, kolom in enumerate(deel.kolommen):
            if kolom.totals:
                assert round(som(rijen, plek), 2) == deel.totalen[kolom.key]
                gegeven = [sommen[kolom.key] for _, sommen in totaalregels(deel)]
                assert [round(Decimal(str(regel[plek])), 2) for regel in slot] == gegeven
        assert [regel[0] or regel[1] for regel in slot][-1] == "Totaal"


@pytest.mark.parametrize("formaat", LEES)
def test_per_municipality_where_there_is_something_to_add_up(formaat):
    bladen = LEES[formaat](bestand(formaat))

    assert [regel[0] for regel in bladen["L2 Opdrachten"][-4:]] == [
        "Totaal Diemen", "Totaal Uithoorn", "Totaal Ouder-Amstel", "Totaal",
    ]  # fmt: skip
    assert len(bladen["L1 Lumpsumoverzicht"]) == 1 + 3 + 1


@pytest.mark.parametrize("formaat", LEES)
def test_codes_and_formulas_stay_words(formaat):
    """0.10 is not 0.1, and what looks like a formula is typed as words."""
    woorden = {cel for regel in LEES[formaat](bestand(formaat))["L2 Opdrachten"] for cel in regel}

    assert {"0.10", "6.60", "007"} <= woorden
    assert {f.replace("\t", " ") if formaat == "ods" else f for f in FORMULES} <= woorden
    stukken = delen(bestand(formaat)).values()
    assert not any(b"<f>" in stuk or b"table:formula" in stuk for stuk in stukken)


def vellen(status: str = "definitief") -> list[Worksheet]:
    return load_workbook(BytesIO(bestand("xlsx", pakket(status=status)))).worksheets


def test_the_names_of_the_columns_stand_still_and_no_cell_is_merged():
    for vel in vellen():
        assert vel.freeze_panes == "A2"
        assert not vel.merged_cells.ranges
        assert vel.auto_filter.ref.startswith("A1:")
        assert (vel.page_setup.orientation, vel.print_title_rows) == ("landscape", "$1:$1")


def test_a_draft_says_so_on_every_page():
    assert all("CONCEPT" in vel.oddFooter.left.text for vel in vellen("concept"))
    assert not any("CONCEPT" in vel.oddFooter.left.text for vel in vellen())
    stijlen = delen(bestand("ods", pakket(status="concept"))).values()
    assert any("CONCEPT · Jaarrekening 2026".encode() in deel for deel in stijlen)


def test_amounts_are_dutch_and_days_are_days():
    l1 = vellen()[0]

    assert l1["D2"].number_format.startswith("[$€-413] #,##0.00") and l1["D2"].data_type == "n"
    assert l1["B2"].number_format == "dd-mm-yyyy" and l1["B2"].is_date
    assert l1["A2"].data_type == "s"


def test_the_csv_files_sum_to_the_same_totals():
    van = pakket()
    stukken = delen(bestand("csv", van))

    assert list(stukken) == [*(csv_naam(deel) for deel in van.tabellen), "controles.csv", "metadata.csv"]
    for deel in van.tabellen:
        kop, *rijen = csv_regels(stukken[csv_naam(deel)])
        assert kop == [kolom.key for kolom in deel.kolommen]
        assert len(rijen) == deel.aantal
        for plek, kolom in enumerate(deel.kolommen):
            if kolom.totals:
                bedragen = [Decimal(rij[plek].replace(",", ".")) for rij in rijen if rij[plek]]
                assert sum(bedragen) == deel.totalen[kolom.key]


def test_csv_has_its_mark_its_line_ends_and_no_formula():
    for naam, bytes_ in delen(bestand("csv")).items():
        assert bytes_.startswith(b"\xef\xbb\xbf") and bytes_.endswith(b"\r\n"), naam
    regels = csv_regels(delen(bestand("csv"))["L2-opdrachten.csv"])
    woorden = {cel for regel in regels for cel in regel}
    assert {f"'{formule}" for formule in FORMULES} <= woorden
    assert not woorden & set(FORMULES)
    assert "-11,07" in woorden  # an amount below zero stays an amount


@pytest.mark.parametrize("formaat", LEES)
def test_the_metadata_name_filters_maker_counts_and_the_hash_of_each_csv(formaat):
    van = pakket()
    regels = LEES[formaat](bestand(formaat, van))["Metadata"]
    staat = {(regel[0], regel[1]): regel[2] if regel[2] is not None else regel[3] for regel in regels}
    stukken = delen(bestand("csv", van))

    assert staat["Pakket", "Filters"] == "Alle gemeenten · Tot en met december 2026"
    assert staat["Pakket", "Gemaakt door"] == "concerncontroller"
    assert staat["Pakket", "Gemaakt op"] == "1 februari 2027 om 00.30 uur"
    for deel in van.tabellen:
        blad, naam = f"{deel.code} {deel.naam}", csv_naam(deel)
        assert staat[blad, "Aantal rijen"] == deel.aantal
        assert staat[blad, f"SHA-256 van {naam}"] == hashlib.sha256(stukken[naam]).hexdigest()


def test_metadata_csv_states_the_hash_of_the_files_beside_it():
    stukken = delen(bestand("csv"))
    staat = {regel[1]: regel[2] for regel in csv_regels(stukken["metadata.csv"])}

    for naam, bytes_ in stukken.items():
        if naam.startswith("L"):
            assert staat[f"SHA-256 van {naam}"] == hashlib.sha256(bytes_).hexdigest()


@pytest.mark.parametrize("formaat", LEES)
def test_more_rows_than_a_sheet_holds_is_a_sentence_that_names_csv(formaat):
    te_lang = replace(tabel("L3"), aantal=1_200_000)
    with pytest.raises(TeVeelRijen, match=r"L3 Uren heeft 1\.200\.000 rijen.*Kies CSV"):
        bestand(formaat, met(pakket(), te_lang))


def test_a_line_booked_meanwhile_stops_the_file():
    intussen = replace(tabel("L3"), aantal=29)
    with pytest.raises(NietVanEenMoment, match="heeft nu 30 rijen; bij het samenstellen waren het er 29"):
        bestand("csv", met(pakket(), intussen))


VINGERAFDRUK = """
import django, hashlib; django.setup()
from tests.maatwerk.verantwoording.proefpakket import bestand
for formaat in ("csv", "xlsx", "ods", "pdf"):
    print(hashlib.sha256(bestand(formaat)).hexdigest())
"""


def elders(zone: str) -> list[str]:
    """The hash of every format, made by another process in another time zone."""
    omgeving = os.environ | {"TZ": zone, "PYTHONHASHSEED": "7", "LC_ALL": "C"}
    opdracht = [sys.executable, "-c", VINGERAFDRUK]
    klaar = subprocess.run(opdracht, env=omgeving, cwd=settings.BASE_DIR, capture_output=True, check=True)
    return klaar.stdout.decode().split()


def test_the_same_package_gives_the_same_bytes_in_any_process_and_zone():
    hier = [hashlib.sha256(bestand(formaat)).hexdigest() for formaat in FORMATEN]

    assert elders("Asia/Tokyo") == hier
    assert elders("America/Los_Angeles") == hier


def test_one_cent_more_is_another_file():
    def met_een_cent(van: Pakket) -> Pakket:
        l5 = van.tabel("L5")
        rijen = [*l5.rijen()]
        rijen[0].bedrag += Decimal("0.01")
        return met(van, replace(l5, rijen=lambda: rijen))

    for formaat in FORMATEN:
        assert bestand(formaat, met(pakket(), tabel("L5"))) != bestand(formaat, met_een_cent(pakket()))


def test_dates_before_the_calendar_of_the_sheet_stay_readable():
    l6 = tabel("L6")
    rijen = [*l6.rijen()]
    rijen[0].datum = date(1899, 1, 1)
    bladen = xlsx_bladen(bestand("xlsx", met(pakket(), replace(l6, rijen=lambda: rijen))))

    assert bladen["L6 Voorschot en afrekening"][1][3] == "1899-01-01"
