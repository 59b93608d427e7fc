from datetime import date
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q

from duoplus import klok
from duoplus.choices import BesluitSoort, GremiumSoort
from duoplus.models.organisatie import Bestaand, GedateerdQuerySet


class Gremium(Bestaand):
    """Een overleg dat besluit: een OGON, het directieberaad, de inkoopcontactgroep, het CPI-overleg."""

    soort = models.CharField(max_length=20, choices=GremiumSoort)
    naam = models.CharField(max_length=80, unique=True)
    slug = models.SlugField(max_length=40, unique=True)
    coordineert = models.BooleanField(
        "is de draaischijf",
        default=False,
        help_text="Dit overleg stemt af tussen alle OGON’s; er is er hooguit één.",
    )

    objects = GedateerdQuerySet.as_manager()

    class Meta(Bestaand.Meta):
        ordering = ["naam"]
        constraints = [
            *Bestaand.Meta.constraints,
            models.UniqueConstraint(
                fields=["coordineert"],
                condition=Q(coordineert=True),
                name="gremium_een_draaischijf",
                violation_error_message="Er is al een ander overleg de draaischijf.",
            ),
        ]

    def __str__(self) -> str:
        return self.naam


class VergaderingQuerySet(models.QuerySet["Vergadering"]):
    def komend(self, dag: date) -> Self:
        return self.filter(datum__gte=dag).order_by("datum", "begint_om")


class Vergadering(models.Model):
    """Een bijeenkomst van een gremium."""

    gremium = models.ForeignKey(Gremium, models.PROTECT, related_name="vergaderingen")
    datum = models.DateField()
    begint_om = models.TimeField()
    eindigt_om = models.TimeField()
    plaats = models.CharField(max_length=120)

    objects = VergaderingQuerySet.as_manager()

    class Meta:
        ordering = ["datum", "begint_om"]
        constraints = [
            models.UniqueConstraint(fields=["gremium", "datum", "begint_om"], name="vergadering_eenmaal")
        ]

    def __str__(self) -> str:
        return f"{self.gremium} op {self.datum}"


class Besluit(models.Model):
    """Wat een gremium besloot. Een besluit ligt vast; een nieuw besluit vervangt het, niemand wijzigt het."""

    nummer = models.CharField(max_length=20, unique=True)
    gremium = models.ForeignKey(Gremium, models.PROTECT, related_name="besluiten")
    soort = models.CharField(max_length=20, choices=BesluitSoort)
    titel = models.CharField(max_length=200)
    reden = models.TextField()
    voorwaarde = models.TextField(blank=True)
    gegevens = models.JSONField(default=dict)
    genomen_op = models.DateTimeField(default=klok.nu)
    genomen_door = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="besluiten")
    namens = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    vervangt = models.OneToOneField(
        "self", models.PROTECT, null=True, blank=True, related_name="vervangen_door"
    )

    class Meta:
        ordering = ["-genomen_op", "-pk"]

    def __str__(self) -> str:
        return f"{self.nummer} {self.get_soort_display()}"
