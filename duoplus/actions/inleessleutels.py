"""Een sleutel voor een systeem dat zelf lijsten aanbiedt: maken, terugvinden en intrekken."""

import secrets

from django.core.exceptions import PermissionDenied
from django.db import transaction

from duoplus import events, klok
from duoplus.actions.agendasleutels import hash_van
from duoplus.inlezen import soorten_van
from duoplus.models import Gebruiker, Inleessleutel

MAKEN = "duoplus.inleessleutel"


def maak(*, by: Gebruiker, naam: str) -> str:
    """Maak een sleutel en geef het geheim ervan, één keer. It may do what its maker may, no more."""
    if not soorten_van(by):
        raise PermissionDenied(MAKEN)
    geheim = secrets.token_urlsafe(32)
    with transaction.atomic():
        sleutel = Inleessleutel.objects.create(gebruiker=by, naam=naam, hash=hash_van(geheim))
        _leg_vast("maken", sleutel, by)
    return geheim


def trek_in(sleutel: Inleessleutel, *, by: Gebruiker) -> None:
    """Sluit de sleutel; wie hem nog heeft, kan niets meer. Only of oneself; twice is once."""
    if sleutel.gebruiker_id != by.pk:
        raise PermissionDenied(MAKEN)
    with transaction.atomic():
        open_ = Inleessleutel.objects.select_for_update().filter(pk=sleutel.pk, ingetrokken_op=None)
        if open_.update(ingetrokken_op=klok.nu()):
            _leg_vast("intrekken", sleutel, by)


def zoek(geheim: str) -> Inleessleutel | None:
    """The key that lets a system in now: not revoked, and of somebody who still works here."""
    geldig = Inleessleutel.objects.filter(ingetrokken_op=None, gebruiker__is_active=True)
    return geldig.select_related("gebruiker__organisatie").filter(hash=hash_van(geheim)).first()


def noteer_gebruik(sleutel: Inleessleutel) -> None:
    """So that its maker sees which key is in use."""
    Inleessleutel.objects.filter(pk=sleutel.pk).update(gebruikt_op=klok.nu())


def _leg_vast(wat: str, sleutel: Inleessleutel, by: Gebruiker) -> None:
    events.record(f"duoplus.inleessleutel.{wat}", sleutel, by=by, naam=sleutel.naam)


ZINNEN = {
    "duoplus.inleessleutel.maken": "maakte de sleutel ‘{naam}’ voor een systeem dat lijsten aanbiedt",
    "duoplus.inleessleutel.intrekken": "trok de sleutel ‘{naam}’ in",
}
