"""Wat bij elke status kan: intrekken, heropenen, meepraten, volgen en documenten."""

from contextlib import nullcontext

from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import PermissionDenied
from django.db import transaction

from duoplus import events
from duoplus.choices import Zichtbaarheid
from duoplus.models import Bijlage, Gebruiker, Reactie, Volger
from duoplus.rules import namens
from duoplus.transitions import StapKanNiet
from maatwerk.actions import beslag
from maatwerk.actions.besluiten import haal_zonder_besluit_van_lijst, lijst_op_slot
from maatwerk.actions.toetsen import laat_raming_vervallen
from maatwerk.actions.verhelderen import laat_vraag_vervallen
from maatwerk.choices import AanvraagStatus as S
from maatwerk.models import Aanvraag
from maatwerk.transitions import AANVRAAG
from ogon.actions.opschaling import vervalt


def intrekken(aanvraag: Aanvraag, *, by: Gebruiker, reden: str, versie: int | None = None) -> Aanvraag:
    """Stop de aanvraag, met de reden. De gegevens blijven bewaard."""
    with (
        lijst_op_slot(aanvraag) if aanvraag.ogon_id else nullcontext() as ogon,
        AANVRAAG.transition(aanvraag, "intrekken", by=by, versie=versie, reden=reden),
    ):
        if ogon is not None:
            haal_zonder_besluit_van_lijst(aanvraag, ogon)
        beslag.geef_vrij(aanvraag, by=by)
        laat_vraag_vervallen(aanvraag)
        vervalt(aanvraag, "De aanvraag is ingetrokken.")
        aanvraag.opgeschaald = False
    return aanvraag


def heropenen(aanvraag: Aanvraag, *, by: Gebruiker, reden: str, versie: int | None = None) -> Aanvraag:
    """Neem een afgewezen of ingetrokken aanvraag opnieuw in behandeling; wat was afgesproken, vervalt.

    What nobody took up yet (no kind, no team) becomes ``ingediend`` again, since only that state leads there.
    """
    with AANVRAAG.transition(aanvraag, "heropenen", by=by, versie=versie, reden=reden):
        if not aanvraag.kenmerk:
            raise StapKanNiet("Dit concept is nooit ingediend en kan niet worden heropend.")
        aanvraag.status = S.IN_INTAKE if aanvraag.soort and aanvraag.team_id else S.INGEDIEND
        aanvraag.opgeschaald = False
        aanvraag.bevestigd_op = aanvraag.akkoord_op = aanvraag.geprioriteerd_op = None
        laat_raming_vervallen(aanvraag, reden)
    return aanvraag


def reageren(aanvraag: Aanvraag, *, by: Gebruiker, tekst: str, zichtbaarheid: str) -> Reactie:
    """Plaats een bericht in het gesprek. Intern is alleen voor mensen van Duo+."""
    if not by.has_perm("maatwerk.reageren_aanvraag", aanvraag):
        raise PermissionDenied("maatwerk.reageren_aanvraag")
    if zichtbaarheid == Zichtbaarheid.INTERN and not by.is_duoplus:
        raise PermissionDenied("duoplus.view_intern")
    with transaction.atomic():
        reactie = Reactie.objects.create(
            onderwerp=aanvraag,
            tekst=tekst,
            zichtbaarheid=zichtbaarheid,
            door=by,
            namens=namens(by, "maatwerk.reageren_aanvraag", aanvraag),
        )
        events.record(
            "maatwerk.aanvraag.reageren",
            aanvraag,
            by=by,
            namens=reactie.namens,
            zichtbaarheid=zichtbaarheid,
            reactie=reactie.pk,
        )
    return reactie


def volgen(aanvraag: Aanvraag, *, by: Gebruiker) -> None:
    """Blijf op de hoogte, ook zonder rol in deze aanvraag."""
    if not by.has_perm("maatwerk.volgen_aanvraag", aanvraag):
        raise PermissionDenied("maatwerk.volgen_aanvraag")
    soort = ContentType.objects.get_for_model(aanvraag)
    Volger.objects.get_or_create(gebruiker=by, content_type=soort, object_id=aanvraag.pk)


def ontvolgen(aanvraag: Aanvraag, *, by: Gebruiker) -> None:
    Volger.objects.over(aanvraag).filter(gebruiker=by).delete()


def voeg_bijlage_toe(
    aanvraag: Aanvraag,
    *,
    by: Gebruiker,
    naam: str,
    inhoud: bytes,
    zichtbaarheid: str = Zichtbaarheid.GEDEELD,
) -> Bijlage:
    """Bewaar een document. Wat het is blijkt uit de inhoud. Raises ``GeweigerdBestand`` with a sentence."""
    recht = "change" if aanvraag.status == S.CONCEPT else "reageren"
    if not by.has_perm(f"maatwerk.{recht}_aanvraag", aanvraag):
        raise PermissionDenied(f"maatwerk.{recht}_aanvraag")
    if zichtbaarheid == Zichtbaarheid.INTERN and not by.is_duoplus:
        raise PermissionDenied("duoplus.view_intern")
    with transaction.atomic():
        bijlage = Bijlage.bewaar_gekozen(
            naam, inhoud, onderwerp=aanvraag, door=by, zichtbaarheid=zichtbaarheid
        )
        if aanvraag.status != S.CONCEPT:
            events.record(
                "maatwerk.aanvraag.bijlage_toevoegen",
                aanvraag,
                by=by,
                zichtbaarheid=zichtbaarheid,
                bijlage=str(bijlage.uuid),
                naam=bijlage.naam,
            )
    return bijlage


def verwijder_bijlage(bijlage: Bijlage, *, by: Gebruiker) -> None:
    """Alleen zolang de aanvraag een concept is; daarna hoort een document bij het dossier."""
    if not by.has_perm("maatwerk.change_aanvraag", bijlage.onderwerp):
        raise PermissionDenied("maatwerk.change_aanvraag")
    bijlage.delete()
    transaction.on_commit(lambda: bijlage.bestand.delete(save=False))
