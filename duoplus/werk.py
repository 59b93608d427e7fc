"""Mijn werk: wat op iemand wacht. Elke app meldt zijn eigen soort werk aan in ``ready()``.

werk.register("maatwerk", wacht=wachtende_aanvragen, lees=taken)
"""

from collections.abc import Callable, Hashable, Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import lru_cache
from typing import Any

from django.db.models import CharField, QuerySet, Value
from django.db.models.functions import Cast

from duoplus import klok
from duoplus.models import Gebruiker
from duoplus.sql import GEEN_RIJEN, Sql

MAX_TAKEN = 50
# The menu counts no further: beyond this the exact number helps nobody.
TEL_TOT = 100
SNEL_DAGEN = 3


@dataclass(frozen=True)
class Taak:
    """One thing to do: the verb first, why it is yours, since when and until when, and where to do it."""

    wat: str
    waarover: str
    kenmerk: str
    waarom: str
    url: str
    knop: str
    knop_url: str
    icoon: str
    sinds: datetime | None = None
    uiterlijk: date | None = None

    @property
    def spoed(self) -> str:
        """``now`` is today or too late, ``soon`` within a few days."""
        if self.uiterlijk is None:
            return ""
        dagen = (self.uiterlijk - klok.vandaag()).days
        return "now" if dagen <= 0 else "soon" if dagen <= SNEL_DAGEN else ""

    @property
    def is_te_laat(self) -> bool:
        return self.uiterlijk is not None and self.uiterlijk < klok.vandaag()

    @property
    def is_vandaag(self) -> bool:
        return self.uiterlijk == klok.vandaag()


Wacht = Callable[[Gebruiker], Iterable[QuerySet[Any]]]
Lezer = Callable[[Gebruiker, int], list[Taak]]


@dataclass(frozen=True)
class Bron:
    """What one app asks of people: the sets that wait, how they read, and what else those sets depend on."""

    wacht: Wacht
    lees: Lezer
    hangt_af_van: Callable[[Gebruiker], Hashable]


_bronnen: dict[str, Bron] = {}


def register(
    naam: str, *, wacht: Wacht, lees: Lezer, hangt_af_van: Callable[[Gebruiker], Hashable] = lambda user: None
) -> None:
    """``wacht(user)`` gives the sets, ``lees(user, tot)`` the tasks; a set follows from the roles of a person
    and the day, or from what ``hangt_af_van`` names.
    """
    _bronnen[naam] = Bron(wacht, lees, hangt_af_van)


@dataclass(frozen=True)
class Wie:
    """All that the SQL of a counter depends on: while this stays the same, it is written only once."""

    gebruiker: int
    organisatie: int | None
    rollen: tuple[tuple[Any, ...], ...]
    vandaag: date
    stand: tuple[Hashable, ...]
    user: Gebruiker = field(compare=False)

    @classmethod
    def van(cls, user: Gebruiker) -> "Wie":
        rollen = tuple((t.rol, t.organisatie_id, t.gremium_id, t.team_id) for t in user.rollen)
        stand = tuple(bron.hangt_af_van(user) for bron in _bronnen.values())
        return cls(user.pk, user.organisatie_id, rollen, klok.vandaag(), stand, user)


def aantal(user: Gebruiker) -> int:
    """How many things wait for this person, in one query, counted once per request."""
    if not hasattr(user, "_aantal_taken"):
        user._aantal_taken = tel(user)  # type: ignore[attr-defined]
    return int(user._aantal_taken)  # type: ignore[attr-defined]


def tel(user: Gebruiker, *namen: str) -> int:
    """The same, of these sources alone; no further than ``TEL_TOT``."""
    return len(_telvraag(Wie.van(user), namen or tuple(_bronnen)).lees())


@lru_cache(maxsize=1024)
def _telvraag(wie: Wie, namen: tuple[str, ...]) -> Sql:
    """Each set stops by itself; what waits in two ways is one thing."""
    sets = [_als_rijen(naam, rijen) for naam in namen for rijen in _bronnen[naam].wacht(wie.user)]
    return Sql.van(sets[0].union(*sets[1:])[:TEL_TOT]) if sets else Sql(GEEN_RIJEN)


def _als_rijen(naam: str, rijen: QuerySet[Any]) -> QuerySet[Any, Any]:
    """Keys as text: the key of a month is a day."""
    soort = Value(f"{naam}:{rijen.model._meta.model_name}", CharField())
    return rijen.order_by().values_list(soort, Cast("pk", CharField()))[:TEL_TOT]


def taken(user: Any) -> list[Taak]:
    """What waits, the most urgent first; what has no date comes last."""
    alle = [taak for bron in _bronnen.values() for taak in bron.lees(user, MAX_TAKEN)]
    alle.sort(key=lambda taak: taak.uiterlijk or date.max)
    return alle[:MAX_TAKEN]
