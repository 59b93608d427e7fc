"""Een reservekopie is heel of zij is er niet; teruggezet is zij hetzelfde, met de bewaking erbij."""

import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import psycopg2
import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from duoplus import events, mail, reservekopie
from duoplus.models import Bijlage
from tests import database, plugin
from tests.factories import GebruikerFactory, gemeente
from tools import services
from tools.productie import rollen
from tools.services import ROOT

TEKST = "Artikel 1: de gemeente betaalt € 10 per uur; mail naar o'brien@example.nl."


@pytest.fixture
def bron(eigen_database, settings, tmp_path, monkeypatch) -> reservekopie.Plek:
    """A portal with facts, a message and documents."""
    settings.MEDIA_ROOT = tmp_path / "bijlagen"
    onderwerp, door = gemeente(), GebruikerFactory()
    for n in range(3):
        inhoud = f"{TEKST} {n}".encode() * 1000
        Bijlage.bewaar(inhoud, onderwerp=onderwerp, naam=f"stuk {n}.txt", mime="text/plain", door=door)
        events.record("proef.stuk", onderwerp, by=door, tekst=TEKST, nummer=n)
    mail.put(to=door, key="proef", onderwerp="Proef", tekst=TEKST, reden="proef")
    connection.close()
    owner = services.with_database(os.environ["DATABASE_OWNER_URL"], eigen_database.name)
    monkeypatch.setenv("DATABASE_OWNER_URL", owner)
    return reservekopie.Plek(owner, settings.MEDIA_ROOT)


@pytest.fixture
def leeg(bron, tmp_path) -> Iterator[reservekopie.Plek]:
    """An empty database with the rights of production, and an empty folder."""
    naam = f"{plugin.DATABASE}_terug"
    with database.clone("template1", naam):
        owner = services.with_database(bron.database, naam)
        rollen.prepare(owner, "duoplus_app")
        yield reservekopie.Plek(owner, tmp_path / "terug")


def _inhoud(url: str) -> dict:
    with services.connection(url) as conn, conn.cursor() as cursor:
        cursor.execute("BEGIN")
        return reservekopie.inhoud(cursor)


def _bestanden(map_: Path) -> dict[str, bytes]:
    return {str(pad.relative_to(map_)): pad.read_bytes() for pad in map_.rglob("*") if pad.is_file()}


def _sequences(url: str) -> list:
    with services.connection(url) as conn, conn.cursor() as cursor:
        cursor.execute("SELECT sequencename, last_value FROM pg_sequences ORDER BY 1")
        return cursor.fetchall()


def test_a_restored_copy_holds_every_row_every_file_and_every_guard(bron, leeg, tmp_path):
    kopie = reservekopie.maak(bron, tmp_path / "kopieen")

    manifest = reservekopie.zet_terug(kopie, leeg)

    assert _inhoud(leeg.database) == _inhoud(bron.database) == manifest["tabellen"]
    assert manifest["tabellen"]["duoplus_gebeurtenis"][0] == 3
    assert _sequences(leeg.database) == _sequences(bron.database)
    assert _bestanden(leeg.bijlagen) == _bestanden(bron.bijlagen)
    assert len(_bestanden(leeg.bijlagen)) == 3
    assert reservekopie.nog_te_migreren(manifest) == []
    _guards_came_along(leeg)


def _guards_came_along(leeg: reservekopie.Plek) -> None:
    """The app reads and writes there as before, and nobody rewrites a fact."""
    app = services.with_database(os.environ["DATABASE_URL"], leeg.database.rsplit("/", 1)[1])
    for url in (app, leeg.database):
        with services.connection(url) as conn, conn.cursor() as cursor:
            cursor.execute("UPDATE duoplus_gebeurtenis SET verwerkt_op = now()")
            for verboden in ("UPDATE duoplus_gebeurtenis SET soort = 'x'", "DELETE FROM duoplus_gebeurtenis"):
                with pytest.raises(psycopg2.errors.IntegrityConstraintViolation, match="liggen vast"):
                    cursor.execute(verboden)
    with services.connection(app) as conn, conn.cursor() as cursor:
        cursor.execute("UPDATE duoplus_bericht SET onderwerp = 'mag wel'")
        with pytest.raises(psycopg2.errors.InsufficientPrivilege):
            cursor.execute("DROP TABLE duoplus_gebeurtenis")


def test_the_commands_say_where_the_copy_is_and_what_came_back(bron, leeg, tmp_path, capsys):
    call_command("reservekopie", naar=tmp_path / "kopieen")
    map_ = Path(capsys.readouterr().out.strip())

    call_command("terugzetten", map_, naam=leeg.database.rsplit("/", 1)[1], bijlagen=leeg.bijlagen)

    assert map_.name.startswith("duoplus-20")
    assert "Teruggezet en vergeleken" in (gezegd := capsys.readouterr().out)
    assert "3 bijlagen" in gezegd


