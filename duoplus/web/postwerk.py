"""Post die niet wegkwam is werk voor de beheerder: één regel in Mijn werk, hoeveel het er ook zijn."""

from django.urls import reverse

from duoplus.choices import BerichtStatus
from duoplus.models import Bericht, Gebruiker
from duoplus.werk import Taak

VAST = (BerichtStatus.MISLUKT, BerichtStatus.ONZEKER)


def _aantal(user: Gebruiker) -> int:
    if not user.has_perm("duoplus.view_berichten"):
        return 0
    return Bericht.objects.filter(status__in=VAST).count()


def tel(user: Gebruiker, tot: int) -> int:
    return int(_aantal(user) > 0)


def lees(user: Gebruiker, tot: int) -> list[Taak]:
    aantal = _aantal(user)
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
