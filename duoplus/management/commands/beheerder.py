import uuid
from argparse import ArgumentParser
from typing import Any

from allauth.account.forms import default_token_generator
from allauth.account.utils import user_pk_to_url_str
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.core.validators import validate_email
from django.db import transaction
from django.urls import reverse

from duoplus import klok, mail
from duoplus.choices import OrganisatieSoort, Rol
from duoplus.models import Gebruiker, Organisatie, Roltoewijzing

TEKST = """U beheert vanaf nu het Duo+ portaal.

Kies eerst een wachtwoord: {link}

De link werkt één keer. Werkt hij niet meer? Vraag dan op de inlogpagina een nieuwe aan."""


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
            link = _link(gebruiker)
            if not toon:
                _mail(gebruiker, link)
        self.stdout.write(link if toon else f"{gebruiker.email} krijgt een link om een wachtwoord te kiezen.")


def _gebruiker(email: str, naam: str) -> Gebruiker:
    """An account that exists keeps its name and organisation; a new one belongs to Duo+, once that exists."""
    dienst = Organisatie.objects.filter(soort=OrganisatieSoort.DIENST).first()
    gebruiker = Gebruiker.objects.filter(email__iexact=email).first()
    return gebruiker or Gebruiker.objects.create_user(email, naam=naam, organisatie=dienst)


def _geef_rol(gebruiker: Gebruiker) -> None:
    vandaag = klok.vandaag()
    rollen = Roltoewijzing.objects.geldig_op(vandaag).filter(gebruiker=gebruiker, rol=Rol.BEHEERDER)
    if not rollen.exists():
        Roltoewijzing.objects.create(gebruiker=gebruiker, rol=Rol.BEHEERDER, van=vandaag)


def _link(gebruiker: Gebruiker) -> str:
    delen = [user_pk_to_url_str(gebruiker), default_token_generator.make_token(gebruiker)]
    return settings.BASE_URL + reverse("account_reset_password_from_key", args=delen)


def _mail(gebruiker: Gebruiker, link: str) -> None:
    mail.put(
        to=gebruiker,
        key=f"beheerder:{uuid.uuid4()}",
        onderwerp="Uw toegang tot het Duo+ portaal",
        tekst=TEKST.format(link=link),
        reden="u bent functioneel beheerder",
        gelezen_op=klok.nu(),  # a link to a new password is for the mailbox, not for the bell
    )
