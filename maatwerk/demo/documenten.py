"""Kleine echte documenten voor de demo: een pdf, een rekenblad, een tekst."""

import io
import zipfile
from collections.abc import Callable
from xml.sax.saxutils import escape

from openpyxl import Workbook

ODF = "application/vnd.oasis.opendocument"
NAMESPACES = " ".join(
    f'xmlns:{naam}="urn:oasis:names:tc:opendocument:xmlns:{naam}:1.0"'
    for naam in ("office", "text", "table", "manifest")
)


def maak(naam: str, titel: str, regels: list[str]) -> bytes:
    """The bytes of a document with a title and some lines; its kind follows from the name."""
    return MAKERS[naam.rpartition(".")[2]](titel, regels)


def _pdf(titel: str, regels: list[str]) -> bytes:
    """One page in a standard font, with the cross-reference table that every reader expects."""
    tekst = b"BT /F1 14 Tf 60 780 Td 20 TL " + b" ".join(_pdf_regel(r) for r in [titel, "", *regels]) + b" ET"
    delen = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R"
        b" /Resources << /Font << /F1 5 0 R >> >> >>",
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(tekst), tekst),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
    ]
    inhoud, plaatsen = b"%PDF-1.4\n", []
    for nummer, deel in enumerate(delen, start=1):
        plaatsen.append(len(inhoud))
        inhoud += b"%d 0 obj\n%s\nendobj\n" % (nummer, deel)
    tabel = b"".join(b"%010d 00000 n \n" % plaats for plaats in plaatsen)
    kop = b"xref\n0 %d\n0000000000 65535 f \n" % (len(delen) + 1)
    staart = b"trailer << /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (len(delen) + 1, len(inhoud))
    return inhoud + kop + tabel + staart


def _pdf_regel(regel: str) -> bytes:
    veilig = regel[:75].replace("\\", "\\\\").replace("(", "\\(").replace(")", "\\)")
    return b"(" + veilig.encode("cp1252", "replace") + b") Tj T*"


def _xlsx(titel: str, regels: list[str]) -> bytes:
    boek, uit = Workbook(), io.BytesIO()
    boek.remove(boek.worksheets[0])
    blad = boek.create_sheet("Lijst")
    for rij in ([titel], [], ["nr", "omschrijving"], *enumerate(regels, start=1)):
        blad.append(list(rij))
    boek.save(uit)
    return uit.getvalue()


def _odt(titel: str, regels: list[str]) -> bytes:
    alineas = "".join(f"<text:p>{escape(regel)}</text:p>" for regel in [titel, *regels])
    return _odf(f"{ODF}.text", f"<office:text>{alineas}</office:text>")


def _ods(titel: str, regels: list[str]) -> bytes:
    rijen = "".join(
        '<table:table-row><table:table-cell office:value-type="string">'
        f"<text:p>{escape(regel)}</text:p></table:table-cell></table:table-row>"
        for regel in [titel, *regels]
    )
    tabel = f'<table:table table:name="Lijst">{rijen}</table:table>'
    return _odf(f"{ODF}.spreadsheet", f"<office:spreadsheet>{tabel}</office:spreadsheet>")


def _odf(mime: str, romp: str) -> bytes:
    """The type comes first and uncompressed, as the OpenDocument standard asks."""
    uit = io.BytesIO()
    inhoud = (
        f'<?xml version="1.0" encoding="UTF-8"?><office:document-content {NAMESPACES} office:version="1.3">'
        f"<office:body>{romp}</office:body></office:document-content>"
    )
    manifest = (
        f'<?xml version="1.0" encoding="UTF-8"?><manifest:manifest {NAMESPACES} manifest:version="1.3">'
        f'<manifest:file-entry manifest:full-path="/" manifest:media-type="{mime}"/>'
        '<manifest:file-entry manifest:full-path="content.xml" manifest:media-type="text/xml"/>'
        "</manifest:manifest>"
    )
    with zipfile.ZipFile(uit, "w", zipfile.ZIP_DEFLATED) as bestand:
        bestand.writestr("mimetype", mime, zipfile.ZIP_STORED)
        bestand.writestr("content.xml", inhoud)
        bestand.writestr("META-INF/manifest.xml", manifest)
    return uit.getvalue()


def _txt(titel: str, regels: list[str]) -> bytes:
    return "\r\n".join([titel, "", *regels, ""]).encode()


MAKERS: dict[str, Callable[[str, list[str]], bytes]] = {
    "pdf": _pdf,
    "xlsx": _xlsx,
    "odt": _odt,
    "ods": _ods,
    "txt": _txt,
}
