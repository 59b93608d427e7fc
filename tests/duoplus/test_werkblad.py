"""Rekenbladen van anderen lezen: wat lukt, en wat wordt geweigerd zonder dat er iets stukgaat."""

import csv
import io
import zipfile
from datetime import date, datetime, time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import Workbook
from openpyxl.worksheet.formula import ArrayFormula

from duoplus.werkblad import Blad, Grenzen, OnleesbaarBestand, lees_werkboek
from tests.duoplus.beschadigd import beschadigd


def xlsx(*rijen, bladen=()):
    boek = Workbook()
    boek.active.title = "een"
    for rij in rijen:
        boek.active.append(rij)
    for naam in bladen:
        boek.create_sheet(naam)
    return bewaar(boek)


def bewaar(boek):
    uit = io.BytesIO()
    boek.save(uit)
    return uit.getvalue()


def met_onderdelen(inhoud, nieuw):
    """Hetzelfde zipbestand, met onderdelen erbij of vervangen."""
    uit = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(inhoud)) as oud, zipfile.ZipFile(uit, "w", zipfile.ZIP_DEFLATED) as zip_:
        for naam in oud.namelist():
            if naam not in nieuw:
                zip_.writestr(naam, oud.read(naam))
        for naam, tekst in nieuw.items():
            zip_.writestr(naam, tekst)
    return uit.getvalue()


def test_reads_cells_as_they_are_and_formulas_as_text(tmp_path):
    boek = Workbook()
    boek.active.append(("Uren", 7.5, None, True, datetime.combine(date(2026, 6, 23), time()), "=1+1"))
    boek.active.append((None, None))
    boek.active.append(("laatste", None))
    boek.active["G1"] = ArrayFormula("G1:G2", "=SUM(A1:A2*B1:B2)")
    boek.create_sheet("leeg")
    pad = tmp_path / "lijst.xlsx"
    boek.save(pad)
    moment = datetime.combine(date(2026, 6, 23), time())
    verwacht = [("Uren", 7.5, None, True, moment, "=1+1", "=SUM(A1:A2*B1:B2)"), (), ("laatste",)]
    assert lees_werkboek(pad) == [Blad("Sheet", verwacht), Blad("leeg", [])]
    assert lees_werkboek(str(pad)) == lees_werkboek(pad.read_bytes())


