import uuid
from argparse import ArgumentParser
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.core.validators import validate_email
from django.db import transaction

from duoplus import events, klok
from duoplus.choices import OrganisatieSoort, Rol, Zichtbaarheid
from duoplus.models import Gebruiker, Organisatie, Roltoewijzing
from duoplus.web.instellingen.rollen import GEEN_BESLUITEN
from duoplus.web.uitnodigen import nodig_uit, wachtwoordlink

REDEN = "Gegeven op de server, met de opdracht beheerder."


class Command(BaseCommand):
    help = "Geef iemand de rol van functioneel beheerder en mail een link om een wachtwoord te kiezen."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("email")
        parser.add_argument("--naam", default="Functioneel beheerder")
        parser.add_argument("--toon", action="store_true", help="toon de link hier, voor als mail niet werkt")

    def handle(self, email: str, naam: str, toon: bool, **_: Any) -> None:
        try:
            validate_email(email)
        except ValidationError as fout:
            raise CommandError(f"{email} is geen e-mailadres.") from fout
        with transaction.atomic():
            gebruiker = _gebruiker(email.lower(), naam)
            _geef_rol(gebruiker)
            if not toon:
                nodig_uit(gebruiker, sleutel=uuid.uuid4(), reden="u bent functioneel beheerder")
        verstuurd = f"{gebruiker.email} krijgt een link om een wachtwoord te kiezen."
        self.stdout.write(wachtwoordlink(gebruiker) if toon else verstuurd)


def _gebruiker(email: str, naam: str) -> Gebruiker:
    """An account that exists keeps its name and organisation; a new one belongs to Duo+, once that exists."""
    dienst = Organisatie.objects.filter(soort=OrganisatieSoort.DIENST).first()
    gebruiker = Gebruiker.objects.filter(email__iexact=email).first()
    return gebruiker or Gebruiker.objects.create_user(email, naam=naam, organisatie=dienst)


def _geef_rol(gebruiker: Gebruiker) -> None:
    """Once, and under the rule that holds in the portal too: a beheerder has no other role."""
    rollen = {toewijzing.rol for toewijzing in gebruiker.rollen}
    if rollen - {Rol.BEHEERDER}:
        raise CommandError(GEEN_BESLUITEN)
    if not rollen:
        rol = Roltoewijzing.objects.create(gebruiker=gebruiker, rol=Rol.BEHEERDER, van=klok.vandaag())
        _leg_vast(rol)


def _leg_vast(rol: Roltoewijzing) -> None:
    """Where the history of settings shows it: this role was given by nobody in the portal."""
    events.record(
        "duoplus.instelling.nieuw",
        rol,
        by=Gebruiker.objects.systeem(),
        zichtbaarheid=Zichtbaarheid.INTERN,
        onderdeel="rollen",
        naam=str(rol),
        reden=REDEN,
        verschil=[],
    )
