"""Wat er op iemand wacht over geld: een concept-opschaling, en een wijziging die gevraagd moet worden."""

from collections.abc import Iterable
from typing import Any

from django.db.models import Q, QuerySet
from django.urls import reverse

from duoplus.choices import Rol
from duoplus.models import Gebruiker
from duoplus.werk import Taak
from maatwerk.models import Opdracht, Signaal, Wijzigingsverzoek
from maatwerk.signalen import noodzaak
from maatwerk.signalen.lezen import adres


def wacht(user: Gebruiker) -> Iterable[QuerySet[Any]]:
    """None for who has no part in it."""
    sets = {
        (Rol.VOORZITTER, Rol.BUDGETHOUDER): (_concepten, _parafen),
        (Rol.TEAMMANAGER,): (_te_vragen,),
    }
    return [lees(user) for rollen, lezers in sets.items() if user.heeft_rol(*rollen) for lees in lezers]


def lees(user: Gebruiker, tot: int) -> list[Taak]:
    """Those same; one query for each kind."""
    taken: list[Taak] = []
    if user.heeft_rol(Rol.VOORZITTER, Rol.BUDGETHOUDER):
        taken += map(_concept, _concepten(user).select_related("lumpsum__organisatie")[:tot])
        taken += map(_paraaf, _parafen(user).select_related("opdracht__aanvraag")[:tot])
    if user.heeft_rol(Rol.TEAMMANAGER):
        taken += map(_vraag, _te_vragen(user).select_related("aanvraag")[:tot])
    return taken[:tot]


def _concepten(user: Gebruiker) -> QuerySet[Signaal]:
    """Drafts that this person may put forward (``maatwerk.opschalen_lumpsum`` as a set)."""
    te_doen = Signaal.objects.filter(lumpsum__isnull=False, afgedaan="").exclude(concept={})
    if any(t.rol == Rol.VOORZITTER and t.gremium and t.gremium.coordineert for t in user.rollen):
        return te_doen
    return te_doen.filter(lumpsum__organisatie__in=_gemeenten(user))


def _parafen(user: Gebruiker) -> QuerySet[Wijzigingsverzoek]:
    """Requests that this person may initial (``maatwerk.paraferen_wijzigingsverzoek`` as a set)."""
    als_voorzitter = Q(voorzitter=None, opdracht__aanvraag__ogon__in=user.gremia(Rol.VOORZITTER))
    als_budgethouder = Q(budgethouder=None, opdracht__aanvraag__organisatie__in=_gemeenten(user))
    zelf = Q(door=user) | Q(voorzitter=user) | Q(budgethouder=user)
    te_doen = Wijzigingsverzoek.objects.filter(
        als_voorzitter | als_budgethouder,
        afgedaan_op=None,
        opdracht__aanvraag__status__in=noodzaak.TE_WIJZIGEN,
    )
    # A condition on an empty initial is unknown, not false: leave those out by key.
    return te_doen.exclude(pk__in=Wijzigingsverzoek.objects.filter(zelf).order_by().values("pk"))


def _te_vragen(user: Gebruiker) -> QuerySet[Opdracht]:
    teams = {t.team_id for t in user.rollen if t.rol == Rol.TEAMMANAGER}
    van = Opdracht.objects.all() if None in teams else Opdracht.objects.filter(aanvraag__team__in=teams)
    return noodzaak.open_voor(van)


def _gemeenten(user: Gebruiker) -> set[int]:
    return {t.organisatie_id for t in user.rollen if t.rol == Rol.BUDGETHOUDER and t.organisatie_id}


def _concept(signaal: Signaal) -> Taak:
    lumpsum: Any = signaal.lumpsum
    return Taak(
        wat="Kies wat er met een te kleine lumpsum gebeurt",
        waarover=f"Lumpsum van {lumpsum.organisatie}",
        kenmerk=str(lumpsum.jaar),
        waarom="u kunt dit aan het directieberaad voorleggen",
        url=adres(lumpsum.jaar),
        knop="Voorleggen",
        knop_url=reverse("maatwerk:opschaling_voorleggen", args=[lumpsum.jaar, signaal.pk]),
        icoon="stairs-up",
        sinds=signaal.op,
    )


def _paraaf(verzoek: Wijzigingsverzoek) -> Taak:
    return Taak(
        wat="Zet uw paraaf onder een wijziging",
        waarover=verzoek.opdracht.aanvraag.titel,
        kenmerk=str(verzoek.opdracht),
        waarom="een wijziging heeft twee parafen nodig",
        url=verzoek.get_absolute_url(),
        knop="Bekijken",
        knop_url=reverse("maatwerk:wijziging_paraferen", args=[verzoek.opdracht.nummer, verzoek.pk]),
        icoon="signature",
        sinds=verzoek.op,
    )


def _vraag(opdracht: Opdracht) -> Taak:
    return Taak(
        wat="Vraag een wijziging van een opdracht",
        waarover=opdracht.aanvraag.titel,
        kenmerk=str(opdracht),
        waarom="het werk past niet meer in het plafond of de einddatum",
        url=opdracht.get_absolute_url(),
        knop="Wijziging vragen",
        knop_url=reverse("maatwerk:wijziging_vragen", args=[opdracht.nummer]),
        icoon="pencil",
    )
