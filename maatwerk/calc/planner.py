"""De planner: welk werk in welke maand, in volgorde van de lijst, en wat een andere volgorde doet.

The rules stand in docs/planner.md. Hours are exact decimals, a month is its first day.
"""

from bisect import bisect_left
from collections.abc import Collection, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from itertools import pairwise
from typing import Any, Generic, TypeVar

from duoplus.calc.maanden import volgende_maand
from duoplus.calc.werkdagen import na_werkdagen, werkdagen_tussen

S = TypeVar("S", bound=Hashable)
T = TypeVar("T", bound=Hashable)
NUL = Decimal(0)


class OngeldigePlanning(ValueError):
    """Hier is niet mee te plannen; het bericht is een zin voor de gebruiker."""


@dataclass(frozen=True)
class Werk(Generic[S, T]):
    """Werk op de lijst: uren per team, en vanaf welke dag het kan.

    The month of ``vroegste_start`` counts whole; without one the work can start at once.
    """

    sleutel: S
    uren: Mapping[T, Decimal]
    vroegste_start: date | None = None
    wettelijk: bool = False

    def __post_init__(self) -> None:
        if not all(uren.is_finite() and uren >= 0 for uren in self.uren.values()):
            raise OngeldigePlanning("Uren zijn nul of meer.")


@dataclass(frozen=True)
class Planning(Generic[T]):
    """Waar het werk van één aanvraag terechtkwam: ``delen`` per team en maand; ``tekort`` paste niet.

    Only teams with hours are named. ``laatste`` is the last month used, None as soon as anything is short.
    Work without hours uses the month it may start in, and so never waits for other work.
    """

    delen: dict[T, dict[date, Decimal]]
    tekort: dict[T, Decimal]
    laatste: date | None

    def eind(self, vrije_dagen: Collection[date]) -> date | None:
        """The last working day of the last month used."""
        if self.laatste is None:
            return None
        return na_werkdagen(volgende_maand(self.laatste), -1, vrije_dagen)

    def uren(self) -> dict[T, Decimal]:
        """The hours that were given a place, per team."""
        return {team: sum(maanden.values(), NUL) for team, maanden in self.delen.items()}


@dataclass(frozen=True)
class Verschuiving(Generic[T]):
    """Eén regel van "wat als": de belofte, de datum nu en de datum straks.

    ``werkdagen`` counts from the promise to ``straks``: above zero is later, None without one of the two.
    ``uren`` is what the other plan uses more (asked) or less (comes free) of each team; over all work that
    is exactly the change in use. ``tekort`` is why ``straks`` is None; without it the work was dropped.
    """

    beloofd: date | None
    nu: date | None
    straks: date | None
    werkdagen: int | None
    uren: dict[T, Decimal]
    tekort: dict[T, Decimal]

    @property
    def breekt(self) -> bool:
        """The promise is not kept in the other plan; also when the work no longer has an end at all."""
        return self.beloofd is not None and (self.straks is None or self.straks > self.beloofd)


def plan(
    werk: Sequence[Werk[S, T]], vrij: Mapping[T, Mapping[date, Decimal]], maanden: Sequence[date]
) -> dict[S, Planning[T]]:
    """Give all work, in rank order, its months; ``vrij`` is free hours per team and month.

    Legally pinned work goes first, in its own order; the answer is in the order of planning. A negative
    month, an unknown month and an unknown team have no hours. Raises OngeldigePlanning.
    """
    _controleer(werk, maanden)
    teams = {team for item in werk for team in item.uren}
    agendas = {team: _Agenda(vrij.get(team, {}), maanden) for team in teams}
    volgorde = sorted(werk, key=lambda item: not item.wettelijk)
    return {item.sleutel: _plaats(item, agendas, maanden) for item in volgorde}


def verschil(
    voor: Mapping[S, Planning[T]],
    na: Mapping[S, Planning[T]],
    beloofd: Mapping[S, date],
    vrije_dagen: Collection[date],
) -> dict[S, Verschuiving[T]]:
    """What plan ``na`` does to plan ``voor``, per piece of work in the order of ``na``; dropped work last."""
    leeg: Planning[T] = Planning({}, {}, None)
    kalender = _Kalender(vrije_dagen)
    return {
        sleutel: _verschuiving(voor.get(sleutel, leeg), na.get(sleutel, leeg), beloofd.get(sleutel), kalender)
        for sleutel in {**na, **voor}
    }


