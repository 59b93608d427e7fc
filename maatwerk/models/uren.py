"""Hours of a person: the week as typed, its approval, and what an assignment asks on top."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from duoplus import klok
from duoplus.models import Gedaan
from maatwerk.choices import Verzoekstand
from maatwerk.models.opdracht import Boeking, Opdracht


class Weekconcept(models.Model):
    """Uren van één week zoals ze zijn ingetypt en nog niet ingediend; hier gaat nooit iets van verloren."""

    medewerker = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="weekconcepten")
    maandag = models.DateField()
    regels = models.JSONField(default=list)
    opmerking = models.TextField("waarom de week terugkwam", blank=True)
    versie = models.PositiveIntegerField(default=0)
    gewijzigd_op = models.DateTimeField(default=klok.nu)

    class Meta:
        ordering = ["-maandag"]
        constraints = [
            models.UniqueConstraint(fields=["medewerker", "maandag"], name="weekconcept_eenmaal"),
            models.CheckConstraint(name="weekconcept_maandag", condition=Q(maandag__iso_week_day=1)),
        ]

    def __str__(self) -> str:
        jaar, week, _ = self.maandag.isocalendar()
        return f"Week {week} van {jaar}"

    def get_absolute_url(self) -> str:
        return reverse("maatwerk:week", args=[self.maandag])


class Goedkeuring(Gedaan):
    """Akkoord van de teammanager op ingediende uren."""

    boeking = models.OneToOneField(Boeking, models.PROTECT, related_name="goedkeuring")

    def __str__(self) -> str:
        return f"Akkoord op {self.boeking}"


class Wijzigingsverzoek(Gedaan):
    """Meer uren, meer geld of meer tijd voor een opdracht die al gegeven is.

    The new ceilings and end date hold from the second initial on; the decision keeps its own figures.
    """

    opdracht = models.ForeignKey(Opdracht, models.PROTECT, related_name="wijzigingsverzoeken")
    plafond_uren = models.DecimalField(max_digits=9, decimal_places=2)
    plafond_kosten = models.DecimalField("plafond in euro", max_digits=12, decimal_places=2)
    einddatum = models.DateField()
    reden = models.TextField()
    stand = models.CharField(max_length=12, choices=Verzoekstand, default=Verzoekstand.GEVRAAGD)
    versie = models.PositiveIntegerField(default=0)
    voorzitter = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    voorzitter_op = models.DateTimeField(null=True, blank=True)
    budgethouder = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    budgethouder_op = models.DateTimeField(null=True, blank=True)
    afgedaan_op = models.DateTimeField(null=True, blank=True)
    antwoord = models.TextField("reden van weigeren of intrekken", blank=True)

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["opdracht"],
                condition=Q(afgedaan_op=None),
                name="wijzigingsverzoek_een_tegelijk",
                violation_error_message="Er ligt al een verzoek om deze opdracht te wijzigen.",
            ),
            models.CheckConstraint(
                name="wijzigingsverzoek_andere_mensen",
                condition=(Q(voorzitter=None) | Q(budgethouder=None) | ~Q(voorzitter=F("budgethouder")))
                & (Q(voorzitter=None) | ~Q(voorzitter=F("door")))
                & (Q(budgethouder=None) | ~Q(budgethouder=F("door"))),
                violation_error_message="Vragen en de twee parafen zijn van drie verschillende mensen.",
            ),
        ]

    def __str__(self) -> str:
        return f"Wijziging van {self.opdracht}"

    def get_absolute_url(self) -> str:
        return f"{self.opdracht.get_absolute_url()}#wijzigingen"

    @property
    def is_open(self) -> bool:
        return self.afgedaan_op is None
