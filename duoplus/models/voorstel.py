"""A change of a setting that waits for a second person."""

from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from duoplus import klok


class WijzigingsvoorstelQuerySet(models.QuerySet["Wijzigingsvoorstel"]):
    def open(self) -> Self:
        return self.filter(besloten_op=None)


class Wijzigingsvoorstel(models.Model):
    """Wat iemand wil vaststellen, totdat een ander dat doet. Tot dan rekent niets ermee.

    ``object_id`` and ``versie``: which row it is about and how that row stood when this was written.
    Once decided it stays as it is.
    """

    onderdeel = models.SlugField(max_length=40)
    handeling = models.SlugField(max_length=20)
    object_id = models.BigIntegerField(null=True, blank=True)
    versie = models.BigIntegerField(default=0)
    titel = models.CharField(max_length=200)
    gegevens = models.JSONField()
    verschil = models.JSONField()
    reden = models.TextField()
    opgesteld_door = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    opgesteld_op = models.DateTimeField(default=klok.nu)
    besloten_door = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    besloten_op = models.DateTimeField(null=True, blank=True)
    akkoord = models.BooleanField(null=True, blank=True)
    toelichting = models.TextField(blank=True)

    objects = WijzigingsvoorstelQuerySet.as_manager()

    class Meta:
        ordering = ["-opgesteld_op", "-pk"]
        constraints = [
            models.CheckConstraint(
                name="voorstel_twee_personen",
                condition=Q(besloten_door=None) | ~Q(besloten_door=F("opgesteld_door")),
                violation_error_message="Wie een voorstel opstelt, stelt het niet zelf vast.",
            ),
            models.CheckConstraint(
                name="voorstel_heel_besloten",
                condition=Q(besloten_door=None, besloten_op=None, akkoord=None)
                | Q(besloten_door__isnull=False, besloten_op__isnull=False, akkoord__isnull=False),
            ),
        ]
        indexes = [models.Index(fields=["onderdeel"], name="voorstel_open", condition=Q(besloten_op=None))]

    def __str__(self) -> str:
        return self.titel

    @property
    def stand(self) -> str:
        return {None: "Wacht op vaststellen", True: "Vastgesteld", False: "Afgewezen"}[self.akkoord]

    @property
    def toon(self) -> str:
        return {None: "open", True: "ok", False: "bad"}[self.akkoord]
