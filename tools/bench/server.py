"""The same pages over loopback from gunicorn with two workers, for one and for eight clients."""

import http.client
import os
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, closing, contextmanager
from dataclasses import dataclass
from statistics import median, quantiles
from typing import NamedTuple

from django.conf import settings

from tools import demo, services
from tools.bench import databases, scenarios
from tools.bench.meten import Grootte, Rij
from tools.services import RUN

CLIENTS = (1, 8)
SECONDS = 1.0  # per turn
TURNS = 4


class Page(NamedTuple):
    naam: str
    login: str
    pad: Callable[[], str]


PAGES = (
    Page(scenarios.LIJST, scenarios.AANVRAGER, scenarios.lijst),
    Page(scenarios.DOSSIER, scenarios.SECRETARIS, scenarios.dossier),
)


@dataclass(frozen=True)
class Server:
    """A running portal, and where it listens."""

    address: str

    def get(self, connection: http.client.HTTPConnection, path: str, cookie: str) -> bytes:
        connection.request("GET", path, headers={"Cookie": cookie})
        response = connection.getresponse()
        body = response.read()
        if response.status != http.client.OK:
            raise AssertionError(f"{path}: {response.status}")
        return body

    def connection(self) -> closing[http.client.HTTPConnection]:
        return closing(http.client.HTTPConnection(self.address, timeout=60))


@contextmanager
def running(n: int) -> Iterator[Server]:
    """The portal on the data of this size, gone afterwards."""
    address = f"127.0.0.1:{services.free_port()}"
    env = os.environ | {"DATABASE_URL": databases.url(n), "BASE_URL": f"http://{address}"}
    with demo.running(RUN / databases.SET / "web.log", [*demo.WEB, "-w", "2", "-b", address], env) as web:
        demo.until_it_answers(f"http://{address}/livez", [web])
        yield Server(address)


def meet(groottes: list[Grootte]) -> list[Rij]:
    """Every size has a server of its own; they take turns, so that a busy moment strikes all alike."""
    with ExitStack() as everything:
        servers = {grootte: everything.enter_context(running(grootte.n)) for grootte in groottes}
        return [row for clients in CLIENTS for page in PAGES for row in _meet(servers, page, clients)]


def _meet(servers: dict[Grootte, Server], page: Page, clients: int) -> list[Rij]:
    title = f"{page.naam}, server, {clients} {'klant' if clients == 1 else 'klanten'}"
    visits = {grootte: _visit(grootte, page) for grootte in servers}
    answers: dict[Grootte, list[float]] = {grootte: [] for grootte in servers}
    for turn in range(TURNS + 1):
        for grootte, server in servers.items():
            times = storm(server, *visits[grootte], clients)
            answers[grootte] += times if turn else []  # the first turn only warms up
    first = median(next(iter(answers.values())))
    return [
        Rij(
            title,
            grootte.n,
            median(times),
            quantiles(times, n=20)[-1],
            per_s=len(times) / (TURNS * SECONDS),
            growth=median(times) / first,
        )
        for grootte, times in answers.items()
    ]


def _visit(grootte: Grootte, page: Page) -> tuple[str, str]:
    """The address, and the cookie of who asks for it."""
    grootte.enter()
    return page.pad(), session(grootte, page.login)


def session(grootte: Grootte, login: str) -> str:
    name = settings.SESSION_COOKIE_NAME
    return f"{name}={grootte.client(login).cookies[name].value}"


def storm(server: Server, path: str, cookie: str, clients: int) -> list[float]:
    """Some clients ask again as soon as they have their answer; returns the ms of each answer."""
    until = time.perf_counter() + SECONDS

    def visit(_: int) -> list[float]:
        answers: list[float] = []
        with server.connection() as connection:
            while not answers or time.perf_counter() < until:
                asked = time.perf_counter()
                server.get(connection, path, cookie)
                answers.append((time.perf_counter() - asked) * 1000)
        return answers

    with ThreadPoolExecutor(clients) as pool:
        return [ms for each in pool.map(visit, range(clients)) for ms in each]
