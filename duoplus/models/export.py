import uuid
from datetime import date, timedelta
from functools import partial
from pathlib import Path
from typing import Any, Self

from django.conf import settings
from django.core.files import File
from django.core.files.storage import Storage
from django.db import models, transaction
from django.db.models import F, Q
from django.db.models.functions import MD5

from duoplus import klok
from duoplus.calc.werkdagen import na_werkdagen
from duoplus.choices import ExportFormaat, ExportStatus
from duoplus.models.gebruiker import Gebruiker
from duoplus.models.hulp import Feestdag, Termijn

MAX_POGINGEN = 3  # a file that breaks off this often will not come
BEWAARTERMIJN = "duoplus.export"
OPEN = (ExportStatus.WACHT, ExportStatus.BEZIG)
TOON = {
    ExportStatus.WACHT: "open",
    ExportStatus.BEZIG: "info",
    ExportStatus.KLAAR: "ok",
    ExportStatus.MISLUKT: "bad",
}


def opslagpad(export: "Export", naam: str) -> str:
    """By its own id, never by the name of a list."""
    return str(Path(export.map, naam))


def bewaren_tot(dag: date) -> date:
    """The last day on which a file of ``dag`` can be had; the number of working days is a dated setting."""
    aantal = Termijn.objects.werkdagen(BEWAARTERMIJN, dag) or 0
    return na_werkdagen(dag, aantal, Feestdag.objects.als_vrij())


class ExportQuerySet(models.QuerySet["Export"]):
    def van(self, gebruiker: Any) -> Self:
        """What this person asked for; nobody else knows of it."""
        return self.filter(voor=gebruiker)

    def wachtend(self) -> Self:
        return self.filter(status=ExportStatus.WACHT).order_by("pk")

    def open(self) -> Self:
        return self.filter(status__in=OPEN)

    def claim(self, pk: int) -> "Export | None":
        """Return the export if this caller won it; ``None`` if it is made or in other hands."""
        token = uuid.uuid4()
        won = self.filter(pk=pk, status=ExportStatus.WACHT).update(
            status=ExportStatus.BEZIG,
            claim_token=token,
            levensteken=klok.nu(),
            rijen_gedaan=0,
            pogingen=F("pogingen") + 1,
        )
        return self.select_related("voor").get(pk=pk, claim_token=token) if won else None

    def release_stale(self, older_than: timedelta) -> None:
        """Take back what a worker began and gave no sign of life of; it starts again from the first row."""
        stil = self.filter(status=ExportStatus.BEZIG, levensteken__lt=klok.nu() - older_than)
        stil.update(status=ExportStatus.WACHT, claim_token=None)

    def verlopen(self) -> Self:
        return self.filter(bewaren_tot__lt=klok.vandaag()).exclude(status__in=OPEN)


