"""Wat voor bestand is dit? Aan de inhoud herkend, tegen een korte lijst van wat mag.

The list is what an office sends and what nobody can run. Mail files (.eml, .msg) stay out: what hangs
inside them cannot be judged from outside.
"""

import io
import re
import unicodedata
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import PurePosixPath

MEGABYTE = 1024 * 1024
MAX_BYTES = 25 * MEGABYTE
MAX_UITGEPAKT = 100_000_000
MAX_VERHOUDING = 200
MAX_ONDERDELEN = 5_000


class GeweigerdBestand(ValueError):
    """Dit bestand nemen wij niet aan; het bericht is een zin voor de gebruiker."""


@dataclass(frozen=True)
class Bestandstype:
    """``extensie`` is zonder punt; ``omschrijving`` is wat een collega zegt."""

    mime: str
    extensie: str
    omschrijving: str


_OOXML = "application/vnd.openxmlformats-officedocument."
_ODF = "application/vnd.oasis.opendocument."
TYPEN = {
    soort.extensie: soort
    for soort in (
        Bestandstype("application/pdf", "pdf", "PDF-document"),
        Bestandstype(f"{_OOXML}wordprocessingml.document", "docx", "Word-document"),
        Bestandstype(f"{_OOXML}spreadsheetml.sheet", "xlsx", "Excel-bestand"),
        Bestandstype(f"{_OOXML}presentationml.presentation", "pptx", "PowerPoint-presentatie"),
        Bestandstype(f"{_ODF}text", "odt", "OpenDocument-tekst"),
        Bestandstype(f"{_ODF}spreadsheet", "ods", "OpenDocument-rekenblad"),
        Bestandstype(f"{_ODF}presentation", "odp", "OpenDocument-presentatie"),
        Bestandstype("image/png", "png", "PNG-afbeelding"),
        Bestandstype("image/jpeg", "jpg", "JPEG-afbeelding"),
        Bestandstype("text/plain", "txt", "Tekstbestand"),
        Bestandstype("text/csv", "csv", "CSV-bestand"),
    )
}
EXTENSIES = (*TYPEN, "jpeg")
_SYNONIEMEN = {"jpeg": "jpg"}
_TEKST = ("txt", "csv")
_HOOFDDEEL = {"docx": "word/document.xml", "xlsx": "xl/workbook.xml", "pptx": "ppt/presentation.xml"}
_INGEPAKT = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
_MACRO_MAPPEN = ("basic/", "scripts/", "xl/macrosheets/")
_GEEN_TEKST = re.compile(r"[\x00-\x08\x0b\x0e-\x1a\x1c-\x1f\x7f]")
_OPMAAK = re.compile(r"<(!doctype|\?xml|\?php|html|head|body|svg|script|iframe)\b|\A\s*#!", re.IGNORECASE)


def herken(naam: str, inhoud: bytes, max_bytes: int = MAX_BYTES) -> Bestandstype:
    """The type, if content and extension agree and both are allowed. Raises GeweigerdBestand."""
    extensie = _extensie(naam)
    if not inhoud:
        raise GeweigerdBestand("Het bestand is leeg. Kies een ander bestand.")
    if len(inhoud) > max_bytes:
        raise GeweigerdBestand(f"Het bestand is te groot. Het mag hooguit {max_bytes // MEGABYTE} MB zijn.")
    gevonden = _aan_inhoud(inhoud)
    if gevonden != extensie and not (gevonden in _TEKST and extensie in _TEKST):
        werkelijk = TYPEN[gevonden].omschrijving if gevonden else "iets anders"
        raise GeweigerdBestand(
            f"De naam eindigt op .{extensie}, maar de inhoud is {werkelijk}. Sla het opnieuw op."
        )
    return TYPEN[extensie]


