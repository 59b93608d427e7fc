from django.conf import settings
from django.db import models

from duoplus import klok
from maatwerk.choices import ImportUitkomst
from maatwerk.models.aanvraag import Aanvraag


class RegisterImport(models.Model):
    """Eén keer inlezen van een Excel-lijst: welk bestand, door wie, en wat eruit kwam."""

    bestandsnaam = models.CharField(max_length=200)
    sha256 = models.CharField(max_length=64)
    gelezen = models.PositiveIntegerField()
    aangemaakt = models.PositiveIntegerField()
    bijgewerkt = models.PositiveIntegerField()
    apart_gezet = models.PositiveIntegerField()
    door = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    op = models.DateTimeField(default=klok.nu)

    class Meta:
        ordering = ["-op", "-pk"]

    def __str__(self) -> str:
        return f"{self.bestandsnaam} {self.op:%d-%m-%Y}"


class ImportRegel(models.Model):
    """Wat er met één rij gebeurde. Geen rij verdwijnt zonder reden."""

    registerimport = models.ForeignKey(RegisterImport, models.CASCADE, related_name="regels")
    blad = models.CharField(max_length=100)
    rij = models.PositiveIntegerField()
    uitkomst = models.CharField(max_length=12, choices=ImportUitkomst)
    redenen = models.JSONField(default=list)
    bron = models.JSONField(default=dict)
    aanvraag = models.ForeignKey(Aanvraag, models.PROTECT, null=True, blank=True, related_name="importregels")

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.blad} rij {self.rij}: {self.get_uitkomst_display()}"
