from typing import Self

from django.db import models

from duoplus.models.organisatie import Gedateerd, GedateerdQuerySet, geen_overlap


class TekstQuerySet(GedateerdQuerySet["Tekst"]):
    def bij(self, *sleutels: str) -> Self:
        return self.filter(sleutel__in=sleutels)


class Tekst(Gedateerd):
    """Een eigen tekst op een plek van het portaal. Zonder rij staat daar de tekst uit ``duoplus.teksten``."""

    sleutel = models.CharField(max_length=40)
    tekst = models.TextField()

    objects = TekstQuerySet.as_manager()

    class Meta(Gedateerd.Meta):
        ordering = ["sleutel", "van"]
        constraints = [*Gedateerd.Meta.constraints, geen_overlap("tekst_zonder_overlap", "sleutel")]

    def __str__(self) -> str:
        return f"Tekst {self.sleutel}"
