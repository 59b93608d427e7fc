from decimal import Decimal

from django.conf import settings
from django.db import models
from django.db.models import F, Q, Sum

from duoplus import klok
from duoplus.choices import IncidenteelStructureel
from duoplus.models import Gedaan, Organisatie, Team
from maatwerk.choices import AfspraakSoort, AkkoordSoort, Haalbaar, Oorzaak, Zekerheid
from maatwerk.models.aanvraag import Aanvraag
from maatwerk.models.geld import Verdeelsleutel


class Raming(models.Model):
    """Wat Duo+ voorstelt: uren per team, externe kosten, wanneer het kan en wat er mis kan gaan.

    Each proposal is a new version; an earlier one stays as it was.
    """

    aanvraag = models.ForeignKey(Aanvraag, models.PROTECT, related_name="ramingen")
    versie = models.PositiveSmallIntegerField()
    vroegste_start = models.DateField(null=True, blank=True)
    risicos = models.TextField("risico's", blank=True)
    zekerheid = models.CharField("hoe zeker zijn deze uren", max_length=6, choices=Zekerheid, blank=True)
    inkoop_nodig = models.BooleanField(default=False)
    avg_toets_nodig = models.BooleanField("AVG-toets nodig", default=False)
    sleutel = models.ForeignKey(Verdeelsleutel, models.PROTECT, null=True, blank=True, related_name="+")
    opgesteld_door = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    opgesteld_op = models.DateTimeField(default=klok.nu)
    vervallen_op = models.DateTimeField(null=True, blank=True)
    vervallen_reden = models.TextField(blank=True)

    class Meta:
        ordering = ["-versie"]
        constraints = [
            models.UniqueConstraint(fields=["aanvraag", "versie"], name="raming_versie_eenmaal"),
            models.UniqueConstraint(
                fields=["aanvraag"], condition=Q(vervallen_op=None), name="raming_een_geldig"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.aanvraag.kenmerk} raming {self.versie}"

    @property
    def uren(self) -> Decimal:
        """Hours as likely."""
        return sum((regel.uren for regel in self.regels.all()), Decimal(0))

    @property
    def kosten_extern(self) -> Decimal:
        return sum((kosten.bedrag for kosten in self.externe_kosten.all()), Decimal(0))

    @property
    def totaal(self) -> Decimal:
        """Euro excluding VAT: each line rounded once, then added."""
        return sum((regel.bedrag for regel in self.regels.all()), Decimal(0)) + self.kosten_extern


class RamingRegelQuerySet(models.QuerySet["RamingRegel"]):
    def uren_per_team(self) -> dict[str, Decimal]:
        return dict(self.values_list("team__kort").annotate(Sum("uren")).order_by("team__kort"))


class RamingRegel(models.Model):
    """Uren van één team in één functiegroep, met het tarief zoals het op die dag gold."""

    raming = models.ForeignKey(Raming, models.CASCADE, related_name="regels")
    team = models.ForeignKey(Team, models.PROTECT, related_name="+")
    functiegroep = models.CharField(max_length=4)
    uren_laag = models.DecimalField(max_digits=8, decimal_places=2)
    uren = models.DecimalField("uren waarschijnlijk", max_digits=8, decimal_places=2)
    uren_hoog = models.DecimalField(max_digits=8, decimal_places=2)
    tarief = models.DecimalField("euro per uur", max_digits=7, decimal_places=2)
    bedrag = models.DecimalField(max_digits=12, decimal_places=2)

    objects = RamingRegelQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                name="ramingregel_laag_waarschijnlijk_hoog",
                condition=Q(uren_laag__gte=0, uren_laag__lte=F("uren"), uren__lte=F("uren_hoog")),
                violation_error_message="Zet de uren van laag naar hoog.",
            )
        ]

    def __str__(self) -> str:
        return f"{self.team} {self.uren}"


class ExterneKosten(models.Model):
    raming = models.ForeignKey(Raming, models.CASCADE, related_name="externe_kosten")
    omschrijving = models.CharField(max_length=120)
    bedrag = models.DecimalField(max_digits=12, decimal_places=2)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                name="externekosten_boven_nul",
                condition=Q(bedrag__gt=0),
                violation_error_message="Vul een bedrag boven € 0 in.",
            )
        ]

    def __str__(self) -> str:
        return self.omschrijving


class Aandeel(models.Model):
    """Wat één gemeente van een raming betaalt; alle aandelen samen zijn precies het totaal."""

    raming = models.ForeignKey(Raming, models.CASCADE, related_name="aandelen")
    organisatie = models.ForeignKey(Organisatie, models.PROTECT, related_name="+")
    deel = models.DecimalField("deel van 1", max_digits=7, decimal_places=6)
    bedrag = models.DecimalField(max_digits=12, decimal_places=2)

    class Meta:
        ordering = ["organisatie__volgorde"]
        constraints = [models.UniqueConstraint(fields=["raming", "organisatie"], name="aandeel_eenmaal")]

    def __str__(self) -> str:
        return f"{self.organisatie} {self.bedrag}"


class Afspraak(models.Model):
    """Haalbaar, op tijd en goed: een belofte met versies. Elke wijziging heeft een oorzaak."""

    aanvraag = models.ForeignKey(Aanvraag, models.PROTECT, related_name="afspraken")
    soort = models.CharField(max_length=12, choices=AfspraakSoort)
    versie = models.PositiveSmallIntegerField()
    tekst = models.TextField()
    haalbaar = models.CharField(max_length=6, choices=Haalbaar, blank=True)
    datum_vroegst = models.DateField(null=True, blank=True)
    datum = models.DateField("klaar op", null=True, blank=True)
    datum_laatst = models.DateField(null=True, blank=True)
    oorzaak = models.CharField(max_length=10, choices=Oorzaak)
    oorzaak_toelichting = models.TextField(blank=True)
    door = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    op = models.DateTimeField(default=klok.nu)

    class Meta:
        ordering = ["soort", "-versie"]
        constraints = [
            models.UniqueConstraint(fields=["aanvraag", "soort", "versie"], name="afspraak_versie_eenmaal"),
            models.CheckConstraint(
                name="afspraak_wijziging_heeft_oorzaak",
                condition=Q(versie=1) | Q(oorzaak__in=(Oorzaak.GEMEENTE, Oorzaak.DUOPLUS, Oorzaak.EXTERN)),
                violation_error_message="Kies waardoor deze afspraak wijzigt.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_soort_display()} versie {self.versie}"


class Akkoord(Gedaan):
    """Eén van de twee akkoorden van een gemeente: op de inhoud en op de dekking, door twee mensen."""

    raming = models.ForeignKey(Raming, models.PROTECT, related_name="akkoorden")
    organisatie = models.ForeignKey(Organisatie, models.PROTECT, related_name="+")
    soort = models.CharField(max_length=10, choices=AkkoordSoort)
    toelichting = models.TextField(blank=True)
    dekking = models.CharField(max_length=200, blank=True)
    taakveld = models.CharField(max_length=8, blank=True)
    i_s = models.CharField(max_length=1, choices=IncidenteelStructureel, blank=True)

    class Meta:
        ordering = ["op", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["raming", "organisatie", "soort"], name="akkoord_eenmaal_per_soort"
            ),
            models.UniqueConstraint(
                fields=["raming", "organisatie", "door"],
                name="akkoord_twee_personen",
                violation_error_message="De twee akkoorden zijn van twee verschillende mensen.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_soort_display()} {self.organisatie}"
