"""Wie bij een aanvraag horen: op wie zij wacht, en wie op de hoogte wil blijven."""

from duoplus.choices import Rol
from duoplus.models import Gebruiker, Volger
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
    met_rol = Gebruiker.objects.met_rol
    kring = met_rol(Rol.SECRETARIS, Rol.VOORZITTER, gremium=aanvraag.ogon_id)
    kring |= met_rol(
        Rol.OPDRACHTGEVER, Rol.BUDGETHOUDER, organisatie__in=aanvraag.gemeente_ids, gremium=aanvraag.ogon_id
    )
    kring |= Gebruiker.objects.actief().filter(pk__in=[aanvraag.aanvrager_id, aanvraag.ingevoerd_door_id])
    if aanvraag.team_id:
        kring |= met_rol(Rol.TEAMMANAGER, team=aanvraag.team_id)
    if aanvraag.status == S.OPGELEVERD:
        kring |= met_rol(Rol.CONCERNCONTROLLER)
    return list(kring.select_related("organisatie").with_rollen().order_by("naam", "pk"))


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
