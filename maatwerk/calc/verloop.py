"""Een jaar als lijn: opgeteld per maand wat begroot, geboekt en verwacht is, en de plek van elk punt."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_CEILING, ROUND_HALF_UP, Decimal
from itertools import accumulate

from duoplus.calc.nederlands import MAANDEN, MAANDEN_KORT, met_punten
from maatwerk.calc.lumpsum import NUL

STAPPEN = 4  # lines across the chart, the axis not counted


@dataclass(frozen=True)
class Punt:
    """Eén maand, in euro opgeteld vanaf januari. ``None`` waar dit gegeven er niet is."""

    maand: date
    begroot: Decimal | None
    in_maand: Decimal | None
    geboekt: Decimal | None
    verwacht: Decimal | None

    @property
    def naam(self) -> str:
        return MAANDEN[self.maand.month - 1]


def verloop(
    jaar: int, per_maand: Mapping[date, Decimal], begroot: Decimal | None, prognose: Decimal
) -> list[Punt]:
    """Twelve months. ``per_maand`` holds the year so far; what is expected grows evenly from there."""
    maanden = sorted(per_maand)
    geboekt = list(accumulate(per_maand[maand] for maand in maanden))
    nu, laatste = len(geboekt), geboekt[-1] if geboekt else NUL
    return [
        Punt(
            date(jaar, nummer, 1),
            begroot * nummer / 12 if begroot is not None else None,
            per_maand[maanden[nummer - 1]] if nummer <= nu else None,
            geboekt[nummer - 1] if nummer <= nu else None,
            laatste + (prognose - laatste) * (nummer - nu) / (12 - nu) if nummer > nu else None,
        )
        for nummer in range(1, 13)
    ]


@dataclass(frozen=True)
class Grafiek:
    """Waar alles van een verloop op een vlak staat, in eenheden van de viewBox."""

    punten: Sequence[Punt]
    links: int
    rechts: int
    boven: int
    onder: int
    elke: int  # months between two names on the axis

    @property
    def top(self) -> Decimal:
        """The highest line: a round number above every point."""
        alles = [w for p in self.punten for w in (p.begroot, p.geboekt, p.verwacht) if w is not None]
        return rond_boven(max([Decimal(1), *alles]), STAPPEN)

    def x(self, nummer: int) -> float:
        return round(self.links + (self.rechts - self.links) * (nummer - 1) / 11, 1)

    def y(self, euro: Decimal) -> float:
        deel = float(max(NUL, euro) / self.top)
        return round(self.onder - (self.onder - self.boven) * deel, 1)

    @property
    def eenheid(self) -> int:
        """What the numbers along the axis count in: thousands, or euros in a small year."""
        return 1000 if self.top >= 8000 else 1

    def getal(self, euro: Decimal) -> str:
        return met_punten(int((euro / self.eenheid).quantize(Decimal(1), ROUND_HALF_UP)))

    @property
    def lijnen(self) -> Iterator[tuple[float, str]]:
        for stap in range(STAPPEN + 1):
            waarde = self.top * stap / STAPPEN
            yield self.y(waarde), self.getal(waarde)

    @property
    def opschriften(self) -> list[tuple[float, float, str, str]]:
        """What each line is called: x, y, words and how they hang on that point."""
        eind = [(naam, getattr(self.punten[-1], naam)) for naam in ("begroot", "verwacht")]
        woorden = [(self.y(w), f"{naam.capitalize()} {self.getal(w)}") for naam, w in eind if w is not None]
        if self.elke > 1:
            samen = ", ".join(tekst for _, tekst in woorden)
            return [(self.rechts, self.boven - 14, samen, "end"), *self._geboekt_tot_nu]
        hoogtes = uit_elkaar([y for y, _ in woorden])
        teksten = [tekst for _, tekst in woorden]
        einden = [(self.rechts + 8, y + 4, t, "start") for y, t in zip(hoogtes, teksten, strict=True)]
        return [*einden, *self._geboekt_tot_nu]

    @property
    def _geboekt_tot_nu(self) -> list[tuple[float, float, str, str]]:
        if not (nu := self.nu):
            return []
        x, y = nu
        laatste = next(p.geboekt for p in reversed(self.punten) if p.geboekt is not None)
        links_genoeg = x - self.links > 110
        anker = "end" if links_genoeg else "start"
        return [(x - 8 if links_genoeg else x + 8, y - 12, f"{self.getal(laatste)} geboekt", anker)]

    @property
    def maanden(self) -> list[tuple[float, str]]:
        nummers = [*range(1, 12, self.elke), 12]
        return [(self.x(nummer), MAANDEN_KORT[nummer - 1]) for nummer in nummers]

    @property
    def begroot(self) -> str:
        return self._lijn("begroot")

    @property
    def geboekt(self) -> str:
        return self._lijn("geboekt")

    @property
    def verwacht(self) -> str:
        """From the last point booked."""
        vanaf = self.nu
        begin = f"{vanaf[0]},{vanaf[1]} " if vanaf else ""
        return begin + self._lijn("verwacht") if self._lijn("verwacht") else ""

    @property
    def vlak(self) -> str:
        """Under the line of what is booked."""
        if not (nu := self.nu):
            return ""
        return f"{self.links},{self.onder} {self.geboekt} {nu[0]},{self.onder}"

    @property
    def nu(self) -> tuple[float, float] | None:
        """The last point booked."""
        geboekt = [(nr, p.geboekt) for nr, p in enumerate(self.punten, 1) if p.geboekt is not None]
        return (self.x(geboekt[-1][0]), self.y(geboekt[-1][1])) if geboekt else None

    def _lijn(self, naam: str) -> str:
        waarden = ((nummer, getattr(punt, naam)) for nummer, punt in enumerate(self.punten, 1))
        return " ".join(f"{self.x(nr)},{self.y(euro)}" for nr, euro in waarden if euro is not None)


def rond_boven(waarde: Decimal, delen: int) -> Decimal:
    """The lowest number from ``waarde`` up of which each of so many parts is 1, 1.5, 2, 2.5, 3, 4, 5 or 7.5
    times a power of ten.
    """
    deel = waarde / delen
    macht = Decimal(1).scaleb(deel.adjusted())
    keuzes = [Decimal(k) for k in ("1", "1.5", "2", "2.5", "3", "4", "5", "7.5", "10")]
    stap = next(k for k in keuzes if k * macht >= deel)
    return (stap * macht * delen).quantize(Decimal(1), ROUND_CEILING)


def uit_elkaar(hoogtes: Sequence[float], afstand: float = 16) -> list[float]:
    """The same heights in the same order, moved so that two never overlap."""
    if len(hoogtes) < 2 or abs(hoogtes[0] - hoogtes[1]) >= afstand:
        return list(hoogtes)
    midden = sum(hoogtes) / 2
    boven, onder = midden - afstand / 2, midden + afstand / 2
    return [boven, onder] if hoogtes[0] <= hoogtes[1] else [onder, boven]
