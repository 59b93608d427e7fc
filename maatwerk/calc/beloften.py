"""Hoe betrouwbaar beloften zijn: gehouden, gebroken of nog open, en door wie zij uitlopen.

The rules. A promise is judged on the day of delivery, by the version in force that day; without delivery
on the reference day. It is broken when that day is past the promised one, and for good as soon as Duo+
moves it later, also when the new day is met. A move by the municipality or from outside does not break it.
What was recorded later than the judged day does not exist, so every past day gives the same answer again.
"""

from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from itertools import pairwise
from typing import Literal

from duoplus.calc.werkdagen import werkdagen_tussen

EERSTE, GEMEENTE, DUOPLUS, EXTERN = OORZAKEN = ("eerste", "gemeente", "duoplus", "extern")
Stand = Literal["gehouden", "gebroken", "open"]


class OngeldigeBelofte(ValueError):
    """De versies kloppen niet; het bericht is een zin voor de gebruiker."""


@dataclass(frozen=True)
class Versie:
    """Op ``vastgelegd_op`` beloofd: klaar op ``datum``."""

    datum: date
    oorzaak: str
    vastgelegd_op: date


@dataclass(frozen=True)
class Belofte:
    """Alle versies van één belofte, de oudste eerst."""

    versies: tuple[Versie, ...]
    geleverd_op: date | None = None

    def __post_init__(self) -> None:
        if any(versie.oorzaak not in OORZAKEN for versie in self.versies):
            raise OngeldigeBelofte("Elke versie heeft een oorzaak.")
        if any(versie.oorzaak == EERSTE for versie in self.versies[1:]):
            raise OngeldigeBelofte("Kies waardoor deze afspraak wijzigt.")
        if any(later.vastgelegd_op < eerder.vastgelegd_op for eerder, later in pairwise(self.versies)):
            raise OngeldigeBelofte("De versies staan niet op volgorde.")


@dataclass(frozen=True)
class Betrouwbaarheid:
    """Aantallen beloften, en ``uitloop`` in werkdagen per oorzaak.

    Only moves to a later day count, each for its own cause; being late without a new promise counts
    for Duo+.
    """

    gehouden: int
    gebroken: int
    open: int
    uitloop: dict[str, int]

    @property
    def deel(self) -> Decimal | None:
        """Kept out of kept and broken, 0 to 1; None before the first of either."""
        beslist = self.gehouden + self.gebroken
        return Decimal(self.gehouden) / beslist if beslist else None


def betrouwbaarheid(beloften: Iterable[Belofte], peildag: date, vrij: Collection[date]) -> Betrouwbaarheid:
    """As known on ``peildag``; a promise not made by then does not count."""
    standen: Counter[str] = Counter()
    dagen = Counter({GEMEENTE: 0, DUOPLUS: 0, EXTERN: 0})
    for belofte in beloften:
        if gemaakt := stand(belofte, peildag):
            standen[gemaakt] += 1
            dagen.update(uitloop(belofte, peildag, vrij))
    return Betrouwbaarheid(standen["gehouden"], standen["gebroken"], standen["open"], dict(dagen))


def stand(belofte: Belofte, peildag: date) -> Stand | None:
    """None when nothing was promised yet."""
    dag, versies = _bekend(belofte, peildag)
    if not versies:
        return None
    if dag > versies[-1].datum or any(
        later.oorzaak == DUOPLUS and later.datum > eerder.datum for eerder, later in pairwise(versies)
    ):
        return "gebroken"
    return "open" if belofte.geleverd_op is None or belofte.geleverd_op > peildag else "gehouden"


def uitloop(belofte: Belofte, peildag: date, vrij: Collection[date]) -> dict[str, int]:
    """Working days the promise moved later, per cause; causes that did nothing are absent."""
    dag, versies = _bekend(belofte, peildag)
    stappen = [(eerder.datum, later.datum, later.oorzaak) for eerder, later in pairwise(versies)]
    if versies:
        stappen.append((versies[-1].datum, dag, DUOPLUS))
    dagen: Counter[str] = Counter()
    for van, tot, oorzaak in stappen:
        dagen[oorzaak] += max(0, werkdagen_tussen(van, tot, vrij))
    return {oorzaak: aantal for oorzaak, aantal in dagen.items() if aantal}


def _bekend(belofte: Belofte, peildag: date) -> tuple[date, Sequence[Versie]]:
    """The day on which the promise is judged, and the versions that existed that day."""
    dag = min(peildag, belofte.geleverd_op or peildag)
    return dag, [versie for versie in belofte.versies if versie.vastgelegd_op <= dag]
