from typing import Self

from django.db import models

from duoplus.models.organisatie import Gedateerd, GedateerdQuerySet, geen_overlap


class TekstQuerySet(GedateerdQuerySet["Tekst"]):
    def op_plek(self, plek: str) -> Self:
        return self.filter(plek=plek)


class Tekst(Gedateerd):
    """Een eigen tekst op een plek van het portaal. Zonder rij staat daar de tekst uit ``duoplus.teksten``."""

    plek = models.SlugField(max_length=40, db_index=False)
    tekst = models.TextField()

    objects = TekstQuerySet.as_manager()

    class Meta(Gedateerd.Meta):
        ordering = ["plek", "van"]
        constraints = [*Gedateerd.Meta.constraints, geen_overlap("tekst_zonder_overlap", "plek")]

    def __str__(self) -> str:
        return f"Tekst {self.plek}"
