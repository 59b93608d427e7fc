from datetime import date
from typing import Self

from django.conf import settings
from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from duoplus import klok
from duoplus.calc.nederlands import datum
from duoplus.choices import (
    AanwezigheidStand,
    GremiumSoort,
    PuntSoort,
    PuntStatus,
    VergaderingStatus,
)
from duoplus.models.gebeurtenis import OnderwerpQuerySet
from duoplus.models.gedaan import Gedaan
from duoplus.models.organisatie import Bestaand, Gedateerd, GedateerdQuerySet, Organisatie, geen_overlap

TOON_VERGADERING = {
    VergaderingStatus.GEPLAND: "open",
    VergaderingStatus.UITGENODIGD: "info",
    VergaderingStatus.BEZIG: "brand",
    VergaderingStatus.GEHOUDEN: "warn",
    VergaderingStatus.VASTGESTELD: "ok",
    VergaderingStatus.VERVALLEN: "bad",
}
TOON_PUNT = {
    PuntStatus.OPEN: "open",
    PuntStatus.BEHANDELD: "ok",
    PuntStatus.AANGEHOUDEN: "warn",
    PuntStatus.INGETROKKEN: "bad",
}


class Gremium(Bestaand):
    """Een overleg dat besluit: een OGON, het directieberaad, de inkoopcontactgroep, het CPI-overleg."""

    soort = models.CharField(max_length=20, choices=GremiumSoort)
    naam = models.CharField(max_length=80, unique=True)
    slug = models.SlugField(max_length=40, unique=True)
    coordineert = models.BooleanField(
        "is de draaischijf",
        default=False,
        help_text="Dit overleg stemt af tussen alle OGON’s; er is er hooguit één.",
    )

    objects = GedateerdQuerySet.as_manager()

    class Meta(Bestaand.Meta):
        ordering = ["naam"]
        constraints = [
            *Bestaand.Meta.constraints,
            models.UniqueConstraint(
                fields=["coordineert"],
                condition=Q(coordineert=True),
                name="gremium_een_draaischijf",
                violation_error_message="Er is al een ander overleg de draaischijf.",
            ),
        ]

    def __str__(self) -> str:
        return self.naam


class Reeks(Bestaand):
    """Hoe vaak een overleg bijeenkomt, waar, en wat er elke keer op de agenda staat.

    ``quorum`` counts organisations, not people. ``vaste_punten`` is a list of [title, minutes].
    """

    gremium = models.ForeignKey(Gremium, models.PROTECT, related_name="reeksen")
    naam = models.CharField(max_length=80)
    elke_weken = models.PositiveSmallIntegerField("elke zoveel weken", default=6)
    begint_om = models.TimeField()
    eindigt_om = models.TimeField()
    plaats = models.CharField(max_length=120)
    quorum = models.PositiveSmallIntegerField("zoveel organisaties moeten er zijn", default=0)
    vaste_punten = models.JSONField(default=list)

    objects = GedateerdQuerySet.as_manager()

    class Meta(Bestaand.Meta):
        ordering = ["gremium__naam", "naam"]
        constraints = [
            *Bestaand.Meta.constraints,
            models.CheckConstraint(
                name="reeks_eindigt_na_begin",
                condition=Q(eindigt_om__gt=F("begint_om")),
                violation_error_message="Het einde ligt voor het begin.",
            ),
            models.CheckConstraint(
                name="reeks_elke_week_of_langer",
                condition=Q(elke_weken__gte=1),
                violation_error_message="Kies 1 week of meer.",
            ),
        ]

    def __str__(self) -> str:
        return self.naam


class Zetel(Gedateerd):
    """Een organisatie zit van dan tot dan in een overleg. Bij een OGON volgt dat uit het programma."""

    gremium = models.ForeignKey(Gremium, models.PROTECT, related_name="zetels")
    organisatie = models.ForeignKey(Organisatie, models.PROTECT, related_name="zetels")

    objects = GedateerdQuerySet.as_manager()

    class Meta(Gedateerd.Meta):
        ordering = ["organisatie__volgorde"]
        constraints = [
            *Gedateerd.Meta.constraints,
            geen_overlap("zetel_zonder_overlap", "gremium", "organisatie"),
        ]

    def __str__(self) -> str:
        return f"{self.organisatie} in {self.gremium}"


