"""Wie liet wie wachten: werkdagen per partij."""

from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import pairwise
from typing import Literal

from duoplus.calc.nederlands import AMSTERDAM
from duoplus.calc.werkdagen import werkdagen_tussen

Partij = Literal["duoplus", "gemeente", "ogon"]


@dataclass(frozen=True)
class Wachttijd:
    """Werkdagen waarop de aanvraag op een partij wachtte; ``niemand``: er viel niets te doen."""

    duoplus: int = 0
    gemeente: int = 0
    ogon: int = 0
    niemand: int = 0

    @property
    def totaal(self) -> int:
        return self.duoplus + self.gemeente + self.ogon + self.niemand


def wachttijd(
    verloop: Sequence[tuple[datetime, Partij | None]], eind: datetime, vrij: Collection[date]
) -> Wachttijd:
    """Working days per party; a day on which the turn passes counts for whoever had it that morning.

    ``verloop`` says, in order, from which moment whom the request waits for. The parts total the
    working days from first to last in Amsterdam. Raises ValueError for naive or disordered moments.
    """
    momenten = [moment for moment, _ in verloop] + [eind]
    if any(moment.tzinfo is None for moment in momenten):
        raise ValueError("Elk moment heeft een tijdzone nodig.")
    if any(later < eerder for eerder, later in pairwise(momenten)):
        raise ValueError("De momenten staan niet op volgorde.")
    dagen = [moment.astimezone(AMSTERDAM).date() for moment in momenten]
    geteld: Counter[str] = Counter()
    for (_, partij), (van, tot) in zip(verloop, pairwise(dagen), strict=True):
        geteld[partij or "niemand"] += werkdagen_tussen(van, tot, vrij)
    return Wachttijd(**geteld)
