"""Hoe vol iets is, en welke grens daarmee is bereikt."""

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from duoplus.calc.nederlands import CENT


@dataclass(frozen=True)
class Grenzen:
    """The limits as they hold on one day, in percent."""

    oranje: Decimal
    rood: Decimal
    vol: Decimal
    overschrijding: Decimal


@dataclass(frozen=True)
class Meting:
    """What is used of a ceiling or budget: both hours or both euro."""

    maat: str
    gebruikt: Decimal
    geheel: Decimal

    @property
    def procent(self) -> Decimal:
        """To the hundredth; any use of nothing is all of it."""
        if not self.geheel:
            return Decimal(100) if self.gebruikt > 0 else Decimal(0)
        return (100 * self.gebruikt / self.geheel).quantize(CENT, ROUND_HALF_UP)

    def haalt(self, drempel: Decimal) -> bool:
        """At or above, compared exactly. Nothing used reaches nothing."""
        return self.gebruikt > 0 and self.gebruikt * 100 >= self.geheel * drempel

    def boven(self, drempel: Decimal) -> bool:
        return self.gebruikt * 100 > self.geheel * drempel


def van_plafond(meting: Meting, grenzen: Grenzen) -> list[Decimal]:
    """The limits of a ceiling that are reached, the lowest first; used up is at 100%."""
    return [d for d in sorted((grenzen.oranje, grenzen.rood, grenzen.vol)) if meting.haalt(d)]


def van_lumpsum(meting: Meting, grenzen: Grenzen) -> list[Decimal]:
    """The limits of a lumpsum: exactly 100% is still within it (domain.md section 4)."""
    bereikt = [d for d in sorted((grenzen.oranje, grenzen.rood)) if meting.haalt(d)]
    return [*bereikt, grenzen.vol] if meting.boven(grenzen.vol) else bereikt
