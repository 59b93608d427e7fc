"""De klok van ogon: wie te lang wacht of iets dreigt te missen, hoort dat."""

import logging

from celery import shared_task
from django.db import transaction
from django.db.models import QuerySet

from duoplus import events
from duoplus.models import Gebruiker
from ogon.actions import opschaling
from ogon.dvo import werk as dvowerk
from ogon.models import Dvo, Opschaling

logger = logging.getLogger(__name__)


@shared_task
def beklim_ladder() -> None:
    """Zet elke opschaling zonder antwoord op de trede waar zij hoort; elke trede één keer, hoe laat ook.

    One that fails waits for the next time; those behind it do not wait for that one.
    """
    for een in Opschaling.objects.open().order_by("pk"):
        try:
            opschaling.klim(een)
        except Exception:
            logger.exception("De ladder van %s is niet beklommen", een.nummer)


@shared_task
def bewaak_dvos() -> None:
    """Zeg het als de laatste dag om een DVO op te zeggen nadert, en als er een afloopt zonder vervolg.

    Once per DVO, on the first day on which this runs after it is due.
    """
    _meld(dvowerk.te_waarschuwen(), dvowerk.WAARSCHUWEN)
    _meld(dvowerk.loopt_af(), dvowerk.LOOPT_AF)


@transaction.atomic
def _meld(dvos: QuerySet[Dvo], soort: str) -> None:
    systeem = Gebruiker.objects.systeem()
    for dvo in dvos.select_for_update(of=("self",)):
        events.record(soort, dvo, by=systeem, dvo=str(dvo))