@pytest.mark.parametrize("codering", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
@pytest.mark.parametrize("teken", [";", ",", "\t"])
def test_reads_csv_as_offices_save_it(codering, teken):
    tekst = f"Overzicht, versie 2\r\nTeam{teken}Uren\r\nFinanciën{teken}\r\n\r\n“I&A”{teken}=1+1\r\n"
    [blad] = lees_werkboek(tekst.encode(codering))
    assert blad.naam == "csv"
    assert blad.rijen[1:] == [("Team", "Uren"), ("Financiën",), (), ("“I&A”", "=1+1")]


def test_decimal_commas_do_not_pass_for_columns():
    [blad] = lees_werkboek(b"Team;Uren;Tarief\nDIV;7,5;76,00\nHRM;8,25;89,00\n")
    assert blad.rijen == [("Team", "Uren", "Tarief"), ("DIV", "7,5", "76,00"), ("HRM", "8,25", "89,00")]


veld = st.text(
    st.characters(min_codepoint=32, exclude_characters="\x7f", exclude_categories=("Cs", "Cc")), min_size=1
)


@given(st.lists(st.tuples(veld, veld, veld), min_size=1, max_size=20))
def test_csv_comes_back_as_written(rijen):
    uit = io.StringIO()
    csv.writer(uit, delimiter=";", quoting=csv.QUOTE_ALL).writerows(rijen)
    [blad] = lees_werkboek(uit.getvalue().encode("utf-8-sig"))
    assert blad.rijen == rijen


@pytest.mark.parametrize(
    ("inhoud", "zin"),
    [
        (b"", "geen rekenblad"),
        (b"   \n", "geen rekenblad"),
        (b"\x89PNG\r\n\x1a\n\x00\x00", "geen rekenblad"),
        (b"%PDF-1.7\n\x00\x01", "geen rekenblad"),
        (b"PK\x03\x04 en dan niets", "beschadigd"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 600, "wachtwoord"),
        (b"a;b\n" * (Grenzen().rijen + 1), "50.000 rijen"),
        (b";".join([b"x"] * 201), "200 kolommen"),
        (b'"' + b"x" * 200_000 + b'"', "beschadigd"),
        (b"a\x81\x8d", "Regel 1 bevat een teken"),
    ],
    ids=[
        "leeg",
        "wit",
        "png",
        "pdf",
        "halve zip",
        "wachtwoord",
        "rijen",
        "kolommen",
        "reuzenveld",
        "codering",
    ],
)
def test_refuses_what_is_no_list(inhoud, zin):
    with pytest.raises(OnleesbaarBestand, match=zin):
        lees_werkboek(inhoud)


def test_refuses_a_missing_file(tmp_path):
    with pytest.raises(OnleesbaarBestand, match=r"weg\.xlsx is niet te openen"):
        lees_werkboek(tmp_path / "weg.xlsx")


def test_refuses_more_bytes_than_allowed():
    with pytest.raises(OnleesbaarBestand, match="hooguit 1 MB"):
        lees_werkboek(b"a;b\n" * 300_000, max_bytes=1024 * 1024)


def test_refuses_macros():
    basis = xlsx(("a",))
    with pytest.raises(OnleesbaarBestand, match="macro"):
        lees_werkboek(met_onderdelen(basis, {"xl/vbaProject.bin": "x"}))
    soorten = '<Types><Override ContentType="application/vnd.ms-excel.sheet.macroEnabled.main+xml"/></Types>'
    with pytest.raises(OnleesbaarBestand, match="macro"):
        lees_werkboek(met_onderdelen(basis, {"[Content_Types].xml": soorten}))


@pytest.mark.parametrize(
    "delen",
    [{"bom": "0" * 100_000_001}, {"klein maar fijn": "0" * 5_000_000}, {f"deel{n}": "" for n in range(5001)}],
    ids=["groot", "verhouding", "onderdelen"],
)
def test_refuses_zip_bombs(delen):
    with pytest.raises(OnleesbaarBestand, match="uitpakken te groot"):
        lees_werkboek(met_onderdelen(xlsx(("a",)), delen))


def test_refuses_a_password_on_a_member():
    inhoud = bytearray(xlsx(("a",)))
    plaats = inhoud.find(b"PK\x01\x02")
    inhoud[plaats + 8] |= 1
    with pytest.raises(OnleesbaarBestand, match="wachtwoord"):
        lees_werkboek(bytes(inhoud))


def test_refuses_another_zip():
    uit = io.BytesIO()
    with zipfile.ZipFile(uit, "w") as zip_:
        zip_.writestr("brief.txt", "x")
    with pytest.raises(OnleesbaarBestand, match="geen rekenblad"):
        lees_werkboek(uit.getvalue())


def test_refuses_entities():
    bom = '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaa">]><workbook>&a;</workbook>'
    with pytest.raises(OnleesbaarBestand, match="beschadigd"):
        lees_werkboek(met_onderdelen(xlsx(("a",)), {"xl/workbook.xml": bom}))


def test_refuses_texts_without_end():
    teksten = f"<sst>{''.join(f'<si><t>{nummer}</t></si>' for nummer in range(300_001))}</sst>"
    with pytest.raises(OnleesbaarBestand, match="verschillende teksten"):
        lees_werkboek(met_onderdelen(xlsx(("a",)), {"xl/sharedStrings.xml": teksten}))


def test_member_names_with_dots_go_nowhere(tmp_path):
    inhoud = met_onderdelen(xlsx(("a",)), {"../../weg.txt": "x", "/etc/weg": "x"})
    assert lees_werkboek(inhoud) == [Blad("een", [("a",)])]


def blad_xml(rijen):
    kop = '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
    return f'{kop}<dimension ref="A1:XFD1048576"/><sheetData>{rijen}</sheetData></worksheet>'


@pytest.mark.parametrize(
    ("rijen", "zin"),
    [
        ('<row r="1048576"><c r="A1048576"><v>1</v></c></row>', "50.000 rijen"),
        ('<row r="1"><c r="XFD1"><v>1</v></c></row>', "200 kolommen"),
        ('<row r="1"><c r="A1" t="s"><v>999</v></c></row>', "beschadigd"),
        ('<row r="1"><c r="??"><v>1</v></c></row>', "beschadigd"),
        ("<row", "beschadigd"),
    ],
    ids=["verre rij", "verre kolom", "tekst die er niet is", "geen plaats", "halve xml"],
)
def test_refuses_sheets_that_lie(rijen, zin):
    with pytest.raises(OnleesbaarBestand, match=zin):
        lees_werkboek(met_onderdelen(xlsx(("a",)), {"xl/worksheets/sheet1.xml": blad_xml(rijen)}))


def test_the_announced_size_is_not_believed():
    rijen = '<row r="1"><c r="B1"><v>1</v></c></row>'
    inhoud = met_onderdelen(xlsx(("a",)), {"xl/worksheets/sheet1.xml": blad_xml(rijen)})
    assert lees_werkboek(inhoud) == [Blad("een", [(None, 1)])]


def test_refuses_more_than_fifty_sheets():
    with pytest.raises(OnleesbaarBestand, match="50 bladen"):
        lees_werkboek(xlsx(("a",), bladen=[str(n) for n in range(50)]))


HEEL = xlsx(("Nr", "Aanvraag"), (1, "=1+1"))


@settings(max_examples=150, deadline=None)
@given(st.binary(max_size=300) | beschadigd(HEEL))
def test_damaged_files_give_a_sentence_and_nothing_else(schade):
    try:
        bladen = lees_werkboek(schade)
    except OnleesbaarBestand as fout:
        assert str(fout).endswith(".")
    else:
        assert all(isinstance(rij, tuple) for blad in bladen for rij in blad.rijen)