class VergaderingQuerySet(models.QuerySet["Vergadering"]):
    def komend(self, dag: date) -> Self:
        """From ``dag`` on, the first one first; what was cancelled is no meeting."""
        niet_vervallen = self.exclude(status=VergaderingStatus.VERVALLEN)
        return niet_vervallen.filter(datum__gte=dag).order_by("datum", "begint_om")


class Vergadering(models.Model):
    """Een bijeenkomst van een gremium, van de eerste datum tot de vastgestelde besluitenlijst.

    Once adopted nothing of it changes; what was wrong is put right by an Erratum.
    """

    gremium = models.ForeignKey(Gremium, models.PROTECT, related_name="vergaderingen")
    reeks = models.ForeignKey(Reeks, models.PROTECT, null=True, blank=True, related_name="vergaderingen")
    datum = models.DateField()
    begint_om = models.TimeField()
    eindigt_om = models.TimeField()
    plaats = models.CharField(max_length=120)
    status = models.CharField(max_length=12, choices=VergaderingStatus, default=VergaderingStatus.GEPLAND)
    versie = models.PositiveIntegerField(default=0)
    quorum = models.PositiveSmallIntegerField("zoveel organisaties moeten er zijn", default=0)
    begonnen_op = models.DateTimeField(null=True, blank=True)
    gesloten_op = models.DateTimeField(null=True, blank=True)
    vastgesteld_op = models.DateTimeField(null=True, blank=True)
    vastgesteld_door = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    vastgesteld_in = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="stelde_vast"
    )

    objects = VergaderingQuerySet.as_manager()

    class Meta:
        ordering = ["datum", "begint_om"]
        constraints = [
            models.UniqueConstraint(
                fields=["gremium", "datum", "begint_om"],
                name="vergadering_eenmaal",
                violation_error_message="Er is op dat moment al een vergadering van dit overleg.",
            ),
            models.CheckConstraint(
                name="vergadering_vastgesteld_is_gehouden",
                condition=Q(vastgesteld_op__isnull=True) | Q(gesloten_op__isnull=False),
                violation_error_message="Een vergadering die niet gehouden is, kan niemand vaststellen.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.gremium} op {datum(self.datum)}"

    def get_absolute_url(self) -> str:
        return reverse("vergadering", args=[self.pk])

    @property
    def status_toon(self) -> str:
        return TOON_VERGADERING[VergaderingStatus(self.status)]

    @property
    def duur(self) -> int:
        """Minutes from begin to end."""
        begin, eind = self.begint_om, self.eindigt_om
        return (eind.hour - begin.hour) * 60 + eind.minute - begin.minute


class AgendapuntQuerySet(OnderwerpQuerySet):
    def open(self) -> Self:
        return self.filter(status=PuntStatus.OPEN)

    def voorraad(self) -> Self:
        """What waits for a meeting."""
        return self.open().filter(vergadering=None)


class Agendapunt(models.Model):
    """Wat een overleg bespreekt of besluit; zonder vergadering wacht het in de voorraad.

    ``keren``: how often it was held over before this. What it is about, if anything, may be of any app.
    """

    gremium = models.ForeignKey(Gremium, models.PROTECT, related_name="agendapunten")
    vergadering = models.ForeignKey(Vergadering, models.PROTECT, null=True, blank=True, related_name="punten")
    plaats = models.PositiveSmallIntegerField(null=True, blank=True)
    soort = models.CharField(max_length=10, choices=PuntSoort, default=PuntSoort.BESPREKEN)
    titel = models.CharField(max_length=200)
    toelichting = models.TextField(blank=True)
    gevraagd_besluit = models.TextField(blank=True)
    minuten = models.PositiveSmallIntegerField(default=10)
    rubriek = models.CharField("onder welk kopje bij dit overleg", max_length=20, blank=True)
    content_type = models.ForeignKey(ContentType, models.PROTECT, null=True, blank=True, related_name="+")
    object_id = models.BigIntegerField(null=True, blank=True)
    onderwerp = GenericForeignKey()
    status = models.CharField(max_length=12, choices=PuntStatus, default=PuntStatus.OPEN)
    verslag = models.TextField(blank=True)
    vorige = models.OneToOneField("self", models.PROTECT, null=True, blank=True, related_name="volgende")
    keren = models.PositiveSmallIntegerField("keer aangehouden", default=0)
    ingebracht_door = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    ingebracht_op = models.DateTimeField(default=klok.nu)
    versie = models.PositiveIntegerField(default=0)

    objects = AgendapuntQuerySet.as_manager()

    class Meta:
        ordering = ["vergadering", "plaats", "pk"]
        indexes = [models.Index(fields=["content_type", "object_id"], name="agendapunt_onderwerp")]
        constraints = [
            models.UniqueConstraint(
                fields=["vergadering", "plaats"],
                name="agendapunt_plaats_eenmaal",
                deferrable=models.Deferrable.DEFERRED,
            ),
            models.UniqueConstraint(
                fields=["gremium", "content_type", "object_id"],
                condition=Q(status="open"),
                name="agendapunt_open_eenmaal",
                violation_error_message="Dit staat al op een agenda van dit overleg.",
            ),
            models.CheckConstraint(
                name="agendapunt_plaats_in_vergadering",
                condition=Q(vergadering__isnull=True, plaats__isnull=True)
                | Q(vergadering__isnull=False, plaats__gte=1),
            ),
            models.CheckConstraint(
                name="agendapunt_minuten",
                condition=Q(minuten__gte=1, minuten__lte=480),
                violation_error_message="Een punt duurt 1 tot en met 480 minuten.",
            ),
        ]

    def __str__(self) -> str:
        return self.titel

    def get_absolute_url(self) -> str:
        """On its agenda; in the stock it stands on the page of all meetings."""
        if self.vergadering_id is None:
            return reverse("vergaderingen")
        return f"{reverse('vergadering', args=[self.vergadering_id])}#punt-{self.pk}"

    @property
    def status_toon(self) -> str:
        return TOON_PUNT[PuntStatus(self.status)]


class Aanwezigheid(Gedaan):
    """Wie er was, voor welke organisatie. De laatste regel van iemand telt."""

    vergadering = models.ForeignKey(Vergadering, models.PROTECT, related_name="aanwezigheid")
    gebruiker = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    organisatie = models.ForeignKey(Organisatie, models.PROTECT, related_name="+")
    stand = models.CharField(max_length=10, choices=AanwezigheidStand)

    class Meta:
        ordering = ["pk"]
        indexes = [models.Index(fields=["vergadering", "gebruiker", "-id"], name="aanwezigheid_laatste")]

    def __str__(self) -> str:
        return f"{self.gebruiker} {self.get_stand_display()}"


class Agendasleutel(models.Model):
    """Een geheim adres waarop een agendaprogramma kan lezen; intrekken sluit het meteen.

    Only the hash is kept. Without ``gremium`` it shows all that its owner has to attend and to do.
    """

    gebruiker = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="agendasleutels")
    gremium = models.ForeignKey(Gremium, models.PROTECT, null=True, blank=True, related_name="+")
    hash = models.CharField(max_length=64, unique=True)
    gemaakt_op = models.DateTimeField(default=klok.nu)
    ingetrokken_op = models.DateTimeField(null=True, blank=True)
    gelezen_op = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-gemaakt_op"]
        constraints = [
            models.UniqueConstraint(
                fields=["gebruiker", "gremium"],
                condition=Q(ingetrokken_op=None),
                nulls_distinct=False,
                name="agendasleutel_een_geldig",
            )
        ]

    def __str__(self) -> str:
        return f"Agenda van {self.gremium or self.gebruiker}"