class Export(models.Model):
    """Een download die een worker maakt: gevraagd, gemaakt, een tijd te halen, en dan weg.

    The rights are those of who asked, at the moment of making and again at each download.
    """

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    lijst = models.CharField(max_length=60)
    titel = models.CharField(max_length=120)
    params = models.TextField("stand van de lijst, als in het adres", blank=True)
    filter = models.JSONField("filter in woorden", default=list)
    formaat = models.CharField(max_length=4, choices=ExportFormaat)
    voor = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="exports")
    rollen = models.JSONField("roltoewijzingen bij het vragen", default=list)
    status = models.CharField(max_length=8, choices=ExportStatus, default=ExportStatus.WACHT)
    claim_token = models.UUIDField(null=True)
    levensteken = models.DateTimeField(null=True)
    pogingen = models.PositiveSmallIntegerField(default=0)
    rijen_gedaan = models.PositiveIntegerField(default=0)
    rijen_totaal = models.PositiveIntegerField()
    bestand = models.FileField(upload_to=opslagpad, max_length=200, blank=True)
    grootte = models.PositiveBigIntegerField("grootte in bytes", null=True)
    sha256 = models.CharField(max_length=64, blank=True)
    gemaakt_op = models.DateTimeField("gevraagd op", default=klok.nu)
    klaar_op = models.DateTimeField(null=True)
    bewaren_tot = models.DateField()
    fout = models.TextField(blank=True)

    objects = ExportQuerySet.as_manager()

    class Meta:
        ordering = ["-gemaakt_op", "-pk"]
        indexes = [
            models.Index(fields=["voor", "-gemaakt_op"], name="export_van"),
            models.Index(fields=["id"], name="export_wachtrij", condition=Q(status__in=OPEN)),
        ]
        constraints = [
            models.UniqueConstraint(
                "voor",
                "lijst",
                "formaat",
                MD5("params"),  # an address may be longer than an index takes
                condition=Q(status__in=OPEN),
                name="export_niet_dubbel",
            ),
            models.CheckConstraint(
                name="export_klaar_heeft_bestand",
                condition=~Q(status=ExportStatus.KLAAR)
                | (~Q(bestand="") & ~Q(sha256="") & Q(grootte__isnull=False, klaar_op__isnull=False)),
            ),
        ]

    def __str__(self) -> str:
        return self.naam

    @property
    def naam(self) -> str:
        """What the file is called for who downloads it."""
        return bestandsnaam(self.lijst, self.formaat, klok.dag(self.klaar_op or self.gemaakt_op))

    @property
    def map(self) -> str:
        return f"exports/{self.uuid}"

    @property
    def is_open(self) -> bool:
        return self.status in OPEN

    @property
    def is_klaar(self) -> bool:
        return self.status == ExportStatus.KLAAR

    @property
    def toon(self) -> str:
        return TOON[ExportStatus(self.status)]

    @property
    def is_opgegeven(self) -> bool:
        """Whether it broke off too often to try once more."""
        return self.pogingen > MAX_POGINGEN

    @property
    def procent(self) -> int:
        """How far the worker is; rows may have come since they were counted."""
        return min(100, 100 * self.rijen_gedaan // max(self.rijen_totaal, 1))

    def rollen_gelden(self, gebruiker: Gebruiker) -> bool:
        """Whether this person still holds every role with which it was asked for."""
        return gebruiker.is_active and set(self.rollen) <= {rol.pk for rol in gebruiker.rollen}

    @transaction.atomic
    def rond_af(self, bestand: File, **velden: Any) -> bool:
        """Store the file for who holds the claim; false if somebody else does, or it was thrown away."""
        if not self._eigen.select_for_update().exists():
            return False
        leeg_map(self.bestand.storage, self.map)  # what a fallen worker left
        self.bestand.save(f"{self.claim_token}.{self.formaat}", bestand, save=False)
        return self._klaar(status=ExportStatus.KLAAR, bestand=self.bestand.name, fout="", **velden)

    def mislukt(self, zin: str) -> bool:
        return self._klaar(status=ExportStatus.MISLUKT, fout=zin)

    def leg_terug(self) -> bool:
        """Leave it to the next sweep."""
        return bool(self._eigen.update(status=ExportStatus.WACHT, claim_token=None))

    @property
    def _eigen(self) -> ExportQuerySet:
        """This row, as long as we hold its claim."""
        return Export.objects.filter(pk=self.pk, claim_token=self.claim_token)

    def _klaar(self, **velden: Any) -> bool:
        velden |= {"claim_token": None, "klaar_op": klok.nu(), "bewaren_tot": bewaren_tot(klok.vandaag())}
        return bool(self._eigen.update(**velden))

    @transaction.atomic
    def gooi_weg(self) -> None:
        """The row, and after the commit the file; the line in the audit trail stays."""
        transaction.on_commit(partial(leeg_map, self.bestand.storage, self.map))
        self.delete()


def leeg_map(opslag: Storage, map: str) -> None:
    """Remove every file in this folder of the storage, if there is one."""
    try:
        _, namen = opslag.listdir(map)
    except FileNotFoundError:
        return
    for naam in namen:
        opslag.delete(f"{map}/{naam}")


def bestandsnaam(lijst: str, formaat: str, dag: date) -> str:
    """``aanvragen-2026-11-21.xlsx``"""
    return f"{lijst}-{dag.isoformat()}.{formaat}"
