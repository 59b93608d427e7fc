from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.cache import cache
from django.core.management.base import BaseCommand, CommandError

from duoplus import klok, omgeving, reservekopie


class Command(BaseCommand):
    help = "Maak een reservekopie van de database en de bijlagen. De laatste regel noemt de map."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--naar", type=Path, required=True, help="de map waarin de kopie komt")

    def handle(self, **options: Any) -> None:
        bron = reservekopie.Plek(omgeving.tekst("DATABASE_OWNER_URL"), settings.MEDIA_ROOT)
        try:
            map_ = reservekopie.maak(bron, options["naar"])
        except (reservekopie.Kopiefout, OSError) as fout:
            raise CommandError(str(fout)) from fout
        cache.set(reservekopie.LAATSTE_KOPIE, klok.nu(), timeout=None)
        self.stdout.write(str(map_))
