"""De waterval van een team: van alle uren naar de uren die nog vrij zijn."""

from collections.abc import Callable, Hashable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import TypeVar

P = TypeVar("P", bound=Hashable)
NUL = Decimal(0)


class OngeldigeWaterval(ValueError):
    """Een term klopt niet; het bericht is een zin voor de gebruiker."""


@dataclass(frozen=True)
class Waterval:
    """Uren van één team in één periode. ``maatwerk``: gereserveerd, toegezegd en gebruikt samen.

    Custom work may be below zero, by a correction of hours booked earlier; the other terms may not.
    """

    bruto: Decimal = NUL
    verlof: Decimal = NUL
    dvo: Decimal = NUL
    maatwerk: Decimal = NUL
    buffer: Decimal = NUL

    def __post_init__(self) -> None:
        if not all(uren.is_finite() for _, uren in self.termen()):
            raise OngeldigeWaterval("Uren zijn een getal.")
        if min(self.bruto, self.verlof, self.dvo, self.buffer) < 0:
            raise OngeldigeWaterval("Uren zijn nul of meer. Haal het minteken weg.")

    def __add__(self, ander: "Waterval") -> "Waterval":
        return Waterval(
            self.bruto + ander.bruto,
            self.verlof + ander.verlof,
            self.dvo + ander.dvo,
            self.maatwerk + ander.maatwerk,
            self.buffer + ander.buffer,
        )

    @property
    def vrij(self) -> Decimal:
        """Below zero when more is claimed than there is."""
        return sum((uren for _, uren in self.termen()), NUL)

    def termen(self) -> tuple[tuple[str, Decimal], ...]:
        """Name and signed hours, from the top; together exactly ``vrij``."""
        return (
            ("bruto", self.bruto),
            ("verlof", -self.verlof),
            ("dvo", -self.dvo),
            ("maatwerk", -self.maatwerk),
            ("buffer", -self.buffer),
        )


def per_periode(maanden: Mapping[date, Waterval], periode: Callable[[date], P]) -> dict[P, Waterval]:
    """Add months up, term by term: ``per_periode(maanden, kwartaal)``."""
    samen: dict[P, Waterval] = {}
    for maand, waterval in sorted(maanden.items()):
        samen[periode(maand)] = samen.get(periode(maand), Waterval()) + waterval
    return samen


def kwartaal(dag: date) -> tuple[int, int]:
    """(2027, 1) up to and including (2027, 4)."""
    return dag.year, (dag.month + 2) // 3


def jaar(dag: date) -> int:
    return dag.year
