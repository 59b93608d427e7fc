"""Accounting months, and what is booked in each; the database keeps the totals."""

from datetime import date
from typing import Any, Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from duoplus.calc.nederlands import maand_en_jaar
from duoplus.models import Gedaan, Team
from maatwerk.choices import BoekingSoort


class PeriodeQuerySet(models.QuerySet["Periode"]):
    def open(self) -> Self:
        return self.filter(gesloten_op=None)

    def gesloten(self) -> Self:
        return self.filter(gesloten_op__isnull=False)

    def van_jaar(self, jaar: int) -> Self:
        return self.filter(maand__year=jaar)

    def van_aanvraag(self, aanvraag: Any) -> Self:
        """The months in which something is booked on its assignment; an expression will do."""
        geboekt = Boekingstotaal.objects.filter(opdracht__aanvraag=aanvraag)
        return self.filter(pk__in=geboekt.values("periode"))


class Periode(models.Model):
    """Een maand in de boeken. Wie haar sluit, legt vast wat erin staat; daarna komt er niets meer bij.

    ``momentopname`` is the canonical statement of all lines and totals, ``zegel`` its SHA-256 chained to
    ``vorig_zegel``. A trigger refuses a booking once ``gesloten_op`` is filled (docs/adr/0019).
    """

    maand = models.DateField(primary_key=True, help_text="De eerste dag van de maand.")
    gesloten_op = models.DateTimeField(null=True, blank=True)
    gesloten_door = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    momentopname = models.JSONField(default=dict)
    vorig_zegel = models.CharField(max_length=64, blank=True)
    zegel = models.CharField(max_length=64, blank=True)

    objects = PeriodeQuerySet.as_manager()

    class Meta:
        ordering = ["maand"]
        constraints = [
            models.CheckConstraint(name="periode_eerste_van_de_maand", condition=Q(maand__day=1)),
            models.CheckConstraint(
                name="periode_gesloten_met_zegel",
                condition=Q(gesloten_op=None, gesloten_door=None, zegel="")
                | Q(gesloten_op__isnull=False, gesloten_door__isnull=False) & ~Q(zegel=""),
            ),
        ]

    def __str__(self) -> str:
        return maand_en_jaar(self.maand)

    def get_absolute_url(self) -> str:
        return reverse("maatwerk:maand", args=[self.maand.year, self.maand.month])

    @property
    def is_open(self) -> bool:
        return self.gesloten_op is None

    @classmethod
    def van(cls, dag: date) -> "Periode":
        """The month of ``dag``; it comes into being with its first booking."""
        return cls.objects.get_or_create(maand=dag.replace(day=1))[0]


class HeropeningQuerySet(models.QuerySet["Heropening"]):
    def geldig(self, dag: date) -> Self:
        """Allowed by the second person, and its last day not past."""
        return self.filter(toegestaan_op__isnull=False, geweigerd_op=None, tot__gte=dag)


class Heropening(Gedaan):
    """Een verzoek om alsnog te boeken in een gesloten maand; een tweede persoon besluit.

    The closed month itself stays as it is. Until ``tot`` a forgotten day in that month may be booked; the
    line names this decision and counts in the open month.
    """

    periode = models.ForeignKey(Periode, models.PROTECT, related_name="heropeningen")
    reden = models.TextField()
    tot = models.DateField("boeken kan tot en met")
    toegestaan_door = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    toegestaan_op = models.DateTimeField(null=True, blank=True)
    geweigerd_op = models.DateTimeField(null=True, blank=True)
    antwoord = models.TextField(blank=True)

    objects = HeropeningQuerySet.as_manager()

    class Meta:
        ordering = ["-op", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["periode"],
                condition=Q(toegestaan_op=None, geweigerd_op=None),
                name="heropening_een_tegelijk",
                violation_error_message="Er ligt al een verzoek om deze maand te heropenen.",
            ),
            models.CheckConstraint(
                name="heropening_twee_personen",
                condition=Q(toegestaan_door=None) | ~Q(toegestaan_door=F("door")),
                violation_error_message="Wie om heropenen vraagt, besluit er niet zelf over.",
            ),
        ]

    def __str__(self) -> str:
        return f"Heropening van {self.periode}"

    def get_absolute_url(self) -> str:
        return reverse("maatwerk:heropening", args=[self.pk])

    @property
    def is_beantwoord(self) -> bool:
        return self.toegestaan_op is not None or self.geweigerd_op is not None


class Bron(Gedaan):
    """Het bestand waar boekingen uit kwamen. De zegelcode blijft, ook als het bestand weg is."""

    sha256 = models.CharField(max_length=64, unique=True)
    soort = models.CharField(max_length=20)
    bestandsnaam = models.CharField(max_length=200)
    regels = models.PositiveIntegerField(default=0)
    uren = models.DecimalField(max_digits=12, decimal_places=2, default=0)
    bedrag = models.DecimalField(max_digits=14, decimal_places=2, default=0)

    class Meta:
        ordering = ["-op", "-pk"]

    def __str__(self) -> str:
        return self.bestandsnaam


class Boekingstotaal(models.Model):
    """Wat er op een opdracht is geboekt, per boekmaand, werkmaand, team en soort.

    Kept by a trigger in the transaction of each booking, so that standings cost the same at ten thousand
    and at a million bookings; ``manage.py verifieer`` recomputes every row from the bookings.
    """

    opdracht = models.ForeignKey("maatwerk.Opdracht", models.PROTECT, related_name="totalen")
    periode = models.ForeignKey(Periode, models.PROTECT, related_name="totalen")
    werkmaand = models.DateField(help_text="De eerste dag van de maand waarin het werk was.")
    team = models.ForeignKey(Team, models.PROTECT, null=True, blank=True, related_name="+")
    soort = models.CharField(max_length=6, choices=BoekingSoort)
    uren = models.DecimalField(max_digits=14, decimal_places=2)
    bedrag = models.DecimalField(max_digits=16, decimal_places=2)
    aantal = models.PositiveIntegerField("boekingen")

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["opdracht", "periode", "werkmaand", "team", "soort"],
                name="boekingstotaal_eenmaal",
                nulls_distinct=False,
            )
        ]
        indexes = [models.Index(fields=["periode", "opdracht"], name="boekingstotaal_periode")]

    def __str__(self) -> str:
        return f"{self.opdracht_id} {self.periode_id}: {self.bedrag}"