@contextmanager
def veilige_zip(inhoud: bytes) -> Iterator[zipfile.ZipFile]:
    """Open a zip container whose announced size is bounded and that carries no password or macros.

    Python never unpacks a member beyond its announced size, so the announcement can be trusted as bound.
    Nothing is written to disk, so member names are harmless. Raises GeweigerdBestand, also for what turns
    out to be damaged while reading.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(inhoud)) as container:
            _weiger_valse_inhoudsopgave(container)
            _controleer_omvang(container, len(inhoud))
            _weiger_macros(container)
            yield container
    except (zipfile.BadZipFile, zlib.error, EOFError, KeyError, NotImplementedError, UnicodeDecodeError):
        raise GeweigerdBestand(
            "Het bestand is beschadigd. Open het, sla het opnieuw op en kies het weer."
        ) from None


def _extensie(naam: str) -> str:
    if any(unicodedata.category(teken) in ("Cc", "Cf") for teken in naam):
        raise GeweigerdBestand("De bestandsnaam bevat onzichtbare tekens. Geef het bestand een andere naam.")
    extensie = PurePosixPath(naam.replace("\\", "/")).suffix.lower().removeprefix(".")
    if extensie not in EXTENSIES:
        soort = f"Een .{extensie}-bestand" if extensie else "Een bestand zonder extensie"
        raise GeweigerdBestand(f"{soort} kunt u hier niet toevoegen. Wel: {', '.join(EXTENSIES)}.")
    return _SYNONIEMEN.get(extensie, extensie)


def _aan_inhoud(inhoud: bytes) -> str | None:
    if inhoud.startswith(b"%PDF-"):
        return "pdf"
    if inhoud.startswith(b"\x89PNG\r\n\x1a\n") and inhoud[12:16] == b"IHDR":
        return "png"
    if inhoud.startswith(b"\xff\xd8\xff"):
        return "jpg"
    if inhoud.startswith(b"PK\x03\x04"):
        return _kantoorbestand(inhoud)
    if inhoud.startswith(b"\xd0\xcf\x11\xe0"):
        raise GeweigerdBestand(
            "Dit is een oud Office-bestand of er zit een wachtwoord op. "
            "Sla het zonder wachtwoord op, bijvoorbeeld als docx of xlsx."
        )
    return "txt" if _is_tekst(inhoud) else None


def _kantoorbestand(inhoud: bytes) -> str | None:
    with veilige_zip(inhoud) as container:
        namen = set(container.namelist())
        if "mimetype" in namen and container.getinfo("mimetype").file_size < 200:
            mime = container.read("mimetype").decode("ascii", "replace").strip()
            return next((extensie for extensie, soort in TYPEN.items() if soort.mime == mime), None)
        if "[Content_Types].xml" in namen:
            return next((extensie for extensie, deel in _HOOFDDEEL.items() if deel in namen), None)
    return None


def _weiger_valse_inhoudsopgave(container: zipfile.ZipFile) -> None:
    """Python notices only while reading: a part before the start of the file, or packed as no office does."""
    for onderdeel in container.infolist():
        if onderdeel.header_offset < 0 or onderdeel.compress_type not in _INGEPAKT:
            raise zipfile.BadZipFile


def _controleer_omvang(container: zipfile.ZipFile, ingepakt: int) -> None:
    onderdelen = container.infolist()
    uitgepakt = sum(onderdeel.file_size for onderdeel in onderdelen)
    te_veel = len(onderdelen) > MAX_ONDERDELEN or uitgepakt > MAX_UITGEPAKT
    if te_veel or uitgepakt > ingepakt * MAX_VERHOUDING:
        raise GeweigerdBestand(
            "Het bestand wordt bij het uitpakken te groot. Maak het kleiner of splits het."
        )
    if any(onderdeel.flag_bits & 1 for onderdeel in onderdelen):
        raise GeweigerdBestand("Op het bestand zit een wachtwoord. Sla het op zonder wachtwoord.")


def _weiger_macros(container: zipfile.ZipFile) -> None:
    namen = [naam.lower() for naam in container.namelist()]
    met_macro = any(naam.endswith("vbaproject.bin") or naam.startswith(_MACRO_MAPPEN) for naam in namen)
    if not met_macro and "[Content_Types].xml" in container.namelist():
        met_macro = b"macroenabled" in container.read("[Content_Types].xml").lower()
    if met_macro:
        raise GeweigerdBestand(
            "In het bestand zitten macro’s. Sla het op zonder macro’s, bijvoorbeeld als xlsx."
        )


def _is_tekst(inhoud: bytes) -> bool:
    try:
        tekst = als_tekst(inhoud)
    except UnicodeDecodeError:
        return False
    return not _GEEN_TEKST.search(tekst) and not _OPMAAK.search(tekst[:2000])


def als_tekst(inhoud: bytes) -> str:
    """Decode UTF-8 (with or without BOM), UTF-16 with BOM, else Windows-1252. Raises UnicodeDecodeError."""
    if inhoud.startswith((b"\xff\xfe", b"\xfe\xff")):
        return inhoud.decode("utf-16")
    try:
        return inhoud.decode("utf-8-sig")
    except UnicodeDecodeError:
        return inhoud.decode("cp1252")
