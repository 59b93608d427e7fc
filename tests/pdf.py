"""Read the PDF's we make: the fonts inside, and the text as a reader sees it."""

import re
from collections.abc import Iterator
from io import BytesIO
from typing import cast

from pypdf import PdfReader
from pypdf.generic import DictionaryObject, StreamObject


def fonts(pdf: bytes) -> set[str]:
    """The names of the embedded fonts, without the tag of their subset."""
    bronnen = [cast(DictionaryObject, blad["/Resources"]) for blad in PdfReader(BytesIO(pdf)).pages]
    letters = [bron.get("/Font", {}) for bron in bronnen]
    return {font["/BaseFont"].partition("+")[2] for op_blad in letters for font in op_blad.values()}


def tekst(pdf: bytes) -> str:
    """The text of all pages in one line, without spaces: typst places most of those by distance."""
    return "".join("".join(blad.extract_text().split()) for blad in PdfReader(BytesIO(pdf)).pages)


def elementen(pdf: bytes, soort: str = "") -> list[DictionaryObject]:
    """Of the tree that tells who does not see what is what: everything of this kind, in reading order."""
    wortel = cast(DictionaryObject, PdfReader(BytesIO(pdf)).trailer["/Root"])
    boom = cast(DictionaryObject, wortel["/StructTreeRoot"])
    return [element for element in onder(boom) if not soort or element["/S"] == soort]


def onder(element: DictionaryObject) -> Iterator[DictionaryObject]:
    """What lies below it, at any depth; only elements, not the marks on the page."""
    kinderen = element.get("/K", [])
    for kind in kinderen if isinstance(kinderen, list) else [kinderen]:
        deel = kind.get_object()
        if isinstance(deel, DictionaryObject) and "/S" in deel:
            yield deel
            yield from onder(deel)


def rijen(tabel: DictionaryObject) -> list[list[DictionaryObject]]:
    """The cells of a tagged table, row by row."""
    regels = [element for element in onder(tabel) if element["/S"] == "/TR"]
    return [[cel for cel in onder(regel) if cel["/S"] in ("/TH", "/TD")] for regel in regels]


def kopniveaus(pdf: bytes) -> list[int]:
    """The levels of the headings, in reading order."""
    soorten = [str(element["/S"]) for element in elementen(pdf)]
    return [int(soort[2:]) for soort in soorten if re.fullmatch(r"/H[1-6]", soort)]


def norm(pdf: bytes) -> dict[str, str]:
    """Which norms the document says it meets, as 'pdfaid:part' → '2'."""
    wortel = cast(DictionaryObject, PdfReader(BytesIO(pdf)).trailer["/Root"])
    xmp = cast(StreamObject, wortel["/Metadata"].get_object()).get_data().decode()
    gevonden = re.findall(r"<(pdf(?:ua|a)id:\w+)>([^<]*)<", xmp)
    return dict(gevonden)
