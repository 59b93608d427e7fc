from celery import shared_task
from django.db import transaction
from django.db.models import QuerySet

from duoplus import events
from duoplus.models import Gebruiker
from ogon import dvowerk
from ogon.models import Dvo


@shared_task
def bewaak_dvos() -> None:
    """Zeg het als de laatste dag om op te zeggen nadert, en als een DVO afloopt zonder vervolg.

    Once per DVO, on the first day on which this runs after it is due.
    """
    _meld(dvowerk.te_waarschuwen(), dvowerk.WAARSCHUWEN)
    _meld(dvowerk.loopt_af(), dvowerk.LOOPT_AF)


@transaction.atomic
def _meld(dvos: QuerySet[Dvo], soort: str) -> None:
    systeem = Gebruiker.objects.systeem()
    for dvo in dvos.select_for_update(of=("self",)):
        events.record(soort, dvo, by=systeem, dvo=str(dvo))
