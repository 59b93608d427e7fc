from typing import Self

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.db import models
from django.db.models import F, Q, Value
from django.urls import reverse

from duoplus import klok
from duoplus.models import Gedateerd, GedateerdQuerySet, geen_overlap
from duoplus.models.organisatie import Periode
from ogon.choices import Fase
from ogon.models.ogon import Ogon


class Faseregel(Gedateerd):
    """Wanneer een fase begint en hoe lang zij duurt: de jaarkalender, een aanname en dus met een datum.

    The phase begins on the first working day on or after ``dag``-``maand`` of the cycle's year plus
    ``jaar_verschuiving``; without ``werkdagen`` it lasts until the next phase begins.
    """

    fase = models.CharField(max_length=12, choices=Fase)
    maand = models.PositiveSmallIntegerField()
    dag = models.PositiveSmallIntegerField()
    jaar_verschuiving = models.SmallIntegerField("jaar ten opzichte van de cyclus", default=-1)
    werkdagen = models.PositiveSmallIntegerField(null=True, blank=True)

    objects = GedateerdQuerySet.as_manager()

    class Meta(Gedateerd.Meta):
        ordering = ["van", "jaar_verschuiving", "maand", "dag"]
        constraints = [
            *Gedateerd.Meta.constraints,
            geen_overlap("faseregel_zonder_overlap", "fase"),
            models.CheckConstraint(
                name="faseregel_dag_bestaat",
                condition=Q(maand__range=(1, 12), dag__range=(1, 28), jaar_verschuiving__range=(-1, 1)),
                violation_error_message="Kies een dag van 1 tot en met 28 en een maand van 1 tot en met 12.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_fase_display()} vanaf {self.dag}-{self.maand}"


class CyclusQuerySet(models.QuerySet["Cyclus"]):
    def lopend(self) -> Self:
        return self.filter(afgesloten_op=None)


class Cyclus(models.Model):
    """Eén ronde door het jaar van één OGON: van vraag ophalen tot evalueren. Precies één fase is nu."""

    ogon = models.ForeignKey(Ogon, models.PROTECT, related_name="cycli")
    jaar = models.PositiveSmallIntegerField()
    fase = models.CharField(max_length=12, choices=Fase, default=Fase.OPHALEN)
    versie = models.PositiveIntegerField(default=0)
    geopend_op = models.DateTimeField(default=klok.nu)
    afgesloten_op = models.DateTimeField(null=True, blank=True)

    objects = CyclusQuerySet.as_manager()

    class Meta:
        ordering = ["-jaar", "ogon__naam"]
        constraints = [
            models.UniqueConstraint(
                fields=["ogon", "jaar"],
                name="cyclus_een_per_jaar",
                violation_error_message="Dit OGON heeft al een cyclus voor dit jaar.",
            ),
            models.CheckConstraint(name="cyclus_fase_bestaat", condition=Q(fase__in=Fase.values)),
        ]

    def __str__(self) -> str:
        return f"Cyclus {self.jaar} van {self.ogon}"

    def get_absolute_url(self) -> str:
        return reverse("maatwerk:cyclus", args=[self.ogon.slug, self.jaar])

    @property
    def nu(self) -> "Cyclusfase | None":
        """The active phase with its days."""
        return next((fase for fase in self.fasen.all() if fase.fase == self.fase), None)


class Cyclusfase(models.Model):
    """De dagen van één fase van een cyclus; beide dagen horen erbij."""

    cyclus = models.ForeignKey(Cyclus, models.CASCADE, related_name="fasen")
    fase = models.CharField(max_length=12, choices=Fase)
    van = models.DateField()
    tot = models.DateField()

    class Meta:
        ordering = ["van"]
        constraints = [
            models.UniqueConstraint(fields=["cyclus", "fase"], name="cyclusfase_eenmaal"),
            models.CheckConstraint(
                name="cyclusfase_tot_na_van",
                condition=Q(tot__gte=F("van")),
                violation_error_message="De laatste dag ligt voor de eerste.",
            ),
            ExclusionConstraint(
                name="cyclusfase_zonder_overlap",
                expressions=[
                    ("cyclus", RangeOperators.EQUAL),
                    (Periode("van", "tot", Value("[]")), RangeOperators.OVERLAPS),
                ],
                deferrable=models.Deferrable.DEFERRED,
                violation_error_message="Twee fasen vallen over elkaar heen.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_fase_display()} {self.van} – {self.tot}"
