"""Wat er tussen twee teksten veranderde, woord voor woord."""

import re
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Literal

MAX_WOORDEN = 1_500

Soort = Literal["gelijk", "nieuw", "vervallen"]


@dataclass(frozen=True)
class Stuk:
    """Een stuk tekst dat bleef, erbij kwam of verviel."""

    soort: Soort
    tekst: str


def verschil(voor: str, na: str) -> list[Stuk]:
    """The pieces in reading order; what stays and what is new together are exactly ``na``.

    Word by word; beyond ``MAX_WOORDEN`` line by line, so that a long text cannot keep the page waiting.
    """
    oud, nieuw = _delen(voor), _delen(na)
    if len(oud) + len(nieuw) > MAX_WOORDEN:
        oud, nieuw = voor.splitlines(keepends=True), na.splitlines(keepends=True)
    stukken: list[Stuk] = []
    for _, van, tot, begin, eind in SequenceMatcher(None, oud, nieuw, autojunk=False).get_opcodes():
        weg, erbij = "".join(oud[van:tot]), "".join(nieuw[begin:eind])
        stukken += [Stuk("gelijk", erbij)] if weg == erbij else _gewijzigd(weg, erbij)
    return stukken


def _gewijzigd(weg: str, erbij: str) -> list[Stuk]:
    kandidaten = [Stuk("vervallen", weg), Stuk("nieuw", erbij)]
    return [stuk for stuk in kandidaten if stuk.tekst]


def _delen(tekst: str) -> list[str]:
    """Words and the space between them apart, so that a changed word does not take its space along."""
    return re.findall(r"\s+|[^\s]+", tekst)
