"""De hulp van het portaal: taken per rol, vragen en antwoorden, begrippen en tips.

Apps fill it in ``ready()``; nothing here knows the apps. The words of buttons and statuses come from
the tables that draw them, so that the manual cannot name a button that does not exist.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import IntEnum
from pathlib import PurePath
from typing import NamedTuple

from django.utils.text import slugify

from duoplus.choices import Rol


class Deel(IntEnum):
    """The parts of a manual: the work from request to delivery, what is agreed around it, and the rest."""

    WERK = 0
    AFSPRAKEN = 1
    ALGEMEEN = 2


@dataclass(frozen=True)
class Taak:
    """One thing that somebody does, step by step, in a template that extends duoplus/hulp/taak.html.

    ``termijn`` is the key of the ``Termijn`` within which it should be done; ``deel`` is where it stands.
    """

    titel: str
    template: str
    rollen: tuple[Rol, ...]
    termijn: str = ""
    deel: Deel = Deel.WERK

    @property
    def anker(self) -> str:
        return PurePath(self.template).stem.replace("_", "-")


@dataclass(frozen=True)
class Begrip:
    """A word with its meaning at B1, and where somebody meets it."""

    woord: str
    betekenis: str
    waar: str = ""

    @property
    def anker(self) -> str:
        return slugify(self.woord)


class Status(NamedTuple):
    """A status as the screen shows it, and what it means."""

    label: str
    toon: str
    betekenis: str


@dataclass(frozen=True)
class Tip:
    """Said once on the page with this URL name, to these roles; no roles is everybody."""

    sleutel: str
    plek: str
    titel: str
    tekst: str
    rollen: tuple[Rol, ...] = ()


_taken: dict[str, Taak] = {}
_vragen: dict[str, None] = {}
_stappen: dict[str, str] = {}
_statussen: dict[str, Status] = {}
_tips: dict[str, Tip] = {}


def register(
    *,
    taken: Iterable[Taak] = (),
    vragen: Iterable[str] = (),
    stappen: Mapping[str, str] | None = None,
    statussen: Mapping[str, Status] | None = None,
    tips: Iterable[Tip] = (),
) -> None:
    """Add what one app has to explain; ``vragen`` are templates, ``stappen`` the labels of its buttons."""
    _taken.update((taak.template, taak) for taak in taken)
    _vragen.update(dict.fromkeys(vragen))
    _stappen.update(stappen or {})
    _statussen.update(statussen or {})
    _tips.update((tip.sleutel, tip) for tip in tips)


def taken(rol: str) -> list[Taak]:
    """What this role does, part by part; within a part in the order in which it was registered."""
    eigen = (taak for taak in _taken.values() if rol in taak.rollen)
    return sorted(eigen, key=lambda taak: taak.deel)


def vragen() -> list[str]:
    """Those of the upper apps first: people meet their pages most."""
    return list(reversed(_vragen))


def stap(naam: str) -> str:
    """The words on the button of this step. Raises ``KeyError`` for a step that does not exist."""
    return _stappen[naam]


def status(naam: str) -> Status:
    """Raises ``KeyError`` for a status that does not exist."""
    return _statussen[naam]


def statussen() -> dict[str, Status]:
    return dict(_statussen)


def tip(sleutel: str) -> Tip | None:
    return _tips.get(sleutel)


def tips(plek: str) -> list[Tip]:
    """The tips of one page, the most important first."""
    return [tip for tip in _tips.values() if tip.plek == plek]
