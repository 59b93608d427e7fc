"""The same pages over loopback from gunicorn with two workers, for one and for eight clients; the export."""

import http.client
import os
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from statistics import median, quantiles

from django.conf import settings
from django.urls import reverse

from tools import demo, services
from tools.bench import databases, scenarios
from tools.bench.meten import Grootte, Rij
from tools.services import RUN

CLIENTS = (1, 8)
SECONDS = 3.0
EXPORTS = 3
WARM_UP = 10


@dataclass(frozen=True)
class Server:
    """A running portal: where it listens, and its main process."""

    address: str
    pid: int

    @property
    def workers(self) -> list[Path]:
        children = Path(f"/proc/{self.pid}/task/{self.pid}/children").read_text().split()
        return [Path("/proc", child) for child in children]

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
        yield Server(address, web.process.pid)


def meet(groottes: list[Grootte]) -> list[Rij]:
    """Sizes one after the other: each has a server of its own."""
    rows: dict[str, list[Rij]] = {}
    for grootte in groottes:
        grootte.enter()
        with running(grootte.n) as server:
            for row in _one_size(server, grootte):
                rows.setdefault(row.scenario, []).append(row)
    return [row for series in rows.values() for row in _with_growth(series)]


def _one_size(server: Server, grootte: Grootte) -> Iterator[Rij]:
    yield export(server, grootte)
    for naam, login, pad in (
        (scenarios.LIJST, scenarios.AANVRAGER, scenarios.lijst()),
        (scenarios.DOSSIER, scenarios.SECRETARIS, scenarios.dossier()),
    ):
        cookie = session(grootte, login)
        storm(server, pad, cookie, 1, WARM_UP)
        for clients in CLIENTS:
            times, seconds = storm(server, pad, cookie, clients)
            title = f"{naam}, server, {clients} {'klant' if clients == 1 else 'klanten'}"
            yield Rij(title, grootte.n, median(times), quantiles(times, n=20)[-1], per_s=len(times) / seconds)


def session(grootte: Grootte, login: str) -> str:
    name = settings.SESSION_COOKIE_NAME
    return f"{name}={grootte.client(login).cookies[name].value}"


def storm(server: Server, path: str, cookie: str, clients: int, times: int = 0) -> tuple[list[float], float]:
    """Every client asks again as soon as it has its answer, some seconds long or so many ``times``.

    Returns the ms of each answer, and the seconds it all took.
    """
    began = time.perf_counter()

    def visit(_: int) -> list[float]:
        answers: list[float] = []
        with server.connection() as connection:
            while len(answers) < times or (not times and time.perf_counter() - began < SECONDS):
                asked = time.perf_counter()
                server.get(connection, path, cookie)
                answers.append((time.perf_counter() - asked) * 1000)
        return answers

    with ThreadPoolExecutor(clients) as pool:
        answers = [ms for each in pool.map(visit, range(clients)) for ms in each]
    return answers, time.perf_counter() - began


def export(server: Server, grootte: Grootte) -> Rij:
    """Everything there is as CSV: rows a second, and how much larger a worker became."""
    cookie = session(grootte, scenarios.CONTROLLER)
    before = {worker: _memory(worker, "VmRSS") for worker in server.workers}
    for worker in before:
        (worker / "clear_refs").write_text("5")  # forget the highest point so far
    times = []
    for _ in range(EXPORTS):
        began = time.perf_counter()
        with server.connection() as connection:
            lines = server.get(connection, _export_path(), cookie).count(b"\n") - 1
        times.append((time.perf_counter() - began) * 1000)
    peak = max(_memory(worker, "VmHWM") - rss for worker, rss in before.items())
    return Rij(scenarios.EXPORT, grootte.n, median(times), per_s=lines / median(times) * 1000, peak_mb=peak)


def _export_path() -> str:
    return f"{reverse('maatwerk:aanvraag_export')}?status=alle"


def _memory(worker: Path, what: str) -> float:
    """In MB."""
    lines = (worker / "status").read_text().splitlines()
    return next(int(line.split()[1]) / 1024 for line in lines if line.startswith(what))


def _with_growth(series: list[Rij]) -> Iterator[Rij]:
    """Against the smallest size; an export grows with its rows, so there it says nothing."""
    for row in series:
        flat = row.scenario != scenarios.EXPORT
        yield Rij(**vars(row) | {"growth": row.p50_ms / series[0].p50_ms if flat else None})
