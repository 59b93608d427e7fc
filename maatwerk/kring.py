"""Wie bij een aanvraag horen: op wie zij wacht, en wie op de hoogte wil blijven."""

from django.db.models import Q

from duoplus import klok
from duoplus.choices import Rol
from duoplus.models import Gebruiker, Roltoewijzing, Volger
from maatwerk.choices import AanvraagStatus as S
from maatwerk.models import Aanvraag
from maatwerk.transitions import AANVRAAG, VERDER


def aan_zet(aanvraag: Aanvraag) -> list[Gebruiker]:
    """Everyone who may take a step now that brings the request further."""
    stappen = VERDER.get(S(aanvraag.status), ())
    return [
        gebruiker
        for gebruiker in betrokkenen(aanvraag)
        if any(AANVRAAG.mag(aanvraag, stap, gebruiker) for stap in stappen)
    ]


def betrokkenen(aanvraag: Aanvraag) -> list[Gebruiker]:
    """Everyone with a role in this request, each once, by name; two queries, roles included."""
    met_rol = Roltoewijzing.objects.geldig_op(klok.vandaag()).filter(_kring(aanvraag))
    aanvragers = Q(pk__in=[aanvraag.aanvrager_id, aanvraag.ingevoerd_door_id])
    gebruikers = Gebruiker.objects.actief().filter(Q(pk__in=met_rol.values("gebruiker")) | aanvragers)
    return list(gebruikers.select_related("organisatie").with_rollen().order_by("naam", "pk"))


def _kring(aanvraag: Aanvraag) -> Q:
    """The roles that belong to this request; a role without a body or team counts for all of them."""
    in_ogon = Q(gremium=aanvraag.ogon_id) | Q(gremium=None)
    kring = Q(rol__in=(Rol.SECRETARIS, Rol.VOORZITTER)) & in_ogon
    voor_gemeente = Q(rol__in=(Rol.OPDRACHTGEVER, Rol.BUDGETHOUDER), organisatie__in=aanvraag.gemeente_ids)
    kring |= voor_gemeente & in_ogon
    if aanvraag.team_id:
        kring |= Q(rol=Rol.TEAMMANAGER) & (Q(team=aanvraag.team_id) | Q(team=None))
    if aanvraag.status == S.OPGELEVERD:
        kring |= Q(rol=Rol.CONCERNCONTROLLER)
    return kring


def volgers(aanvraag: Aanvraag) -> list[Gebruiker]:
    """Who follows it or asked for it, as far as they may still see it."""
    gebruikers = Gebruiker.objects.actief().filter(
        pk__in=[
            *Volger.objects.over(aanvraag).values_list("gebruiker", flat=True),
            aanvraag.aanvrager_id,
            aanvraag.ingevoerd_door_id,
            aanvraag.behandelaar_id,
        ]
    )
    alle = gebruikers.select_related("organisatie").with_rollen().order_by("naam")
    return [g for g in alle if g.has_perm("maatwerk.view_aanvraag", aanvraag)]
