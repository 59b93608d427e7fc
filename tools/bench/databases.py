"""The databases that are measured: a migrated base with two hundred people, and a filled copy per size."""

import hashlib
import os
import sys
from pathlib import Path
from time import monotonic

import django
from django.db import connections
from psycopg2 import sql

from tools import services, stap
from tools.services import ROOT, RUN

SET = "bench"
SOURCES = (
    "*/migrations/*.py",
    "maatwerk/demo/*.py",
    "tools/bench/gegevens.py",
    "tools/bench/tekst.py",
)


def start() -> None:
    """Servers and a base of our own, and Django ready for them; what was kept must be up to date."""
    kept, fingerprint = RUN / SET / "bron", _fingerprint()
    if not kept.exists() or kept.read_text() != fingerprint:
        services.wipe(SET)
    os.environ.update(services.start(SET) | {"DJANGO_SETTINGS_MODULE": "duoplus.settings"})
    if not kept.exists():
        _make_base()
    django.setup()
    kept.write_text(fingerprint)


def stop(keep: bool) -> None:
    (services.stop if keep else services.wipe)(SET)


def name(n: int) -> str:
    return f"bench_{n}"


def url(n: int, role: str = "DATABASE_URL") -> str:
    return services.with_database(os.environ[role], name(n))


def fill(n: int) -> None:
    """Make the database of this size, unless it is there from an earlier run."""
    if _exists(name(n)):
        return
    from tools.bench import gegevens  # noqa: PLC0415 - only now Django is ready

    began = monotonic()
    _maintain("DROP DATABASE IF EXISTS {} WITH (FORCE)", "bench_bouw")
    _maintain("CREATE DATABASE {} TEMPLATE {} STRATEGY file_copy", "bench_bouw", services.DATABASE)
    with services.connection(_server("bench_bouw")) as conn, conn.cursor() as cursor:
        gegevens.vul(cursor, n)
    connections.close_all()  # nobody may be in the base while it is copied
    _maintain("ALTER DATABASE {} RENAME TO {}", "bench_bouw", name(n))
    print(f"  ✓ {n:,} aanvragen gemaakt ({monotonic() - began:.1f} s)".replace(",", "."), flush=True)


def _make_base() -> None:
    owner = os.environ | {"DATABASE_URL": os.environ["DATABASE_OWNER_URL"]}
    _manage("Tabellen maken", owner, "migrate", "--no-input", "-v", "0")
    _manage("Cachetabel maken", owner, "createcachetable")
    _manage("Organisaties en mensen maken", dict(os.environ), "demodata", "--leeg")
    _manage("Tweehonderd gebruikers", dict(os.environ), "shell", "-v", "0", "-c", PEOPLE)


PEOPLE = "from tools.bench import gegevens; gegevens.maak_gebruikers()"


def _manage(what: str, env: dict[str, str], *arguments: str) -> None:
    if not stap.run(what, [sys.executable, str(ROOT / "manage.py"), *arguments], env):
        raise services.ServiceError(f"{what}: dat lukte niet. De melding staat hierboven.")


def _fingerprint() -> str:
    digest = hashlib.sha256()
    for path in sorted(path for pattern in SOURCES for path in Path(ROOT).glob(pattern)):
        digest.update(path.read_bytes())
    return digest.hexdigest()


def _exists(database: str) -> bool:
    with services.connection(_server("postgres")) as conn, conn.cursor() as cursor:
        cursor.execute("SELECT 1 FROM pg_database WHERE datname = %s", [database])
        return cursor.fetchone() is not None


def _maintain(statement: str, *databases: str) -> None:
    with services.connection(_server("postgres")) as conn, conn.cursor() as cursor:
        cursor.execute(sql.SQL(statement).format(*map(sql.Identifier, databases)))


def _server(database: str) -> str:
    return services.with_database(os.environ["DATABASE_OWNER_URL"], database)
