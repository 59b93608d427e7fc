from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse

from duoplus import klok
from duoplus.choices import IncidenteelStructureel
from duoplus.models import Besluit, Bijlage, Gedaan, Gremium, Organisatie
from ogon.choices import (
    MaatregelStatus,
    Openbaarheid,
    Orgaan,
    PlanStatus,
    SpoorStatus,
    ToetsSoort,
    Uitkomst,
    VoorstelStatus,
)
from ogon.models.ogon import Ogon


class Voorstel(models.Model):
    """Een stuk voor bestuurlijke besluitvorming, met een weg langs elk orgaan en elke gemeente.

    ``inhoudversie`` counts every change of the text: an initial is for the text it was set under.
    """

    nummer = models.CharField(max_length=20, unique=True)
    ogon = models.ForeignKey(Ogon, models.PROTECT, related_name="voorstellen")
    titel = models.CharField(max_length=200)
    gevraagd_besluit = models.TextField(blank=True)
    aanleiding = models.TextField(blank=True)
    beoogd_effect = models.TextField(blank=True)
    argumenten = models.TextField(blank=True)
    kanttekeningen = models.TextField(blank=True)
    financien = models.TextField("financiën", blank=True)
    bedrag = models.DecimalField("bedrag in euro", max_digits=12, decimal_places=2, null=True, blank=True)
    taakveld = models.CharField(max_length=8, blank=True)
    i_s = models.CharField(
        "incidenteel of structureel", max_length=1, choices=IncidenteelStructureel, blank=True
    )
    dekking = models.TextField(blank=True)
    communicatie = models.TextField(blank=True)
    planning = models.TextField(blank=True)
    openbaarheid = models.CharField(max_length=14, choices=Openbaarheid, default=Openbaarheid.OPENBAAR)
    status = models.CharField(max_length=16, choices=VoorstelStatus, default=VoorstelStatus.CONCEPT)
    opsteller = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="voorstellen")
    inhoudversie = models.PositiveIntegerField(default=1)
    versie = models.PositiveIntegerField(default=0)
    gemaakt_op = models.DateTimeField(default=klok.nu)
    besloten_op = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-gemaakt_op", "-pk"]

    def __str__(self) -> str:
        return f"{self.nummer} {self.titel}"

    def get_absolute_url(self) -> str:
        return reverse("ogon:voorstel", args=[self.nummer])


class Voorsteltoets(Gedaan):
    """Een paraaf van één vakgebied onder één versie van de tekst, of een bezwaar met een opmerking."""

    voorstel = models.ForeignKey(Voorstel, models.PROTECT, related_name="toetsen")
    soort = models.CharField(max_length=12, choices=ToetsSoort)
    inhoudversie = models.PositiveIntegerField()
    akkoord = models.BooleanField()
    opmerking = models.TextField(blank=True)

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(
                name="voorsteltoets_nee_met_opmerking",
                condition=Q(akkoord=True) | ~Q(opmerking=""),
                violation_error_message="Schrijf op wat er niet klopt.",
            )
        ]

    def __str__(self) -> str:
        return f"{self.voorstel.nummer} {self.get_soort_display()}"


