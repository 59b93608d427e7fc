"""Wat een opdracht van een lumpsum vraagt: geboekt, nog verplicht, en wat het naar verwachting wordt."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from functools import cached_property

from maatwerk.calc.verdeling import CENT, verdeel

NUL = Decimal(0)
PROCENT = Decimal("0.1")


@dataclass(frozen=True)
class Bedragen:
    """Euro excluding VAT, except ``uren``."""

    uren: Decimal = NUL
    kosten_uren: Decimal = NUL
    kosten_extern: Decimal = NUL

    @property
    def totaal(self) -> Decimal:
        return self.kosten_uren + self.kosten_extern

    def __add__(self, ander: "Bedragen") -> "Bedragen":
        return Bedragen(
            self.uren + ander.uren,
            self.kosten_uren + ander.kosten_uren,
            self.kosten_extern + ander.kosten_extern,
        )


@dataclass(frozen=True)
class Sleuteldeel:
    """Wat binnen één sleutelperiode is geboekt, en hoe het over gemeenten gaat (hun id → deel van 1)."""

    vanaf: date | None
    aandelen: Mapping[int, Decimal]
    geboekt: Bedragen

    def verdeeld(self) -> dict[int, Decimal]:
        """Euro per municipality: each share rounded, the largest takes the difference."""
        return verdeel(self.geboekt.totaal, self.aandelen)

    def afronding(self, gemeente: int) -> Decimal:
        """The cents that rounding put with this municipality."""
        precies = (self.geboekt.totaal * self.aandelen[gemeente]).quantize(CENT, ROUND_HALF_UP)
        return self.verdeeld()[gemeente] - precies


@dataclass(frozen=True)
class Deel:
    """Het deel van één gemeente in één opdracht, in euro."""

    gerealiseerd: Decimal = NUL
    verplicht: Decimal = NUL
    prognose: Decimal = NUL

    def __add__(self, ander: "Deel") -> "Deel":
        return Deel(
            self.gerealiseerd + ander.gerealiseerd,
            self.verplicht + ander.verplicht,
            self.prognose + ander.prognose,
        )


@dataclass(frozen=True)
class Werk:
    """Eén opdracht in een jaar tot en met een maand.

    ``delen`` per key period, the oldest first and at least one; ``eerder`` is what was booked before the
    year: it uses up the ceiling, not the lumpsum of this year. ``rest`` is the estimate somebody made of
    what is still to come; without it the estimate of the request less what was booked counts.
    """

    delen: Sequence[Sleuteldeel]
    plafond: Decimal
    raming: Decimal
    is_open: bool
    eerder: Decimal = NUL
    rest: Decimal | None = None

    @cached_property
    def geboekt(self) -> Bedragen:
        return sum((deel.geboekt for deel in self.delen), Bedragen())

    @cached_property
    def gerealiseerd(self) -> Decimal:
        return self.geboekt.totaal

    @property
    def verplicht(self) -> Decimal:
        """What the ceiling still leaves to be spent, while the work is open."""
        return max(NUL, self.plafond - self.eerder - self.gerealiseerd) if self.is_open else NUL

    @property
    def verwacht(self) -> Decimal:
        """What is still to come: the last estimate, or by default raming less booked. Nothing once closed."""
        if not self.is_open:
            return NUL
        return max(NUL, self.raming - self.eerder - self.gerealiseerd) if self.rest is None else self.rest

    @property
    def prognose(self) -> Decimal:
        return self.gerealiseerd + self.verwacht

    @property
    def afwijking(self) -> Decimal:
        """What the whole will have cost over all its years, less what was estimated."""
        return self.eerder + self.prognose - self.raming

    @property
    def aandelen(self) -> Mapping[int, Decimal]:
        """The key as it holds now: by this one goes what is still to come."""
        return self.delen[-1].aandelen

    @cached_property
    def gemeenten(self) -> frozenset[int]:
        """Who shares or shared."""
        return frozenset(gemeente for deel in self.delen for gemeente in deel.aandelen)

    @cached_property
    def per_gemeente(self) -> Mapping[int, Deel]:
        """What each of them uses and expects; together the whole, to the cent."""
        if len(self.gemeenten) == 1:
            return dict.fromkeys(self.gemeenten, Deel(self.gerealiseerd, self.verplicht, self.prognose))
        return self._verdeeld()

    def _verdeeld(self) -> dict[int, Deel]:
        gerealiseerd = dict.fromkeys(self.gemeenten, NUL)
        for deel in self.delen:
            for gemeente, euro in deel.verdeeld().items():
                gerealiseerd[gemeente] += euro
        verplicht, verwacht = verdeel(self.verplicht, self.aandelen), verdeel(self.verwacht, self.aandelen)
        return {
            gemeente: Deel(euro, verplicht.get(gemeente, NUL), euro + verwacht.get(gemeente, NUL))
            for gemeente, euro in gerealiseerd.items()
        }


@dataclass(frozen=True)
class Geteld:
    """Wat op een opdracht meetelt in een maand; ``werkmaand`` alleen waar de sleutel intussen wisselde."""

    maand: date
    werkmaand: date | None
    bedrag: Decimal


def per_maand(
    delen: Sequence[Sleuteldeel], geteld: Iterable[Geteld], gemeenten: Collection[int]
) -> dict[date, Decimal]:
    """Euro of these municipalities per month, of one assignment; together their share of the year.

    A month is the difference of two divisions, up to and including it and up to the one before, so that
    cents never get lost between the months (docs/adr/0019).
    """
    sommen, tot_nu_toe = [NUL] * len(delen), NUL
    maanden: dict[date, Decimal] = {}
    for regel in sorted(geteld, key=lambda regel: regel.maand):
        sommen[_plek(delen, regel.werkmaand)] += regel.bedrag
        samen = sum((_van(gemeenten, *paar) for paar in zip(delen, sommen, strict=True)), NUL)
        maanden[regel.maand] = maanden.get(regel.maand, NUL) + samen - tot_nu_toe
        tot_nu_toe = samen
    return maanden


def _plek(delen: Sequence[Sleuteldeel], werkmaand: date | None) -> int:
    """Which key holds in the month worked."""
    return sum(werkmaand is not None and deel.vanaf is not None and deel.vanaf <= werkmaand for deel in delen)


def _van(gemeenten: Collection[int], deel: Sleuteldeel, euro: Decimal) -> Decimal:
    verdeeld = verdeel(euro, deel.aandelen)
    return sum((verdeeld.get(gemeente, NUL) for gemeente in gemeenten), NUL)


@dataclass(frozen=True)
class Saldo:
    """De lumpsum van één gemeente, of van alle samen, in euro (domain.md section 4)."""

    primitief: Decimal = NUL
    wijzigingen: Decimal = NUL
    deel: Deel = Deel()

    def __add__(self, ander: "Saldo") -> "Saldo":
        return Saldo(
            self.primitief + ander.primitief, self.wijzigingen + ander.wijzigingen, self.deel + ander.deel
        )

    @property
    def beschikbaar(self) -> Decimal:
        return self.primitief + self.wijzigingen

    @property
    def gerealiseerd(self) -> Decimal:
        return self.deel.gerealiseerd

    @property
    def verplicht(self) -> Decimal:
        return self.deel.verplicht

    @property
    def prognose(self) -> Decimal:
        return self.deel.prognose

    @property
    def vrije_ruimte(self) -> Decimal:
        return self.beschikbaar - self.gerealiseerd - self.verplicht

    @property
    def verwacht_saldo(self) -> Decimal:
        return self.beschikbaar - self.prognose

    @property
    def v_n(self) -> str:
        """V (voordelig) or N (nadelig)."""
        return "V" if self.verwacht_saldo >= 0 else "N"

    @property
    def uitputting(self) -> Decimal | None:
        """Percent booked of what is available; ``None`` without anything available."""
        return procent(self.gerealiseerd, self.beschikbaar)

    @property
    def beslag(self) -> Decimal | None:
        """Percent booked or promised of what is available."""
        return procent(self.gerealiseerd + self.verplicht, self.beschikbaar)


def procent(deel: Decimal, geheel: Decimal) -> Decimal | None:
    """To one decimal, half-up."""
    return (100 * deel / geheel).quantize(PROCENT, ROUND_HALF_UP) if geheel > 0 else None
