"""Wat er op een voorzitter wacht over uren: reageren, verdelen, en reageren op een besluit van een ander."""

from collections.abc import Iterable
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.urls import reverse

from duoplus import klok
from duoplus.choices import Rol
from duoplus.models import Gebruiker
from duoplus.werk import Taak
from maatwerk.models import Consultatie
from ogon.choices import ConflictStatus
from ogon.models import Conflict, Conflictpartij


def wacht(user: Gebruiker) -> Iterable[QuerySet[Any]]:
    """None for who chairs nothing."""
    if not user.heeft_rol(Rol.VOORZITTER):
        return []
    return [_reacties(user), _te_verdelen(user), _besluiten(user)]


def lees(user: Gebruiker, tot: int) -> list[Taak]:
    """Those same, the earliest last day first; three queries."""
    if not user.heeft_rol(Rol.VOORZITTER):
        return []
    taken = [
        *map(_reageren, _reacties(user).select_related("conflict__team", "ogon")[:tot]),
        *map(_verdelen, _te_verdelen(user).select_related("team")[:tot]),
        *map(_besluit, _besluiten(user).select_related("aanvraag", "ogon", "besluit__gremium")[:tot]),
    ]
    return sorted(taken, key=lambda taak: (taak.uiterlijk or klok.vandaag(), taak.kenmerk))[:tot]


def _reacties(user: Gebruiker) -> QuerySet[Conflictpartij]:
    return Conflictpartij.objects.filter(
        ogon__in=user.gremia(Rol.VOORZITTER),
        reactie="",
        conflict__status=ConflictStatus.OPEN,
        conflict__reactie_voor__gte=klok.vandaag(),
    )


def _te_verdelen(user: Gebruiker) -> QuerySet[Conflict]:
    """Open, and nobody may react any more or everybody did; for the chair of the hub."""
    if not any(t.rol == Rol.VOORZITTER and t.gremium and t.gremium.coordineert for t in user.rollen):
        return Conflict.objects.none()
    zwijgt = Conflictpartij.objects.filter(conflict=OuterRef("pk"), reactie="")
    return Conflict.objects.filter(status=ConflictStatus.OPEN).filter(
        Q(reactie_voor__lt=klok.vandaag()) | ~Exists(zwijgt)
    )


def _besluiten(user: Gebruiker) -> QuerySet[Consultatie]:
    return Consultatie.objects.filter(
        ogon__in=user.gremia(Rol.VOORZITTER), op=None, reactie_voor__gte=klok.vandaag()
    )


def _reageren(partij: Conflictpartij) -> Taak:
    conflict = partij.conflict
    return Taak(
        wat="Zeg wat uw OGON vindt van te weinig uren",
        waarover=f"Uren van {conflict.team}",
        kenmerk=str(conflict.jaar),
        waarom=f"u bent voorzitter van {partij.ogon}",
        url=conflict.get_absolute_url(),
        knop="Reageren",
        knop_url=reverse("maatwerk:conflict_reageren", args=[conflict.pk, partij.ogon.slug]),
        icoon="switch-horizontal",
        sinds=conflict.ontstaan_op,
        uiterlijk=conflict.reactie_voor,
    )


def _verdelen(conflict: Conflict) -> Taak:
    return Taak(
        wat="Verdeel de uren van een team over de OGON’s",
        waarover=f"Uren van {conflict.team}",
        kenmerk=str(conflict.jaar),
        waarom="u bent voorzitter van de draaischijf",
        url=conflict.get_absolute_url(),
        knop="Uren verdelen",
        knop_url=reverse("maatwerk:conflict_verdelen", args=[conflict.pk]),
        icoon="scale",
        sinds=conflict.ontstaan_op,
    )


def _besluit(consultatie: Consultatie) -> Taak:
    url = consultatie.get_absolute_url()
    return Taak(
        wat=f"Reageer op een besluit van {consultatie.besluit.gremium}",
        waarover=consultatie.wat,
        kenmerk=consultatie.aanvraag.kenmerk,
        waarom=f"u bent voorzitter van {consultatie.ogon}",
        url=url,
        knop="Reageren",
        knop_url=url,
        icoon="message-reply",
        sinds=consultatie.besluit.genomen_op,
        uiterlijk=consultatie.reactie_voor,
    )
