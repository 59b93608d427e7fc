"""Wat een vergadering vraagt van wie haar leidt: de agenda versturen, beginnen en sluiten."""

from collections.abc import Iterable
from datetime import date

from django.db.models import Q, QuerySet
from django.urls import reverse

from duoplus import klok, leden
from duoplus.calc.werkdagen import na_werkdagen
from duoplus.choices import VergaderingStatus as S
from duoplus.models import Feestdag, Gebruiker, Gremium, Termijn, Vergadering
from duoplus.overleg import VOORAF
from duoplus.web.overleg.forms import ADRES
from duoplus.werk import Taak

UITNODIGEN = "overleg.uitnodigen"
LEIDERS = {rol for rollen in leden.LEIDT.values() for rol in rollen}
# Per state what comes next, on the button and in the list.
STAP = {
    S.GEPLAND: ("nodig_uit", "Verstuur de agenda", "Versturen"),
    S.BEZIG: ("sluit", "Sluit de vergadering", "Sluiten"),
}
BEGIN = ("begin", "Begin de vergadering", "Beginnen")


def wacht(user: Gebruiker) -> Iterable[QuerySet[Vergadering]]:
    return [_vergaderingen(user)]


def lees(user: Gebruiker, tot: int) -> list[Taak]:
    return [_taak(vergadering) for vergadering in _vergaderingen(user).select_related("gremium")[:tot]]


def _vergaderingen(user: Gebruiker) -> QuerySet[Vergadering]:
    """Of the bodies that this person leads: soon and not sent, today, or still going on."""
    vandaag = klok.vandaag()
    if not user.heeft_rol(*LEIDERS):
        return Vergadering.objects.none()
    straks = Q(
        status=S.GEPLAND, datum__gte=vandaag, datum__lte=Termijn.objects.uiterlijk(UITNODIGEN, vandaag)
    )
    nu = Q(status__in=VOORAF, datum=vandaag) | Q(status=S.BEZIG)
    return Vergadering.objects.filter(straks | nu, gremium__in=_geleid(user))


def _geleid(user: Gebruiker) -> Iterable[int]:
    return [gremium.pk for gremium in Gremium.objects.all() if leden.leidt(user, gremium)]


def _taak(vergadering: Vergadering) -> Taak:
    begint = vergadering.status in VOORAF and vergadering.datum == klok.vandaag()
    stap, wat, knop = BEGIN if begint else STAP[S(vergadering.status)]
    return Taak(
        wat=wat,
        waarover=vergadering.gremium.naam,
        kenmerk="",
        waarom="u leidt dit overleg",
        url=vergadering.get_absolute_url(),
        knop=knop,
        knop_url=reverse("vergadering_stap", args=[vergadering.pk, ADRES[stap]]),
        icoon="calendar-event",
        uiterlijk=vergadering.datum if stap != "nodig_uit" else _versturen_voor(vergadering),
    )


def _versturen_voor(vergadering: Vergadering) -> date:
    """So many working days before the meeting everybody should have the agenda."""
    aantal = Termijn.objects.werkdagen(UITNODIGEN, klok.vandaag()) or 0
    return na_werkdagen(vergadering.datum, -aantal, Feestdag.objects.als_vrij())