def per_team(verschuivingen: Iterable[Verschuiving[T]]) -> dict[T, Decimal]:
    """All hours asked (above zero) or coming free (below), per team that changes."""
    totaal: dict[T, Decimal] = {}
    for verschuiving in verschuivingen:
        for team, uren in verschuiving.uren.items():
            totaal[team] = totaal.get(team, NUL) + uren
    return {team: uren for team, uren in totaal.items() if uren}


@dataclass
class _Agenda:
    """De maanden waarin een team nog uren heeft, op volgorde; een maand die op is, gaat eruit.

    So each month is emptied once, and planning costs a step per part, not per part and month.
    """

    vrij: Mapping[date, Decimal]
    maanden: Sequence[date]
    rest: dict[date, Decimal] = field(init=False)
    open: list[date] = field(init=False)

    def __post_init__(self) -> None:
        self.rest = {maand: self.vrij[maand] for maand in self.maanden if self.vrij.get(maand, NUL) > 0}
        self.open = list(self.rest)

    def neem(self, uren: Decimal, vanaf: date) -> tuple[dict[date, Decimal], Decimal]:
        """Take hours from the earliest open months on; the parts, and what found no place."""
        delen: dict[date, Decimal] = {}
        plaats = bisect_left(self.open, vanaf)
        while uren and plaats < len(self.open):
            maand = self.open[plaats]
            delen[maand] = deel = min(uren, self.rest[maand])
            uren -= deel
            self.rest[maand] -= deel
            if not self.rest[maand]:
                del self.open[plaats]
        return delen, uren


def _plaats(item: Werk[S, T], agendas: Mapping[T, _Agenda], maanden: Sequence[date]) -> Planning[T]:
    vanaf = _eerste_maand(item, maanden)
    gepland = {team: agendas[team].neem(uren, vanaf) for team, uren in item.uren.items() if uren}
    delen = {team: deel for team, (deel, _) in gepland.items() if deel}
    tekort = {team: rest for team, (_, rest) in gepland.items() if rest}
    past = not tekort and maanden and vanaf <= maanden[-1]
    laatste = max((maand for deel in delen.values() for maand in deel), default=vanaf)
    return Planning(delen, tekort, laatste if past else None)


def _eerste_maand(item: Werk[S, T], maanden: Sequence[date]) -> date:
    begin = maanden[0] if maanden else date.min
    return max(begin, item.vroegste_start.replace(day=1)) if item.vroegste_start else begin


class _Kalender:
    """Ends of months and working days between two days, each counted once for all work."""

    def __init__(self, vrije_dagen: Collection[date]) -> None:
        self.vrije_dagen = vrije_dagen
        self.eind_van: dict[date | None, date | None] = {}
        self.dagen: dict[tuple[date, date], int] = {}

    def eind(self, planning: Planning[Any]) -> date | None:
        if planning.laatste not in self.eind_van:
            self.eind_van[planning.laatste] = planning.eind(self.vrije_dagen)
        return self.eind_van[planning.laatste]

    def werkdagen(self, van: date, tot: date) -> int:
        if (van, tot) not in self.dagen:
            self.dagen[van, tot] = werkdagen_tussen(van, tot, self.vrije_dagen)
        return self.dagen[van, tot]


def _verschuiving(
    voor: Planning[T], na: Planning[T], beloofd: date | None, kalender: _Kalender
) -> Verschuiving[T]:
    straks = kalender.eind(na)
    return Verschuiving(
        beloofd=beloofd,
        nu=kalender.eind(voor),
        straks=straks,
        werkdagen=kalender.werkdagen(beloofd, straks) if beloofd and straks else None,
        uren=_meer_of_minder(voor.uren(), na.uren()),
        tekort=na.tekort,
    )


def _meer_of_minder(voor: Mapping[T, Decimal], na: Mapping[T, Decimal]) -> dict[T, Decimal]:
    verschillen = {team: na.get(team, NUL) - voor.get(team, NUL) for team in {**voor, **na}}
    return {team: uren for team, uren in verschillen.items() if uren}


def _controleer(werk: Sequence[Werk[S, T]], maanden: Sequence[date]) -> None:
    if any(maand.day != 1 for maand in maanden) or any(later <= maand for maand, later in pairwise(maanden)):
        raise OngeldigePlanning("Geef de maanden als eerste dagen, op volgorde.")
    if len({item.sleutel for item in werk}) < len(werk):
        raise OngeldigePlanning("Hetzelfde werk staat twee keer op de lijst.")
