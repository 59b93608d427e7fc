"""Welk rapport op iemand wacht: te controleren, of als concept nog af te maken."""

from collections.abc import Iterable
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse

from duoplus.choices import Rol
from duoplus.models import Feestdag, Gebruiker
from duoplus.werk import Taak
from maatwerk.choices import VerantwoordingStatus as V
from maatwerk.models import Verantwoording
from maatwerk.models.verantwoording import controleert
from maatwerk.verantwoording import kalender


def wacht(user: Gebruiker) -> Iterable[QuerySet[Any]]:
    if user.heeft_rol(Rol.DIRECTIEBERAAD) or controleert(user):
        yield _te_controleren(user)
    if user.heeft_rol(Rol.CONCERNCONTROLLER):
        yield _concepten(user)


def lees(user: Gebruiker, tot: int) -> list[Taak]:
    """Those same, the oldest first."""
    vrij: dict[Any, str] | None = None
    taken = []
    for rijen in wacht(user):
        for rapport in rijen.select_related("organisatie").order_by("pk")[:tot]:
            vrij = Feestdag.objects.als_vrij() if vrij is None else vrij
            taken.append(_taak(rapport, vrij))
    return taken[:tot]


def _te_controleren(user: Gebruiker) -> QuerySet[Verantwoording]:
    """Handed in by somebody else, and not being issued already."""
    ingediend = Verantwoording.objects.filter(status=V.TER_CONTROLE, gecontroleerd_door=None)
    ingediend = ingediend.exclude(opgesteld_door=user)
    if user.heeft_rol(Rol.DIRECTIEBERAAD):
        return ingediend
    return ingediend.filter(organisatie__in=controleert(user))


def _concepten(user: Gebruiker) -> QuerySet[Verantwoording]:
    return Verantwoording.objects.filter(status=V.CONCEPT, opgesteld_door=user)


def _taak(rapport: Verantwoording, vrij: dict[Any, str]) -> Taak:
    ter_controle = rapport.status == V.TER_CONTROLE
    handeling = "goedkeuren" if ter_controle else "indienen"
    return Taak(
        wat="Controleer het rapport" if ter_controle else "Maak het concept af",
        waarover=str(rapport),
        kenmerk=rapport.nummer,
        waarom="u maakt dit rapport definitief" if ter_controle else "u begon dit concept",
        url=rapport.get_absolute_url(),
        knop="Definitief maken" if ter_controle else "Ter controle geven",
        knop_url=reverse("maatwerk:verantwoording_handeling", args=[rapport.nummer, handeling]),
        icoon="file-check" if ter_controle else "file-text",
        sinds=rapport.ingediend_op if ter_controle else rapport.opgesteld_op,
        uiterlijk=kalender.uiterlijk(rapport.soort, rapport.jaar, vrij),
    )
