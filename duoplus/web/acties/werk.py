"""Mijn werk: de eigen acties, en de besluiten waarvan iemand de uitvoering op zich heeft."""

from collections.abc import Iterable
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse

from duoplus.actions.actiepunten import LOOPT
from duoplus.besluiten import LOOPT as LOOPT_BESLUIT
from duoplus.besluiten import stand_nu, uit_laatste
from duoplus.models import Actiepunt, Besluit, Gebruiker, Uitvoering
from duoplus.werk import Taak


def _acties(user: Gebruiker) -> QuerySet[Any]:
    return Actiepunt.objects.filter(eigenaar=user, status__in=LOOPT)


def _besluiten(user: Gebruiker) -> QuerySet[Any]:
    """Of those ever put on this name, the ones that still are and are not done."""
    ooit = Uitvoering.objects.filter(eigenaar=user).order_by().values("besluit")
    alle = Besluit.objects.filter(pk__in=ooit).annotate(uiterlijk=uit_laatste("uiterlijk"))
    van_nu = alle.annotate(eigenaar=uit_laatste("eigenaar")).filter(eigenaar=user.pk)
    return van_nu.annotate(stand=stand_nu()).filter(stand__in=LOOPT_BESLUIT)


def wacht(user: Gebruiker) -> Iterable[QuerySet[Any]]:
    return [_acties(user), _besluiten(user)]


def lees(user: Gebruiker, tot: int) -> list[Taak]:
    acties = _acties(user).select_related("gremium").order_by("uiterlijk", "pk")[:tot]
    besluiten = _besluiten(user).select_related("gremium").order_by("uiterlijk", "pk")[:tot]
    return [*map(_taak_van_actie, acties), *map(_taak_van_besluit, besluiten)]


def _taak_van_actie(actie: Actiepunt) -> Taak:
    return Taak(
        wat="Doe wat u heeft toegezegd",
        waarover=actie.titel,
        kenmerk=actie.nummer,
        waarom=f"afgesproken in {actie.gremium}" if actie.gremium else "deze actie staat op uw naam",
        url=actie.get_absolute_url(),
        knop="Voortgang melden",
        knop_url=reverse("actie_stap", args=[actie.nummer, "melden"]),
        icoon="list-check",
        sinds=actie.gemaakt_op,
        uiterlijk=actie.uiterlijk,
    )


def _taak_van_besluit(besluit: Any) -> Taak:
    return Taak(
        wat="Voer dit besluit uit",
        waarover=besluit.titel,
        kenmerk=besluit.nummer,
        waarom=f"u zorgt voor dit besluit van {besluit.gremium}",
        url=besluit.get_absolute_url(),
        knop="Stand bijwerken",
        knop_url=reverse("besluit_uitvoeren", args=[besluit.nummer]),
        icoon="gavel",
        sinds=besluit.genomen_op,
        uiterlijk=besluit.uiterlijk,
    )
