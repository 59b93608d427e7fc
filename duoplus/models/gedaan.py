from django.conf import settings
from django.db import models

from duoplus import klok


class Gedaan(models.Model):
    """An act on record: by whom, in whose name if a substitute did it, and when."""

    door = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    namens = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    op = models.DateTimeField(default=klok.nu)

    class Meta:
        abstract = True
