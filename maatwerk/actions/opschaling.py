"""Wat een antwoord van het directieberaad doet met een aanvraag of een volgorde."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.db import transaction
from django.urls import reverse

from duoplus import events
from duoplus.calc.nederlands import datum
from duoplus.models import Besluit, Gebruiker
from maatwerk.actions.besluiten import lijst_op_slot
from maatwerk.actions.ronde import leg_vast
from maatwerk.choices import RondeStatus
from maatwerk.models import Aanvraag, AanvraagBesluit, Ronde
from ogon.actions.cyclus import herstel_fase
from ogon.choices import Antwoord
from ogon.models import Cyclus, Opschaling
from ogon.opschaling.zaken import Zaak


class AanvraagZaak(Zaak):
    """One disputed request. Its state never moved, so an answer only lets go of it, with a note."""

    model = Aanvraag

    def adres(self, onderwerp: Aanvraag, user: Gebruiker) -> str:
        return onderwerp.get_absolute_url() if user.has_perm("maatwerk.view_aanvraag", onderwerp) else ""

    def draad(self, onderwerp: Aanvraag, user: Gebruiker) -> str:
        mag = user.has_perm("maatwerk.view_aanvraag", onderwerp)
        return reverse("maatwerk:draad", args=[onderwerp.sleutel]) if mag else ""

    @contextmanager
    def op_slot(self, onderwerp: Aanvraag) -> Iterator[None]:
        with lijst_op_slot(onderwerp):
            onderwerp.refresh_from_db(from_queryset=Aanvraag.objects.select_for_update())
            yield

    def beantwoord(self, onderwerp: Aanvraag, opschaling: Opschaling, *, by: Gebruiker) -> None:
        besluit = _besluit(opschaling)
        AanvraagBesluit.objects.create(aanvraag=onderwerp, besluit=besluit)
        feit = {"besluit": besluit.nummer, "reden": _notitie(opschaling)}
        _laat_los(onderwerp, opschaling, "antwoord_opschaling", by, besluit.namens, feit)

    def laat_los(self, onderwerp: Aanvraag, opschaling: Opschaling, *, by: Gebruiker) -> None:
        _laat_los(onderwerp, opschaling, "opschaling_ingetrokken", by, None, {})


def _laat_los(
    aanvraag: Aanvraag,
    opschaling: Opschaling,
    wat: str,
    by: Gebruiker,
    voor: Gebruiker | None,
    feit: dict[str, Any],
) -> None:
    aanvraag.opgeschaald = False
    aanvraag.versie += 1
    aanvraag.save(update_fields=["opgeschaald", "versie"])
    woord = opschaling.get_antwoord_display().lower()
    feit |= {"opschaling": opschaling.nummer, "woord": woord}
    events.record(f"maatwerk.aanvraag.{wat}", aanvraag, by=by, namens=voor, **feit)


class RondeZaak(Zaak):
    """A whole order. Sent back it lies before the municipalities again, as it did; else it can be changed."""

    model = Ronde

    def adres(self, onderwerp: Ronde, user: Gebruiker) -> str:
        mag = user.has_perm("maatwerk.bord_cyclus", onderwerp.cyclus)
        return onderwerp.get_absolute_url() if mag else ""

    @contextmanager
    def op_slot(self, onderwerp: Ronde) -> Iterator[None]:
        with transaction.atomic():
            op_slot = Ronde.objects.select_for_update(of=("self",), no_key=True)
            onderwerp.refresh_from_db(from_queryset=op_slot.select_related("cyclus__ogon"))
            yield

    def beantwoord(self, onderwerp: Ronde, opschaling: Opschaling, *, by: Gebruiker) -> None:
        besluit, notitie = _besluit(opschaling), _notitie(opschaling)
        if opschaling.antwoord == Antwoord.TERUG:
            _herstel(onderwerp, opschaling, by, notitie)
        else:
            _bewaar(onderwerp, RondeStatus.RANGSCHIKKEN)
        leg_vast(onderwerp, "antwoorden", by, besluit.namens, reden=notitie, besluit=besluit.nummer)

    def laat_los(self, onderwerp: Ronde, opschaling: Opschaling, *, by: Gebruiker) -> None:
        _bewaar(onderwerp, RondeStatus(opschaling.pakket["onderwerp"]["toen"]["status"]))


def _herstel(ronde: Ronde, opschaling: Opschaling, by: Gebruiker, notitie: str) -> None:
    """State and phase as they were when the question went up, though the cycle may have gone on."""
    toen = opschaling.pakket["onderwerp"]["toen"]
    _bewaar(ronde, RondeStatus(toen["status"]))
    herstel_fase(Cyclus.objects.get(pk=ronde.cyclus_id), toen["fase"], by=by, reden=notitie)


def _bewaar(ronde: Ronde, status: RondeStatus) -> None:
    ronde.status = status
    ronde.versie += 1
    ronde.save(update_fields=["status", "versie"])


def _besluit(opschaling: Opschaling) -> Besluit:
    """The answer; raises ``LookupError`` before there is one."""
    if opschaling.antwoordbesluit is None:
        raise LookupError(opschaling.nummer)
    return opschaling.antwoordbesluit


def _notitie(opschaling: Opschaling) -> str:
    """The words of the answer, and if it came back, from where and when."""
    besluit = _besluit(opschaling)
    mits = f" Voorwaarde: {besluit.voorwaarde}" if besluit.voorwaarde else ""
    terug = opschaling.antwoord == Antwoord.TERUG
    naar = f" Terug naar hoe het lag op {datum(opschaling.gemeld_op)}." if terug else ""
    return f"{besluit.reden}{mits}{naar}"
