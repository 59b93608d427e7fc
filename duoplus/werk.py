"""Mijn werk: wat op iemand wacht. Elke app meldt zijn eigen soort werk aan in ``ready()``.

werk.register("maatwerk", tel=aantal_taken, lees=taken)
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from duoplus import klok

MAX_TAKEN = 50
# The menu counts no further: beyond this the exact number helps nobody.
TEL_TOT = 100
SNEL_DAGEN = 3


@dataclass(frozen=True)
class Taak:
    """One thing to do: the verb first, why it is yours, since when and until when, and where to do it."""

    wat: str
    waarover: str
    kenmerk: str
    waarom: str
    url: str
    knop: str
    knop_url: str
    icoon: str
    sinds: datetime | None = None
    uiterlijk: date | None = None

    @property
    def spoed(self) -> str:
        """``now`` is today or too late, ``soon`` within a few days."""
        if self.uiterlijk is None:
            return ""
        dagen = (self.uiterlijk - klok.vandaag()).days
        return "now" if dagen <= 0 else "soon" if dagen <= SNEL_DAGEN else ""

    @property
    def is_te_laat(self) -> bool:
        return self.uiterlijk is not None and self.uiterlijk < klok.vandaag()

    @property
    def is_vandaag(self) -> bool:
        return self.uiterlijk == klok.vandaag()


Teller = Callable[[Any, int], int]
Lezer = Callable[[Any, int], list[Taak]]
_bronnen: dict[str, tuple[Teller, Lezer]] = {}


def register(naam: str, *, tel: Teller, lees: Lezer) -> None:
    """``tel(user, tot)`` counts in one query, no further than ``tot``; ``lees(user, tot)`` reads them."""
    _bronnen[naam] = (tel, lees)


def aantal(user: Any) -> int:
    """How many things wait for this person; counted once per request."""
    if not hasattr(user, "_aantal_taken"):
        user._aantal_taken = sum(tel(user, TEL_TOT) for tel, _ in _bronnen.values())
    return int(user._aantal_taken)


def taken(user: Any) -> list[Taak]:
    """What waits, the most urgent first; what has no date comes last."""
    alle = [taak for _, lees in _bronnen.values() for taak in lees(user, MAX_TAKEN)]
    alle.sort(key=lambda taak: taak.uiterlijk or date.max)
    return alle[:MAX_TAKEN]
