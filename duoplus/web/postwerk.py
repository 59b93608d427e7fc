"""Post die niet wegkwam is werk voor de beheerder: één regel in Mijn werk, hoeveel het er ook zijn."""

from collections.abc import Iterable

from django.db.models import QuerySet
from django.urls import reverse

from duoplus.choices import BerichtStatus
from duoplus.models import Bericht, Gebruiker
from duoplus.werk import Taak

VAST = (BerichtStatus.MISLUKT, BerichtStatus.ONZEKER)


def wacht(user: Gebruiker) -> Iterable[QuerySet[Bericht]]:
    """One thing to do, however many there are."""
    if not user.has_perm("duoplus.view_berichten"):
        return []
    return [Bericht.objects.filter(pk__in=_vast().order_by().values("pk")[:1])]


def _vast() -> QuerySet[Bericht]:
    return Bericht.objects.filter(status__in=VAST)


def lees(user: Gebruiker, tot: int) -> list[Taak]:
    aantal = _vast().count() if user.has_perm("duoplus.view_berichten") else 0
    if not aantal:
        return []
    url = reverse("post")
    return [
        Taak(
            wat="Bekijk de post die niet is verzonden",
            waarover=f"{aantal} {'bericht' if aantal == 1 else 'berichten'}",
            kenmerk="",
            waarom="u bent functioneel beheerder",
            url=url,
            knop="Post bekijken",
            knop_url=url,
            icoon="send",
        )
    ]
