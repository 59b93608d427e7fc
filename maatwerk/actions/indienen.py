"""Van lege bladzijde tot ingediende aanvraag."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction

from duoplus import klok
from duoplus.choices import Rol
from duoplus.models import Gebruiker, Organisatie, Teller
from duoplus.transitions import StapKanNiet, Verouderd
from maatwerk.choices import AanvraagStatus as S
from maatwerk.models import Aanvraag, Deelnemer
from maatwerk.transitions import AANVRAAG

ZONDER_TITEL = "Nog zonder titel"


def start_concept(*, by: Gebruiker, organisatie: Organisatie, titel: str = "") -> Aanvraag:
    """Begin a draft for the own municipality; only the writer (and the colleague it is for) sees it."""
    if not by.heeft_rol(Rol.AANVRAGER, organisaties={organisatie.pk}):
        raise PermissionDenied("maatwerk.add_aanvraag")
    return Aanvraag.objects.create(
        titel=titel[:120] or ZONDER_TITEL, organisatie=organisatie, aanvrager=by, ingevoerd_door=by
    )


def bewaar_concept(
    aanvraag: Aanvraag, *, by: Gebruiker, invoer: Mapping[str, Any], versie: int | None = None
) -> Aanvraag:
    """Keep what was typed, word for word, right or wrong. Raises ``Verouderd`` if another was first."""
    with transaction.atomic():
        aanvraag.refresh_from_db(from_queryset=Aanvraag.objects.select_for_update())
        if not by.has_perm("maatwerk.change_aanvraag", aanvraag):
            raise PermissionDenied("maatwerk.change_aanvraag")
        if versie is not None and aanvraag.versie != versie:
            raise Verouderd(aanvraag)
        aanvraag.concept_invoer |= invoer
        aanvraag.titel = str(aanvraag.concept_invoer.get("titel", "")).strip()[:120] or ZONDER_TITEL
        aanvraag.versie += 1
        aanvraag.gewijzigd_op = klok.nu()
        aanvraag.save()
    return aanvraag


def verwijder_concept(aanvraag: Aanvraag, *, by: Gebruiker) -> None:
    """Throw a draft away, with its attachments; nobody else ever saw it."""
    if aanvraag.status != S.CONCEPT or not by.has_perm("maatwerk.change_aanvraag", aanvraag):
        raise PermissionDenied("maatwerk.change_aanvraag")
    with transaction.atomic():
        aanvraag.bijlagen.all().delete()
        aanvraag.delete()


def indienen(
    aanvraag: Aanvraag,
    *,
    by: Gebruiker,
    velden: Mapping[str, Any],
    gemeenten: Sequence[Organisatie],
    antwoorden: Sequence[Any] = (),
    versie: int | None = None,
) -> Aanvraag:
    """Leg de aanvraag bij Duo+ neer, onder een nummer. Vanaf nu loopt de termijn.

    ``velden`` are the checked answers; ``antwoorden`` the same as read on screen, frozen for the receipt.
    """
    with AANVRAAG.transition(aanvraag, "indienen", by=by, versie=versie, antwoorden=list(antwoorden)):
        for naam, waarde in velden.items():
            setattr(aanvraag, naam, waarde)
        _controleer_deelname(aanvraag, gemeenten)
        Deelnemer.objects.bulk_create(Deelnemer(aanvraag=aanvraag, organisatie=g) for g in gemeenten)
        aanvraag.nummer = Teller.volgende("MW", klok.vandaag().year)
        aanvraag.ingediend_op = klok.nu()
        aanvraag.concept_invoer = {}
    return aanvraag


def _controleer_deelname(aanvraag: Aanvraag, gemeenten: Sequence[Organisatie]) -> None:
    """Who takes part differs per programme and per day; the requester's own municipality is always in."""
    if aanvraag.ogon is None:
        raise StapKanNiet("Kies bij welk OGON deze aanvraag hoort.")
    if aanvraag.organisatie not in gemeenten:
        raise StapKanNiet(f"Kies ook {aanvraag.organisatie}: daar komt de aanvraag vandaan.")
    mee = set(aanvraag.ogon.gemeenten(klok.vandaag()))
    for gemeente in gemeenten:
        if gemeente not in mee:
            raise StapKanNiet(f"{gemeente} doet niet mee aan {aanvraag.ogon}. Kies een ander OGON.")
