"""The side navigation, the foot and the bell. Apps add their places in ``ready()``; nothing here knows them.

navigatie.register("Aanvragen", "maatwerk:aanvraag_list", "inbox", order=20)
"""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from functools import cached_property
from itertools import groupby
from typing import Any

from django.http import HttpRequest
from django.urls import reverse

Toets = Callable[[Any], bool]
Teller = Callable[[Any], int]

MEER_DAN = 999


def iedereen(_user: Any) -> bool:
    return True


@dataclass(frozen=True)
class Plek:
    """A place in the navigation, as an app registers it."""

    label: str
    url: str
    icon: str
    groep: str
    order: int
    permission: Toets
    counter: Teller | None
    counter_text: str
    urgent: bool
    in_voet: bool
    ook: str

    @cached_property
    def adres(self) -> str:
        return reverse(self.url)


@dataclass
class Link:
    """A place as one person sees it now."""

    plek: Plek
    user: Any
    url: str
    actief: bool = False

    @property
    def label(self) -> str:
        return self.plek.label

    @property
    def icon(self) -> str:
        return self.plek.icon

    @cached_property
    def aantal(self) -> int:
        """Counted when the page shows it, and only then."""
        return self.plek.counter(self.user) if self.plek.counter else 0

    @property
    def teller(self) -> str:
        return f"{MEER_DAN}+" if self.aantal > MEER_DAN else str(self.aantal or "")

    @property
    def teller_tekst(self) -> str:
        return self.plek.counter_text

    @property
    def dringend(self) -> bool:
        return self.plek.urgent


@dataclass
class Groep:
    titel: str
    items: list[Link] = field(default_factory=list)


@dataclass
class Bel:
    """Where the bell leads and how many notifications are unread."""

    url: str
    ongelezen: int


_plekken: dict[tuple[str, bool], Plek] = {}
_bel: dict[str, tuple[str, Teller]] = {}


def register(
    label: str,
    url: str,
    icon: str,
    *,
    groep: str = "",
    order: int = 100,
    permission: Toets = iedereen,
    counter: Teller | None = None,
    counter_text: str = "",
    urgent: bool = False,
    in_voet: bool = False,
    ook: str = "",
) -> None:
    """Add a place: ``url`` is a URL name, ``counter(user)`` one query at most.

    Groups stand in the order of their first place. ``counter_text`` completes the number for a screen
    reader ("wachten op u"); ``urgent`` gives the number a solid ground. ``in_voet``: something to look up
    now and then, so at the foot of the page instead of in the menu. ``ook``: how other addresses of this
    place begin, as a regular expression.
    """
    _plekken[url, in_voet] = Plek(
        label, url, icon, groep, order, permission, counter, counter_text, urgent, in_voet, ook
    )


def register_bel(url: str, counter: Teller) -> None:
    """The page behind the bell and ``counter(user)``, the number of unread notifications."""
    _bel["bel"] = (url, counter)


def voor(request: HttpRequest) -> list[Groep]:
    """The groups and places this person may see, with the current one marked."""
    user = request.user
    if not user.is_authenticated:
        return []
    links = [link for link in plekken_van(user) if not link.plek.in_voet]
    _markeer(links, request.path)
    return _gegroepeerd(links)


def voet(request: HttpRequest) -> list[Link]:
    """What this person may look up at the foot of every page."""
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated:
        return []
    return [link for link in plekken_van(user) if link.plek.in_voet]


def plekken_van(user: Any) -> list[Link]:
    """Every place this person may see, in the order of the menu; counted only when shown."""
    plekken = sorted(_plekken.values(), key=lambda plek: plek.order)
    return [Link(plek, user, plek.adres) for plek in plekken if plek.permission(user)]


def plek(url: str, user: Any) -> tuple[str, str]:
    """Label and address of one place; no address for who does not have it in the menu."""
    gevonden = _plekken[url, False]
    return gevonden.label, reverse(url) if gevonden.permission(user) else ""


def bel(request: HttpRequest) -> Bel | None:
    if not (_bel and request.user.is_authenticated):
        return None
    url, counter = _bel["bel"]
    return Bel(reverse(url), counter(request.user))


def _markeer(links: Iterable[Link], pad: str) -> None:
    """The place that says most of the current address."""
    beste = max(links, key=lambda link: _past(link, pad), default=None)
    if beste and _past(beste, pad):
        beste.actief = True


def _past(link: Link, pad: str) -> int:
    """How many characters of the address are of this place; "/" only matches itself."""
    if link.url == "/":
        return int(pad == "/")
    ook = re.match(link.plek.ook, pad) if link.plek.ook else None
    return max(len(link.url) if pad.startswith(link.url) else 0, ook.end() if ook else 0)


def _gegroepeerd(links: list[Link]) -> list[Groep]:
    eerste = {link.plek.groep: i for i, link in reversed(list(enumerate(links)))}
    op_groep = sorted(links, key=lambda link: eerste[link.plek.groep])
    return [Groep(titel, list(items)) for titel, items in groupby(op_groep, lambda link: link.plek.groep)]
