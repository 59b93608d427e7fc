"""The two roles of the database: the owner migrates and owns, the app reads and writes and owns nothing.

Beside them the group ``duoplus_bi``, whose members only read the views of docs/bi.md.

    python -m tools.productie.rollen [NAME]

reads DATABASE_SUPER_URL, DATABASE_OWNER_URL and DATABASE_URL and makes roles, database and rights, with the
passwords of those addresses; NAME makes another database beside it, to restore into. Safe to repeat.
"""

import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
from urllib.parse import unquote, urlsplit, urlunsplit

import psycopg2
from psycopg2 import sql
from psycopg2.extensions import ISOLATION_LEVEL_AUTOCOMMIT, connection, cursor

EXTENSIONS = ("pg_trgm", "unaccent", "btree_gist")
BI = "duoplus_bi"  # reads the views of schema bi and nothing else; nobody logs in as it (docs/bi.md)
RIGHTS = ("SELECT, INSERT, UPDATE, DELETE ON TABLES", "USAGE, SELECT ON SEQUENCES")


@contextmanager
def connected(url: str) -> Iterator[connection]:
    """An autocommitting connection, closed afterwards."""
    with closing(psycopg2.connect(url, connect_timeout=5)) as conn:
        conn.set_isolation_level(ISOLATION_LEVEL_AUTOCOMMIT)
        yield conn


def with_database(url: str, database: str) -> str:
    """The same server and login, another database (for Redis: another number)."""
    return urlunsplit(urlsplit(url)._replace(path=f"/{database}"))


def make(super_url: str, owner_url: str, app_url: str, *, owner_may: str = "NOCREATEDB") -> None:
    """Both roles, the database of ``owner_url``, its extensions and the app's rights in it."""
    owner, app = urlsplit(owner_url), urlsplit(app_url)
    with connected(super_url) as conn, conn.cursor() as cursor:
        _role(cursor, *_login(owner_url), f"LOGIN {owner_may}")
        _role(cursor, *_login(app_url), "LOGIN")
        _group(cursor, BI)
        # The owner may end a session of the app: before a restore, and when a test drops its database.
        cursor.execute(_named("GRANT {} TO {}", unquote(app.username or ""), unquote(owner.username or "")))
        _database(cursor, owner.path.lstrip("/"), unquote(owner.username or ""))
    prepare(owner_url, unquote(app.username or ""))


def prepare(owner_url: str, app_role: str) -> None:
    """Extensions, and the app's rights on everything the owner will make here."""
    with connected(owner_url) as conn, conn.cursor() as cursor:
        for extension in EXTENSIONS:
            cursor.execute(_named("CREATE EXTENSION IF NOT EXISTS {}", extension))
        for rights in RIGHTS:
            cursor.execute(_named(f"ALTER DEFAULT PRIVILEGES GRANT {rights} TO {{}}", app_role))


def _role(cursor: cursor, name: str, password: str, rights: str) -> None:
    """An existing role gets the password of today's address: that is how one is replaced."""
    cursor.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [name])
    verb = "ALTER" if cursor.fetchone() else "CREATE"
    statement = sql.SQL(f"{verb} ROLE {{}} {rights} PASSWORD {{}}")
    cursor.execute(statement.format(sql.Identifier(name), sql.Literal(password)))


def _group(cursor: cursor, name: str) -> None:
    """A role without a login, once for all databases of this server."""
    cursor.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [name])
    if not cursor.fetchone():
        cursor.execute(_named("CREATE ROLE {} NOLOGIN", name))


def _database(cursor: cursor, name: str, owner: str) -> None:
    cursor.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name])
    if not cursor.fetchone():
        cursor.execute(_named("CREATE DATABASE {} OWNER {}", name, owner))


def _login(url: str) -> tuple[str, str]:
    delen = urlsplit(url)
    return unquote(delen.username or ""), unquote(delen.password or "")


def _named(statement: str, *names: str) -> sql.Composed:
    return sql.SQL(statement).format(*map(sql.Identifier, names))


def main(*name: str) -> None:
    from duoplus import omgeving  # noqa: PLC0415 - the portal itself; tests start servers without it

    urls = [omgeving.tekst(f"DATABASE{which}_URL") for which in ("_SUPER", "_OWNER", "")]
    if name:
        urls[1] = with_database(urls[1], name[0])
    make(*urls)


if __name__ == "__main__":
    main(*sys.argv[1:])
