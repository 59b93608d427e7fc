from django.db import models

from duoplus.models import Gedaan
from maatwerk.models.opdracht import Opdracht
from ogon.models import Dvo, Werkplanregel


class OpdrachtInWerkplan(Gedaan):
    """De draad van een opdracht naar de regel van het werkplan waarin een team haar uitvoert."""

    opdracht = models.ForeignKey(Opdracht, models.PROTECT, related_name="werkplanlinks")
    regel = models.OneToOneField(Werkplanregel, models.PROTECT, related_name="opdrachtlink")

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.opdracht} in {self.regel.werkplan}"


class OpdrachtOnderArtikel(Gedaan):
    """Onder welk artikel van de DVO een opdracht valt. De tekst volgt uit de dag waarop u kijkt."""

    opdracht = models.ForeignKey(Opdracht, models.PROTECT, related_name="artikellinks")
    dvo = models.ForeignKey(Dvo, models.PROTECT, related_name="opdrachtlinks")
    artikel = models.PositiveSmallIntegerField("artikelnummer")

    class Meta:
        ordering = ["dvo", "artikel"]
        constraints = [
            models.UniqueConstraint(
                fields=["opdracht", "dvo", "artikel"],
                name="opdracht_onder_artikel_eenmaal",
                violation_error_message="Deze opdracht staat al onder dit artikel.",
            )
        ]

    def __str__(self) -> str:
        return f"{self.opdracht} onder artikel {self.artikel} van {self.dvo}"
