"""Waarmee een lijst te vernauwen is: een woord, een keuze, een dag of een getal, als gegeven."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any, ClassVar, TypeVar

from django.db.models import Q

from duoplus import klok
from duoplus.calc.nederlands import Onleesbaar, bedrag, datum_kort, lees_bedrag, lees_datum, uren
from duoplus.lijsten.kolommen import Toets, iedereen

MAX_TEKENS = 200
ONBEKEND = "Deze keuze kennen wij niet."

Waarde = TypeVar("Waarde")


class Onbegrepen(ValueError):
    """What stands in the address makes no sense; the text is a sentence."""


def _begrepen(lees: Callable[[str], Waarde], tekst: str) -> Waarde:
    try:
        return lees(tekst[:MAX_TEKENS])
    except Onleesbaar as fout:
        raise Onbegrepen(str(fout)) from fout


@dataclass(frozen=True)
class Filter:
    """Something to narrow a list by: a word, as the plainest of them. ``pas_toe(list, value)`` gives a Q.

    ``meer``: behind "Meer filters" as long as it is not in use; ``verborgen``: only in an address.
    """

    naam: str
    label: str
    pas_toe: Callable[[Any, Any], Q]
    zin: str = "{}"  # how the chip says it
    meer: bool = False
    verborgen: bool = False
    mag: Toets = iedereen
    standaard: Callable[[Any], str] = lambda lijst: ""

    soort: ClassVar[str] = "woord"

    def lees(self, lijst: Any, tekst: str) -> Any:
        """The value that stands for ``tekst``. Raises ``Onbegrepen`` with a sentence."""
        if "\0" in tekst:
            raise Onbegrepen("Uw zoekwoord heeft een teken dat niet kan. Typ het opnieuw.")
        if len(tekst) > MAX_TEKENS:
            raise Onbegrepen(f"Gebruik ten hoogste {MAX_TEKENS} tekens om te zoeken.")
        return tekst

    def zeg(self, lijst: Any, waarde: Any) -> str:
        return self.zin.format(waarde)


@dataclass(frozen=True)
class Keuze(Filter):
    """One of some choices; ``keuzes(list)`` gives pairs of value and name, the first the empty one."""

    keuzes: Callable[[Any], Iterable[tuple[str, str]]] = lambda lijst: ()
    klein: bool = False  # in a sentence the name has no capital

    soort: ClassVar[str] = "keuze"

    def lees(self, lijst: Any, tekst: str) -> str:
        if tekst not in dict(self.keuzes(lijst)):
            raise Onbegrepen(ONBEKEND)
        return tekst

    def zeg(self, lijst: Any, waarde: str) -> str:
        naam = dict(self.keuzes(lijst))[waarde]
        return self.zin.format(naam.lower() if self.klein else naam)


@dataclass(frozen=True)
class Dag(Filter):
    """A day as Dutch people type it."""

    soort: ClassVar[str] = "dag"

    def lees(self, lijst: Any, tekst: str) -> date:
        return _begrepen(lees_datum, tekst)

    def zeg(self, lijst: Any, waarde: date) -> str:
        return self.zin.format(datum_kort(waarde))


@dataclass(frozen=True)
class Getal(Filter):
    """An amount of hours or euros."""

    is_bedrag: bool = False

    soort: ClassVar[str] = "getal"

    def lees(self, lijst: Any, tekst: str) -> Decimal:
        return _begrepen(lees_bedrag, tekst)

    def zeg(self, lijst: Any, waarde: Decimal) -> str:
        return self.zin.format(bedrag(waarde) if self.is_bedrag else uren(waarde))


@dataclass(frozen=True)
class Geweest(Dag):
    """A day that has been, to compare with."""

    def lees(self, lijst: Any, tekst: str) -> date:
        dag = super().lees(lijst, tekst)
        if dag > klok.vandaag():
            raise Onbegrepen("Kies een dag die geweest is.")
        return dag
