"""A copy of all that cannot be made again, the database and the documents, with proof that it is whole.

A copy is a folder: ``database.dump`` (pg_dump, custom format), ``bijlagen/``, ``manifest.json`` with a
SHA-256 per file and a count and checksum per table, and the SHA-256 of the manifest itself. It is made
beside its place under another name, so that a folder with its own name is whole.
"""

import hashlib
import json
import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

import django
import psycopg2
from django.apps import apps
from django.conf import settings
from django.db.migrations.loader import MigrationLoader
from django.db.models import FileField
from psycopg2 import sql
from psycopg2.extensions import cursor as Cursor

from duoplus import klok

DUMP, BIJLAGEN, MANIFEST, ZEGEL = "database.dump", "bijlagen", "manifest.json", "manifest.sha256"
LAATSTE_KOPIE = "laatste-kopie"  # in the cache: when one was last made, for whoever watches
TABELLEN = """
    SELECT c.relname FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
    WHERE n.nspname = 'public' AND c.relkind IN ('r', 'p') ORDER BY 1
"""
# The sum of a hash per row does not depend on their order, and needs no memory.
INHOUD = "SELECT count(*), coalesce(sum(('x' || left(md5(t::text), 16))::bit(64)::bigint), 0)::text FROM {} t"


class Kopiefout(Exception):
    """What is wrong with a copy, or with the place to restore it, in a sentence."""


@dataclass(frozen=True)
class Plek:
    """Where a portal keeps what it knows: its database, as the owner role, and its documents."""

    database: str
    bijlagen: Path


# Making -------------------------------------------------------------------------------------------------


def maak(bron: Plek, map_: Path) -> Path:
    """A copy in a new folder in ``map_``, named after the moment (UTC).

    Raises ``Kopiefout`` when a document that the database names is not there; the copy of the rest is kept.
    """
    doel = map_ / f"duoplus-{klok.nu():%Y%m%dT%H%M%SZ}"
    if doel.exists():
        raise Kopiefout(f"{doel} bestaat al.")
    deel = map_ / f".{doel.name}.deel"
    deel.mkdir(parents=True, mode=0o700)
    try:
        ontbrekend = _vul(bron, deel)
        deel.rename(doel)
    except BaseException:
        shutil.rmtree(deel, ignore_errors=True)
        raise
    if ontbrekend:
        raise Kopiefout(f"{doel} is gemaakt, maar {len(ontbrekend)} bijlagen ontbreken: {ontbrekend[0]} …")
    return doel


def _vul(bron: Plek, deel: Path) -> list[str]:
    """Documents before and after the database: one that is named there was on disk at one of both moments."""
    _kopieer(bron.bijlagen, deel / BIJLAGEN)
    with _moment(bron.database) as (cursor, moment):
        _draai("pg_dump", bron.database, f"--snapshot={moment}", f"--file={deel / DUMP}", *_DUMP)
        gegevens = _beschrijf(cursor)
        genoemd = set(_genoemd(cursor))
    _kopieer(bron.bijlagen, deel / BIJLAGEN)
    bestanden = _hashes(deel)
    ontbrekend = sorted(naam for naam in genoemd if f"{BIJLAGEN}/{naam}" not in bestanden)
    _verzegel(deel, gegevens | {"bestanden": bestanden, "ontbrekend": ontbrekend})
    return ontbrekend


_DUMP = ("--format=custom", "--no-owner", "--lock-wait-timeout=60000")


def _kopieer(van: Path, naar: Path) -> None:
    """What is not there yet, or was still being written the first time."""
    naar.mkdir(exist_ok=True)
    for bestand in _onder(van):
        kopie = naar / bestand.relative_to(van)
        with suppress(FileNotFoundError):  # gone again: taken out of a draft
            if not kopie.exists() or _stand(kopie) != _stand(bestand):
                kopie.parent.mkdir(parents=True, exist_ok=True)
                shutil.copy2(bestand, kopie)


def _stand(bestand: Path) -> tuple[int, int]:
    stat = bestand.stat()
    return stat.st_size, stat.st_mtime_ns


@contextmanager
def _moment(url: str) -> Iterator[tuple[Cursor, str]]:
    """One moment of the database, that pg_dump and our own counts both see."""
    with closing(psycopg2.connect(url, connect_timeout=5)) as conn, conn.cursor() as cursor:
        conn.set_session(isolation_level="REPEATABLE READ", readonly=True)
        yield cursor, _rij(cursor, "SELECT pg_export_snapshot()")[0]


def _rij(cursor: Cursor, vraag: str | sql.Composable) -> tuple[Any, ...]:
    cursor.execute(vraag)
    return cursor.fetchone() or ()


def _beschrijf(cursor: Cursor) -> dict[str, Any]:
    cursor.execute("SELECT app || '.' || name FROM django_migrations ORDER BY 1")
    migraties = [naam for (naam,) in cursor.fetchall()]
    return {
        "gemaakt_op": klok.nu().isoformat(),
        "versies": {"postgresql": _rij(cursor, "SHOW server_version")[0], "django": django.get_version()},
        "migraties": migraties,
        "tabellen": inhoud(cursor),
    }


def inhoud(cursor: Cursor) -> dict[str, list[Any]]:
    """Per table the number of rows and a checksum of all they hold."""
    cursor.execute("SET LOCAL TIME ZONE 'UTC'; SET LOCAL datestyle = ISO; SET LOCAL extra_float_digits = 1")
    cursor.execute(TABELLEN)
    gevonden: dict[str, list[Any]] = {}
    for (tabel,) in cursor.fetchall():
        gevonden[tabel] = list(_rij(cursor, sql.SQL(INHOUD).format(sql.Identifier(tabel))))
    return gevonden


