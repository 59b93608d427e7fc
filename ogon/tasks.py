"""De klok van ogon: wie te lang wacht of iets dreigt te missen, hoort dat."""

import logging

from celery import shared_task

from ogon.actions import opschaling
from ogon.models import Opschaling

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
