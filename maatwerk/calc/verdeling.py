"""Kosten verdelen over gemeenten, tot op de cent."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from itertools import pairwise
from typing import Any, Generic, Protocol, TypeVar

from duoplus.calc.nederlands import datum

CENT = Decimal("0.01")


class Sorteerbaar(Protocol):
    def __lt__(self, other: Any, /) -> bool: ...
    def __hash__(self) -> int: ...


K = TypeVar("K", bound=Sorteerbaar)


class OngeldigeVerdeling(ValueError):
    """De aandelen of het bedrag kloppen niet; het bericht is een zin voor de gebruiker."""


@dataclass(frozen=True)
class Sleutelperiode(Generic[K]):
    """Een verdeelsleutel met de dagen waarop zij geldt, beide meegerekend; zonder ``tot`` tot nader order."""

    van: date
    tot: date | None
    aandelen: Mapping[K, Decimal]

    def __post_init__(self) -> None:
        controleer_aandelen(self.aandelen)
        if self.tot is not None and self.tot < self.van:
            raise OngeldigeVerdeling(f"De sleutel van {datum(self.van)} eindigt voordat zij begint.")

    def geldt_op(self, dag: date) -> bool:
        return self.van <= dag and (self.tot is None or dag <= self.tot)


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


def verdeel_over_perioden(
    bedragen: Iterable[tuple[date, Decimal]], sleutels: Sequence[Sleutelperiode[K]]
) -> list[tuple[Sleutelperiode[K], dict[K, Decimal]]]:
    """Split every dated amount by the key of its day, and total the parts per key, the oldest first.

    So a key that changes on 1 July cuts a yearly report in two there. Each amount is split on its own,
    and all parts together equal all amounts; a key without amounts gives zeros. Raises OngeldigeVerdeling
    for an amount on a day without a key and for keys that overlap.
    """
    perioden = _op_volgorde(sleutels)
    delen = [dict.fromkeys(periode.aandelen, Decimal(0)) for periode in perioden]
    for dag, bedrag in bedragen:
        plaats = _plaats(perioden, dag)
        for wie, deel in verdeel(bedrag, perioden[plaats].aandelen).items():
            delen[plaats][wie] += deel
    return list(zip(perioden, delen, strict=True))


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


def _op_volgorde(sleutels: Sequence[Sleutelperiode[K]]) -> list[Sleutelperiode[K]]:
    perioden = sorted(sleutels, key=lambda sleutel: sleutel.van)
    for eerste, tweede in pairwise(perioden):
        if eerste.geldt_op(tweede.van):
            raise OngeldigeVerdeling(f"Op {datum(tweede.van)} gelden twee sleutels. Laat er één gelden.")
    return perioden


def _plaats(perioden: Sequence[Sleutelperiode[K]], dag: date) -> int:
    plaats = next((n for n, periode in enumerate(perioden) if periode.geldt_op(dag)), None)
    if plaats is None:
        raise OngeldigeVerdeling(f"Op {datum(dag)} geldt geen verdeelsleutel.")
    return plaats


def _grootste(aandelen: Mapping[K, Decimal]) -> K:
    hoogste = max(aandelen.values())
    return min(wie for wie, aandeel in aandelen.items() if aandeel == hoogste)


def _afgerond(bedrag: Decimal) -> Decimal:
    return bedrag.quantize(CENT, ROUND_HALF_UP) + 0


def _procent(fractie: Decimal) -> str:
    return f"{(fractie * 100).normalize():f}".replace(".", ",")