def _genoemd(cursor: Cursor) -> Iterator[str]:
    """Every file that a row points at."""
    for model in apps.get_models():
        for veld in model._meta.concrete_fields:
            if isinstance(veld, FileField):
                vraag = sql.SQL("SELECT {0} FROM {1} WHERE {0} <> ''")
                namen = sql.Identifier(veld.attname), sql.Identifier(model._meta.db_table)
                cursor.execute(vraag.format(*namen))
                yield from (naam for (naam,) in cursor.fetchall())


def _verzegel(deel: Path, manifest: dict[str, Any]) -> None:
    """Last of all, and on disk before the folder gets its name."""
    pad = deel / MANIFEST
    pad.write_text(json.dumps(manifest, indent=1, sort_keys=True))
    (deel / ZEGEL).write_text(f"{_sha256(pad)}  {MANIFEST}\n")
    os.sync()


# Restoring ----------------------------------------------------------------------------------------------


def zet_terug(map_: Path, doel: Plek) -> dict[str, Any]:
    """Put a whole copy in an empty place and compare; returns its manifest.

    Raises ``Kopiefout`` before it touches anything when the copy is not whole or the place not empty.
    """
    manifest = controleer(map_)
    _eis_leeg(doel)
    opties = ("--exit-on-error", "--single-transaction", "--no-owner", "--no-comments")
    _draai("pg_restore", doel.database, *opties, str(map_ / DUMP))
    shutil.copytree(map_ / BIJLAGEN, doel.bijlagen, dirs_exist_ok=True)
    _vergelijk(manifest, doel)
    return manifest


def controleer(map_: Path) -> dict[str, Any]:
    """The manifest of this copy, if every byte is as it was made."""
    if not (map_ / ZEGEL).exists():
        raise Kopiefout(f"{map_} is geen hele kopie: {ZEGEL} ontbreekt.")
    if (map_ / ZEGEL).read_text().split()[0] != _sha256(map_ / MANIFEST):
        raise Kopiefout(f"{MANIFEST} is veranderd nadat de kopie is gemaakt.")
    manifest = json.loads((map_ / MANIFEST).read_text())
    if anders := _verschil(manifest["bestanden"], _hashes(map_)):
        raise Kopiefout(f"Niet zoals de kopie is gemaakt: {', '.join(anders[:5])}.")
    return manifest


def _eis_leeg(doel: Plek) -> None:
    with closing(psycopg2.connect(doel.database, connect_timeout=5)) as conn, conn.cursor() as cursor:
        cursor.execute(TABELLEN)
        if cursor.fetchall():
            raise Kopiefout("Deze database heeft al tabellen. Terugzetten kan alleen in een lege.")
    if any(_onder(doel.bijlagen)):
        raise Kopiefout(f"{doel.bijlagen} is niet leeg. Terugzetten kan alleen in een lege map.")


def _vergelijk(manifest: dict[str, Any], doel: Plek) -> None:
    """Every table and document against the manifest."""
    with closing(psycopg2.connect(doel.database)) as conn, conn.cursor() as cursor:
        anders = _verschil(manifest["tabellen"], inhoud(cursor))
    bestanden = {f"{BIJLAGEN}/{naam}": som for naam, som in _hashes(doel.bijlagen).items()}
    verwacht = {naam: som for naam, som in manifest["bestanden"].items() if naam != DUMP}
    if anders := anders + _verschil(verwacht, bestanden):
        raise Kopiefout(f"Teruggezet, maar anders dan de kopie: {', '.join(anders[:5])}.")


def nog_te_migreren(manifest: dict[str, Any]) -> list[str]:
    """Migrations of this version of the portal that the copy does not have yet."""
    op_schijf = {f"{app}.{naam}" for app, naam in MigrationLoader(None).disk_migrations}
    return sorted(op_schijf - set(manifest["migraties"]))


# Both ---------------------------------------------------------------------------------------------------


def _draai(programma: str, url: str, *opties: str) -> None:
    """A program of PostgreSQL; the password goes by the environment, where no other user reads it."""
    delen = urlsplit(url)
    zonder = delen._replace(netloc=delen.netloc.replace(f":{delen.password}@", "@")).geturl()
    pad = str(Path(settings.PG_BIN, programma)) if settings.PG_BIN else programma
    opdracht = [pad, "--no-password", f"--dbname={zonder}", *opties]
    omgeving = os.environ | {"PGPASSWORD": unquote(delen.password or "")}
    gedaan = subprocess.run(  # noqa: S603  our own command: nothing in it was typed by a user
        opdracht, env=omgeving, capture_output=True, text=True, check=False
    )
    if gedaan.returncode:
        raise Kopiefout(f"{programma}: {gedaan.stderr.strip()[:2000]}")


def _onder(map_: Path) -> Iterator[Path]:
    return (pad for pad in map_.rglob("*") if pad.is_file())


def _hashes(map_: Path) -> dict[str, str]:
    """SHA-256 of every file but the manifest and its seal, by its path in ``map_``."""
    paden = {pad.relative_to(map_).as_posix(): pad for pad in _onder(map_)}
    return {naam: _sha256(pad) for naam, pad in sorted(paden.items()) if naam not in (MANIFEST, ZEGEL)}


def _sha256(pad: Path) -> str:
    with pad.open("rb") as bestand:
        return hashlib.file_digest(bestand, "sha256").hexdigest()


def _verschil(verwacht: dict[str, Any], gevonden: dict[str, Any]) -> list[str]:
    namen = sorted(verwacht.keys() | gevonden.keys())
    return [naam for naam in namen if verwacht.get(naam) != gevonden.get(naam)]
