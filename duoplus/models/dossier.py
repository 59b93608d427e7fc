"""What gathers around an object: documents, conversation, followers."""

import hashlib
import uuid
from pathlib import Path
from typing import Any, Self

from django.conf import settings
from django.core.files.base import ContentFile
from django.db import models

from duoplus import klok
from duoplus.bestandstype import herken
from duoplus.choices import BijlageSoort, BijlageStatus, Zichtbaarheid
from duoplus.models.gebeurtenis import OnderwerpQuerySet, OverOnderwerp


def opslagpad(bijlage: "Bijlage", naam: str) -> str:
    """By content, never by the name somebody typed."""
    return str(Path(bijlage.sha256[:2], bijlage.sha256[2:4], uuid.uuid4().hex))


class DossierQuerySet(OnderwerpQuerySet):
    def leesbaar_voor(self, gebruiker: Any) -> Self:
        """Internal rows only for people of Duo+; who may see the object itself is asked elsewhere."""
        return self if gebruiker.is_duoplus else self.filter(zichtbaarheid=Zichtbaarheid.GEDEELD)


class Bijlage(OverOnderwerp):
    """Een document bij een dossier. De inhoud ligt vast met een hash en wordt alleen gedownload."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    soort = models.CharField(max_length=20, choices=BijlageSoort, default=BijlageSoort.BIJLAGE)
    naam = models.CharField(max_length=200)
    mime = models.CharField(max_length=120)
    grootte = models.PositiveIntegerField("grootte in bytes")
    sha256 = models.CharField(max_length=64)
    bestand = models.FileField(upload_to=opslagpad, max_length=200)
    zichtbaarheid = models.CharField(max_length=10, choices=Zichtbaarheid, default=Zichtbaarheid.GEDEELD)
    status = models.CharField(max_length=12, choices=BijlageStatus, default=BijlageStatus.VRIJ)
    door = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="bijlagen")
    op = models.DateTimeField(default=klok.nu)

    objects = DossierQuerySet.as_manager()

    class Meta(OverOnderwerp.Meta):
        ordering = ["-op", "-pk"]

    def __str__(self) -> str:
        return self.naam

    @classmethod
    def bewaar(cls, inhoud: bytes, **velden: Any) -> "Bijlage":
        """Store bytes with their SHA-256."""
        bijlage = cls(sha256=hashlib.sha256(inhoud).hexdigest(), grootte=len(inhoud), **velden)
        bijlage.bestand.save(velden["naam"], ContentFile(inhoud), save=True)
        return bijlage

    @classmethod
    def bewaar_gekozen(cls, naam: str, inhoud: bytes, **velden: Any) -> "Bijlage":
        """Store what somebody chose; its bytes say what it is. Raises ``GeweigerdBestand``, a sentence."""
        soort = herken(naam, inhoud, max_bytes=settings.BIJLAGE_MAX_BYTES)
        return cls.bewaar(inhoud, naam=naam[:200], mime=soort.mime, **velden)


class Reactie(OverOnderwerp):
    """Een bericht in het gesprek bij een dossier. Staat vast zodra het geplaatst is."""

    tekst = models.TextField()
    zichtbaarheid = models.CharField(max_length=10, choices=Zichtbaarheid)
    door = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="reacties")
    namens = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    op = models.DateTimeField(default=klok.nu)

    objects = DossierQuerySet.as_manager()

    class Meta(OverOnderwerp.Meta):
        ordering = ["op", "pk"]

    def __str__(self) -> str:
        return self.tekst[:60]


class Volger(OverOnderwerp):
    """Wie op de hoogte wil blijven van een dossier."""

    gebruiker = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="volgt")
    sinds = models.DateTimeField(default=klok.nu)

    objects = OnderwerpQuerySet.as_manager()

    class Meta(OverOnderwerp.Meta):
        constraints = [
            models.UniqueConstraint(fields=["gebruiker", "content_type", "object_id"], name="volger_eenmaal")
        ]

    def __str__(self) -> str:
        return f"{self.gebruiker} volgt {self.object_id}"
