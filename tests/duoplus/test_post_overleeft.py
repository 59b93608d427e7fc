"""Het echte werk: Celery-workers die omvallen, Valkey die leegloopt of stilvalt; geen bericht zoek."""

import os
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator
from datetime import timedelta

import pytest
import redis
from aiosmtpd.controller import Controller
from django.conf import settings
from django.db import connection, transaction
from django.http import QueryDict
from django.test import Client

from duoplus import celery, events, exports, lijsten, mail
from duoplus.choices import BerichtStatus as B
from duoplus.choices import ExportStatus, Rol
from duoplus.models import Bericht, Export, Gebeurtenis
from duoplus.tasks import bundel_berichten
from tests.duoplus import proeflijst
from tests.factories import GebruikerFactory, aanvraag_in, gemeente, maak
from tools import demo, services
from tools.services import ROOT

AANTAL = 300
WORKER = [
    sys.executable,
    "-m",
    "celery",
    "-A",
    "duoplus",
    "worker",
    "-P",
    "solo",
    "-l",
    "error",
    "--without-mingle",
]
SWEEP = "import django; django.setup(); from duoplus.tasks import sweep_outbox; sweep_outbox()"


class Ontvangst:
    """Counts each Message-ID it accepted."""

    def __init__(self) -> None:
        self.gezien: Counter[str] = Counter()

    async def handle_DATA(self, server, session, envelope) -> str:
        kop = next(r for r in envelope.content.splitlines() if r.lower().startswith(b"message-id:"))
        self.gezien[kop.decode().partition(":")[2].strip()] += 1
        return "250 OK"


@pytest.fixture
def postbus() -> Iterator[tuple[Ontvangst, int]]:
    ontvangst, poort = Ontvangst(), services.free_port()
    controller = Controller(ontvangst, hostname="127.0.0.1", port=poort)
    controller.start()
    yield ontvangst, poort
    controller.stop()


@pytest.fixture
def proces(eigen_database, postbus) -> Iterator[object]:
    """Start a process of the portal on this database; all are gone afterwards."""
    lopend: list[subprocess.Popen] = []
    omgeving = os.environ | {
        "DJANGO_SETTINGS_MODULE": "duoplus.settings",
        "DATABASE_URL": eigen_database.url,
        "EMAIL_HOST": "127.0.0.1",
        "EMAIL_PORT": str(postbus[1]),
    }

    def start(opdracht: list[str]) -> subprocess.Popen:
        stil = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
        lopend.append(subprocess.Popen(opdracht, env=omgeving, cwd=ROOT, start_new_session=True, **stil))
        return lopend[-1]

    yield start
    for kind in lopend:
        if kind.poll() is None:
            os.killpg(kind.pid, signal.SIGKILL)
        kind.wait()


ZWAAR = [
    "-m",
    *demo.worker("zwaar", "zwaar", 2),
    "-I",
    "tests.duoplus.trage_worker",
    "-l",
    "error",
]


def test_a_mail_leaves_while_large_files_are_made_and_others_wait(proces, postbus, monkeypatch):
    """Five files of a minute each, two at a time: the mail that comes after them is not the sixth."""
    ontvangst, _ = postbus
    proeflijst.vul(30)
    monkeypatch.setitem(lijsten.op_naam._lijsten, proeflijst.NAAM, proeflijst.Proeflijst)
    proces([sys.executable, *ZWAAR])
    proces(WORKER)
    beheerder = maak(Rol.BEHEERDER)
    for nummer in range(exports.MAX_OPEN):
        celery._stil_tot = 0.0
        vraag = QueryDict(f"traag=2&nummer={nummer}")
        exports.vraag_aan(
            proeflijst.NAAM, exports.open_lijst(proeflijst.NAAM, vraag, beheerder), "csv", voor=beheerder
        )
    bezig = Export.objects.filter(status=ExportStatus.BEZIG)
    _wacht_tot(lambda: bezig.count() == 2)
    assert bezig.count() == 2, "nothing heavy is under way, so a mail would prove nothing"

    celery._stil_tot = 0.0
    mail.put(to=beheerder, key="proef", onderwerp="Proef", tekst="Tekst", reden="proef")
    _wacht_tot(lambda: ontvangst.gezien, 45)

    assert ontvangst.gezien
    assert bezig.count() == 2 and Export.objects.wachtend().count() == exports.MAX_OPEN - 2


def _wacht_tot(klaar, seconden: float = 120) -> None:
    """A worker starts in 3 s on a quiet machine and in 40 s on a busy one: patience costs nothing."""
    einde = time.monotonic() + seconden
    while not klaar() and time.monotonic() < einde:
        time.sleep(0.05)


