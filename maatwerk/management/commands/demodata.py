from argparse import ArgumentParser
from datetime import date
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from duoplus import klok
from duoplus.celery import zonder_bel
from duoplus.models import Organisatie
from maatwerk.demo import cast, geld, jaar, lumpsum, organisatie
from maatwerk.models import Aanvraag


class Command(BaseCommand):
    help = "Maak het voorbeeldjaar: organisaties, mensen, tarieven en dertig aanvragen met hun verloop."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--leeg", action="store_true", help="alles behalve de aanvragen")
        parser.add_argument("--peildatum", type=date.fromisoformat, help="de dag van vandaag in de demo")
        parser.add_argument("--logins", action="store_true", help="toon alleen met wie u kunt inloggen")

    def handle(self, **options: Any) -> None:
        if options["logins"]:
            self.stdout.write(cast.logins())
            return
        if not options["leeg"] and Aanvraag.objects.exists():
            raise CommandError("Er staan al aanvragen in deze database. Het voorbeeldjaar komt er niet bij.")
        peildatum = options["peildatum"] or klok.vandaag()
        with transaction.atomic(), zonder_bel():
            if not Organisatie.objects.exists():
                maak_basis(peildatum)
            if not options["leeg"]:
                jaar.maak(peildatum)
        self.stdout.write(
            f"Klaar: {Organisatie.objects.count()} organisaties, {Aanvraag.objects.count()} aanvragen."
        )


def maak_basis(peildatum: date) -> None:
    """What stands before the first request is made."""
    organisatie.maak(peildatum)
    cast.maak(peildatum)
    geld.maak(peildatum)
    lumpsum.maak_leeg(peildatum)
