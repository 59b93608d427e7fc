from django.conf import settings
from django.db import models

from duoplus import klok


class GezieneTipQuerySet(models.QuerySet["GezieneTip"]):
    def sleutels(self, gebruiker: models.Model) -> set[str]:
        """What this person put away."""
        return set(self.filter(gebruiker=gebruiker).values_list("sleutel", flat=True))


class GezieneTip(models.Model):
    """Een tip die iemand heeft weggeklikt."""

    gebruiker = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    sleutel = models.CharField(max_length=40)
    op = models.DateTimeField(default=klok.nu)

    objects = GezieneTipQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["gebruiker", "sleutel"], name="tip_eenmaal_gezien")]

    def __str__(self) -> str:
        return f"{self.sleutel}: {self.gebruiker}"
