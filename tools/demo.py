"""Run the portal on the embedded services: the commands behind `make demo`, `leeg`, `manage` and `stop`.

python -m tools.demo demo|leeg|wis|stop|manage ARGUMENT…
"""

import ctypes
import fcntl
import hashlib
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from tools import post, services, stap
from tools.services import ROOT, RUN

LAST = RUN / "laatste"
FIRST_PORT = 8000
START_SECONDS = 60
STOP_SECONDS = 10
STOPPERS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
WEB = ["gunicorn", "-c", "python:duoplus.gunicorn_conf"]
CELERY = ["celery", "-A", "duoplus"]


def worker(name: str, queues: str, threads: int) -> list[str]:
    """A Celery worker for these queues; ``zwaar`` holds what may take minutes, ``celery`` the rest."""
    size = ["-Q", queues, "-P", "threads", "-c", str(threads)]
    return [*CELERY, "worker", "-n", f"{name}@%h", *size, "--without-mingle", "--without-gossip"]


HAS_TABLES = "SELECT to_regclass('duoplus_organisatie') IS NOT NULL"
AS_OWNER = {"migrate", "createcachetable", "sqlmigrate"}  # commands that make or change tables


class Stop(Exception):
    """Ctrl-C, a terminated process or a closed terminal."""


def demo() -> None:
    """Services, database, demo year, web, worker, beat and mail, until told to stop; then nothing is left."""
    began = time.monotonic()
    for number in STOPPERS:
        signal.signal(number, _stop)
    with ExitStack() as everything:
        everything.enter_context(_only_one())
        everything.callback(services.stop, "demo")
        env = _prepare("demo")
        address = f"http://127.0.0.1:{_free_port()}"
        env |= {"BASE_URL": address}
        everything.enter_context(post.sink(Path(env["DEMO_POST_DIR"]), int(env["EMAIL_PORT"])))
        processes = [everything.enter_context(running(*one, env)) for one in _commands(address)]
        until_it_answers(f"{address}/livez", processes)
        print(f"\n  Het portaal draait op {address} ({time.monotonic() - began:.0f} s). Ctrl-C stopt alles.")
        _show_logins(env)
        _watch(processes)


def leeg() -> None:
    """The set `leeg`: the same services with organisations, roles and tariffs, and not one request."""
    _prepare("leeg", "--leeg")
    print('  Klaar. `make manage ARGS="…"` werkt nu op de set leeg; `make stop` beëindigt de services.')


def manage(*arguments: str) -> int:
    """One management command on the set prepared last; returns its exit code."""
    if not LAST.exists():
        raise services.ServiceError("Er is nog geen set. Draai eerst `make demo` of `make leeg`.")
    env = _full(services.start(LAST.read_text()))
    if arguments and arguments[0] in AS_OWNER:
        env["DATABASE_URL"] = env["DATABASE_OWNER_URL"]
    return subprocess.run(_django(*arguments), env=env, cwd=ROOT, check=False).returncode


def wis() -> None:
    """Throw the demo's data away."""
    with _only_one():
        services.wipe("demo")
        shutil.rmtree(RUN / "post", ignore_errors=True)


def stop() -> None:
    """Stop the services of every set."""
    for name in services.SETS:
        services.stop(name)


# Preparing ----------------------------------------------------------------------------------------------


def _prepare(name: str, *seed: str) -> dict[str, str]:
    """Services up, tables up to date, data loaded if there is none; returns the environment."""
    print("  … PostgreSQL en Valkey", flush=True)
    env = _full(services.start(name))
    LAST.write_text(name)
    stamp = RUN / f"{name}.migraties"
    ready = stamp.exists() and stamp.read_text() == _migrations()
    if not (ready and _holds(env["DATABASE_URL"], HAS_TABLES)):
        owner = env | {"DATABASE_URL": env["DATABASE_OWNER_URL"]}
        _step("Database bijwerken", _django("migrate", "--no-input", "-v", "0"), owner)
        stamp.write_text(_migrations())
    if not _holds(env["DATABASE_URL"], "SELECT EXISTS (SELECT 1 FROM duoplus_organisatie)"):
        _step(
            "Voorbeeldjaar maken" if name == "demo" else "Basisgegevens maken",
            _django("demodata", *seed),
            env,
        )
    return env


def _migrations() -> str:
    """What the database should look like: the second start need not ask Django when it does."""
    files = sorted(ROOT.glob("*/migrations/*.py"))
    return hashlib.sha256(b"".join(file.read_bytes() for file in files)).hexdigest()


def _holds(url: str, question: str) -> bool:
    with services.connection(url) as conn, conn.cursor() as cursor:
        cursor.execute(question)
        return bool(cursor.fetchall()[0][0])


