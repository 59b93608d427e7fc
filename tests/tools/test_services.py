"""The embedded servers: quick to repeat, private, gone when told."""

import shutil
import stat
import time

import psycopg2
import pytest

from tools import services
from tools.productie import rollen


@pytest.fixture(scope="module")
def own_set(tmp_path_factory):
    """A set of its own; as root its folder is closed to `nobody`, so the data lie in the shelter."""
    patch = pytest.MonkeyPatch()
    for name in ("DATABASE_URL", "DATABASE_OWNER_URL", "REDIS_URL", "MEDIA_ROOT"):
        patch.delenv(name)
    patch.setattr(services, "RUN", tmp_path_factory.mktemp("run"))
    services.start("test")
    yield "test"
    services.wipe("test")
    shutil.rmtree(services.shelter())
    patch.undo()


@pytest.mark.xdist_group("services")
def test_second_start_is_quick_and_keeps_the_data(own_set):
    env = services.environment(own_set)
    with services.connection(env["DATABASE_OWNER_URL"]) as conn:
        conn.cursor().execute("CREATE TABLE IF NOT EXISTS blijft (id int)")
    services.stop(own_set)

    began = time.monotonic()
    again = services.start(own_set)

    assert time.monotonic() - began < 5
    assert again["DATABASE_URL"] == env["DATABASE_URL"]
    with services.connection(again["DATABASE_OWNER_URL"]) as conn, conn.cursor() as cursor:
        cursor.execute("SELECT to_regclass('blijft') IS NOT NULL")
        assert cursor.fetchone() == (True,)


@pytest.mark.xdist_group("services")
def test_app_reads_and_writes_what_the_owner_makes_but_owns_nothing(own_set):
    env = services.start(own_set)
    with services.connection(env["DATABASE_OWNER_URL"]) as conn:
        conn.cursor().execute("CREATE TABLE IF NOT EXISTS regel (id serial, tekst text)")

    with services.connection(env["DATABASE_URL"]) as conn, conn.cursor() as cursor:
        cursor.execute("INSERT INTO regel (tekst) VALUES ('a')")
        for forbidden in ("TRUNCATE regel", "DROP TABLE regel", "CREATE TABLE eigen (id int)"):
            with pytest.raises(psycopg2.errors.InsufficientPrivilege):
                cursor.execute(forbidden)


@pytest.mark.xdist_group("services")
def test_extensions_are_there(own_set):
    env = services.start(own_set)
    with services.connection(env["DATABASE_URL"]) as conn, conn.cursor() as cursor:
        cursor.execute("SELECT extname FROM pg_extension WHERE extname <> 'plpgsql' ORDER BY 1")
        assert [name for (name,) in cursor.fetchall()] == sorted(rollen.EXTENSIONS)


@pytest.mark.xdist_group("services")
def test_passwords_are_for_this_user_only(own_set):
    services.start(own_set)
    mode = (services.RUN / own_set / "services.json").stat().st_mode
    assert stat.S_IMODE(mode) == 0o600


@pytest.mark.xdist_group("services")
def test_an_address_in_the_environment_replaces_the_embedded_server(own_set, monkeypatch):
    monkeypatch.setenv("DATABASE_URL", "postgresql://app@db/duoplus")
    monkeypatch.setenv("DATABASE_OWNER_URL", "postgresql://owner@db/duoplus")
    monkeypatch.setenv("REDIS_URL", "redis://valkey:6379/0")

    env = services.start(own_set)

    assert env["DATABASE_URL"] == "postgresql://app@db/duoplus"
    assert env["DATABASE_OWNER_URL"] == "postgresql://owner@db/duoplus"
    assert env["REDIS_URL"] == "redis://valkey:6379/0"
