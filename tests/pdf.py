"""Read the PDF's we make: the fonts inside, and the text as a reader sees it. For typst's output only."""

import re
import zlib

_STROOM = re.compile(rb"(?s)stream\r?\n(.*?)\r?\nendstream")
_ONTSNAPT = {b"n": b"\n", b"r": b"\r", b"t": b"\t", b"b": b"\b", b"f": b"\f"}


def fonts(pdf: bytes) -> set[str]:
    """The names of the embedded fonts, without the tag of their subset."""
    return {naam.decode() for naam in re.findall(rb"/BaseFont ?/[A-Z]{6}\+([\w-]+)", pdf)}


def tekst(pdf: bytes) -> str:
    """The text of all pages in one line, without spaces: typst places most of those by distance."""
    objecten = {m[1]: m[2] for m in re.finditer(rb"(?s)(\d+) 0 obj(.*?)endobj", pdf)}
    bladen = [obj for obj in objecten.values() if re.search(rb"/Type ?/Page\b", obj)]
    return "".join(_blad(objecten, blad) for blad in bladen).replace(" ", "")


def _blad(objecten: dict[bytes, bytes], blad: bytes) -> str:
    """Each page has names of its own for the fonts."""
    inhoud, bronnen = (objecten[_verwijzing(soort, blad)] for soort in (b"Contents", b"Resources"))
    fonts = re.search(rb"/Font ?<<(.*?)>>", bronnen)
    paren = re.findall(rb"/(\w+) (\d+) 0 R", fonts[1]) if fonts else []
    return _leesbaar(_uitgepakt(inhoud), {naam: _letters(objecten, font) for naam, font in paren})


def _verwijzing(soort: bytes, obj: bytes) -> bytes:
    gevonden = re.search(rb"/" + soort + rb" (\d+) 0 R", obj)
    assert gevonden, soort
    return gevonden[1]


def _letters(objecten: dict[bytes, bytes], font: bytes) -> dict[int, str]:
    tabel = re.search(rb"/ToUnicode (\d+) 0 R", objecten[font])
    paren = re.findall(rb"<([0-9A-F]{4})> <([0-9A-F]+)>", _uitgepakt(objecten[tabel[1]])) if tabel else []
    return {int(code, 16): bytes.fromhex(uni.decode()).decode("utf-16-be") for code, uni in paren}


def _uitgepakt(obj: bytes) -> bytes:
    stroom = _STROOM.search(obj)
    return zlib.decompress(stroom[1]) if stroom and b"/FlateDecode" in obj else b""


def _leesbaar(stroom: bytes, letters: dict[bytes, dict[int, str]]) -> str:
    huidig: dict[int, str] = {}
    gelezen = []
    for m in re.finditer(rb"(?s)/(\w+) [\d.]+ Tf|\(((?:\\.|[^\\)])*)\)|<([0-9A-Fa-f]+)>", stroom):
        if m[1]:
            huidig = letters.get(m[1], {})
            continue
        codes = bytes.fromhex(m[3].decode()) if m[3] else _ontsnapt(m[2])
        gelezen += [huidig.get(codes[i] << 8 | codes[i + 1], "") for i in range(0, len(codes) - 1, 2)]
    return "".join(gelezen)


def _ontsnapt(letterlijk: bytes) -> bytes:
    def teken(m: re.Match[bytes]) -> bytes:
        return bytes([int(m[1], 8)]) if m[1].isdigit() else _ONTSNAPT.get(m[1], m[1])

    return re.sub(rb"(?s)\\([0-7]{1,3}|.)", teken, letterlijk)
