"""Welke cyclus op haar voorzitter wacht: de laatste dag van de fase is voorbij."""

from collections.abc import Iterable

from django.db.models import Exists, OuterRef, QuerySet
from django.urls import reverse

from duoplus import klok
from duoplus.choices import Rol
from duoplus.models import Gebruiker
from duoplus.werk import Taak
from ogon.choices import Fase
from ogon.models import Cyclus, Cyclusfase


def wacht(user: Gebruiker) -> Iterable[QuerySet[Cyclus]]:
    return [wacht_op(user)] if user.gremia(Rol.VOORZITTER) else []


def lees(user: Gebruiker, tot: int) -> list[Taak]:
    if not user.gremia(Rol.VOORZITTER):
        return []
    cycli = wacht_op(user).select_related("ogon").prefetch_related("fasen").order_by("jaar", "ogon__naam")
    return [_taak(cyclus) for cyclus in cycli[:tot]]


def wacht_op(user: Gebruiker) -> QuerySet[Cyclus]:
    """Running cycles of the own OGON's whose active phase should have ended."""
    voorbij = Cyclusfase.objects.filter(cyclus=OuterRef("pk"), fase=OuterRef("fase"), tot__lt=klok.vandaag())
    return Cyclus.objects.lopend().filter(Exists(voorbij), ogon__in=user.gremia(Rol.VOORZITTER))


def _taak(cyclus: Cyclus) -> Taak:
    is_laatste = cyclus.fase == Fase.EVALUEREN
    doe = "cyclus_sluiten" if is_laatste else "cyclus_fase"
    return Taak(
        wat="Sluit de cyclus" if is_laatste else "Zet de cyclus een fase verder",
        waarover=f"{cyclus.ogon}, {cyclus.get_fase_display().lower()}",
        kenmerk=f"Cyclus {cyclus.jaar}",
        waarom="U bent voorzitter en de laatste dag is voorbij",
        url=cyclus.get_absolute_url(),
        knop="Cyclus sluiten" if is_laatste else "Fase wijzigen",
        knop_url=reverse(f"maatwerk:{doe}", args=[cyclus.ogon.slug, cyclus.jaar]),
        icoon="calendar-event",
        uiterlijk=cyclus.nu.tot if cyclus.nu else None,
    )
