"""Read the PDF's we make: the fonts inside, and the text as a reader sees it."""

from io import BytesIO
from typing import cast

from pypdf import PdfReader
from pypdf.generic import DictionaryObject


def fonts(pdf: bytes) -> set[str]:
    """The names of the embedded fonts, without the tag of their subset."""
    bronnen = [cast(DictionaryObject, blad["/Resources"]) for blad in PdfReader(BytesIO(pdf)).pages]
    letters = [bron.get("/Font", {}) for bron in bronnen]
    return {font["/BaseFont"].partition("+")[2] for op_blad in letters for font in op_blad.values()}


def tekst(pdf: bytes) -> str:
    """The text of all pages in one line, without spaces: typst places most of those by distance."""
    return "".join("".join(blad.extract_text().split()) for blad in PdfReader(BytesIO(pdf)).pages)
