from typing import Any, Self

from django.conf import settings
from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.db.models import Q
from django.urls import reverse

from duoplus import klok
from duoplus.choices import Rol
from duoplus.models import Besluit, Bijlage, Gedateerd, GedateerdQuerySet, Gremium
from duoplus.models.gebeurtenis import OnderwerpQuerySet
from ogon.choices import Antwoord, OpschalingAanleiding, OpschalingStatus
from ogon.models.ogon import Ogon

WACHT_OP_ANTWOORD = (
    OpschalingStatus.GEMELD,
    OpschalingStatus.VOORBEREID,
    OpschalingStatus.GEAGENDEERD,
)
# Who reads every dossier; who ranks together in an OGON reads those of that OGON, but those of a lumpsum,
# with amounts in them, only as its chair or secretary.
LEEST_ALLE = (
    Rol.DIRECTIEBERAAD,
    Rol.BESTUURSADVISEUR,
    Rol.CONCERNCONTROLLER,
    Rol.TEAMMANAGER,
    Rol.ACCOUNTANT,
)
LEEST_EIGEN_OGON = (Rol.VOORZITTER, Rol.SECRETARIS, Rol.OPDRACHTGEVER)
LEEST_BEDRAGEN_OGON = (Rol.VOORZITTER, Rol.SECRETARIS)


class OpschalingQuerySet(OnderwerpQuerySet):
    def open(self) -> Self:
        """Those that still wait for an answer."""
        return self.filter(status__in=WACHT_OP_ANTWOORD)

    def visible_to(self, user: Any) -> Self:
        """The dossiers this user may open (``ogon.view_opschaling`` as a set)."""
        if user.heeft_rol(*LEEST_ALLE):
            return self
        met_bedragen = Q(pakket__contains={"onderwerp": {"bedragen": True}})
        eigen = Q(ogon__in=user.gremia(*LEEST_BEDRAGEN_OGON))
        return self.filter(eigen | Q(ogon__in=user.gremia(*LEEST_EIGEN_OGON)) & ~met_bedragen)


class Opschaling(models.Model):
    """Een vraag van een OGON aan wie erboven staat, met een bevroren dossier.

    ``pakket`` is what the body above reads: question, positions, scenarios, decision wanted and date. It
    never changes; what it is about goes on, but for what the packet says is locked.
    """

    nummer = models.CharField(max_length=20, unique=True)
    ogon = models.ForeignKey(Ogon, models.PROTECT, related_name="opschalingen")
    naar = models.ForeignKey(Gremium, models.PROTECT, related_name="ontvangen_opschalingen")
    content_type = models.ForeignKey(ContentType, models.PROTECT, related_name="+")
    object_id = models.BigIntegerField()
    onderwerp = GenericForeignKey()
    aanleiding = models.CharField(max_length=20, choices=OpschalingAanleiding)
    vraag = models.TextField()
    gevraagd_besluit = models.TextField()
    antwoord_voor = models.DateField()
    spoed = models.BooleanField(default=False)
    status = models.CharField(max_length=16, choices=OpschalingStatus, default=OpschalingStatus.GEMELD)
    advies = models.TextField(blank=True)
    pakket = models.JSONField()
    sha256 = models.CharField(max_length=64)
    pdf = models.OneToOneField(Bijlage, models.PROTECT, null=True, blank=True, related_name="+")
    besluit = models.OneToOneField(Besluit, models.PROTECT, related_name="opschaling")
    antwoord = models.CharField(max_length=16, choices=Antwoord, blank=True)
    antwoordbesluit = models.OneToOneField(
        Besluit, models.PROTECT, null=True, blank=True, related_name="antwoord_op"
    )
    gemeld_door = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    namens = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    gemeld_op = models.DateTimeField(default=klok.nu)
    besloten_op = models.DateTimeField(null=True, blank=True)
    ingetrokken_op = models.DateTimeField(null=True, blank=True)
    versie = models.PositiveIntegerField(default=0)

    objects = OpschalingQuerySet.as_manager()

    class Meta:
        ordering = ["-gemeld_op", "-pk"]
        indexes = [models.Index(fields=["content_type", "object_id"], name="opschaling_onderwerp")]
        constraints = [
            models.UniqueConstraint(
                fields=["content_type", "object_id"],
                condition=Q(status__in=WACHT_OP_ANTWOORD),
                name="opschaling_een_open",
                violation_error_message="Hierover ligt al een vraag bij het directieberaad.",
            ),
            models.CheckConstraint(
                name="opschaling_antwoord_met_besluit",
                condition=Q(besloten_op__isnull=True, antwoordbesluit__isnull=True)
                | Q(besloten_op__isnull=False, antwoordbesluit__isnull=False, ingetrokken_op__isnull=True),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.nummer} {self.ogon}"

    def get_absolute_url(self) -> str:
        return reverse("ogon:opschaling", args=[self.nummer])

    @property
    def status_toon(self) -> str:
        return OPSCHALINGTOON[OpschalingStatus(self.status)]

    @property
    def is_open(self) -> bool:
        return self.status in WACHT_OP_ANTWOORD

    @property
    def titel(self) -> str:
        """What it is about, as it was called when it was put forward."""
        return str(self.pakket["onderwerp"]["titel"])

    @property
    def met_bedragen(self) -> bool:
        return bool(self.pakket["onderwerp"].get("bedragen"))

    @property
    def is_te_laat(self) -> bool:
        return self.is_open and klok.vandaag() > self.antwoord_voor


OPSCHALINGTOON = {
    OpschalingStatus.GEMELD: "warn",
    OpschalingStatus.VOORBEREID: "warn",
    OpschalingStatus.GEAGENDEERD: "brand",
    OpschalingStatus.BESLOTEN: "info",
    OpschalingStatus.TERUGGEKOPPELD: "info",
    OpschalingStatus.GESLOTEN: "ok",
    OpschalingStatus.INGETROKKEN: "",
}


class Ladder(Gedateerd):
    """Een trede van de ladder: wie het hoort na zoveel werkdagen zonder antwoord. Een aanname."""

    trede = models.PositiveSmallIntegerField()
    wie = models.CharField(max_length=80)
    rol = models.CharField(max_length=20)
    werkdagen = models.PositiveSmallIntegerField("werkdagen na de vorige trede")
    werkdagen_spoed = models.PositiveSmallIntegerField("werkdagen bij spoed")

    objects = GedateerdQuerySet.as_manager()

    class Meta(Gedateerd.Meta):
        ordering = ["trede"]

    def __str__(self) -> str:
        return f"{self.trede} {self.wie}"


class Opschalingtrede(models.Model):
    """Een trede die bereikt is. Elke trede één keer, ook als er een weekend niets draaide."""

    opschaling = models.ForeignKey(Opschaling, models.PROTECT, related_name="treden")
    trede = models.PositiveSmallIntegerField()
    wie = models.CharField(max_length=80)
    sinds = models.DateField()
    bereikt_op = models.DateTimeField(default=klok.nu)

    class Meta:
        ordering = ["trede"]
        constraints = [
            models.UniqueConstraint(fields=["opschaling", "trede"], name="opschalingtrede_eenmaal")
        ]

    def __str__(self) -> str:
        return f"{self.opschaling.nummer} trede {self.trede}"
