"""Reacties op feiten: hoe ver de uitvoering van een besluit over een aanvraag is."""

from typing import Any

from django.db.models import QuerySet

from duoplus.actions.uitvoering import leg_stand_vast
from duoplus.besluiten import LOOPT, stand_nu
from duoplus.choices import BesluitSoort, Besluitstand
from duoplus.events import on
from duoplus.models import Besluit, Gebeurtenis, Gebruiker
from maatwerk.choices import AanvraagStatus as S
from maatwerk.models import Aanvraag

TOEGEZEGD = (BesluitSoort.AKKOORD, BesluitSoort.AKKOORD_MITS)
VAN_DE_LIJST = ("op_wachtlijst_zetten", "aanhouden", "afwijzen", "intrekken")


def besluit_is_bezig(gebeurtenis: Gebeurtenis) -> None:
    """Both initials stand: what was decided is being carried out until the end date of the assignment."""
    if gebeurtenis.gegeven("naar") != S.OPDRACHT_VERLEEND:
        return
    opdracht = _aanvraag(gebeurtenis).opdracht
    _zet(
        gebeurtenis,
        Besluitstand.BEZIG,
        toelichting=f"Opdracht {opdracht.nummer} is gegeven.",
        uiterlijk=opdracht.einddatum,
    )


def besluit_is_uitgevoerd(gebeurtenis: Gebeurtenis) -> None:
    _zet(gebeurtenis, Besluitstand.UITGEVOERD, toelichting="Het werk is af en het dossier is gesloten.")


def besluit_vervalt(gebeurtenis: Gebeurtenis) -> None:
    """A later decision, or the municipality itself, took the request off the list."""
    later = gebeurtenis.gegeven("besluit")
    waarom = f"Besluit {later} kwam ervoor in de plaats." if later else "De gemeente trok de aanvraag in."
    _zet(gebeurtenis, Besluitstand.VERVALLEN, toelichting=waarom)


REACTIES = {
    "maatwerk.aanvraag.opdracht_geven": besluit_is_bezig,
    "maatwerk.aanvraag.afsluiten": besluit_is_uitgevoerd,
} | {f"maatwerk.aanvraag.{stap}": besluit_vervalt for stap in VAN_DE_LIJST}
for soort, reactie in REACTIES.items():
    on(soort)(reactie)


def _zet(gebeurtenis: Gebeurtenis, stand: Besluitstand, **velden: Any) -> None:
    """Every decision of this kind that is not done yet; one that was superseded has nothing to do."""
    by = Gebruiker.objects.systeem()
    for besluit in _lopend(gebeurtenis).exclude(stand=stand):
        leg_stand_vast(besluit, stand, by=by, **velden)


def _lopend(gebeurtenis: Gebeurtenis) -> QuerySet[Any]:
    eerder = Besluit.objects.filter(aanvraagregel__aanvraag=gebeurtenis.object_id, soort__in=TOEGEZEGD)
    return eerder.filter(genomen_op__lte=gebeurtenis.op).annotate(stand=stand_nu()).filter(stand__in=LOOPT)


def _aanvraag(gebeurtenis: Gebeurtenis) -> Aanvraag:
    return Aanvraag.objects.select_related("opdracht").get(pk=gebeurtenis.object_id)
