"""Time one act again and again, at every size and beside its floor, so that only ratios of one run count."""

import gc
from collections.abc import Callable, Iterable
from dataclasses import asdict, dataclass, field
from functools import partial
from statistics import median, quantiles
from time import monotonic, perf_counter
from typing import Any

from django.db import connections
from django.db.utils import load_backend
from django.http.response import HttpResponseBase
from django.test import Client

from duoplus.models import Gebruiker
from maatwerk.demo.cast import DOMEIN
from tools.bench import databases, vloer

SECONDS = 12.0  # per scenario, all sizes together
WARM_UP = 2
LEAST = 5
ACT_OK = {200, 302}


@dataclass(frozen=True)
class Rij:
    """One line of the table and of var/bench.json; ``None`` where it does not apply."""

    scenario: str
    n: int
    p50_ms: float
    p95_ms: float | None = None
    queries: int | None = None
    per_s: float | None = None
    peak_mb: float | None = None
    ratio_floor: float | None = None
    growth: float | None = None

    def as_json(self) -> dict[str, Any]:
        return {name: round(v, 2) if isinstance(v, float) else v for name, v in asdict(self).items()}


class Grootte:
    """The portal at one size: its database, and who visits it."""

    def __init__(self, n: int) -> None:
        self.n = n
        settings = connections["default"].settings_dict | {"NAME": databases.name(n)}
        self.connection = load_backend(settings["ENGINE"]).DatabaseWrapper(settings, "default")
        self.clients: dict[str, Client] = {}

    def enter(self) -> None:
        """From now on Django reads and writes here."""
        connections["default"] = self.connection

    def gebruiker(self, login: str) -> Gebruiker:
        return Gebruiker.objects.get(email=f"{login}@{DOMEIN}")

    def client(self, login: str) -> Client:
        """This person's browser, logged in."""
        if login not in self.clients:
            self.clients[login] = Client(SERVER_NAME=vloer.HOST)
            self.clients[login].force_login(self.gebruiker(login))
        return self.clients[login]


Act = Callable[[], HttpResponseBase]


@dataclass(frozen=True)
class Scenario:
    """``prepare`` makes ready, outside the clock, and returns the act that is timed."""

    naam: str
    prepare: Callable[[Grootte], Act]
    is_pagina: bool = True
    herhalingen: int = 40


@dataclass
class Reeks:
    """What was measured of one scenario at one size, in ms."""

    grootte: Grootte
    sql: list[str] = field(default_factory=list)
    visitor: Client = field(default_factory=Client)
    page: list[float] = field(default_factory=list)
    floor: list[float] = field(default_factory=list)

    @property
    def ratio(self) -> float | None:
        return median(p / f for p, f in zip(self.page, self.floor, strict=True)) if self.floor else None


def meet(scenario: Scenario, groottes: Iterable[Grootte]) -> list[Rij]:
    """Warm up, then take turns: every size, page and floor, until it was often enough or took too long."""
    reeksen = [Reeks(grootte) for grootte in groottes]
    for reeks in reeksen:
        _warm_up(scenario, reeks)
    gc.collect()
    deadline = monotonic() + SECONDS
    for beurt in range(scenario.herhalingen):
        for reeks in reeksen:
            _beurt(scenario, reeks)
        if beurt + 1 >= LEAST and monotonic() > deadline:
            break
    return rijen(scenario.naam, reeksen)


def _warm_up(scenario: Scenario, reeks: Reeks) -> None:
    reeks.grootte.enter()
    for _ in range(WARM_UP):
        _check(scenario.prepare(reeks.grootte)())
    reeks.sql = vloer.queries(scenario.prepare(reeks.grootte))
    reeks.visitor = vloer.client(reeks.sql)


def _beurt(scenario: Scenario, reeks: Reeks) -> None:
    reeks.grootte.enter()
    reeks.page.append(_clock(scenario.prepare(reeks.grootte)))
    if scenario.is_pagina:
        reeks.floor.append(_clock(partial(reeks.visitor.get, "/")))


def _clock(act: Act) -> float:
    began = perf_counter()
    response = act()
    ms = (perf_counter() - began) * 1000
    _check(response)
    return ms


def _check(response: HttpResponseBase) -> None:
    if response.status_code not in ACT_OK:
        raise AssertionError(f"{response.status_code}: {getattr(response, 'content', b'')[:2000]!r}")


def rijen(naam: str, reeksen: list[Reeks]) -> list[Rij]:
    """Growth is against the smallest size."""
    first = median(reeksen[0].page)
    return [
        Rij(
            naam,
            reeks.grootte.n,
            median(reeks.page),
            quantiles(reeks.page, n=20)[-1],
            len(reeks.sql),
            ratio_floor=reeks.ratio,
            growth=median(reeks.page) / first,
        )
        for reeks in reeksen
    ]
