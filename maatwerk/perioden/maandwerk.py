"""Welke maand wacht op sluiten, en welk verzoek om te heropenen op een besluit."""

from collections.abc import Iterable
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse

from duoplus import klok
from duoplus.choices import Rol
from duoplus.models import Gebruiker
from duoplus.werk import Taak
from maatwerk.actions.perioden import met_boekingen
from maatwerk.models import Heropening, Periode
from maatwerk.perioden import kalender


def wacht(user: Gebruiker) -> Iterable[QuerySet[Any]]:
    if user.heeft_rol(Rol.CONCERNCONTROLLER):
        yield te_sluiten()
    if user.heeft_rol(Rol.DIRECTIEBERAAD):
        yield _vragen(user)


def lees(user: Gebruiker, tot: int) -> list[Taak]:
    return [*_sluiten(user, tot), *_beslissen(user, tot)]


def te_sluiten() -> QuerySet[Periode]:
    """Open months that are over and hold bookings."""
    return met_boekingen().filter(maand__lt=klok.vandaag().replace(day=1))


def _vragen(user: Gebruiker) -> QuerySet[Heropening]:
    """Not answered, and asked by somebody else."""
    return Heropening.objects.filter(toegestaan_op=None, geweigerd_op=None).exclude(door=user)


def _sluiten(user: Gebruiker, tot: int) -> list[Taak]:
    if not user.heeft_rol(Rol.CONCERNCONTROLLER):
        return []
    maanden = list(te_sluiten().order_by("maand")[:tot])
    datums = kalender.lees([periode.maand for periode in maanden])
    return [_sluit(periode, datums[periode.maand]) for periode in maanden]


def _sluit(periode: Periode, datums: kalender.Datums) -> Taak:
    jaar = periode.maand.year
    return Taak(
        wat="Sluit de maand",
        waarover=str(periode).capitalize(),
        kenmerk=str(jaar),
        waarom="u bent concerncontroller en de maand is voorbij",
        url=periode.get_absolute_url(),
        knop="Maanden bekijken",
        knop_url=reverse("maatwerk:maanden", args=[jaar]),
        icoon="lock",
        uiterlijk=datums.sluiten.einddatum if datums.sluiten else None,
    )


def _beslissen(user: Gebruiker, tot: int) -> list[Taak]:
    if not user.heeft_rol(Rol.DIRECTIEBERAAD):
        return []
    vragen = _vragen(user).select_related("periode", "door").order_by("op")[:tot]
    return [_beslis(vraag) for vraag in vragen]


def _beslis(vraag: Heropening) -> Taak:
    return Taak(
        wat="Besluit of er alsnog geboekt mag worden",
        waarover=str(vraag),
        kenmerk=vraag.door.naam,
        waarom="u zit in het directieberaad",
        url=vraag.get_absolute_url(),
        knop="Beslissen",
        knop_url=vraag.get_absolute_url(),
        icoon="key",
        sinds=vraag.op,
    )
