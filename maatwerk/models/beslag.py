"""Wat maatwerk van de uren van een team neemt: gereserveerd, toegezegd, gebruikt."""

from decimal import Decimal
from typing import Any, Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q, Sum

from duoplus import klok
from duoplus.models import Besluit, Organisatie, Team
from maatwerk.choices import FinancieringStand, Rekening
from maatwerk.models.aanvraag import Aanvraag
from maatwerk.models.opdracht import Boeking


class MutatieQuerySet(models.QuerySet["Mutatie"]):
    def stand(self, *per: str) -> dict[tuple[Any, ...], Decimal]:
        """Hours on each account but the free one, keyed by the fields ``per`` and the account."""
        saldo: dict[tuple[Any, ...], Decimal] = {}
        for kant, teken in (("naar", 1), ("van", -1)):
            regels = self.order_by().values_list(*per, kant).annotate(som=Sum("uren"))
            for *sleutel, rekening, som in regels:
                if rekening != Rekening.VRIJ:
                    plek = (*sleutel, rekening)
                    saldo[plek] = saldo.get(plek, Decimal(0)) + teken * som
        return {plek: uren for plek, uren in saldo.items() if uren}

    def bezet(self) -> Self:
        return self.exclude(van=Rekening.VRIJ, naar=Rekening.VRIJ)


class Mutatie(models.Model):
    """Uren die van de ene rekening naar de andere gaan; zo sluiten de drie boeken altijd.

    Append-only. The database refuses an account that would go below zero.
    """

    aanvraag = models.ForeignKey(Aanvraag, models.PROTECT, related_name="mutaties")
    team = models.ForeignKey(Team, models.PROTECT, related_name="mutaties")
    maand = models.DateField(help_text="De eerste dag van de maand.")
    van = models.CharField(max_length=12, choices=Rekening)
    naar = models.CharField(max_length=12, choices=Rekening)
    uren = models.DecimalField(max_digits=9, decimal_places=2)
    besluit = models.ForeignKey(Besluit, models.PROTECT, null=True, blank=True, related_name="mutaties")
    boeking = models.ForeignKey(Boeking, models.PROTECT, null=True, blank=True, related_name="mutaties")
    door = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    op = models.DateTimeField(default=klok.nu)

    objects = MutatieQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        indexes = [
            models.Index(fields=["team", "maand"], name="mutatie_team"),
            models.Index(fields=["aanvraag", "team", "maand"], name="mutatie_aanvraag"),
        ]
        constraints = [
            models.CheckConstraint(name="mutatie_boven_nul", condition=Q(uren__gt=0)),
            models.CheckConstraint(name="mutatie_verplaatst", condition=~Q(van=F("naar"))),
            models.CheckConstraint(name="mutatie_eerste_van_de_maand", condition=Q(maand__day=1)),
        ]

    def __str__(self) -> str:
        return f"{self.uren} van {self.van} naar {self.naar}"


class FinancieringQuerySet(models.QuerySet["Financiering"]):
    def geldend(self) -> Self:
        """The last word of each municipality on each request."""
        per = ("aanvraag_id", "organisatie_id")
        return self.order_by(*per, "-pk").distinct(*per)


class Financiering(models.Model):
    """Of een gemeente haar deel kan betalen, en welk begrotingsmoment een voorbehoud oplost.

    A new row supersedes the one before; nothing changes.
    """

    aanvraag = models.ForeignKey(Aanvraag, models.PROTECT, related_name="financiering")
    organisatie = models.ForeignKey(Organisatie, models.PROTECT, related_name="+")
    stand = models.CharField(max_length=16, choices=FinancieringStand)
    begrotingsmoment = models.CharField(
        max_length=120, blank=True, help_text="Bijvoorbeeld: najaarsnota 2026, raad van 12 november."
    )
    verwacht_op = models.DateField(null=True, blank=True)
    toelichting = models.TextField(blank=True)
    besluit = models.ForeignKey(Besluit, models.PROTECT, null=True, blank=True, related_name="financiering")
    door = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    namens = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    op = models.DateTimeField(default=klok.nu)

    objects = FinancieringQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                name="financiering_voorbehoud_heeft_moment",
                condition=~Q(stand=FinancieringStand.ONDER_VOORBEHOUD) | ~Q(begrotingsmoment=""),
                violation_error_message="Noem het begrotingsmoment dat het voorbehoud oplost.",
            )
        ]

    def __str__(self) -> str:
        return f"{self.organisatie}: {self.get_stand_display()}"
