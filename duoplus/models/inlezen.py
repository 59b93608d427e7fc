"""Een lijst van buiten inlezen: het bestand, hoe het in elkaar zit, en elke rij met wat ervan werd."""

import uuid
from collections import Counter
from collections.abc import Iterable
from pathlib import Path
from typing import Self

from django.conf import settings
from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.urls import reverse

from duoplus import klok
from duoplus.choices import InleesStatus, Rijstand
from duoplus.models.organisatie import Organisatie


def opslagpad(inlezing: "Inlezing", naam: str) -> str:
    """By content, never by the name somebody typed."""
    return str(Path("inlezen", inlezing.sha256[:2], inlezing.uuid.hex))


class Inlezing(models.Model):
    """Eén bestand van één soort lijst: wie het inlas, hoe de kolommen gelezen zijn, en hoe het ervoor staat.

    ``bladen`` holds per sheet what the screen needs to map its columns: name, number of rows, the first
    rows as text, and the Indeling chosen. ``aantallen`` counts the rows per stand. Of a list that is taken
    over as a whole only what needs a person becomes a row: ``stroom`` counts the others per stand,
    ``overzicht`` is what they add up to, in words, and ``keuzes`` what a person said about all of them.
    """

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    soort = models.CharField(max_length=40)
    bestandsnaam = models.CharField(max_length=200)
    sha256 = models.CharField(max_length=64, db_index=True)
    bestand = models.FileField(upload_to=opslagpad, max_length=200)
    bladen = models.JSONField(default=list)
    status = models.CharField(max_length=12, choices=InleesStatus, default=InleesStatus.KOPPELEN)
    aantallen = models.JSONField(default=dict)
    stroom = models.JSONField(default=dict)
    overzicht = models.JSONField(default=dict)
    keuzes = models.JSONField(default=dict)
    te_doen = models.PositiveIntegerField("rijen aan het begin van het overnemen", default=0)
    versie = models.PositiveIntegerField(default=0)
    door = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    op = models.DateTimeField(default=klok.nu)
    overnemer = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    gewijzigd_op = models.DateTimeField(default=klok.nu)

    class Meta:
        ordering = ["-op", "-pk"]
        indexes = [
            models.Index(
                fields=["gewijzigd_op"], name="inlezing_bezig", condition=models.Q(status=InleesStatus.BEZIG)
            )
        ]

    def __str__(self) -> str:
        return self.bestandsnaam

    def get_absolute_url(self) -> str:
        naam = "inlezing_koppelen" if self.status == InleesStatus.KOPPELEN else "inlezing"
        return reverse(naam, args=[self.uuid])

    def aantal(self, *standen: Rijstand) -> int:
        return sum(self.aantallen.get(stand, 0) for stand in standen)

    def aantal_rijen(self, *standen: Rijstand) -> int:
        """As ``aantal``, but only of what has a row of its own."""
        return self.aantal(*standen) - sum(self.stroom.get(stand, 0) for stand in standen)

    @property
    def gelezen(self) -> int:
        """Every row of the list itself."""
        return sum(self.aantallen.values()) - self.aantal(Rijstand.OVERGESLAGEN)

    @property
    def aangemaakt(self) -> int:
        return self.aantal(Rijstand.AANGEMAAKT)

    @property
    def bijgewerkt(self) -> int:
        return self.aantal(Rijstand.BIJGEWERKT)

    @property
    def apart_gezet(self) -> int:
        return self.aantal(Rijstand.FOUT)

    @property
    def overgenomen(self) -> int:
        return self.aantal(Rijstand.AANGEMAAKT, Rijstand.BIJGEWERKT, Rijstand.ONGEWIJZIGD)

    @property
    def werklijst(self) -> int:
        """Rows that still ask something of a person."""
        return self.aantal(Rijstand.FOUT, Rijstand.GOED)

    @property
    def gedaan(self) -> int:
        """Of the rows being taken over, how many were handled."""
        return max(0, self.te_doen - self.aantal(Rijstand.GOED))

    @property
    def procent(self) -> int:
        return 100 * self.gedaan // self.te_doen if self.te_doen else 100

    @property
    def status_toon(self) -> str:
        return STATUSTOON[InleesStatus(self.status)]

    def tel(self) -> None:
        """Count the rows anew; the caller saves."""
        standen = self.rijen.order_by().values_list("stand").annotate(models.Count("pk"))
        self.aantallen = dict(Counter(dict(standen)) + Counter(self.stroom))
        self.gewijzigd_op = klok.nu()


