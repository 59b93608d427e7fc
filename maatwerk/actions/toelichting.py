"""Uitleggen waarom een bedrag afwijkt van de begroting of de raming."""

from django.core.exceptions import PermissionDenied
from django.db import transaction

from duoplus import events
from duoplus.choices import Zichtbaarheid
from duoplus.models import Gebruiker, Organisatie
from duoplus.rules import namens
from maatwerk.actions.lumpsum import lumpsum_van
from maatwerk.models import Lumpsum, Opdracht, Toelichting

RECHT = "maatwerk.toelichten_lumpsum"
ZINNEN = {"maatwerk.lumpsum.toelichten": "lichtte {waarover} toe voor {gemeente} {jaar}"}


@transaction.atomic
def licht_toe(
    organisatie: Organisatie,
    jaar: int,
    *,
    by: Gebruiker,
    tekst: str,
    opdracht: Opdracht | None = None,
    taakveld: str = "",
) -> Toelichting:
    """Schrijf de uitleg, over de hele lumpsum zonder opdracht of taakveld. De laatste telt."""
    lumpsum = Lumpsum(organisatie=organisatie, jaar=jaar)
    if not by.has_perm(RECHT, lumpsum):
        raise PermissionDenied(RECHT)
    toelichting = Toelichting.objects.create(
        lumpsum=lumpsum_van(organisatie, jaar),
        opdracht=opdracht,
        taakveld=taakveld,
        tekst=tekst,
        door=by,
        namens=namens(by, RECHT, lumpsum),
    )
    events.record(
        "maatwerk.lumpsum.toelichten",
        toelichting.lumpsum,
        by=by,
        namens=toelichting.namens,
        zichtbaarheid=Zichtbaarheid.INTERN,
        gemeente=organisatie.naam,
        jaar=jaar,
        waarover=_waarover(opdracht, taakveld),
        tekst=tekst,
    )
    return toelichting


def _waarover(opdracht: Opdracht | None, taakveld: str) -> str:
    if opdracht:
        return f"opdracht {opdracht}"
    return f"taakveld {taakveld}" if taakveld else "de lumpsum"