def _verander(bestand: Path) -> None:
    """One bit of one byte, in the middle."""
    inhoud = bytearray(bestand.read_bytes())
    inhoud[len(inhoud) // 2] ^= 1
    bestand.write_bytes(inhoud)


def _haal_weg(bestand: Path) -> None:
    bestand.unlink()


def _voeg_toe(bestand: Path) -> None:
    bestand.with_name("erbij").write_text("niet van ons")


def test_a_copy_that_is_not_as_it_was_made_is_refused_before_anything_is_touched(bron, leeg, tmp_path):
    goed = reservekopie.maak(bron, tmp_path / "kopieen")
    bijlage = next(goed.glob("bijlagen/*/*/*")).relative_to(goed)
    for welk in ("database.dump", "manifest.json", "manifest.sha256", bijlage):
        for ingreep in (_verander, _haal_weg, _voeg_toe):
            kopie = Path(shutil.copytree(goed, tmp_path / f"{Path(welk).name}-{ingreep.__name__}"))
            ingreep(kopie / welk)
            with pytest.raises((reservekopie.Kopiefout, FileNotFoundError)):
                reservekopie.zet_terug(kopie, leeg)
            assert _inhoud(leeg.database) == {}, kopie.name
            assert not leeg.bijlagen.exists(), kopie.name


def test_nothing_is_overwritten(bron, leeg, tmp_path):
    """Not a database with tables, not a folder with documents, not another copy."""
    kopie = reservekopie.maak(bron, tmp_path / "kopieen")

    with pytest.raises(reservekopie.Kopiefout, match="al tabellen"):
        reservekopie.zet_terug(kopie, reservekopie.Plek(bron.database, leeg.bijlagen))
    with pytest.raises(reservekopie.Kopiefout, match="niet leeg"):
        reservekopie.zet_terug(kopie, reservekopie.Plek(leeg.database, bron.bijlagen))
    assert _inhoud(leeg.database) == {}


def test_a_second_copy_within_the_second_is_refused(bron, tmp_path, monkeypatch):
    moment = reservekopie.klok.nu()
    monkeypatch.setattr(reservekopie.klok, "nu", lambda: moment)
    reservekopie.maak(bron, tmp_path)

    with pytest.raises(reservekopie.Kopiefout, match="bestaat al"):
        reservekopie.maak(bron, tmp_path)


def test_a_missing_document_is_told_and_the_rest_is_kept(bron, leeg, tmp_path, monkeypatch):
    next(bron.bijlagen.glob("*/*/*")).unlink()
    kopieen = tmp_path / "kopieen"

    with pytest.raises(CommandError, match="1 bijlagen ontbreken"):
        call_command("reservekopie", naar=kopieen)

    (kopie,) = kopieen.iterdir()
    assert len(reservekopie.zet_terug(kopie, leeg)["ontbrekend"]) == 1
    assert len(_bestanden(leeg.bijlagen)) == 2


def test_a_document_that_changes_while_it_is_copied_is_copied_again(bron, tmp_path, monkeypatch):
    """The first round met a file half written; the second, after the dump, finds it whole."""
    bestand = next(bron.bijlagen.glob("*/*/*"))
    heel, dump = bestand.read_bytes(), reservekopie._draai
    bestand.write_bytes(heel[:100])

    def schrijf_af(*opdracht: str) -> None:
        bestand.write_bytes(heel)
        dump(*opdracht)

    monkeypatch.setattr(reservekopie, "_draai", schrijf_af)
    kopie = reservekopie.maak(bron, tmp_path / "kopieen")

    assert (kopie / "bijlagen" / bestand.relative_to(bron.bijlagen)).read_bytes() == heel


def test_a_copy_that_fails_leaves_nothing(bron, tmp_path, settings):
    settings.PG_BIN = str(tmp_path / "niets")

    with pytest.raises(FileNotFoundError):
        reservekopie.maak(bron, tmp_path / "kopieen")

    assert list((tmp_path / "kopieen").iterdir()) == []


def test_a_copy_that_is_killed_half_way_does_not_look_whole(bron, leeg, tmp_path):
    """Documents are in, pg_dump waits for a lock: then the machine stops."""
    kopieen = tmp_path / "kopieen"
    opdracht = [sys.executable, str(ROOT / "manage.py"), "reservekopie", "--naar", str(kopieen)]
    omgeving = os.environ | {"DJANGO_SETTINGS_MODULE": "duoplus.settings", "MEDIA_ROOT": str(bron.bijlagen)}
    with services.connection(bron.database) as slot, slot.cursor() as cursor:
        cursor.execute("BEGIN; LOCK TABLE duoplus_bericht IN ACCESS EXCLUSIVE MODE")
        kind = subprocess.Popen(opdracht, env=omgeving, cwd=ROOT, start_new_session=True)
        _wacht_tot_er_iets_is(kopieen)
        os.killpg(kind.pid, signal.SIGKILL)
        kind.wait()

    (half,) = kopieen.iterdir()
    assert half.name.endswith(".deel")
    with pytest.raises(reservekopie.Kopiefout, match="geen hele kopie"):
        reservekopie.zet_terug(half, leeg)
    assert _inhoud(leeg.database) == {}
    shutil.rmtree(half)


def _wacht_tot_er_iets_is(kopieen: Path) -> None:
    einde = time.monotonic() + 120
    while not list(kopieen.glob(".*.deel/database.dump")) and time.monotonic() < einde:
        time.sleep(0.05)
    assert list(kopieen.glob(".*.deel/database.dump")), "the dump never began"
