"""Kosten verdelen over gemeenten, tot op de cent."""

from collections.abc import Mapping
from decimal import ROUND_HALF_UP, Decimal
from typing import Any, Protocol, TypeVar

CENT = Decimal("0.01")


class Sorteerbaar(Protocol):
    def __lt__(self, other: Any, /) -> bool: ...
    def __hash__(self) -> int: ...


K = TypeVar("K", bound=Sorteerbaar)


class OngeldigeVerdeling(ValueError):
    """De aandelen of het bedrag kloppen niet; het bericht is een zin voor de gebruiker."""


def verdeel(bedrag: Decimal, aandelen: Mapping[K, Decimal]) -> dict[K, Decimal]:
    """Split ``bedrag`` (euros, whole cents) by ``aandelen`` (fractions totalling 1); parts equal the whole.

    Each share is rounded half-up and the largest share takes the difference; of equal largest shares the
    first key in order does. A reversal (the same amount, negative) mirrors exactly. A few cents over four
    or more parties may leave the largest a part of the other sign: the house rule, not a slip.
    Raises OngeldigeVerdeling.
    """
    controleer_aandelen(aandelen)
    if bedrag != _afgerond(bedrag):
        raise OngeldigeVerdeling("Een bedrag om te verdelen heeft hooguit twee cijfers achter de komma.")
    delen = {wie: _afgerond(bedrag * aandeel) for wie, aandeel in aandelen.items()}
    delen[_grootste(aandelen)] += bedrag - sum(delen.values(), Decimal(0))
    return delen


def regelbedrag(uren: Decimal, tarief: Decimal) -> Decimal:
    """Hours times tariff in euros, rounded once, half-up."""
    return _afgerond(uren * tarief)


def als_fracties(percentages: Mapping[K, Decimal]) -> dict[K, Decimal]:
    """42,0 becomes 0.42. Raises OngeldigeVerdeling unless they total 100."""
    fracties = {wie: percentage / 100 for wie, percentage in percentages.items()}
    controleer_aandelen(fracties)
    return fracties


def controleer_aandelen(aandelen: Mapping[K, Decimal]) -> None:
    """Raises OngeldigeVerdeling unless there are shares, none is negative and they total exactly 1."""
    if not aandelen:
        raise OngeldigeVerdeling("Vul minstens één aandeel in.")
    if not all(aandeel.is_finite() and aandeel >= 0 for aandeel in aandelen.values()):
        raise OngeldigeVerdeling("Een aandeel is nul of meer. Haal het minteken weg.")
    totaal = sum(aandelen.values(), Decimal(0))
    if totaal != 1:
        raise OngeldigeVerdeling(f"De aandelen zijn samen {_procent(totaal)}%. Maak er samen 100% van.")


def _grootste(aandelen: Mapping[K, Decimal]) -> K:
    hoogste = max(aandelen.values())
    return min(wie for wie, aandeel in aandelen.items() if aandeel == hoogste)


def _afgerond(bedrag: Decimal) -> Decimal:
    return bedrag.quantize(CENT, ROUND_HALF_UP) + 0


def _procent(fractie: Decimal) -> str:
    return f"{(fractie * 100).normalize():f}".replace(".", ",")
