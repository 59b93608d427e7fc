"""Read the PDF's we make: the fonts inside, and the text as a reader sees it."""

from io import BytesIO

from pypdf import PdfReader


def fonts(pdf: bytes) -> set[str]:
    """The names of the embedded fonts, without the tag of their subset."""
    per_blad = (blad["/Resources"].get("/Font", {}) for blad in PdfReader(BytesIO(pdf)).pages)
    namen = {font["/BaseFont"] for op_blad in per_blad for font in op_blad.get_object().values()}
    return {naam.partition("+")[2] for naam in namen}


def tekst(pdf: bytes) -> str:
    """The text of all pages in one line, without spaces: typst places most of those by distance."""
    return "".join("".join(blad.extract_text().split()) for blad in PdfReader(BytesIO(pdf)).pages)
