"""Lijsten van buiten inlezen. Een app meldt in ``ready()`` aan welke lijsten hij kent.

inlezen.register(REGISTER)

From then on upload, mapping, preview, correction, taking over and the worklist work for that kind too
(docs/adr/0012): a kind only says which fields it has, how a row reads as a whole, and how it is written.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db import models

from duoplus.calc.tabel import Bronrij, Gelezen, Model, Veld
from duoplus.choices import Rijstand
from duoplus.inlezen.stroom import GRENZEN, MAX_RIJEN, Stroom
from duoplus.models import Gebruiker, Inlezing
from duoplus.werkblad import Grenzen

# Reading a row of its own takes some 0.5 ms; this many still fit in one answer.
MAX_LOSSE_RIJEN = 20_000


class Onbruikbaar(Exception):
    """Deze rij kan niet worden overgenomen; de tekst zegt waarom."""


@dataclass
class Uitkomst:
    """What became of one row, with remarks for whoever checks the list."""

    stand: Rijstand
    doel: models.Model | None = None
    redenen: list[str] = field(default_factory=list)


Schrijver = Callable[[Bronrij, Gelezen], Uitkomst]


def _geen_schrijver(inlezing: Inlezing, by: Gebruiker) -> Schrijver:
    raise NotImplementedError("Deze soort schrijft het bestand als geheel.")


@dataclass(frozen=True)
class Keuze:
    """Wat een mens over het hele bestand zegt. Of ``opties`` one is chosen; without them it is typed."""

    sleutel: str
    label: str
    waarde: str = ""
    opties: Sequence[tuple[str, str]] = ()
    uitleg: str = ""
    onthoud: bool = True


@dataclass(frozen=True)
class Soort:
    """Een soort lijst. ``ding`` is the plural of what a row is; ``perm`` is who may import and read it.

    ``velden`` are for the screen; ``model()`` reads with what holds today and may raise OnleesbaarBestand.
    ``schrijver`` is made once per batch; it raises Onbruikbaar or StapKanNiet for a row that must wait.
    A long list has a ``stroom`` instead, made once per file, and may ask ``keuzes`` about all of it.
    """

    naam: str
    titel: str
    ding: str
    perm: str
    velden: tuple[Veld, ...]
    model: Callable[[], Model]
    schrijver: Callable[[Inlezing, Gebruiker], Schrijver] = _geen_schrijver
    kop: tuple[str, ...] = ()
    uitleg: str = ""
    stroom: Callable[[Inlezing, Gebruiker], Stroom] | None = None
    keuzes: Callable[[Inlezing], Sequence[Keuze]] = lambda inlezing: ()

    @property
    def is_lang(self) -> bool:
        """Read and written as a whole."""
        return self.stroom is not None

    @property
    def max_rijen(self) -> int:
        return MAX_RIJEN if self.stroom else MAX_LOSSE_RIJEN

    def maak_stroom(self, inlezing: Inlezing, by: Gebruiker) -> Stroom:
        if self.stroom is None:
            raise TypeError(f"{self.naam} is taken over row by row")
        return self.stroom(inlezing, by)

    @property
    def grenzen(self) -> Grenzen:
        return GRENZEN if self.stroom else Grenzen()


_soorten: dict[str, Soort] = {}


def register(soort: Soort) -> None:
    _soorten[soort.naam] = soort


def soort_van(inlezing: Inlezing) -> Soort:
    return _soorten[inlezing.soort]


def soorten_van(user: Any) -> list[Soort]:
    """The kinds of list that this person may import."""
    return [soort for soort in _soorten.values() if user.has_perm(soort.perm)]


def inlezingen_van(user: Any) -> models.QuerySet[Inlezing]:
    """What was imported of those kinds: raw rows hold amounts, so they are for nobody else."""
    namen = [soort.naam for soort in soorten_van(user)]
    return Inlezing.objects.filter(soort__in=namen) if namen else Inlezing.objects.none()
