"""Van welke tot welke dag er op een opdracht geboekt kan worden; de enige plek die dat weet (R6)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from django.db.models import Max, Min, Q, QuerySet

from duoplus import klok
from duoplus.calc.werkdagen import na_werkdagen
from duoplus.models import Feestdag, Termijn
from maatwerk.models import Boeking, Opdracht
from maatwerk.models.opdracht import BoekingQuerySet

UITLOOP = "opdracht.uitloop"


def uitloop(dag: date) -> int:
    """How many working days an assignment may run on after its end date."""
    return Termijn.objects.werkdagen(UITLOOP, dag) or 0


@dataclass(frozen=True)
class Looptijd:
    """The term and the days off as they hold today, read once for any number of assignments."""

    uitloop: int
    vrij: Mapping[date, str]

    @classmethod
    def lees(cls) -> "Looptijd":
        return cls(uitloop(klok.vandaag()), Feestdag.objects.als_vrij())

    def laatste_dag(self, opdracht: Opdracht) -> date:
        """The end date and the working days that it may run out (domain.md section 3: 10, an assumption)."""
        return na_werkdagen(opdracht.klaar_voor, self.uitloop, self.vrij)

    def dagen(self, opdracht: Opdracht) -> tuple[date, date]:
        """The first and the last day of its bookings.

        An assignment from an old list has no known start, and its end date there is a wish: only the day
        it was closed counts.
        """
        gestart, dicht = opdracht.gestart_op, opdracht.aanvraag.afgesloten_op
        einde = self.laatste_dag(opdracht) if gestart else date.max
        return klok.dag(gestart) if gestart else date.min, min(einde, klok.dag(dicht)) if dicht else einde


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
