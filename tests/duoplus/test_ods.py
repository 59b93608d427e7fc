"""OpenDocument-rekenbladen lezen: wat er staat, en wat alleen doet alsof."""

import io
import os
import zipfile
from datetime import date, datetime, time

import pytest
from hypothesis import given, settings

from duoplus.werkblad import Blad, OnleesbaarBestand, lees_werkboek
from tests.duoplus.beschadigd import beschadigd

MIME = "application/vnd.oasis.opendocument.spreadsheet"
KOP = (
    '<office:document-content xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"'
    ' xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0"'
    ' xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"'
    ' xmlns:of="urn:oasis:names:tc:opendocument:xmlns:of:1.2">'
    "<office:body><office:spreadsheet>"
)
STAART = "</office:spreadsheet></office:body></office:document-content>"


def ods(*tabellen, kop=KOP, **onderdelen):
    uit = io.BytesIO()
    with zipfile.ZipFile(uit, "w", zipfile.ZIP_DEFLATED) as zip_:
        zip_.writestr("mimetype", MIME)
        zip_.writestr("content.xml", f"{kop}{''.join(tabellen)}{STAART}")
        for naam, inhoud in onderdelen.items():
            zip_.writestr(naam.replace("__", "/").replace("_xml", ".xml"), inhoud)
    return uit.getvalue()


def tabel(*rijen, naam="Blad1"):
    return f'<table:table table:name="{naam}">{"".join(rijen)}</table:table>'


def rij(*cellen, keer=1):
    return f'<table:table-row table:number-rows-repeated="{keer}">{"".join(cellen)}</table:table-row>'


def tekst(inhoud="", keer=1):
    alinea = f"<text:p>{inhoud}</text:p>" if inhoud else ""
    soort = ' office:value-type="string"' if inhoud else ""
    return f'<table:table-cell table:number-columns-repeated="{keer}"{soort}>{alinea}</table:table-cell>'


def getal(waarde, soort="float", extra=""):
    kop = f'<table:table-cell office:value-type="{soort}" office:value="{waarde}"{extra}>'
    return f"{kop}<text:p>x</text:p></table:table-cell>"


def test_reads_cells_as_they_are_and_formulas_as_text():
    dag = '<table:table-cell office:value-type="date" office:date-value="{}"/>'
    inhoud = ods(
        tabel(
            rij(tekst("Uren"), getal("7.5"), tekst(), getal("120"), dag.format("2026-06-23")),
            rij(tekst(keer=16384), keer=3),
            rij(
                getal("178", "currency", ' table:formula="of:=[.B1]*89+[$Blad2.C$3]"'),
                dag.format("2026-06-23T10:30:00"),
                '<table:table-cell office:value-type="boolean" office:boolean-value="true"/>',
            ),
            rij(tekst("dubbel"), keer=2),
            rij(tekst(keer=16384), keer=1048570),
        ),
        tabel(naam="leeg"),
    )
    assert lees_werkboek(inhoud) == [
        Blad(
            "Blad1",
            [
                ("Uren", 7.5, None, 120, date(2026, 6, 23)),
                (), (), (),
                ("=B1*89+Blad2!C$3", datetime.combine(date(2026, 6, 23), time(10, 30)), True),
                ("dubbel",), ("dubbel",),
            ],
        ),
        Blad("leeg", []),
    ]  # fmt: skip


def test_text_keeps_its_spaces_and_lines_and_leaves_notes_out():
    cel = (
        '<table:table-cell office:value-type="string"><office:annotation><text:p>notitie</text:p>'
        '</office:annotation><text:p>a<text:s text:c="2"/>b<text:tab/>c '
        "<text:span>vet &amp; &lt;b&gt;</text:span>"
        "</text:p><text:p>regel 2</text:p></table:table-cell>"
    )
    assert lees_werkboek(ods(tabel(rij(cel))))[0].rijen == [("a  b c vet & <b>\nregel 2",)]


def test_a_table_inside_a_cell_is_no_sheet():
    cel = f"<table:table-cell>{tabel(rij(tekst('binnen')), naam='binnen')}</table:table-cell>"
    assert [blad.naam for blad in lees_werkboek(ods(tabel(rij(cel, tekst("buiten")))))] == ["Blad1"]


@pytest.mark.parametrize(
    ("rijen", "zin"),
    [
        ([rij(tekst("x", keer=1_000_000))], "200 kolommen"),
        ([rij(tekst(keer=16384), tekst("ver"))], "200 kolommen"),
        ([rij(tekst("x", keer=200), keer=1_048_576)], "50.000 rijen"),
        ([rij(tekst(), keer=1_048_575), rij(tekst("onder"))], "50.000 rijen"),
        ([rij(tekst("x", keer=200), keer=20_000)], r"1\.000\.000 cellen"),
        (["<table:table-row>"], "beschadigd"),
    ],
    ids=["miljoen kolommen", "verre kolom", "miljoen rijen", "verre rij", "te veel cellen", "halve xml"],
)
def test_repeated_cells_do_not_unfold_into_memory(rijen, zin):
    with pytest.raises(OnleesbaarBestand, match=zin):
        lees_werkboek(ods(tabel(*rijen)))


@pytest.mark.parametrize(
    ("onderdelen", "zin"),
    [
        ({"META-INF__manifest_xml": "<manifest:encryption-data/>"}, "wachtwoord"),
        ({"Basic__script_xml": "<x/>"}, "macro"),
        ({"bom": "0" * 100_000_001}, "uitpakken te groot"),
        ({"styles_xml": "<!DOCTYPE x [<!ENTITY a 'a'>]><x/>"}, "beschadigd"),
        ({"styles_xml": "<x/>".encode("utf-16")}, "beschadigd"),
    ],
    ids=["wachtwoord", "macro", "zipbom", "doctype", "utf-16"],
)
def test_refuses_what_is_not_just_cells(onderdelen, zin):
    with pytest.raises(OnleesbaarBestand, match=zin):
        lees_werkboek(ods(tabel(rij(tekst("x"))), **onderdelen))


def test_refuses_a_flood_of_tags(monkeypatch):
    monkeypatch.setattr("duoplus.ods.MAX_STAPPEN", 1000)
    with pytest.raises(OnleesbaarBestand, match=r"50\.000 rijen"):
        lees_werkboek(ods(tabel("<table:table-row/>" * 1000)))


HEEL = ods(tabel(rij(tekst("Nr"), getal("1"))))


@settings(max_examples=100, deadline=None)
@given(beschadigd(HEEL))
def test_damaged_files_give_a_sentence_and_nothing_else(schade):
    try:
        bladen = lees_werkboek(schade)
    except OnleesbaarBestand as fout:
        assert str(fout).endswith(".")
    else:
        assert all(isinstance(rij, tuple) for blad in bladen for rij in blad.rijen)


def test_text_in_text_in_text_without_end_is_refused():
    diep = "<text:span>" * 20_000 + "x" + "</text:span>" * 20_000
    with pytest.raises(OnleesbaarBestand):
        lees_werkboek(ods(tabel(rij(tekst(diep))), ruis=os.urandom(5000)))
