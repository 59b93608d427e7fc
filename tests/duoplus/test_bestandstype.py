"""Bestanden herkennen aan wat erin zit, niet aan hoe ze heten."""

import io
import zipfile

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook

from duoplus.bestandstype import EXTENSIES, GeweigerdBestand, herken
from tests.duoplus.beschadigd import elke_byte_van_de_inhoudsopgave

PDF = b"%PDF-1.7\n1 0 obj"
PNG = b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00"
JPG = b"\xff\xd8\xff\xe0\x00\x10JFIF"
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def zipbestand(**delen):
    uit = io.BytesIO()
    with zipfile.ZipFile(uit, "w", zipfile.ZIP_DEFLATED) as zip_:
        for naam, tekst in delen.items():
            zip_.writestr(naam, tekst)
    return uit.getvalue()


def office(hoofddeel, **delen):
    return zipbestand(**{"[Content_Types].xml": "<Types/>", hoofddeel: "<x/>"}, **delen)


def odf(soort, **delen):
    return zipbestand(
        mimetype=f"application/vnd.oasis.opendocument.{soort}", **{"content.xml": "<x/>"}, **delen
    )


def echt_xlsx():
    uit = io.BytesIO()
    Workbook().save(uit)
    return uit.getvalue()


GOED = {
    "notitie.pdf": PDF,
    "Brief.DOCX": office("word/document.xml"),
    "lijst.xlsx": echt_xlsx(),
    "praatje.pptx": office("ppt/presentation.xml"),
    "brief.odt": odf("text"),
    "lijst.ods": odf("spreadsheet"),
    "praatje.odp": odf("presentation"),
    "foto.png": PNG,
    "foto.jpg": JPG,
    "foto.jpeg": JPG,
    "lees mij.txt": "Financiën, 3 < 4".encode(),
    "oud.txt": "Financiën".encode("cp1252"),
    "uren.csv": b"Team;Uren\nDIV;=1+1\n<b>spoed</b>;0",
    "excel.csv": "Team\tUren".encode("utf-16"),
    "rapport.exe.pdf": PDF,
}


@pytest.mark.parametrize("naam", GOED)
def test_recognises_what_an_office_sends(naam):
    soort = herken(naam, GOED[naam])
    extensie = naam.rpartition(".")[2].lower().replace("jpeg", "jpg")
    assert soort.extensie == extensie
    assert "/" in soort.mime
    assert soort.omschrijving


SLECHT = {
    "leeg": ("brief.pdf", b"", "leeg"),
    "onbekend": ("virus.exe", b"MZ\x90\x00", r"Een \.exe-bestand"),
    "zonder extensie": ("brief", PDF, "zonder extensie"),
    "html": ("pagina.html", b"<html>", r"\.html-bestand"),
    "svg": ("beeld.svg", b"<svg/>", r"\.svg-bestand"),
    "zip": ("map.zip", zipbestand(a="b"), r"\.zip-bestand"),
    "mail": ("mail.msg", OLE, r"\.msg-bestand"),
    "macrobestand": ("lijst.xlsm", echt_xlsx(), r"\.xlsm-bestand"),
    "dubbele extensie": ("factuur.pdf.exe", PDF, r"\.exe-bestand"),
    "exe als pdf": ("brief.pdf", b"MZ\x90\x00\x00", "iets anders"),
    "pdf als docx": ("brief.docx", PDF, "inhoud is PDF-document"),
    "docx als xlsx": ("lijst.xlsx", GOED["Brief.DOCX"], "inhoud is Word-document"),
    "zip als docx": ("brief.docx", zipbestand(a="b"), "iets anders"),
    "html als txt": ("brief.txt", b"  <HTML><body>", "iets anders"),
    "svg als csv": ("lijst.csv", b"<svg onload=alert(1)>", "iets anders"),
    "script als txt": ("brief.txt", b"#!/bin/sh\n", "iets anders"),
    "xml als txt": ("brief.txt", b"\xef\xbb\xbf<?xml version='1.0'?>", "iets anders"),
    "html als png": ("foto.png", b"<html>", "iets anders"),
    "kop van een png": ("foto.png", b"\x89PNG\r\n\x1a\n<script>xxxx", "iets anders"),
    "nullen in tekst": ("brief.txt", b"abc\x00def", "iets anders"),
    "oud office": ("lijst.xlsx", OLE + b"\x00" * 100, "oud Office-bestand"),
    "macro in docx": ("brief.docx", office("word/document.xml", **{"word/vbaProject.bin": "x"}), "macro’s"),
    "macro in soort": (
        "brief.docx",
        zipbestand(**{"[Content_Types].xml": "<Types>macroEnabled</Types>", "word/document.xml": ""}),
        "macro’s",
    ),
    "macro in odt": ("brief.odt", odf("text", **{"Basic/Standard/Module1.xml": "x"}), "macro’s"),
    "zipbom": ("brief.docx", office("word/document.xml", bom="0" * 5_000_000), "uitpakken te groot"),
    "afgebroken zip": ("lijst.xlsx", echt_xlsx()[:500], "beschadigd"),
    "onzichtbaar teken": ("brief\N{RIGHT-TO-LEFT OVERRIDE}fdp.txt", b"x", "onzichtbare tekens"),
    "regeleinde": ("brief\r\n.txt", b"x", "onzichtbare tekens"),
}


@pytest.mark.parametrize(("naam", "inhoud", "zin"), SLECHT.values(), ids=SLECHT)
def test_refuses_with_a_sentence(naam, inhoud, zin):
    with pytest.raises(GeweigerdBestand, match=zin) as fout:
        herken(naam, inhoud)
    assert str(fout.value).endswith(".")


def test_refuses_more_than_the_limit():
    with pytest.raises(GeweigerdBestand, match="hooguit 2 MB"):
        herken("brief.pdf", PDF + b"0" * 2 * 1024 * 1024, max_bytes=2 * 1024 * 1024)


def test_a_path_in_the_name_is_harmless():
    assert herken("../../etc/brief.pdf", PDF).extensie == "pdf"
    with pytest.raises(GeweigerdBestand, match="zonder extensie"):
        herken("map.pdf\\brief", PDF)


def test_one_wrong_byte_in_the_index_of_a_container_is_refused_or_harmless():
    """Python's own reader answers some of these with a fault of its own."""
    for schade in elke_byte_van_de_inhoudsopgave(echt_xlsx()):
        try:
            herken("lijst.xlsx", schade)
        except GeweigerdBestand as fout:
            assert str(fout).endswith(".")


koppen = st.sampled_from([b"", b"PK\x03\x04", PDF, PNG, JPG, OLE, b"<", b"\xff\xfe"])


@given(st.sampled_from(EXTENSIES), koppen, st.binary(max_size=200))
def test_any_bytes_are_recognised_or_refused(extensie, kop, rest):
    try:
        soort = herken(f"x.{extensie}", kop + rest)
    except GeweigerdBestand as fout:
        assert str(fout).endswith(".")
    else:
        assert soort.extensie == extensie.replace("jpeg", "jpg")
