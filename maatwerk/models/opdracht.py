from datetime import date
from decimal import Decimal
from typing import Any, Self

from django.conf import settings
from django.db import models
from django.db.models import Case, Exists, ExpressionWrapper, F, OuterRef, Q, Subquery, Sum, Value, When
from django.db.models.functions import Coalesce, TruncDate, TruncMonth
from django.urls import reverse

from duoplus import klok
from duoplus.choices import IncidenteelStructureel, Rol
from duoplus.models import Besluit, Gedaan, Organisatie, Roltoewijzing, Team
from duoplus.models.organisatie import geldig
from maatwerk.choices import BoekingSoort, Boekingstatus, BtwRegime
from maatwerk.models.aanvraag import Aanvraag
from maatwerk.models.geld import Tarief, Verdeelsleutel
from maatwerk.models.periode import Bron, Heropening, Periode
from maatwerk.models.raming import Raming


class AanvraagBesluit(models.Model):
    """De draad van een besluit naar de aanvraag waarover het ging."""

    aanvraag = models.ForeignKey(Aanvraag, models.PROTECT, related_name="besluitregels")
    besluit = models.OneToOneField(Besluit, models.PROTECT, related_name="aanvraagregel")

    def __str__(self) -> str:
        return f"{self.besluit} over {self.aanvraag}"


class Plaatsing(models.Model):
    """Een plaats op de lijst van een OGON, met de reden. Elke verschuiving is een nieuwe regel."""

    aanvraag = models.ForeignKey(Aanvraag, models.PROTECT, related_name="plaatsingen")
    besluit = models.ForeignKey(Besluit, models.PROTECT, related_name="plaatsingen")
    van_plaats = models.PositiveIntegerField(null=True)
    naar_plaats = models.PositiveIntegerField(null=True)
    lijstversie = models.PositiveIntegerField()

    class Meta:
        ordering = ["-lijstversie", "naar_plaats"]

    def __str__(self) -> str:
        return f"{self.aanvraag} naar plaats {self.naar_plaats}"


class OpdrachtQuerySet(models.QuerySet["Opdracht"]):
    def visible_to(self, user: Any) -> Self:
        return self.filter(aanvraag__in=Aanvraag.objects.visible_to(user).values("pk"))

    def verleend(self) -> Self:
        """Those with both initials, and so with a number."""
        return self.filter(nummer__isnull=False)

    def met_gewerkt(self) -> Self:
        """With ``gewerkt``: the hours booked up to now."""
        uren = Boeking.objects.filter(opdracht=OuterRef("pk")).order_by().values("opdracht")
        som = Subquery(uren.annotate(som=Sum("uren")).values("som"))
        return self.annotate(gewerkt=Coalesce(som, Value(Decimal(0))))


class Opdracht(models.Model):
    """Wat uit een besluit volgt: dit werk, tot deze uren en euro's, op deze datum klaar.

    De tarieven en de sleutel zijn die van het besluit; daaraan worden de plafonds getoetst. Een
    wijzigingsverzoek met twee parafen vult de gewijzigde plafonds; die van het besluit blijven staan.
    """

    aanvraag = models.OneToOneField(Aanvraag, models.PROTECT, related_name="opdracht")
    raming = models.ForeignKey(Raming, models.PROTECT, related_name="+")
    nummer = models.CharField(max_length=20, unique=True, null=True, blank=True)
    plafond_uren = models.DecimalField(max_digits=9, decimal_places=2)
    plafond_kosten = models.DecimalField("plafond in euro", max_digits=12, decimal_places=2)
    einddatum = models.DateField()
    gewijzigd_plafond_uren = models.DecimalField(max_digits=9, decimal_places=2, null=True, blank=True)
    gewijzigd_plafond_kosten = models.DecimalField(max_digits=12, decimal_places=2, null=True, blank=True)
    gewijzigde_einddatum = models.DateField(null=True, blank=True)
    sleutel = models.ForeignKey(Verdeelsleutel, models.PROTECT, null=True, blank=True, related_name="+")
    tarieven = models.JSONField(default=dict)
    taakveld = models.CharField(max_length=8, blank=True)
    i_s = models.CharField(max_length=1, choices=IncidenteelStructureel, blank=True)
    klaargezet_op = models.DateTimeField(default=klok.nu)
    verleend_op = models.DateTimeField(null=True, blank=True)
    gestart_op = models.DateTimeField(null=True, blank=True)
    uitvoerders = models.ManyToManyField(settings.AUTH_USER_MODEL, blank=True, related_name="opdrachten")
    resultaat = models.TextField(blank=True)
    opgeleverd_op = models.DateTimeField(null=True, blank=True)
    geaccepteerd_op = models.DateTimeField(null=True, blank=True)
    score = models.PositiveSmallIntegerField(null=True, blank=True)
    score_toelichting = models.TextField(blank=True)

    objects = OpdrachtQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(
                name="opdracht_score_1_tot_5",
                condition=Q(score__isnull=True) | Q(score__gte=1, score__lte=5),
                violation_error_message="Kies een cijfer van 1 tot en met 5.",
            )
        ]

    def __str__(self) -> str:
        return self.nummer or f"opdracht bij {self.aanvraag.kenmerk}"

    def get_absolute_url(self) -> str:
        """Without a number it is not given yet, and only its request shows it."""
        return (
            reverse("maatwerk:opdracht", args=[self.nummer])
            if self.nummer
            else self.aanvraag.get_absolute_url()
        )

    @property
    def uren_mogen(self) -> Decimal:
        """The ceiling in hours as it holds today."""
        anders = self.gewijzigd_plafond_uren
        return self.plafond_uren if anders is None else anders

    @property
    def kosten_mogen(self) -> Decimal:
        """The ceiling in euro as it holds today."""
        anders = self.gewijzigd_plafond_kosten
        return self.plafond_kosten if anders is None else anders

    @property
    def klaar_voor(self) -> date:
        """The end date as it holds today."""
        return self.gewijzigde_einddatum or self.einddatum

    def verbruik(self) -> dict[str, Decimal]:
        """Hours, euro for hours, euro for external costs, and euro in all, as booked up to now."""
        uren, kosten = BoekingSoort.UREN, BoekingSoort.KOSTEN
        som = self.boekingen.aggregate(
            uren=Sum("uren", default=Decimal(0)),
            kosten_uren=Sum("bedrag", filter=Q(soort=uren), default=Decimal(0)),
            kosten_extern=Sum("bedrag", filter=Q(soort=kosten), default=Decimal(0)),
        )
        return som | {"totaal": som["kosten_uren"] + som["kosten_extern"]}


