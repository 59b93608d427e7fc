"""Loaded by pytest before Django reads its settings: services up, and the environment of this worker.

Every worker of every run has a database, a Valkey number and an attachment folder of its own, so several
people may test in one checkout. The last run to finish stops the services.
"""

import fcntl
import os
import shutil
import uuid

from tools import services
from tools.services import RUN

HOME = RUN / "test"
WORKER = os.environ.get("PYTEST_XDIST_WORKER", "")
RUN_ID = os.environ.get("PYTEST_XDIST_TESTRUNUID", uuid.uuid4().hex)[:8]
DATABASE = f"duoplus_{RUN_ID}_{WORKER or 'alleen'}"
VALKEY_NUMBERS = range(1, 64)  # 0 is for what runs beside the workers

_held = []  # locks live as long as this process


def _fill_environment() -> None:
    env = services.start("test")
    for key in ("DATABASE_URL", "DATABASE_OWNER_URL"):
        env[key] = services.with_database(env[key], DATABASE)
    env["REDIS_URL"] = services.with_database(env["REDIS_URL"], str(_own_valkey_number()))
    env["MEDIA_ROOT"] = str(HOME / "bijlagen" / DATABASE)
    env |= {"DUOPLUS_DEMO": "0", "DJANGO_ALLOW_ASYNC_UNSAFE": "1"}  # Playwright runs a loop in our thread
    os.environ.update(env)


def _own_valkey_number() -> int:
    for number in VALKEY_NUMBERS:
        lock = (HOME / f"valkey-{number}.lock").open("w")
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            lock.close()
            continue
        _held.append(lock)
        return number
    raise services.ServiceError("Er draaien te veel tests tegelijk.")


def pytest_unconfigure() -> None:
    """After the last run: nothing stays behind but the templates."""
    shutil.rmtree(os.environ["MEDIA_ROOT"], ignore_errors=True)
    if WORKER:
        return
    fcntl.flock(_usage, fcntl.LOCK_UN)
    try:
        fcntl.flock(_usage, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return
    services.stop("test")


HOME.mkdir(parents=True, exist_ok=True)
_usage = (HOME / "gebruik.lock").open("w")
if not WORKER:
    fcntl.flock(_usage, fcntl.LOCK_SH)
_fill_environment()
