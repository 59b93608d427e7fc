"""Welke besluiten iemand mag kennen omdat hij de aanvraag, de volgorde of het scenario mag zien."""

from django.db.models import Q

from duoplus.choices import BesluitSoort, Rol
from duoplus.models import Gebruiker
from maatwerk.jaarcyclus.tafel import ogons_van
from maatwerk.models import Aanvraag, AanvraagBesluit, Ronde

REKENT_OVERAL_MEE = (Rol.TEAMMANAGER, Rol.CONCERNCONTROLLER, Rol.DIRECTIEBERAAD)


def over_aanvragen(user: Gebruiker) -> Q:
    """Who may open the request may read what was decided on it."""
    zichtbaar = Aanvraag.objects.visible_to(user).values("pk")
    return Q(pk__in=AanvraagBesluit.objects.filter(aanvraag__in=zichtbaar).values("besluit"))


def over_volgordes(user: Gebruiker) -> Q:
    """An order of an OGON is for whoever has to do with that OGON."""
    rondes = Ronde.objects.filter(cyclus__ogon__in=ogons_van(user)).values_list("pk", flat=True)
    return Q(gegevens__ronde__in=list(rondes))


def over_scenarios(user: Gebruiker) -> Q:
    """Who computes along in every OGON; those of one OGON sit in it anyway."""
    if not user.heeft_rol(*REKENT_OVERAL_MEE):
        return Q()
    return Q(soort=BesluitSoort.HERPRIORITEREN, scenario__isnull=False)


def over_werkplannen(user: Gebruiker) -> Q:
    """Who reads work plans may read by which decision they hold."""
    return Q(werkplan__isnull=False) if user.has_perm("ogon.view_werkplan") else Q(pk__in=[])