class InleesrijQuerySet(models.QuerySet["Inleesrij"]):
    def over(self, doel: type[models.Model]) -> Self:
        """The rows that led to an object of this kind."""
        return self.filter(doel_type=ContentType.objects.get_for_model(doel))

    def met_sleutel(self, sleutels: Iterable[str]) -> Self:
        return self.filter(sleutels__has_any_keys=list(sleutels))


class Inleesrij(models.Model):
    """Eén rij van het bestand. Geen rij verdwijnt zonder reden.

    ``cellen`` are as they came (duoplus.inlezen.cellen); ``correctie`` is what a person put in their place,
    per field; ``gelezen`` what was understood, in words; ``meldingen`` are [veld, zin]: why not, or what
    stood out.
    """

    inlezing = models.ForeignKey(Inlezing, models.CASCADE, related_name="rijen")
    blad = models.PositiveSmallIntegerField("volgnummer van het blad")
    rij = models.PositiveIntegerField("rijnummer, of 0 voor het hele blad")
    cellen = models.JSONField(default=list)
    correctie = models.JSONField(default=dict)
    gelezen = models.JSONField(default=dict)
    meldingen = models.JSONField(default=list)
    sleutels = models.JSONField(default=dict)
    stand = models.CharField(max_length=12, choices=Rijstand)
    versie = models.PositiveIntegerField(default=0)
    doel_type = models.ForeignKey(ContentType, models.PROTECT, null=True, blank=True, related_name="+")
    doel_id = models.BigIntegerField(null=True, blank=True)
    doel = GenericForeignKey("doel_type", "doel_id")

    objects = InleesrijQuerySet.as_manager()

    class Meta:
        ordering = ["inlezing_id", "blad", "rij"]
        constraints = [
            models.UniqueConstraint(fields=["inlezing", "blad", "rij"], name="inleesrij_eenmaal"),
        ]
        indexes = [
            models.Index(fields=["inlezing", "stand", "blad", "rij"], name="inleesrij_stand"),
            models.Index(fields=["doel_type", "doel_id"], name="inleesrij_doel"),
        ]

    def __str__(self) -> str:
        return f"{self.bladnaam}, rij {self.rij}" if self.rij else self.bladnaam

    def get_absolute_url(self) -> str:
        return reverse("inleesrij", args=[self.inlezing.uuid, self.pk])

    @property
    def bladnaam(self) -> str:
        return str(self.inlezing.bladen[self.blad]["naam"])

    @property
    def zinnen(self) -> list[str]:
        return [zin for _, zin in self.meldingen]

    @property
    def status_toon(self) -> str:
        return TOON[Rijstand(self.stand)]


STATUSTOON: dict[InleesStatus, str] = {
    InleesStatus.KOPPELEN: "info",
    InleesStatus.CONTROLEREN: "warn",
    InleesStatus.BEZIG: "brand",
    InleesStatus.KLAAR: "ok",
}
TOON: dict[Rijstand, str] = {
    Rijstand.GOED: "info",
    Rijstand.FOUT: "warn",
    Rijstand.WEGGELATEN: "plain",
    Rijstand.OVERGESLAGEN: "plain",
    Rijstand.AANGEMAAKT: "ok",
    Rijstand.BIJGEWERKT: "ok",
    Rijstand.ONGEWIJZIGD: "plain",
}


class Koppeling(models.Model):
    """Hoe iemand de kolommen van een lijst met deze koppen de vorige keer las."""

    soort = models.CharField(max_length=40)
    organisatie = models.ForeignKey(Organisatie, models.PROTECT, null=True, blank=True, related_name="+")
    kenmerk = models.CharField("hash van de koppen", max_length=64)
    kolommen = models.JSONField(default=dict)
    vast = models.JSONField(default=dict)
    keuzes = models.JSONField(default=dict)
    door = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    op = models.DateTimeField(default=klok.nu)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["soort", "organisatie", "kenmerk"],
                name="koppeling_eenmaal",
                nulls_distinct=False,
            )
        ]

    def __str__(self) -> str:
        return f"{self.soort} {self.kenmerk[:8]}"


class Inleessleutel(models.Model):
    """Een sleutel waarmee een ander systeem lijsten aanbiedt, met de rechten van wie hem maakte.

    Only the hash is kept; revoking closes it at once.
    """

    gebruiker = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="inleessleutels")
    naam = models.CharField(max_length=80)
    hash = models.CharField(max_length=64, unique=True)
    gemaakt_op = models.DateTimeField(default=klok.nu)
    ingetrokken_op = models.DateTimeField(null=True, blank=True)
    gebruikt_op = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-gemaakt_op", "-pk"]

    def __str__(self) -> str:
        return self.naam