class Voorstelspoor(models.Model):
    """Eén halte op de weg: een orgaan, bij een college ook van welke gemeente. Eén spoor mag achterlopen."""

    voorstel = models.ForeignKey(Voorstel, models.PROTECT, related_name="sporen")
    orgaan = models.CharField(max_length=16, choices=Orgaan)
    organisatie = models.ForeignKey(Organisatie, models.PROTECT, null=True, blank=True, related_name="+")
    volgorde = models.PositiveSmallIntegerField()
    status = models.CharField(max_length=12, choices=SpoorStatus, default=SpoorStatus.WACHT)
    gepland_op = models.DateField(null=True, blank=True)
    aangeboden_op = models.DateTimeField(null=True, blank=True)
    uitkomst = models.CharField(max_length=12, choices=Uitkomst, blank=True)
    onder_voorbehoud = models.BooleanField("onder voorbehoud van begroting", default=False)
    toelichting = models.TextField(blank=True)
    besloten_op = models.DateField(null=True, blank=True)
    besluit = models.ForeignKey(Besluit, models.PROTECT, null=True, blank=True, related_name="+")
    versie = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["voorstel", "volgorde", "organisatie__volgorde"]
        constraints = [
            models.UniqueConstraint(
                fields=["voorstel", "orgaan", "organisatie"],
                nulls_distinct=False,
                name="voorstelspoor_eenmaal",
            ),
            models.CheckConstraint(
                name="voorstelspoor_besloten_met_uitkomst",
                condition=Q(besloten_op__isnull=True, uitkomst="")
                | Q(besloten_op__isnull=False) & ~Q(uitkomst=""),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_orgaan_display()} {self.organisatie or ''}".strip()


class Overdracht(Gedaan):
    """Een pakket dat naar een bestuur ging: de PDF, de bijlagen en de gegevens, zoals het toen was."""

    voorstel = models.ForeignKey(Voorstel, models.PROTECT, related_name="overdrachten")
    spoor = models.ForeignKey(Voorstelspoor, models.PROTECT, related_name="overdrachten")
    bestand = models.OneToOneField(Bijlage, models.PROTECT, related_name="+")

    class Meta:
        ordering = ["-pk"]

    def __str__(self) -> str:
        return f"{self.voorstel.nummer} aan {self.spoor}"


class Efficiencymaatregel(models.Model):
    """Een afgesproken besparing, van idee tot bewezen resultaat."""

    nummer = models.CharField(max_length=20, unique=True)
    titel = models.CharField(max_length=200)
    toelichting = models.TextField()
    businesscase = models.TextField(blank=True)
    status = models.CharField(max_length=14, choices=MaatregelStatus, default=MaatregelStatus.IDEE)
    i_s = models.CharField(
        "incidenteel of structureel", max_length=1, choices=IncidenteelStructureel, blank=True
    )
    eigenaar = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    besluit = models.ForeignKey(Besluit, models.PROTECT, null=True, blank=True, related_name="+")
    versie = models.PositiveIntegerField(default=0)
    gemaakt_op = models.DateTimeField(default=klok.nu)

    class Meta:
        ordering = ["-gemaakt_op", "-pk"]

    def __str__(self) -> str:
        return f"{self.nummer} {self.titel}"

    def get_absolute_url(self) -> str:
        return reverse("ogon:maatregel", args=[self.nummer])


class Maatregeldoel(models.Model):
    """Hoeveel euro een maatregel in een jaar voor een gemeente moet opleveren."""

    maatregel = models.ForeignKey(Efficiencymaatregel, models.CASCADE, related_name="doelen")
    organisatie = models.ForeignKey(Organisatie, models.PROTECT, related_name="+")
    jaar = models.PositiveSmallIntegerField()
    bedrag = models.DecimalField(max_digits=12, decimal_places=2)

    class Meta:
        ordering = ["jaar", "organisatie__volgorde"]
        constraints = [
            models.UniqueConstraint(
                fields=["maatregel", "organisatie", "jaar"], name="maatregeldoel_eenmaal"
            ),
            models.CheckConstraint(name="maatregeldoel_niet_negatief", condition=Q(bedrag__gte=0)),
        ]

    def __str__(self) -> str:
        return f"{self.organisatie} {self.jaar} {self.bedrag}"


class Maatregelresultaat(Gedaan):
    """Wat een maatregel in een jaar voor een gemeente opleverde, met het bewijs. De laatste regel telt."""

    maatregel = models.ForeignKey(Efficiencymaatregel, models.PROTECT, related_name="resultaten")
    organisatie = models.ForeignKey(Organisatie, models.PROTECT, related_name="+")
    jaar = models.PositiveSmallIntegerField()
    bedrag = models.DecimalField(max_digits=12, decimal_places=2)
    bewijs = models.TextField()
    bijlage = models.ForeignKey(Bijlage, models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        ordering = ["-pk"]

    def __str__(self) -> str:
        return f"{self.organisatie} {self.jaar} {self.bedrag}"


class PlanVanAanpak(models.Model):
    """Wat er met een extern advies gebeurt: acties met een eigenaar, een datum en voortgang."""

    nummer = models.CharField(max_length=20, unique=True)
    titel = models.CharField(max_length=200)
    adviseur = models.CharField(max_length=120)
    advies = models.TextField()
    ontvangen_op = models.DateField()
    gremium = models.ForeignKey(Gremium, models.PROTECT, related_name="plannen_van_aanpak")
    eigenaar = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    status = models.CharField(max_length=12, choices=PlanStatus, default=PlanStatus.LOOPT)
    conclusie = models.TextField(blank=True)
    afgesloten_op = models.DateTimeField(null=True, blank=True)
    versie = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["-ontvangen_op", "-pk"]
        verbose_name = "plan van aanpak"
        verbose_name_plural = "plannen van aanpak"

    def __str__(self) -> str:
        return f"{self.nummer} {self.titel}"

    def get_absolute_url(self) -> str:
        return reverse("ogon:plan_van_aanpak", args=[self.nummer])
