"""Boekingen buiten de dagen van hun opdracht, en waar een boeking staat."""

from datetime import date

from django.db.models import Max, Min, Q, QuerySet

from maatwerk.looptijd import Looptijd
from maatwerk.models import Boeking, Opdracht
from maatwerk.models.opdracht import BoekingQuerySet


def buiten_opdracht(boekingen: BoekingQuerySet) -> QuerySet[Boeking]:
    """Dated before the start, after the end date and the days to run out, or after closing (R6)."""
    boekingen = boekingen.staand()
    grenzen = boekingen.order_by().values_list("opdracht").annotate(eerste=Min("datum"), laatste=Max("datum"))
    uitersten = {opdracht: (eerste, laatste) for opdracht, eerste, laatste in grenzen}
    mis = Q(pk=None)
    for opdracht, (van, tot) in _dagen(list(uitersten)).items():
        eerste, laatste = uitersten[opdracht]
        if eerste < van or laatste > tot:
            mis |= Q(opdracht=opdracht) & (Q(datum__lt=van) | Q(datum__gt=tot))
    return boekingen.filter(mis)


def _dagen(opdrachten: list[int]) -> dict[int, tuple[date, date]]:
    looptijd = Looptijd.lees()
    rijen = Opdracht.objects.filter(pk__in=opdrachten).select_related("aanvraag")
    return {opdracht.pk: looptijd.dagen(opdracht) for opdracht in rijen}


def op_opdracht(boekingen: QuerySet[Boeking], hoeveel: int) -> list[tuple[int, date, str | None]]:
    """Booking, day and assignment of the first so many."""
    return list(boekingen.order_by("pk").values_list("pk", "datum", "opdracht__nummer")[:hoeveel])
