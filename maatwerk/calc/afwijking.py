"""Wie op de lijst over een ander heen sprong, tegen de voorgestelde volgorde."""

from bisect import bisect_left
from collections.abc import Hashable, Mapping, Sequence
from typing import TypeVar

S = TypeVar("S", bound=Hashable)


def sprongen(volgorde: Sequence[S], voorgesteld: Mapping[S, int]) -> set[S]:
    """What has to leave ``volgorde`` so that the rest stands as suggested: as few as can be.

    So whoever was only pushed along did not jump. Of two that changed places it is the one that rose.
    """
    blijft = _langste_rij(volgorde, voorgesteld)
    return {ding for ding in volgorde if ding not in blijft}


def _langste_rij(volgorde: Sequence[S], voorgesteld: Mapping[S, int]) -> set[S]:
    """The longest part that rises by suggested place: patience sorting, n log n."""
    toppen: list[int] = []  # per length: the lowest suggested place that a part of that length ends with
    einde: list[S] = []
    voor: dict[S, S | None] = {}
    for ding in volgorde:
        lengte = bisect_left(toppen, voorgesteld[ding])
        toppen[lengte : lengte + 1] = [voorgesteld[ding]]
        einde[lengte : lengte + 1] = [ding]
        voor[ding] = einde[lengte - 1] if lengte else None
    return _terug(einde[-1] if einde else None, voor)


def _terug(ding: S | None, voor: Mapping[S, S | None]) -> set[S]:
    rij: set[S] = set()
    while ding is not None:
        rij.add(ding)
        ding = voor[ding]
    return rij
