"""De wachtrij is PostgreSQL; Celery is de deurbel (docs/adr/0003)."""

import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import timedelta
from typing import Any

from celery import Celery, Task, signals
from celery.schedules import crontab
from django.db import transaction
from kombu import Connection
from kombu.exceptions import OperationalError
from kombu.pools import producers

from duoplus import logboek

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "duoplus.settings")

app = Celery("duoplus")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()

app.conf.beat_schedule = {
    "uitgaande post": {"task": "duoplus.tasks.sweep_outbox", "schedule": timedelta(seconds=30)},
    "downloads": {"task": "duoplus.tasks.sweep_exports", "schedule": timedelta(seconds=30)},
    "inlezingen": {"task": "duoplus.tasks.hervat_inlezingen", "schedule": timedelta(seconds=30)},
    "dagoverzicht": {"task": "duoplus.tasks.bundel_berichten", "schedule": crontab(hour=7, minute=30)},
    "herinneringen": {"task": "maatwerk.tasks.herinner", "schedule": crontab(hour=6, minute=0)},
    "acties": {"task": "duoplus.tasks.herinner_aan_acties", "schedule": crontab(hour=6, minute=20)},
    "besluiten": {"task": "duoplus.tasks.herinner_aan_besluiten", "schedule": crontab(hour=6, minute=25)},
    "besluitenlijsten": {
        "task": "duoplus.tasks.herinner_aan_besluitenlijsten",
        "schedule": crontab(hour=6, minute=15),
    },
    "standpunten": {
        "task": "maatwerk.tasks.herinner_aan_standpunten",
        "schedule": crontab(hour=6, minute=10),
    },
    "uren van voorbije maanden": {
        "task": "maatwerk.tasks.schuif_uren_door",
        "schedule": crontab(hour=4, minute=30),
    },
    "uren van teams": {"task": "maatwerk.tasks.bewaak_uren", "schedule": crontab(minute=5)},
    "lumpsums en plafonds": {"task": "maatwerk.tasks.bewaak_lumpsums", "schedule": crontab(minute=35)},
    "verantwoordingen": {
        "task": "maatwerk.tasks.geef_verantwoordingen_uit",
        "schedule": timedelta(seconds=30),
    },
    "rapporten": {"task": "maatwerk.tasks.herinner_aan_rapporten", "schedule": crontab(hour=6, minute=35)},
    "uren": {"task": "maatwerk.tasks.herinner_aan_uren", "schedule": crontab(hour=6, minute=40)},
    "maanden": {"task": "maatwerk.tasks.herinner_aan_maanden", "schedule": crontab(hour=6, minute=5)},
    "ladder van opschalingen": {
        "task": "ogon.tasks.beklim_ladder",
        "schedule": crontab(hour=6, minute=20),
    },
    "opzeggen en aflopen van DVO’s": {
        "task": "ogon.tasks.bewaak_dvos",
        "schedule": crontab(hour=6, minute=30),
    },
    "opruimen": {"task": "duoplus.tasks.ruim_op", "schedule": crontab(minute=15)},
}

# The web never waits for the broker: whatever the bell does not reach, the sweep finds.
BEL_TIMEOUT = 0.05
STIL_NA_FOUT = 30.0
_stil_tot = 0.0
_zonder_bel: ContextVar[bool] = ContextVar("zonder_bel", default=False)


def later(task: str, *args: Any) -> None:
    """Queue a task by name once the surrounding transaction has committed."""
    if not _zonder_bel.get():
        transaction.on_commit(lambda: _bel(task, args), robust=True)


@contextmanager
def zonder_bel() -> Iterator[None]:
    """Within this block nobody rings: the caller does the work itself, or leaves it to the sweep."""
    token = _zonder_bel.set(True)
    try:
        yield
    finally:
        _zonder_bel.reset(token)


def _bel(task: str, args: tuple[Any, ...]) -> None:
    global _stil_tot
    if time.monotonic() < _stil_tot:
        return
    try:
        with producers[_verbinding()].acquire(block=True, timeout=BEL_TIMEOUT) as producer:
            app.send_task(
                task, args=args, producer=producer, retry=False, headers={"verzoek": logboek.verzoek.get()}
            )
    except (OperationalError, OSError):
        _stil_tot = time.monotonic() + STIL_NA_FOUT


def _verbinding() -> Connection:
    opties = {"socket_timeout": BEL_TIMEOUT, "socket_connect_timeout": BEL_TIMEOUT, "max_retries": 0}
    return Connection(app.conf.broker_url, connect_timeout=BEL_TIMEOUT, transport_options=opties)


@signals.setup_logging.connect
def _log_zoals_django(**_: Any) -> None:
    """That somebody listens keeps Celery from making its own: settings.LOGGING holds here too."""


@signals.task_prerun.connect
def _neem_het_nummer_over(task: Task, **_: Any) -> None:
    """Lines of a task carry the number of the request that caused it; of the clock's own, the task's."""
    logboek.verzoek.set(task.request.get("verzoek") or task.request.id or "")
