from typing import Any, Self

from django.conf import settings
from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.db import models

from duoplus import klok
from duoplus.choices import Zichtbaarheid


class OnderwerpQuerySet(models.QuerySet):
    def over(self, onderwerp: models.Model) -> Self:
        """The rows about this object."""
        return self.filter(content_type=ContentType.objects.get_for_model(onderwerp), object_id=onderwerp.pk)


class OverOnderwerp(models.Model):
    """A row about any object of any app above."""

    content_type = models.ForeignKey(ContentType, models.PROTECT, related_name="+")
    object_id = models.BigIntegerField()
    onderwerp = GenericForeignKey()

    class Meta:
        abstract = True
        indexes = [models.Index(fields=["content_type", "object_id", "id"])]


class GebeurtenisQuerySet(OnderwerpQuerySet):
    def waiting(self) -> Self:
        return self.filter(verwerkt_op=None).order_by("pk")


class Gebeurtenis(OverOnderwerp):
    """Een feit: tegelijk tijdlijn, audittrail en wekker. Alleen ``verwerkt_op`` wijzigt nog."""

    soort = models.CharField(max_length=80)
    door = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="gebeurtenissen")
    namens = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    op = models.DateTimeField(default=klok.nu)
    zichtbaarheid = models.CharField(max_length=10, choices=Zichtbaarheid, default=Zichtbaarheid.GEDEELD)
    gegevens = models.JSONField(default=dict)
    verwerkt_op = models.DateTimeField(null=True)

    objects = GebeurtenisQuerySet.as_manager()

    class Meta(OverOnderwerp.Meta):
        ordering = ["op", "pk"]
        indexes = [
            *OverOnderwerp.Meta.indexes,
            models.Index(fields=["id"], name="gebeurtenis_wachtrij", condition=models.Q(verwerkt_op=None)),
        ]

    def __str__(self) -> str:
        return f"{self.soort} {self.object_id}"

    @property
    def stap(self) -> str:
        return self.soort.rpartition(".")[2]

    def gegeven(self, naam: str) -> Any:
        return self.gegevens.get(naam, "")

    def mark_dispatched(self) -> None:
        self.verwerkt_op = klok.nu()
        self.save(update_fields=["verwerkt_op"])
