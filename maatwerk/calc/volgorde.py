"""Een volgorde wijzigen om wat op zijn plaats blijft heen."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import TypeVar

T = TypeVar("T")


def om_vast_heen(los: Iterable[T], vast: Mapping[int, T]) -> list[T]:
    """``los`` in this order around what keeps its place (1 is first); beyond the end that comes last."""
    volgorde = list(los)
    for plaats in sorted(vast):
        volgorde.insert(plaats - 1, vast[plaats])
    return volgorde


def zonder(volgorde: Sequence[T], wie: T, vast: Collection[T] = ()) -> list[T]:
    """The rest closes up; what is in ``vast`` stays where it was as long as there is such a place."""
    los = [een for een in volgorde if een != wie and een not in vast]
    return om_vast_heen(los, {p: een for p, een in enumerate(volgorde, 1) if een in vast and een != wie})


def verplaats(volgorde: Sequence[T], wie: T, naar: int, vast: Collection[T] = ()) -> list[T]:
    """``wie`` on place ``naar``, the rest in its order; on a place that is taken it comes right after."""
    blijft = {plaats: een for plaats, een in enumerate(volgorde, 1) if een in vast}
    los = [een for een in volgorde if een != wie and een not in vast]
    los.insert(naar - 1 - sum(plaats < naar for plaats in blijft), wie)
    return om_vast_heen(los, blijft)


def vrije_plaats(van: int, naar: int, bezet: Collection[int], aantal: int) -> int:
    """The place for who goes from ``van`` to ``naar``: past what is taken, or else the nearest before it."""
    stap = 1 if naar > van else -1
    verder, terug = range(naar, aantal + 1 if stap > 0 else 0, stap), range(naar, van, -stap)
    return next((plaats for plaats in (*verder, *terug) if plaats not in bezet), van)
