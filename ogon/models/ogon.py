from datetime import date

from django.db import models
from django.urls import reverse

from duoplus.choices import GremiumSoort
from duoplus.models import GedateerdQuerySet, Gremium, Organisatie, Programma, geldig


def deelnemers(gremium: Gremium, dag: date) -> models.QuerySet[Organisatie]:
    """Which municipalities take part in an OGON on ``dag``: those of its programme."""
    return Organisatie.objects.filter(geldig(dag, "deelnames__"), deelnames__programma__ogon=gremium.pk)


class OgonQuerySet(GedateerdQuerySet["Ogon"]):
    def voor_organisatie(self, organisatie: Organisatie, dag: date) -> "OgonQuerySet":
        """The OGON's in whose programme this organisation takes part on ``dag``."""
        return self.geldig_op(dag).filter(
            geldig(dag, "programma__deelnames__"), programma__deelnames__organisatie=organisatie
        )


class Ogon(Gremium):
    """Opdrachtgever-opdrachtnemeroverleg van één programma: het overleg én de lijn."""

    programma = models.OneToOneField(Programma, models.PROTECT, related_name="ogon")
    lijstversie = models.PositiveIntegerField(
        default=0,
        help_text="Telt elke wijziging van de volgorde, zodat niemand die van een ander overschrijft.",
    )

    objects = OgonQuerySet.as_manager()  # type: ignore[misc]

    class Meta:
        constraints = ()  # the table of Gremium holds the days and guards them

    def __str__(self) -> str:
        return self.naam

    def save(self, *args: object, **kwargs: object) -> None:
        self.soort = GremiumSoort.OGON
        super().save(*args, **kwargs)  # type: ignore[arg-type]

    def get_absolute_url(self) -> str:
        return reverse("maatwerk:ogon", args=[self.slug])

    @property
    def kort(self) -> str:
        """The domain alone: "Bedrijfsvoering"."""
        return self.naam.removeprefix("OGON ")

    def gemeenten(self, dag: date) -> models.QuerySet[Organisatie]:
        return self.programma.deelnemers_op(dag).gemeenten()  # type: ignore[attr-defined]