def test_workers_are_killed_and_the_broker_emptied_and_no_message_is_lost(proces, postbus):
    """Half is rung for, the bell is emptied, workers die in the middle; sweeps of two clocks finish it."""
    ontvangst, _ = postbus
    ontvanger, klant = GebruikerFactory(), redis.Redis.from_url(settings.REDIS_URL)
    for n in range(AANTAL):
        celery._stil_tot = 0.0  # on a busy machine 50 ms may not be enough, and here the bell must ring
        mail.put(to=ontvanger, key=f"proef:{n}", onderwerp=f"Proef {n}", tekst="Tekst", reden="proef")
    workers = [proces(WORKER), proces(WORKER)]
    _wacht_tot(lambda: len(ontvangst.gezien) > 20)
    assert len(ontvangst.gezien) > 20, "the bell woke no worker, so a kill would prove nothing"

    for poging in range(4):
        workers[poging % 2].kill()
        workers[poging % 2] = proces(WORKER)
        if poging == 1:
            klant.flushdb()  # everything that was rung for and not yet heard
        grens = len(ontvangst.gezien) + 15
        _wacht_tot(lambda grens=grens: len(ontvangst.gezien) > grens, 3)
    assert len(ontvangst.gezien) < AANTAL, "all was sent before the killing was over"
    for worker in workers:
        worker.kill()
        worker.wait()
    Bericht.objects.release_stale(older_than=timedelta(0))
    for sweep in [proces([sys.executable, "-c", SWEEP]) for _ in range(2)]:
        assert sweep.wait(120) == 0

    gedood = 6
    assert Counter(Bericht.objects.values_list("status", flat=True)) == {B.VERZONDEN: AANTAL}
    assert set(ontvangst.gezien) == {bericht.message_id for bericht in Bericht.objects.all()}
    assert sum(ontvangst.gezien.values()) - AANTAL <= gedood


def test_facts_reach_their_handlers_when_nothing_rang(proces, postbus):
    """The worker was away; one sweep turns every waiting fact and message into mail."""
    celery._stil_tot = time.monotonic() + 60
    try:
        aanvraag_in("in_raming")
    finally:
        celery._stil_tot = 0.0
    assert Gebeurtenis.objects.waiting().count() == 5

    assert proces([sys.executable, "-c", SWEEP]).wait(120) == 0

    assert not Gebeurtenis.objects.waiting().exists()
    assert not Bericht.objects.due().exists()
    assert set(postbus[0].gezien) == {b.message_id for b in Bericht.objects.filter(bundelen=False)}
    bundel_berichten()


@pytest.fixture
def eigen_valkey(tmp_path) -> Iterator[subprocess.Popen]:
    """A Valkey that may be stopped without disturbing anybody; the portal rings at it."""
    poort = services.free_port()
    binary = services._valkey_binary()
    opdracht = [str(binary), "--port", str(poort), "--bind", "127.0.0.1", "--save", "", "--dir", "/var/tmp"]
    kind = subprocess.Popen(opdracht, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    oud, celery._stil_tot = celery.app.conf.broker_url, 0.0
    celery.app.conf.broker_url = f"redis://127.0.0.1:{poort}/0"
    _wacht_tot(lambda: _antwoordt(poort))
    try:
        yield kind
    finally:
        kind.send_signal(signal.SIGCONT)
        kind.kill()
        kind.wait()
        celery.app.conf.broker_url, celery._stil_tot = oud, 0.0


def _antwoordt(poort: int) -> bool:
    try:
        return bool(redis.Redis(port=poort, socket_timeout=1).ping())
    except redis.RedisError:
        return False


def _duur_van_een_feit(*, stil: bool = True) -> float:
    """Seconds until a fact is stored; without `stil` the bell believes that all is well."""
    celery._stil_tot = celery._stil_tot if stil else 0.0
    wie, begin = GebruikerFactory(), time.monotonic()
    with transaction.atomic():
        events.record("proef.bel", gemeente(), by=wie)
    return time.monotonic() - begin


@pytest.mark.parametrize("hoe", [signal.SIGSTOP, signal.SIGKILL])
def test_a_hanging_or_dead_broker_costs_the_web_next_to_nothing(eigen_database, eigen_valkey, hoe):
    gemeente()
    _duur_van_een_feit()  # the first one opens connections
    eigen_valkey.send_signal(hoe)

    # The quickest of five: a stall of the machine is not the bell's doing; a bell that waits always waits.
    eerste = min(_duur_van_een_feit(stil=False) for _ in range(5))
    daarna = min(_duur_van_een_feit() for _ in range(5))

    assert eerste < 0.3, "the bell waits at most 50 ms to connect and 50 ms to ring"
    assert daarna < 0.1, "after a failure it keeps quiet for half a minute"
    assert Gebeurtenis.objects.count() == 11
    assert Client().get("/livez").status_code == 200
    connection.close()