def _step(name: str, command: list[str], env: dict[str, str]) -> None:
    if not stap.run(name, command, env):
        raise services.ServiceError(f"{name}: dat lukte niet. De melding staat hierboven.")


def _full(env: dict[str, str]) -> dict[str, str]:
    return os.environ | env | {"DJANGO_SETTINGS_MODULE": "duoplus.settings", "PYTHONUNBUFFERED": "1"}


def _django(*arguments: str) -> list[str]:
    return [sys.executable, str(ROOT / "manage.py"), *arguments]


# Running ------------------------------------------------------------------------------------------------


def _commands(address: str) -> list[tuple[Path, list[str]]]:
    logs = RUN / "demo"
    return [
        (logs / "web.log", [*WEB, "-w", "2", "-b", address.removeprefix("http://")]),
        (logs / "worker.log", worker("post", "celery", 4)),
        (logs / "zwaar.log", worker("zwaar", "zwaar", 2)),
        (logs / "beat.log", [*CELERY, "beat", "--schedule", str(RUN / "demo" / "beat"), "--pidfile", ""]),
    ]


@dataclass(frozen=True)
class Running:
    """A process of ours in a group of its own, and where it writes."""

    process: subprocess.Popen
    log: Path

    def complain_if_dead(self) -> None:
        """Raise with the last words of a process that stopped by itself."""
        if self.process.poll() is not None:
            raise services.ServiceError(
                f"Gestopt: {self.log.stem}\n{self.log.read_text(errors='replace')[-3000:]}"
            )

    def end(self) -> None:
        """Ask the group to stop, wait, and kill what did not listen."""
        for number in (signal.SIGTERM, signal.SIGKILL):
            with suppress(ProcessLookupError, subprocess.TimeoutExpired):
                os.killpg(self.process.pid, number)
                self.process.wait(STOP_SECONDS)


@contextmanager
def running(log: Path, module: list[str], env: dict[str, str], cwd: Path = ROOT) -> Iterator[Running]:
    """Run a Python module, gone with everything it started when the block ends."""
    with log.open("wb") as output:
        process = subprocess.Popen(
            [sys.executable, "-m", *module], env=env, cwd=cwd, stdin=subprocess.DEVNULL,
            stdout=output, stderr=subprocess.STDOUT, start_new_session=True, preexec_fn=_die_with_parent,
        )  # fmt: skip
    started = Running(process, log)
    try:
        yield started
    finally:
        started.end()


def _die_with_parent() -> None:
    """Linux: if this program is killed outright, its children get SIGTERM."""
    ctypes.CDLL(None).prctl(1, signal.SIGTERM)


def until_it_answers(url: str, processes: list[Running]) -> None:
    deadline = time.monotonic() + START_SECONDS
    while not _answers(url):
        for process in processes:
            process.complain_if_dead()
        if time.monotonic() > deadline:
            raise services.ServiceError(f"{url} antwoordt niet binnen {START_SECONDS} seconden.")
        time.sleep(0.1)


def _answers(url: str) -> bool:
    try:
        with urllib.request.urlopen(url, timeout=5):
            return True
    except urllib.error.HTTPError as error:
        return error.code < 500
    except OSError:
        return False


def _watch(processes: list[Running]) -> None:
    while True:
        time.sleep(1)
        for process in processes:
            process.complain_if_dead()


def _show_logins(env: dict[str, str]) -> None:
    print(flush=True)
    subprocess.run(_django("demodata", "--logins"), env=env, cwd=ROOT, check=False)


def _free_port() -> int:
    for port in range(FIRST_PORT, FIRST_PORT + 100):
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            if probe.connect_ex(("127.0.0.1", port)):
                return port
    raise services.ServiceError(f"Er is geen vrije poort vanaf {FIRST_PORT}.")


@contextmanager
def _only_one() -> Iterator[None]:
    RUN.mkdir(exist_ok=True)
    with (RUN / "demo.draait").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise services.ServiceError(
                "De demo draait al in een ander venster; stop die eerst (Ctrl-C)."
            ) from error
        yield


def _stop(number: int, _: object) -> None:
    """The first signal stops everything in order; a second one does not disturb that."""
    for each in STOPPERS:
        signal.signal(each, signal.SIG_IGN)
    raise Stop


def main(action: str, *arguments: str) -> int:
    actions: dict[str, Callable] = {"demo": demo, "leeg": leeg, "manage": manage, "stop": stop, "wis": wis}
    try:
        return actions[action](*arguments) or 0
    except Stop:
        print("\n  Gestopt; de gegevens blijven staan.")
    except services.ServiceError as error:
        print(f"\n{error}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
