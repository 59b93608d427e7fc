"""De volgorde van een OGON: voorstel, standpunten, besluit."""

from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from duoplus import klok
from duoplus.calc.nederlands import datum
from duoplus.models import Besluit, Gedaan, Gedateerd, GedateerdQuerySet, Organisatie, geen_overlap
from maatwerk.choices import RondeStatus, StandpuntSoort
from maatwerk.models.aanvraag import Aanvraag
from ogon.choices import Reactie
from ogon.models import Cyclus, Ogon

MET_TEKST = (StandpuntSoort.AKKOORD_MITS, StandpuntSoort.BEZWAAR)
VASTGESTELD = RondeStatus.VASTGESTELD
OPEN = (RondeStatus.RANGSCHIKKEN, RondeStatus.VOORGELEGD, RondeStatus.OPGESCHAALD)


class Gewicht(Gedateerd):
    """Hoe zwaar elk onderdeel telt in de voorgestelde volgorde; samen 100 (domain.md section 3, aanname)."""

    wettelijk = models.PositiveSmallIntegerField("moet van de wet")
    bestuurlijk = models.PositiveSmallIntegerField("besloten door bestuur")
    effect = models.PositiveSmallIntegerField("effect voor inwoners")
    urgentie = models.PositiveSmallIntegerField("urgentie")
    gemeenten = models.PositiveSmallIntegerField("aantal gemeenten")
    haalbaarheid = models.PositiveSmallIntegerField("haalbaarheid")

    objects = GedateerdQuerySet.as_manager()

    class Meta(Gedateerd.Meta):
        ordering = ["van"]
        constraints = [
            *Gedateerd.Meta.constraints,
            geen_overlap("gewicht_zonder_overlap"),
            models.CheckConstraint(
                name="gewicht_samen_100",
                condition=Q(
                    wettelijk=100
                    - F("bestuurlijk")
                    - F("effect")
                    - F("urgentie")
                    - F("gemeenten")
                    - F("haalbaarheid")
                ),
                violation_error_message="De gewichten zijn samen 100.",
            ),
        ]

    def __str__(self) -> str:
        return f"Gewichten vanaf {self.van}"


class RondeQuerySet(models.QuerySet["Ronde"]):
    def open(self) -> Self:
        return self.filter(status__in=OPEN)


class Ronde(models.Model):
    """Eén keer een volgorde maken in een cyclus: rangschikken, voorleggen, vaststellen.

    ``versie`` counts every change of the order; a move made on an older one is refused. Once adopted
    nothing in it changes, and the database itself refuses to adopt while an objection stands.
    """

    cyclus = models.ForeignKey(Cyclus, models.PROTECT, related_name="rondes")
    nummer = models.PositiveSmallIntegerField()
    status = models.CharField(max_length=12, choices=RondeStatus, default=RondeStatus.RANGSCHIKKEN)
    versie = models.PositiveIntegerField(default=0)
    voorlegging = models.PositiveSmallIntegerField(
        default=0, help_text="De hoeveelste keer de volgorde is voorgelegd."
    )
    voorgelegd_op = models.DateTimeField(null=True, blank=True)
    sluit_op = models.DateField("standpunt geven kan tot en met", null=True, blank=True)
    geopend_op = models.DateTimeField(default=klok.nu)
    vastgesteld_op = models.DateTimeField(null=True, blank=True)
    besluit = models.OneToOneField(Besluit, models.PROTECT, null=True, blank=True, related_name="ronde")

    objects = RondeQuerySet.as_manager()

    class Meta:
        ordering = ["-nummer"]
        constraints = [
            models.UniqueConstraint(fields=["cyclus", "nummer"], name="ronde_nummer_eenmaal"),
            models.UniqueConstraint(fields=["cyclus"], condition=Q(status__in=OPEN), name="ronde_een_open"),
            models.CheckConstraint(
                name="ronde_vastgesteld_met_besluit",
                condition=Q(
                    status=RondeStatus.VASTGESTELD, vastgesteld_op__isnull=False, besluit__isnull=False
                )
                | ~Q(status=RondeStatus.VASTGESTELD) & Q(vastgesteld_op=None, besluit=None),
            ),
            models.CheckConstraint(
                name="ronde_voorgelegd_met_sluitdag",
                condition=Q(status=RondeStatus.RANGSCHIKKEN)
                | Q(voorgelegd_op__isnull=False, sluit_op__isnull=False, voorlegging__gte=1),
            ),
        ]

    def __str__(self) -> str:
        return f"Volgorde {self.cyclus.jaar}-{self.nummer}"

    def get_absolute_url(self) -> str:
        return reverse("maatwerk:bord", args=[self.cyclus.ogon.slug, self.cyclus.jaar])

    @property
    def is_dicht(self) -> bool:
        """The last day for a position has passed."""
        return self.sluit_op is not None and klok.vandaag() > self.sluit_op


