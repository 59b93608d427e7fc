"""Het pakket dat een controller overdraagt: één dataset, waar scherm, bestanden en controles uit lezen.

``samenstellen.pakket`` computes one, ``samenstellen.pakket_van`` gives that of a stored report.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db.models import QuerySet

from duoplus.models import Organisatie
from duoplus.reports.base import Column


@dataclass(frozen=True)
class Tabel:
    """Eén tabel van domain.md section 4.

    ``rijen()`` starts anew each time, always in the same order; a row has an attribute per column key.
    ``totalen`` are control totals of the columns marked ``totals``, ``per_gemeente`` the same per
    municipality where a table has that column. ``bevraging`` is the query behind a table that is streamed:
    its values are the columns, in this order, so that it can also be copied.
    """

    code: str
    naam: str
    kolommen: Sequence[Column]
    rijen: Callable[[], Iterable[Any]]
    aantal: int
    totalen: Mapping[str, Decimal]
    per_gemeente: Mapping[str, Mapping[str, Decimal]] = field(default_factory=dict)
    bevraging: QuerySet[Any, Any] | None = None


@dataclass(frozen=True)
class Wijs:
    """A row that a check points at, and where to put it right."""

    tekst: str
    url: str = ""


@dataclass(frozen=True)
class Controle:
    """Een controle R1 tot en met R12. ``verschil`` in euro, of ``None`` waar het om regels gaat."""

    code: str
    naam: str
    is_goed: bool
    uitleg: str
    verschil: Decimal | None = None
    rijen: Sequence[Wijs] = ()


@dataclass(frozen=True)
class Cijfer:
    """Een bedrag of percentage in de tekst, zoals het er staat, met de tabel en de rij waar het uit komt."""

    tekst: str
    tabel: str
    bron: str

    def __str__(self) -> str:
        return self.tekst


@dataclass(frozen=True)
class Alinea:
    """Words and figures in turn; a ``Cijfer`` is never typed over."""

    delen: Sequence[str | Cijfer]

    def __str__(self) -> str:
        return "".join(str(deel) for deel in self.delen)


@dataclass(frozen=True)
class Tekstdeel:
    """The paragraph of one municipality."""

    kop: str
    alineas: Sequence[Alinea]


@dataclass(frozen=True)
class Pakket:
    """``gemaakt_door`` is a role, never a name; ``filters`` say in words what is in it."""

    titel: str
    jaar: int
    soort: str
    peildatum: date
    gemeente: Organisatie | None
    versie: int
    status: str
    tabellen: Sequence[Tabel]
    controles: Sequence[Controle]
    tekst: Sequence[Tekstdeel]
    gemaakt_door: str
    gemaakt_op: datetime
    generator: str
    filters: Sequence[str] = field(default=())

    @property
    def is_definitief(self) -> bool:
        return self.status == "definitief"

    @property
    def is_sluitend(self) -> bool:
        return all(controle.is_goed for controle in self.controles)

    def tabel(self, code: str) -> Tabel:
        """Raises ``KeyError`` for a code that is not in the package."""
        return {tabel.code: tabel for tabel in self.tabellen}[code]
