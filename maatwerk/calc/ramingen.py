"""Ramingen optellen en plafonds bewaken."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from enum import IntEnum

from maatwerk.calc.verdeling import regelbedrag


class OngeldigeRaming(ValueError):
    """De raming klopt niet; het bericht is een zin voor de gebruiker."""


@dataclass(frozen=True)
class Ramingsregel:
    """Uren van één team: laag, waarschijnlijk en hoog, tegen een tarief in euro per uur."""

    laag: Decimal
    waarschijnlijk: Decimal
    hoog: Decimal
    tarief: Decimal

    def __post_init__(self) -> None:
        controleer_uren(self.laag, self.waarschijnlijk, self.hoog)
        if self.tarief < 0:
            raise OngeldigeRaming("Een tarief is nul of meer.")


@dataclass(frozen=True)
class Marge:
    """Eén grootheid (uren of euro's) in drie schattingen."""

    laag: Decimal
    waarschijnlijk: Decimal
    hoog: Decimal


@dataclass(frozen=True)
class Ramingstotaal:
    """``kosten`` zijn de uren maal tarief plus de externe kosten, in euro's."""

    uren: Marge
    extern: Decimal
    kosten: Marge


class Plafondsignaal(IntEnum):
    """Hoe vol een plafond is, in procenten die zijn bereikt; 100 is ook: erover."""

    GEEN = 0
    TACHTIG = 80
    VIJFENNEGENTIG = 95
    VOL = 100


def controleer_uren(laag: Decimal, waarschijnlijk: Decimal, hoog: Decimal) -> None:
    """Raises OngeldigeRaming unless 0 <= laag <= waarschijnlijk <= hoog."""
    if laag < 0:
        raise OngeldigeRaming("Uren zijn nul of meer.")
    if not laag <= waarschijnlijk <= hoog:
        raise OngeldigeRaming("De uren lopen op: laag, dan waarschijnlijk, dan hoog. Zet ze in die volgorde.")


def totaal(regels: Iterable[Ramingsregel], externe_kosten: Iterable[Decimal] = ()) -> Ramingstotaal:
    """Each line is rounded once to the cent, then added. Raises OngeldigeRaming for negative costs."""
    vast, bedragen = tuple(regels), tuple(externe_kosten)
    if any(bedrag < 0 for bedrag in bedragen):
        raise OngeldigeRaming("Externe kosten zijn nul of meer.")
    extern = sum(bedragen, Decimal(0))
    return Ramingstotaal(uren=_uren(vast), extern=extern, kosten=_kosten(vast, extern))


def plafond_signaal(verbruik: Decimal, plafond: Decimal) -> Plafondsignaal:
    """The highest level reached (at or above), compared exactly; any use of a zero ceiling is VOL."""
    if plafond < 0:
        raise OngeldigeRaming("Een plafond is nul of meer.")
    if verbruik <= 0:
        return Plafondsignaal.GEEN
    return max(niveau for niveau in Plafondsignaal if verbruik * 100 >= plafond * niveau)


def _uren(regels: tuple[Ramingsregel, ...]) -> Marge:
    return Marge(
        laag=sum((regel.laag for regel in regels), Decimal(0)),
        waarschijnlijk=sum((regel.waarschijnlijk for regel in regels), Decimal(0)),
        hoog=sum((regel.hoog for regel in regels), Decimal(0)),
    )


def _kosten(regels: tuple[Ramingsregel, ...], extern: Decimal) -> Marge:
    return Marge(
        laag=sum((regelbedrag(regel.laag, regel.tarief) for regel in regels), extern),
        waarschijnlijk=sum((regelbedrag(regel.waarschijnlijk, regel.tarief) for regel in regels), extern),
        hoog=sum((regelbedrag(regel.hoog, regel.tarief) for regel in regels), extern),
    )
