"""Een geheim adres voor een agendaprogramma: maken, terugvinden en intrekken."""

import hashlib
import secrets
from datetime import timedelta

from django.core.exceptions import PermissionDenied
from django.db import transaction

from duoplus import events, klok
from duoplus.models import Agendasleutel, Gebruiker, Gremium

LEZEN = "duoplus.view_vergadering"
ELK_UUR = timedelta(hours=1)
VAN_U = "uw eigen agenda"


def maak(*, by: Gebruiker, gremium: Gremium | None = None) -> str:
    """Maak een adres en geef het geheim ervan, één keer. An earlier address for the same ends at once."""
    if gremium is not None and not by.has_perm(LEZEN, gremium):
        raise PermissionDenied(LEZEN)
    geheim = secrets.token_urlsafe(32)
    with transaction.atomic():
        Gebruiker.objects.select_for_update(of=("self",)).get(pk=by.pk)
        for oude in by.agendasleutels.filter(gremium=gremium, ingetrokken_op=None):
            trek_in(oude, by=by)
        sleutel = Agendasleutel.objects.create(gebruiker=by, gremium=gremium, hash=hash_van(geheim))
        _leg_vast("maken", sleutel, by)
    return geheim


def trek_in(sleutel: Agendasleutel, *, by: Gebruiker) -> None:
    """Sluit het adres; wie het nog heeft, krijgt niets meer. Only of oneself; twice is once."""
    if sleutel.gebruiker_id != by.pk:
        raise PermissionDenied("duoplus.agendasleutel")
    with transaction.atomic():
        open_ = Agendasleutel.objects.select_for_update().filter(pk=sleutel.pk, ingetrokken_op=None)
        if open_.update(ingetrokken_op=klok.nu()):
            _leg_vast("intrekken", sleutel, by)


def zoek(geheim: str) -> Agendasleutel | None:
    """The key that lets somebody in now: not revoked, and its owner may still read this."""
    geldig = Agendasleutel.objects.filter(ingetrokken_op=None, gebruiker__is_active=True)
    sleutel = geldig.select_related("gebruiker__organisatie", "gremium").filter(hash=hash_van(geheim)).first()
    if sleutel is None or (sleutel.gremium and not sleutel.gebruiker.has_perm(LEZEN, sleutel.gremium)):
        return None
    return sleutel


def noteer_lezing(sleutel: Agendasleutel) -> None:
    """So that its owner sees which address is in use; programs ask often, so once an hour is enough."""
    nu = klok.nu()
    if sleutel.gelezen_op is None or sleutel.gelezen_op < nu - ELK_UUR:
        Agendasleutel.objects.filter(pk=sleutel.pk).update(gelezen_op=nu)


def hash_van(geheim: str) -> str:
    """256 random bits need no salt and no slow hash."""
    return hashlib.sha256(geheim.encode()).hexdigest()


def _leg_vast(wat: str, sleutel: Agendasleutel, by: Gebruiker) -> None:
    van = str(sleutel.gremium) if sleutel.gremium else VAN_U
    events.record(f"duoplus.agendasleutel.{wat}", sleutel, by=by, agenda=van)


ZINNEN = {
    "duoplus.agendasleutel.maken": "maakte een adres voor {agenda}",
    "duoplus.agendasleutel.intrekken": "trok het adres voor {agenda} in",
}
