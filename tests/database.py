"""Template databases, built once and cloned per worker; nothing is ever flushed.

Append-only triggers refuse TRUNCATE, and migrating takes seconds where a clone takes tenths. The owner
role, which may create databases, does the work here; the tests themselves connect as the app role.
"""

import hashlib
import os
import subprocess
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path

import psycopg2
from psycopg2 import sql

from tests import plugin
from tools import services
from tools.productie import rollen
from tools.services import ROOT

APPS = ("duoplus", "ogon", "maatwerk", "inkoop")
PEILDATUM = "2026-11-21"
TEMPLATES = "duoplus_sjabloon_%"


@cache
def empty_template() -> str:
    """A migrated, empty database; the name changes with any migration made before this run."""
    migrations = [path for app in APPS for path in (ROOT / app).glob("migrations/*.py")]
    name = f"duoplus_sjabloon_leeg_{_hash([*migrations, *_DEPENDENCIES])}"
    return _once(name, None, _migrate)


@cache
def demo_template() -> str:
    """The demo year around PEILDATUM; the name changes with any code that could have made it."""
    sources = [path for folder in (*APPS, "templates") for path in (ROOT / folder).rglob("*")]
    name = f"duoplus_sjabloon_demo_{_hash([path for path in sources if _is_source(path)] + _DEPENDENCIES)}"
    return _once(name, empty_template(), _seed)


def attachments(template: str) -> Path:
    """Where the attachments of a template lie."""
    return plugin.HOME / "bijlagen" / template


@contextmanager
def clone(template: str, name: str) -> Iterator[str]:
    """A copy of the template under this name while the block runs; yields the app role's URL."""
    _create(name, template)
    try:
        yield services.with_database(os.environ["DATABASE_URL"], name)
    finally:
        _maintain(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name)))


def _once(name: str, template: str | None, fill) -> str:
    """Build under a lock and a provisional name, so that a half-built template is never cloned."""
    with _alone(_kind(name)):
        if not _exists(name):
            _build(name, template, fill)
        _keep(name)
    return name


@contextmanager
def _alone(kind: str) -> Iterator[None]:
    """One builder of a kind at a time; the server keeps the lock, so it holds for every checkout on it."""
    with services.connection(_maintenance_url()) as conn:
        conn.cursor().execute("SELECT pg_advisory_lock(hashtext(%s))", [kind])
        yield


def _kind(name: str) -> str:
    return name.rsplit("_", 1)[0]


def _keep(name: str) -> None:
    """Nobody drops this template as long as this process lives."""
    _lasting().cursor().execute("SELECT pg_advisory_lock_shared(hashtext(%s))", [name])


@cache
def _lasting() -> psycopg2.extensions.connection:
    """A connection that stays until this process ends, and with it what it locks."""
    conn = psycopg2.connect(_maintenance_url())
    conn.autocommit = True
    return conn


def _build(name: str, template: str | None, fill) -> None:
    provisional = sql.Identifier(f"{name}_bouw")
    _maintain(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(provisional))
    _create(f"{name}_bouw", template)
    fill(f"{name}_bouw", name)
    _drop_older(name)
    _maintain(sql.SQL("ALTER DATABASE {} RENAME TO {}").format(provisional, sql.Identifier(name)))


def _migrate(database: str, _: str) -> None:
    owner = services.with_database(os.environ["DATABASE_OWNER_URL"], database)
    rollen.prepare(owner, _app_role())
    manage("migrate", "--no-input", "-v", "0", DATABASE_URL=owner)
    manage("createcachetable", DATABASE_URL=owner)


def _seed(database: str, name: str) -> None:
    app = services.with_database(os.environ["DATABASE_URL"], database)
    env = {"DATABASE_URL": app, "MEDIA_ROOT": str(attachments(name)), "DUOPLUS_DEMO": "1"}
    manage("demodata", "--peildatum", PEILDATUM, **env)
    with services.connection(services.with_database(os.environ["DATABASE_OWNER_URL"], database)) as conn:
        conn.cursor().execute("ANALYZE")


def manage(*arguments: str, **env: str) -> str:
    """Run a management command with these settings on top of ours; returns what it printed."""
    command = [sys.executable, str(ROOT / "manage.py"), *arguments]
    settings = os.environ | {"DJANGO_SETTINGS_MODULE": "duoplus.settings"} | env
    done = subprocess.run(command, env=settings, cwd=ROOT, capture_output=True, text=True, check=False)
    if done.returncode:
        raise RuntimeError(f"manage.py {' '.join(arguments)}:\n{done.stdout}{done.stderr}")
    return done.stdout


def _create(name: str, template: str | None) -> None:
    statement = "CREATE DATABASE {} TEMPLATE {} STRATEGY file_copy"
    _maintain(sql.SQL(statement).format(sql.Identifier(name), sql.Identifier(template or "template1")))


def _drop_older(name: str) -> None:
    """Templates of the same kind whose sources are no longer here, unless another run still clones them."""
    unused = "starts_with(datname, %s) AND pg_try_advisory_lock(hashtext(datname))"
    for older in _rows(f"SELECT datname FROM pg_database WHERE {unused}", _kind(name)):
        if older != f"{name}_bouw":
            _maintain(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(older)))


def _exists(name: str) -> bool:
    return bool(_rows("SELECT datname FROM pg_database WHERE datname = %s", name))


def _rows(query: str, *params: str) -> list[str]:
    with services.connection(_maintenance_url()) as conn, conn.cursor() as cursor:
        cursor.execute(query, params)
        return [row[0] for row in cursor.fetchall()]


def _maintain(statement: sql.Composable) -> None:
    with services.connection(_maintenance_url()) as conn, conn.cursor() as cursor:
        cursor.execute(statement)


def _maintenance_url() -> str:
    return services.with_database(os.environ["DATABASE_OWNER_URL"], "postgres")


def _app_role() -> str:
    return psycopg2.extensions.parse_dsn(os.environ["DATABASE_URL"])["user"]


def _is_source(path: Path) -> bool:
    return path.is_file() and "__pycache__" not in path.parts


def _hash(paths: Iterable[Path]) -> str:
    digest = hashlib.sha256()
    for path in sorted(paths):
        digest.update(str(path.relative_to(ROOT)).encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()[:12]


_DEPENDENCIES = [ROOT / "requirements" / "ontwikkel.txt", ROOT / "duoplus" / "settings.py"]
