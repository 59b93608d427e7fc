from django.conf import settings
from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.db.models import Q
from django.urls import reverse

from duoplus import klok
from duoplus.choices import ActieStatus, BesluitSoort, Besluitstand
from duoplus.models.gebeurtenis import OnderwerpQuerySet
from duoplus.models.gedaan import Gedaan
from duoplus.models.overleg import Agendapunt, Gremium, Vergadering


class Besluit(models.Model):
    """Wat een gremium besloot. Een besluit ligt vast; een nieuw besluit vervangt het, niemand wijzigt het."""

    nummer = models.CharField(max_length=20, unique=True)
    gremium = models.ForeignKey(Gremium, models.PROTECT, related_name="besluiten")
    soort = models.CharField(max_length=20, choices=BesluitSoort)
    titel = models.CharField(max_length=200)
    reden = models.TextField()
    voorwaarde = models.TextField(blank=True)
    gegevens = models.JSONField(default=dict)
    agendapunt = models.ForeignKey(
        Agendapunt, models.PROTECT, null=True, blank=True, related_name="besluiten"
    )
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
        indexes = [models.Index(fields=["-genomen_op", "-id"], name="besluit_nieuwste")]

    def __str__(self) -> str:
        return f"{self.nummer} {self.get_soort_display()}"

    def get_absolute_url(self) -> str:
        return reverse("besluit", args=[self.nummer])


class Uitvoering(Gedaan):
    """Hoe het met de uitvoering van een besluit staat. Elke stand is een nieuwe regel; de laatste telt."""

    besluit = models.ForeignKey(Besluit, models.PROTECT, related_name="uitvoering")
    stand = models.CharField(max_length=12, choices=Besluitstand)
    eigenaar = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    uiterlijk = models.DateField(null=True, blank=True)
    toelichting = models.TextField(blank=True)

    class Meta:
        ordering = ["-pk"]
        indexes = [models.Index(fields=["besluit", "-id"], name="uitvoering_laatste")]

    def __str__(self) -> str:
        return f"{self.besluit.nummer} {self.get_stand_display()}"


class Erratum(Gedaan):
    """Wat in een vastgestelde besluitenlijst niet klopte, en wat er had moeten staan."""

    vergadering = models.ForeignKey(Vergadering, models.PROTECT, related_name="errata")
    agendapunt = models.ForeignKey(Agendapunt, models.PROTECT, null=True, blank=True, related_name="errata")
    stond_er = models.TextField()
    moet_zijn = models.TextField()
    reden = models.TextField()

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"Erratum bij {self.vergadering}"


class Actiepunt(models.Model):
    """Wat iemand voor een dag doet: uit een vergadering, of uit een plan dat een andere app bewaart."""

    nummer = models.CharField(max_length=20, unique=True)
    gremium = models.ForeignKey(Gremium, models.PROTECT, null=True, blank=True, related_name="acties")
    agendapunt = models.ForeignKey(Agendapunt, models.PROTECT, null=True, blank=True, related_name="acties")
    content_type = models.ForeignKey(ContentType, models.PROTECT, null=True, blank=True, related_name="+")
    object_id = models.BigIntegerField(null=True, blank=True)
    onderwerp = GenericForeignKey()
    titel = models.CharField(max_length=200)
    eigenaar = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="actiepunten")
    uiterlijk = models.DateField()
    status = models.CharField(max_length=10, choices=ActieStatus, default=ActieStatus.OPEN)
    voortgang = models.PositiveSmallIntegerField("voortgang in procenten", default=0)
    toelichting = models.TextField(blank=True)
    gemaakt_door = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    gemaakt_op = models.DateTimeField(default=klok.nu)
    klaar_op = models.DateTimeField(null=True, blank=True)
    versie = models.PositiveIntegerField(default=0)

    objects = OnderwerpQuerySet.as_manager()

    class Meta:
        ordering = ["uiterlijk", "pk"]
        indexes = [models.Index(fields=["content_type", "object_id"], name="actiepunt_onderwerp")]
        constraints = [
            models.CheckConstraint(
                name="actiepunt_voortgang_tot_100",
                condition=Q(voortgang__lte=100),
                violation_error_message="De voortgang is 0 tot en met 100%.",
            ),
            models.CheckConstraint(
                name="actiepunt_ergens_van",
                condition=Q(gremium__isnull=False) | Q(object_id__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.nummer} {self.titel}"

    def get_absolute_url(self) -> str:
        return reverse("actiepunt", args=[self.nummer])
