from argparse import ArgumentParser
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import psycopg2
from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from duoplus import omgeving, reservekopie


class Command(BaseCommand):
    help = "Zet een reservekopie terug in een lege database en een lege map, en vergelijk elke tabel."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("map", type=Path, help="de map van de kopie")
        parser.add_argument("--in", dest="naam", required=True, help="de naam van de lege database")
        parser.add_argument("--bijlagen", type=Path, help="de lege map voor de bijlagen (anders MEDIA_ROOT)")

    def handle(self, **options: Any) -> None:
        eigenaar = urlsplit(omgeving.tekst("DATABASE_OWNER_URL"))
        url = eigenaar._replace(path=f"/{options['naam']}").geturl()
        doel = reservekopie.Plek(url, options["bijlagen"] or settings.MEDIA_ROOT)
        try:
            manifest = reservekopie.zet_terug(options["map"], doel)
        except (reservekopie.Kopiefout, OSError, psycopg2.Error) as fout:
            raise CommandError(str(fout)) from fout
        self._vertel(manifest)

    def _vertel(self, manifest: dict[str, Any]) -> None:
        rijen = sum(aantal for aantal, _ in manifest["tabellen"].values())
        for naam in manifest["ontbrekend"]:
            self.stderr.write(f"Ontbrak al bij het kopiëren: {naam}")
        for naam in reservekopie.nog_te_migreren(manifest):
            self.stderr.write(f"Nog uit te voeren: migratie {naam}")
        self.stdout.write(
            f"Teruggezet en vergeleken: {len(manifest['tabellen'])} tabellen, {rijen} rijen,"
            f" {len(manifest['bestanden']) - 1} bijlagen, kopie van {manifest['gemaakt_op']}."
        )
