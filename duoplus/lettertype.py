"""Welke tekens een TrueType-lettertype kan tekenen, uit zijn eigen tabel ``cmap`` (OpenType, formaat 4)."""

import struct
import unicodedata
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path

WITRUIMTE = "\n\t"
# What people type and what means the same on paper.
VERVANGERS = {"→": "->", "←": "<-", "⇒": "=>", "✓": "v", "✔": "v", "\r": ""}


def drukbaar(tekst: str, tekens: frozenset[int]) -> str:
    """The text with only these characters: any other by what means the same, or as "(U+1F600)"."""
    return "".join(_teken(teken, tekens) for teken in unicodedata.normalize("NFC", tekst))


def _teken(teken: str, tekens: frozenset[int]) -> str:
    if ord(teken) in tekens or teken in WITRUIMTE:
        return teken
    if teken in VERVANGERS:
        return VERVANGERS[teken]
    onzichtbaar = unicodedata.category(teken) == "Cf" or 0xFE00 <= ord(teken) <= 0xFE0F
    return "" if onzichtbaar else f"(U+{ord(teken):04X})"


@lru_cache
def tekens_van(*bestanden: Path) -> frozenset[int]:
    """The code points that every one of these fonts has."""
    return frozenset.intersection(*(frozenset(_tekens(_tabel(pad.read_bytes()))) for pad in bestanden))


def _tabel(font: bytes) -> bytes:
    """The subtable of format 4: the characters of the basic plane."""
    (aantal,) = struct.unpack_from(">H", font, 4)
    records = (struct.unpack_from(">4sLLL", font, 12 + 16 * i) for i in range(aantal))
    begin = next(plaats for naam, _, plaats, _ in records if naam == b"cmap")
    (aantal,) = struct.unpack_from(">H", font, begin + 2)
    plaatsen = [begin + struct.unpack_from(">HHL", font, begin + 4 + 8 * i)[2] for i in range(aantal)]
    return next(font[plaats:] for plaats in plaatsen if struct.unpack_from(">H", font, plaats)[0] == 4)


def _tekens(tabel: bytes) -> Iterator[int]:
    dubbel = struct.unpack_from(">H", tabel, 6)[0]
    for i in range(0, dubbel, 2):
        (laatste,) = struct.unpack_from(">H", tabel, 14 + i)
        (eerste,) = struct.unpack_from(">H", tabel, 16 + dubbel + i)
        (verschil,) = struct.unpack_from(">H", tabel, 16 + 2 * dubbel + i)
        plek = 16 + 3 * dubbel + i
        (sprong,) = struct.unpack_from(">H", tabel, plek)
        for code in range(eerste, laatste + 1):
            glyph = (
                struct.unpack_from(">H", tabel, plek + sprong + 2 * (code - eerste))[0] if sprong else code
            )
            if glyph and (glyph + verschil) % 0x10000 and code != 0xFFFF:
                yield code