class Paraaf(Gedaan):
    """Een vastgelegde handeling: deze persoon zette in deze rol zijn paraaf."""

    opdracht = models.ForeignKey(Opdracht, models.PROTECT, related_name="parafen")
    rol = models.CharField(max_length=20, choices=Rol)

    class Meta:
        ordering = ["op", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["opdracht", "rol"], name="paraaf_eenmaal_per_rol"),
            models.UniqueConstraint(
                fields=["opdracht", "door"],
                name="paraaf_twee_personen",
                violation_error_message="De twee parafen zijn van twee verschillende mensen.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_rol_display()} {self.door}"


class Voortgang(models.Model):
    """Hoe het werk ervoor staat: gedaan, hierna, risico en de datum die nu verwacht wordt."""

    opdracht = models.ForeignKey(Opdracht, models.PROTECT, related_name="voortgang")
    gedaan = models.TextField()
    hierna = models.TextField(blank=True)
    risico = models.TextField(blank=True)
    verwacht_klaar_op = models.DateField()
    door = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    op = models.DateTimeField(default=klok.nu)

    class Meta:
        ordering = ["-op", "-pk"]

    def __str__(self) -> str:
        return self.gedaan[:60]


class BoekingQuerySet(models.QuerySet["Boeking"]):
    """Approval (issue 6): hours that somebody typed wait for the manager of the team that does the work.

    Costs, imported lines and what that manager booked himself wait for nobody. Nor do a reversal and the
    line it reverses: together they are nothing.
    """

    def getypt(self) -> Self:
        """Hours that somebody typed and that nobody approved or reversed; a manager's own too."""
        return self.filter(_getypt())

    def niet_goedgekeurd(self) -> Self:
        """What still waits for a manager, in months open and closed."""
        return self.filter(_wacht_op_akkoord())

    def staand(self) -> Self:
        """Neither reversed nor a reversal: reversing is how a wrong line is mended."""
        return self.filter(corrigeert=None, gecorrigeerd_door=None)

    def zonder_geldig_tarief(self) -> Self:
        """Standing hours whose tariff is not the one of the day worked (R7); a day never has two."""
        dag: Any = OuterRef("datum")
        gold = Tarief.objects.filter(
            geldig(dag), functiegroep=OuterRef("functiegroep"), bedrag=OuterRef("tarief")
        )
        return self.staand().filter(~Exists(gold), soort=BoekingSoort.UREN)

    def met_status(self) -> Self:
        """With ``status``, one of ``Boekingstatus``."""
        return self.annotate(
            status=Case(
                When(periode__gesloten_op__isnull=False, then=Value(Boekingstatus.GESLOTEN.value)),
                When(_wacht_op_akkoord(), then=Value(Boekingstatus.INGEDIEND.value)),
                default=Value(Boekingstatus.GOEDGEKEURD.value),
            )
        )


def _wacht_op_akkoord() -> Q:
    """Led the team when he booked: who takes over a team later does not approve by being there."""
    toen = TruncDate(ExpressionWrapper(OuterRef("geboekt_op"), models.DateTimeField()))
    leidde = Roltoewijzing.objects.filter(
        Q(team=None) | Q(team=OuterRef("opdracht__aanvraag__team")),
        Q(tot=None) | Q(tot__gte=toen),
        gebruiker=OuterRef("geboekt_door"),
        rol=Rol.TEAMMANAGER,
        van__lte=toen,
    )
    return _getypt() & Q(~Exists(leidde))


def _getypt() -> Q:
    return Q(soort=BoekingSoort.UREN, bron=None, corrigeert=None, gecorrigeerd_door=None, goedkeuring=None)


class Boeking(models.Model):
    """Gewerkte uren of gemaakte kosten. Alleen toevoegen; een fout herstelt u met een tegenboeking.

    ``datum`` is the day worked (its tariff and key), ``periode`` the month it counts in: the same month, or
    a later open one for a correction. ``kenmerk`` makes a line of a source file book once, however often
    that file comes by.
    """

    opdracht = models.ForeignKey(Opdracht, models.PROTECT, related_name="boekingen")
    soort = models.CharField(max_length=6, choices=BoekingSoort)
    datum = models.DateField()
    periode = models.ForeignKey(Periode, models.PROTECT, related_name="boekingen")
    heropening = models.ForeignKey(
        Heropening, models.PROTECT, null=True, blank=True, related_name="boekingen"
    )
    team = models.ForeignKey(Team, models.PROTECT, null=True, blank=True, related_name="+")
    functiegroep = models.CharField(max_length=4, blank=True)
    uren = models.DecimalField(max_digits=7, decimal_places=2, default=Decimal(0))
    tarief = models.DecimalField("euro per uur", max_digits=7, decimal_places=2, default=Decimal(0))
    bedrag = models.DecimalField(max_digits=12, decimal_places=2)
    omschrijving = models.CharField(max_length=200)
    leverancier = models.CharField(max_length=120, blank=True)
    factuurnummer = models.CharField(max_length=60, blank=True)
    btw_regime = models.CharField("btw-regime", max_length=25, choices=BtwRegime, default=BtwRegime.GEEN)
    btw = models.DecimalField(max_digits=12, decimal_places=2, default=Decimal(0))
    economische_categorie = models.CharField("economische categorie (Iv3)", max_length=8, blank=True)
    medewerker = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    medewerker_nummer = models.CharField("personeelsnummer in de bron", max_length=20, blank=True)
    corrigeert = models.OneToOneField(
        "self", models.PROTECT, null=True, blank=True, related_name="gecorrigeerd_door"
    )
    bron = models.ForeignKey(Bron, models.PROTECT, null=True, blank=True, related_name="boekingen")
    bronregel = models.PositiveIntegerField("regel in de bron", null=True, blank=True)
    kenmerk = models.UUIDField("vingerafdruk van de regel in de bron", null=True, blank=True, unique=True)
    geboekt_door = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    geboekt_op = models.DateTimeField(default=klok.nu)

    objects = BoekingQuerySet.as_manager()

    class Meta:
        ordering = ["-datum", "-pk"]
        indexes = [
            models.Index(fields=["opdracht", "datum"], name="boeking_opdracht"),
            models.Index(fields=["periode", "opdracht"], name="boeking_periode"),
            models.Index(fields=["periode", "id"], name="boeking_volgorde"),  # the list, however long
            models.Index(fields=["medewerker", "datum"], name="boeking_medewerker"),
        ]
        constraints = [
            models.CheckConstraint(
                name="boeking_negatief_is_correctie",
                condition=Q(corrigeert__isnull=False)
                | Q(kenmerk__isnull=False)
                | Q(bedrag__gte=0, uren__gte=0),
                violation_error_message="Een negatieve boeking verwijst naar de boeking die zij herstelt.",
            ),
            models.CheckConstraint(
                name="boeking_in_eigen_maand",
                condition=Q(periode=TruncMonth("datum"))
                | Q(periode__gt=F("datum"))
                & (Q(corrigeert__isnull=False) | Q(heropening__isnull=False) | Q(bedrag__lt=0)),
                violation_error_message="Alleen een correctie of een heropening telt in een latere maand.",
            ),
            models.CheckConstraint(
                name="boeking_uren_of_kosten",
                condition=Q(soort=BoekingSoort.UREN, team__isnull=False) & ~Q(uren=0) & ~Q(functiegroep="")
                | Q(soort=BoekingSoort.KOSTEN, uren=0) & ~Q(bedrag=0),
                violation_error_message="Boek uren met team en functiegroep, of kosten met een bedrag.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_soort_display()} {self.datum} {self.bedrag}"


class OpdrachtAandeel(models.Model):
    """Het aandeel van een gemeente in het plafond, zoals besloten."""

    opdracht = models.ForeignKey(Opdracht, models.CASCADE, related_name="aandelen")
    organisatie = models.ForeignKey(Organisatie, models.PROTECT, related_name="+")
    deel = models.DecimalField("deel van 1", max_digits=7, decimal_places=6)
    bedrag = models.DecimalField(max_digits=12, decimal_places=2)

    class Meta:
        ordering = ["organisatie__volgorde"]
        constraints = [
            models.UniqueConstraint(fields=["opdracht", "organisatie"], name="opdrachtaandeel_eenmaal")
        ]

    def __str__(self) -> str:
        return f"{self.organisatie} {self.bedrag}"
