"""De streep op het bord: wat past er, in volgorde van de lijst, in de vrije uren van elk team."""

from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Generic, Literal, NamedTuple, TypeVar

S = TypeVar("S", bound=Hashable)
T = TypeVar("T", bound=Hashable)
NUL = Decimal(0)

Oordeel = Literal["past", "deels", "niet"]


class OngeldigBord(ValueError):
    """Op dit bord is geen streep te trekken; het bericht is een zin voor de gebruiker."""


@dataclass(frozen=True)
class Stuk(Generic[S, T]):
    """Wat op de lijst staat: uren per team.

    ``vastgezet``: required by law, comes first and always counts. ``gefaseerd``: may begin with what is left.
    """

    sleutel: S
    uren: Mapping[T, Decimal]
    vastgezet: bool = False
    gefaseerd: bool = False

    def __post_init__(self) -> None:
        if not all(uren.is_finite() and uren >= 0 for uren in self.uren.values()):
            raise OngeldigBord("Uren zijn nul of meer.")


class Deel(NamedTuple):
    """Uren van één team aan weerszijden van de streep. ``rest_na``: wat het team hierna nog vrij heeft.

    Below zero is what pinned work asks beyond the free hours.
    """

    binnen: Decimal
    buiten: Decimal
    rest_na: Decimal


@dataclass(frozen=True)
class Regel(Generic[S, T]):
    """Eén plaats op het bord, met alleen de teams waarvan uren worden gevraagd."""

    sleutel: S
    delen: dict[T, Deel]

    @property
    def oordeel(self) -> Oordeel:
        """Work without hours fits."""
        if not any(deel.buiten for deel in self.delen.values()):
            return "past"
        return "deels" if any(deel.binnen for deel in self.delen.values()) else "niet"


@dataclass(frozen=True)
class Bord(Generic[S, T]):
    """``regels`` in the order that counts: pinned work first.

    ``lijn`` is, per team, the index in ``regels`` of the first work that does not fit wholly; a team
    without a line is absent. ``gevraagd`` and ``vrij`` name every team that is asked or has hours.
    """

    regels: tuple[Regel[S, T], ...]
    lijn: dict[T, int]
    gevraagd: dict[T, Decimal]
    vrij: dict[T, Decimal]


def streep(stukken: Sequence[Stuk[S, T]], vrij: Mapping[T, Decimal]) -> Bord[S, T]:
    """Draw the line of every team through the ranked list; ``vrij`` is its free hours, unknown is none.

    The order is strict: from the first work whose hours of a team no longer fit, all lower work that asks
    that team is below its line, however small. Phased work at the line takes what is left.
    """
    volgorde = sorted(stukken, key=lambda stuk: not stuk.vastgezet)
    gevraagd = _gevraagd(volgorde)
    alle = {team: vrij.get(team, NUL) for team in {**vrij, **gevraagd}}
    rest, lijn = dict(alle), dict[T, int]()
    regels = tuple(_regel(plaats, stuk, rest, lijn) for plaats, stuk in enumerate(volgorde))
    return Bord(regels, lijn, {team: gevraagd.get(team, NUL) for team in alle}, alle)


def _regel(plaats: int, stuk: Stuk[S, T], rest: dict[T, Decimal], lijn: dict[T, int]) -> Regel[S, T]:
    """Takes the hours from ``rest``, and marks in ``lijn`` where a team's hours run out."""
    delen: dict[T, Deel] = {}
    for team, uren in stuk.uren.items():
        if uren:
            binnen = _binnen(stuk, uren, NUL if team in lijn else rest[team])
            rest[team] -= binnen
            delen[team] = Deel(binnen, uren - binnen, rest[team])
            if binnen < uren:
                lijn.setdefault(team, plaats)
    return Regel(stuk.sleutel, delen)


def _binnen(stuk: Stuk[S, T], uren: Decimal, over: Decimal) -> Decimal:
    if stuk.vastgezet or uren <= over:
        return uren
    return max(over, NUL) if stuk.gefaseerd else NUL


def _gevraagd(stukken: Iterable[Stuk[S, T]]) -> dict[T, Decimal]:
    totaal: dict[T, Decimal] = {}
    for stuk in stukken:
        for team, uren in stuk.uren.items():
            totaal[team] = totaal.get(team, NUL) + uren
    return totaal
