from decimal import Decimal
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse

from duoplus import klok
from duoplus.models import Besluit, Team
from ogon.choices import CapaciteitSoort, ConflictStatus, Reactie
from ogon.models.ogon import Ogon

EERSTE_VAN_DE_MAAND = "Een maand staat vast op haar eerste dag."


class CapaciteitsregelQuerySet(models.QuerySet["Capaciteitsregel"]):
    def geldig(self) -> Self:
        return self.filter(vervallen_op=None)


class Capaciteitsregel(models.Model):
    """Bronregel van de waterval: uren van één team in één maand, met waar het getal vandaan komt.

    A row never changes; a correction lets it lapse and adds another.
    """

    team = models.ForeignKey(Team, models.PROTECT, related_name="capaciteit")
    maand = models.DateField(help_text="De eerste dag van de maand.")
    soort = models.CharField(max_length=8, choices=CapaciteitSoort)
    omschrijving = models.CharField(max_length=120)
    uren = models.DecimalField(max_digits=9, decimal_places=2)
    bron = models.CharField(max_length=160, help_text="Het bestand en de rij, of wie het invulde.")
    ingevoerd_door = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    ingevoerd_op = models.DateTimeField(default=klok.nu)
    vervallen_op = models.DateTimeField(null=True, blank=True)

    objects = CapaciteitsregelQuerySet.as_manager()

    class Meta:
        ordering = ["team__kort", "maand", "soort", "omschrijving"]
        indexes = [models.Index(fields=["team", "maand"], name="capaciteitsregel_team")]
        constraints = [
            models.UniqueConstraint(
                fields=["team", "maand", "soort", "omschrijving"],
                condition=Q(vervallen_op=None),
                name="capaciteitsregel_eenmaal",
                violation_error_message="Deze regel staat er al voor dit team en deze maand.",
            ),
            models.CheckConstraint(
                name="capaciteitsregel_niet_negatief",
                condition=Q(uren__gte=0),
                violation_error_message="Uren zijn 0 of meer.",
            ),
            models.CheckConstraint(
                name="capaciteitsregel_eerste_van_de_maand",
                condition=Q(maand__day=1),
                violation_error_message=EERSTE_VAN_DE_MAAND,
            ),
        ]

    def __str__(self) -> str:
        return f"{self.team} {self.maand:%m-%Y} {self.get_soort_display()} {self.uren}"


class Toedeling(models.Model):
    """Welk deel van de vrije uren van een gedeeld team een OGON in een jaar heeft; volgt uit een besluit."""

    team = models.ForeignKey(Team, models.PROTECT, related_name="toedelingen")
    jaar = models.PositiveSmallIntegerField()
    ogon = models.ForeignKey(Ogon, models.PROTECT, related_name="toedelingen")
    deel = models.DecimalField("deel van 1", max_digits=7, decimal_places=6)
    besluit = models.ForeignKey(Besluit, models.PROTECT, related_name="+")
    vervallen_op = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["team__kort", "jaar", "ogon__naam"]
        constraints = [
            models.UniqueConstraint(
                fields=["team", "jaar", "ogon"],
                condition=Q(vervallen_op=None),
                name="toedeling_eenmaal",
            ),
            models.CheckConstraint(
                name="toedeling_tussen_0_en_1",
                condition=Q(deel__gte=0, deel__lte=1),
                violation_error_message="Een deel ligt tussen 0 en 100%.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.team} {self.jaar} {self.ogon} {self.deel}"

    @property
    def procent(self) -> Decimal:
        return self.deel * 100


class Conflict(models.Model):
    """Meer OGON's samen vragen meer uren van een team dan het heeft; OGON Bedrijfsvoering lost het op."""

    team = models.ForeignKey(Team, models.PROTECT, related_name="conflicten")
    jaar = models.PositiveSmallIntegerField()
    status = models.CharField(max_length=10, choices=ConflictStatus, default=ConflictStatus.OPEN)
    versie = models.PositiveIntegerField(default=0)
    vrij = models.DecimalField("vrije uren", max_digits=9, decimal_places=2)
    reactie_voor = models.DateField()
    ontstaan_op = models.DateTimeField(default=klok.nu)
    opgelost_op = models.DateTimeField(null=True, blank=True)
    besluit = models.OneToOneField(
        Besluit, models.PROTECT, null=True, blank=True, related_name="capaciteitsconflict"
    )

    class Meta:
        ordering = ["-ontstaan_op"]
        constraints = [
            models.UniqueConstraint(
                fields=["team", "jaar"],
                condition=Q(status=ConflictStatus.OPEN),
                name="conflict_een_open",
            ),
            models.CheckConstraint(
                name="conflict_opgelost_met_besluit",
                condition=~Q(status=ConflictStatus.OPGELOST)
                | Q(opgelost_op__isnull=False, besluit__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.team} {self.jaar}"

    def get_absolute_url(self) -> str:
        return reverse("maatwerk:conflict", args=[self.pk])

    @property
    def is_open(self) -> bool:
        return self.status == ConflictStatus.OPEN

    @property
    def status_toon(self) -> str:
        return {ConflictStatus.OPEN: "warn", ConflictStatus.OPGELOST: "ok"}.get(
            ConflictStatus(self.status), ""
        )


class Conflictpartij(models.Model):
    """Wat één OGON van het team vraagt, en wat het van de verdeling vindt."""

    conflict = models.ForeignKey(Conflict, models.CASCADE, related_name="partijen")
    ogon = models.ForeignKey(Ogon, models.PROTECT, related_name="+")
    gevraagd = models.DecimalField("gevraagde uren", max_digits=9, decimal_places=2)
    reactie = models.CharField(max_length=12, choices=Reactie, blank=True)
    tekst = models.TextField(blank=True)
    door = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    namens = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    op = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["ogon__naam"]
        constraints = [
            models.UniqueConstraint(fields=["conflict", "ogon"], name="conflictpartij_eenmaal"),
            models.CheckConstraint(
                name="conflictpartij_bezwaar_heeft_reden",
                condition=~Q(reactie=Reactie.BEZWAAR) | ~Q(tekst=""),
                violation_error_message="Zeg waarom u bezwaar heeft.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.ogon} {self.gevraagd}"