class Rondeplaats(models.Model):
    """Een aanvraag op het bord van een ronde."""

    ronde = models.ForeignKey(Ronde, models.CASCADE, related_name="plaatsen")
    aanvraag = models.ForeignKey(Aanvraag, models.PROTECT, related_name="rondeplaatsen")
    plaats = models.PositiveIntegerField()
    vastgezet_grond = models.TextField("wettelijke grond", blank=True)
    gefaseerd = models.BooleanField(default=False)
    afwijkreden = models.TextField("waarom een andere plaats dan voorgesteld", blank=True)
    niet_gereed_reden = models.TextField("waarom toch op de agenda", blank=True)

    class Meta:
        ordering = ["plaats"]
        constraints = [
            models.UniqueConstraint(fields=["ronde", "aanvraag"], name="rondeplaats_aanvraag_eenmaal"),
            models.UniqueConstraint(
                fields=["ronde", "plaats"],
                name="rondeplaats_eenmaal",
                deferrable=models.Deferrable.DEFERRED,
                violation_error_message="Er staat al een aanvraag op deze plaats.",
            ),
            models.CheckConstraint(name="rondeplaats_vanaf_1", condition=Q(plaats__gte=1)),
        ]

    def __str__(self) -> str:
        return f"{self.plaats} {self.aanvraag}"

    @property
    def is_vastgezet(self) -> bool:
        return bool(self.vastgezet_grond)


class Zet(Gedaan):
    """Een verplaatsing op het bord: wie, van waar naar waar, en waarom als dat moest."""

    ronde = models.ForeignKey(Ronde, models.CASCADE, related_name="zetten")
    aanvraag = models.ForeignKey(Aanvraag, models.PROTECT, related_name="+")
    van = models.PositiveIntegerField(null=True)
    naar = models.PositiveIntegerField(null=True)
    reden = models.TextField(blank=True)
    versie = models.PositiveIntegerField()

    class Meta:
        ordering = ["-versie"]

    def __str__(self) -> str:
        return f"{self.aanvraag} van {self.van} naar {self.naar}"


class StandpuntQuerySet(models.QuerySet["Standpunt"]):
    def geldend(self) -> Self:
        """The last position of each municipality in each submission."""
        per = ("ronde_id", "voorlegging", "organisatie_id")
        return self.order_by(*per, "-pk").distinct(*per)


class Standpunt(Gedaan):
    """Wat een gemeente van de voorgelegde volgorde vindt. Een ander standpunt is een nieuwe regel."""

    ronde = models.ForeignKey(Ronde, models.PROTECT, related_name="standpunten")
    voorlegging = models.PositiveSmallIntegerField()
    organisatie = models.ForeignKey(Organisatie, models.PROTECT, related_name="+")
    soort = models.CharField(max_length=12, choices=StandpuntSoort)
    tekst = models.TextField("voorwaarde of reden", blank=True)

    objects = StandpuntQuerySet.as_manager()

    class Meta:
        ordering = ["op", "pk"]
        constraints = [
            models.CheckConstraint(
                name="standpunt_met_tekst",
                condition=~Q(soort__in=MET_TEKST) | ~Q(tekst=""),
                violation_error_message="Schrijf bij ‘akkoord mits’ de voorwaarde, bij een bezwaar de reden.",
            )
        ]

    def __str__(self) -> str:
        return f"{self.organisatie}: {self.get_soort_display()}"


class Consultatie(models.Model):
    """Een besluit van het ene OGON raakt een belofte van het andere; dat mag binnen een termijn reageren."""

    besluit = models.ForeignKey(Besluit, models.PROTECT, related_name="consultaties")
    aanvraag = models.ForeignKey(Aanvraag, models.PROTECT, related_name="consultaties")
    ogon = models.ForeignKey(Ogon, models.PROTECT, related_name="consultaties")
    wat = models.TextField()
    reactie_voor = models.DateField()
    reactie = models.CharField(max_length=12, blank=True)
    tekst = models.TextField(blank=True)
    door = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    namens = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    op = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["reactie_voor", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["besluit", "aanvraag", "ogon"], name="consultatie_eenmaal")
        ]

    def __str__(self) -> str:
        return f"{self.ogon} over {self.aanvraag}"

    def get_absolute_url(self) -> str:
        return reverse("maatwerk:consultatie", args=[self.pk])

    @property
    def stand(self) -> str:
        """The reaction in words, or until when it may come."""
        if self.reactie:
            return Reactie(self.reactie).label.lower()
        return f"kan reageren tot en met {datum(self.reactie_voor)}"


class Scenario(models.Model):
    """Een wat-als op het plan van een OGON. Weggooien laat geen spoor na; overnemen is een besluit.

    ``wijzigingen`` is a list of changes: move, add, drop, other capacity; live rows never change by it.
    """

    ogon = models.ForeignKey(Ogon, models.CASCADE, related_name="scenarios")
    naam = models.CharField(max_length=80)
    door = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="scenarios")
    gemaakt_op = models.DateTimeField(default=klok.nu)
    gedeeld = models.BooleanField("zichtbaar voor wie meebeslist", default=False)
    versie = models.PositiveIntegerField(default=0)
    wijzigingen = models.JSONField(default=list)
    besluit = models.OneToOneField(Besluit, models.PROTECT, null=True, blank=True, related_name="scenario")

    class Meta:
        ordering = ["-gemaakt_op"]

    def __str__(self) -> str:
        return self.naam

    def get_absolute_url(self) -> str:
        return reverse("maatwerk:scenario", args=[self.ogon.slug, self.pk])
