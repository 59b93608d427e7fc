from datetime import date
from decimal import Decimal
from typing import Any, Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse

from duoplus import klok
from duoplus.calc.nederlands import uren
from duoplus.choices import Rol
from duoplus.models import (
    Besluit,
    Bestaand,
    Bijlage,
    Gedaan,
    Gedateerd,
    GedateerdQuerySet,
    Organisatie,
    Team,
)
from ogon.calc.opzegging import laatste_opzegdag
from ogon.choices import DvoStatus, KpiRichting, TekenSoort
from ogon.models.ogon import Ogon


class Product(Bestaand):
    """Wat Duo+ elk jaar voor een gemeente doet; de DVO zegt hoeveel en hoe goed."""

    code = models.CharField(max_length=12, unique=True)
    naam = models.CharField(max_length=120)
    team = models.ForeignKey(Team, models.PROTECT, related_name="producten")
    ogon = models.ForeignKey(Ogon, models.PROTECT, related_name="producten")
    omschrijving = models.TextField(blank=True)
    taakveld = models.CharField(max_length=8, blank=True)

    objects = GedateerdQuerySet.as_manager()

    class Meta(Bestaand.Meta):
        ordering = ["naam"]

    def __str__(self) -> str:
        return self.naam


class Kpi(Bestaand):
    """Waaraan te zien is of een product goed gaat: een getal in een eenheid, en welke kant goed is."""

    product = models.ForeignKey(Product, models.PROTECT, related_name="kpis")
    naam = models.CharField(max_length=160)
    eenheid = models.CharField(max_length=40)
    richting = models.CharField(max_length=10, choices=KpiRichting, default=KpiRichting.MINSTENS)

    objects = GedateerdQuerySet.as_manager()

    class Meta(Bestaand.Meta):
        ordering = ["product__naam", "naam"]
        constraints = [
            *Bestaand.Meta.constraints,
            models.UniqueConstraint(fields=["product", "naam"], name="kpi_eenmaal"),
        ]

    def __str__(self) -> str:
        return self.naam

    def met(self, getal: Decimal) -> str:
        """'85% van de meldingen binnen 8 werkuren', '3 werkdagen tot de eerste reactie'."""
        return f"{self.waarde(getal)} {self.naam}"

    def waarde(self, getal: Decimal) -> str:
        return f"{uren(getal)}{self.eenheid if self.eenheid == '%' else f' {self.eenheid}'}"

    def zin(self, norm: Decimal) -> str:
        """The norm as people read it: 'Minstens 85% van de meldingen binnen 8 werkuren'."""
        return f"{self.get_richting_display()} {self.met(norm)}"


class Kpiresultaat(Gedaan):
    """Wat er tot en met een maand gemeten is voor een gemeente. De laatste regel telt."""

    kpi = models.ForeignKey(Kpi, models.PROTECT, related_name="resultaten")
    organisatie = models.ForeignKey(Organisatie, models.PROTECT, related_name="+")
    tot_en_met = models.DateField("tot en met")
    waarde = models.DecimalField(max_digits=10, decimal_places=2)
    toelichting = models.TextField(blank=True)

    class Meta:
        ordering = ["-tot_en_met", "-pk"]
        indexes = [models.Index(fields=["kpi", "organisatie", "-id"], name="kpiresultaat_laatste")]

    def __str__(self) -> str:
        return f"{self.kpi} {self.waarde}"


# Who reads every DVO, drafts included, and who that of the own municipality (domain.md section 2).
LEEST_ALLE_DVO = (
    Rol.TEAMMANAGER,
    Rol.UITVOERDER,
    Rol.VOORZITTER,
    Rol.SECRETARIS,
    Rol.CONCERNCONTROLLER,
    Rol.DIRECTIEBERAAD,
    Rol.BESTUURSADVISEUR,
    Rol.ACCOUNTANT,
)
LEEST_EIGEN_DVO = (Rol.AANVRAGER, Rol.OPDRACHTGEVER, Rol.BUDGETHOUDER, Rol.CONTROLLER)


class DvoQuerySet(models.QuerySet["Dvo"]):
    def visible_to(self, user: Any) -> Self:
        """Who works for all reads every DVO; a municipality its own, once there is more than a draft."""
        if user.heeft_rol(*LEEST_ALLE_DVO):
            return self
        eigen = {t.organisatie_id for t in user.rollen if t.rol in LEEST_EIGEN_DVO}
        gedeeld = Dvoversie.objects.exclude(status=DvoStatus.CONCEPT)
        return self.filter(organisatie__in=eigen, pk__in=gedeeld.values("dvo"))


class Dvo(models.Model):
    """De dienstverleningsovereenkomst van één gemeente met Duo+ voor één jaar."""

    nummer = models.CharField(max_length=20, unique=True)
    organisatie = models.ForeignKey(Organisatie, models.PROTECT, related_name="dvos")
    jaar = models.PositiveSmallIntegerField()
    opzegtermijn_maanden = models.PositiveSmallIntegerField(default=6)
    opgezegd_op = models.DateField(null=True, blank=True)
    opgezegd_reden = models.TextField(blank=True)
    gemaakt_op = models.DateTimeField(default=klok.nu)

    objects = DvoQuerySet.as_manager()

    class Meta:
        ordering = ["-jaar", "organisatie__volgorde"]
        constraints = [
            models.UniqueConstraint(
                fields=["organisatie", "jaar"],
                name="dvo_een_per_jaar",
                violation_error_message="Er is al een DVO van deze gemeente voor dit jaar.",
            )
        ]

    def __str__(self) -> str:
        return f"DVO {self.organisatie} {self.jaar}"

    def get_absolute_url(self) -> str:
        return reverse("ogon:dvo", args=[self.nummer])

    @property
    def van(self) -> date:
        return date(self.jaar, 1, 1)

    @property
    def tot(self) -> date:
        """Up to and including."""
        return date(self.jaar, 12, 31)

    @property
    def uiterlijk_opzeggen(self) -> date:
        """The last day on which notice can be given."""
        return laatste_opzegdag(self.tot, self.opzegtermijn_maanden)


class DvoversieQuerySet(models.QuerySet["Dvoversie"]):
    def visible_to(self, user: Any) -> Self:
        """Of the DVO's this person reads; a draft only for who works for all."""
        versies = self.filter(dvo__in=Dvo.objects.visible_to(user))
        return versies if user.heeft_rol(*LEEST_ALLE_DVO) else versies.exclude(status=DvoStatus.CONCEPT)

    def getekend(self) -> Self:
        return self.filter(getekend_op__isnull=False)

    def in_de_maak(self) -> Self:
        return self.filter(getekend_op=None).exclude(status=DvoStatus.INGETROKKEN)


class Dvoversie(models.Model):
    """Eén tekst van een DVO: 1.0 is de overeenkomst, 1.1 een addendum daarop. Getekend ligt zij vast.

    An addendum holds only what it changes; ``ogon.dvo.tekst`` puts the text of a day together.
    """

    dvo = models.ForeignKey(Dvo, models.PROTECT, related_name="versies")
    hoofd = models.PositiveSmallIntegerField(default=1)
    sub = models.PositiveSmallIntegerField(default=0)
    status = models.CharField(max_length=16, choices=DvoStatus, default=DvoStatus.CONCEPT)
    aanleiding = models.TextField(blank=True)
    geldt_van = models.DateField()
    besluit = models.ForeignKey(Besluit, models.PROTECT, null=True, blank=True, related_name="+")
    getekend_op = models.DateTimeField(null=True, blank=True)
    inhoud = models.JSONField("bevroren inhoud", default=dict, blank=True)
    sha256 = models.CharField(max_length=64, blank=True)
    pdf = models.OneToOneField(Bijlage, models.PROTECT, null=True, blank=True, related_name="+")
    gemaakt_door = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    gemaakt_op = models.DateTimeField(default=klok.nu)
    versie = models.PositiveIntegerField(default=0)

    objects = DvoversieQuerySet.as_manager()

    class Meta:
        ordering = ["dvo", "-hoofd", "-sub"]
        constraints = [
            models.UniqueConstraint(fields=["dvo", "hoofd", "sub"], name="dvoversie_eenmaal"),
            models.UniqueConstraint(
                fields=["dvo"],
                condition=Q(getekend_op=None) & ~Q(status=DvoStatus.INGETROKKEN),
                name="dvoversie_een_in_de_maak",
                violation_error_message="Er is al een versie in de maak.",
            ),
            models.CheckConstraint(
                name="dvoversie_getekend_met_zegel",
                condition=Q(getekend_op__isnull=True) | Q(pdf__isnull=False) & ~Q(sha256=""),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.dvo} versie {self.nummer}"

    def get_absolute_url(self) -> str:
        return f"{self.dvo.get_absolute_url()}?versie={self.nummer}"

    @property
    def nummer(self) -> str:
        return f"{self.hoofd}.{self.sub}"

    @property
    def is_addendum(self) -> bool:
        return self.sub > 0


class Dvoartikel(models.Model):
    """Een genummerd artikel; in een addendum vervangt het dat nummer, of laat het vervallen."""

    dvoversie = models.ForeignKey(Dvoversie, models.CASCADE, related_name="artikelen")
    nummer = models.PositiveSmallIntegerField()
    titel = models.CharField(max_length=160)
    tekst = models.TextField(blank=True)
    vervalt = models.BooleanField(default=False)

    class Meta:
        ordering = ["dvoversie", "nummer"]
        constraints = [
            models.UniqueConstraint(
                fields=["dvoversie", "nummer"],
                name="dvoartikel_eenmaal",
                violation_error_message="Dit artikelnummer is er al.",
            )
        ]

    def __str__(self) -> str:
        return f"Artikel {self.nummer} {self.titel}"


class Dvoregel(models.Model):
    """Een product in een DVO: hoeveel uur per jaar, voor hoeveel euro, onder welk artikel."""

    dvoversie = models.ForeignKey(Dvoversie, models.CASCADE, related_name="regels")
    product = models.ForeignKey(Product, models.PROTECT, related_name="dvoregels")
    artikel = models.PositiveSmallIntegerField("artikelnummer", null=True, blank=True)
    norm_uren = models.DecimalField("uren per jaar", max_digits=9, decimal_places=2, default=0)
    prijs = models.DecimalField("prijs in euro per jaar", max_digits=12, decimal_places=2, default=0)
    vervalt = models.BooleanField(default=False)

    class Meta:
        ordering = ["dvoversie", "product__naam"]
        constraints = [
            models.UniqueConstraint(
                fields=["dvoversie", "product"],
                name="dvoregel_eenmaal",
                violation_error_message="Dit product staat er al in.",
            ),
            models.CheckConstraint(
                name="dvoregel_norm_boven_nul",
                condition=Q(vervalt=True) | Q(norm_uren__gt=0, prijs__gte=0),
                violation_error_message="De norm is meer dan 0 uur en de prijs is niet negatief.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.product} {self.norm_uren}"


class Dvonorm(models.Model):
    """Wat een KPI van een product moet halen volgens deze versie."""

    regel = models.ForeignKey(Dvoregel, models.CASCADE, related_name="normen")
    kpi = models.ForeignKey(Kpi, models.PROTECT, related_name="normen")
    norm = models.DecimalField(max_digits=10, decimal_places=2)

    class Meta:
        ordering = ["kpi__naam"]
        constraints = [models.UniqueConstraint(fields=["regel", "kpi"], name="dvonorm_eenmaal")]

    def __str__(self) -> str:
        return f"{self.kpi} {self.norm}"


class Tekenplek(models.Model):
    """Wie deze versie moet paraferen of ondertekenen: een functie bij een organisatie."""

    dvoversie = models.ForeignKey(Dvoversie, models.CASCADE, related_name="tekenplekken")
    soort = models.CharField(max_length=12, choices=TekenSoort)
    organisatie = models.ForeignKey(Organisatie, models.PROTECT, related_name="+")
    rol = models.CharField(max_length=20, choices=Rol)
    functie = models.CharField(max_length=80)
    uitgenodigd_op = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["soort", "organisatie__volgorde", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["dvoversie", "soort", "organisatie", "functie"], name="tekenplek_eenmaal"
            )
        ]

    def __str__(self) -> str:
        return f"{self.functie} {self.organisatie}"


class Ondertekening(Gedaan):
    """Een vastgelegde handeling: deze mens, in deze functie, met dit mandaat. Geen e-handtekening."""

    tekenplek = models.OneToOneField(Tekenplek, models.PROTECT, related_name="ondertekening")
    dvoversie = models.ForeignKey(Dvoversie, models.PROTECT, related_name="ondertekeningen")
    soort = models.CharField(max_length=12, choices=TekenSoort)
    naam = models.CharField(max_length=120)
    functie = models.CharField(max_length=80)
    mandaat = models.CharField(max_length=200)

    class Meta:
        ordering = ["op", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["dvoversie", "soort", "door"],
                name="ondertekening_een_per_mens",
                violation_error_message="U heeft deze versie al getekend. Iemand anders moet dit doen.",
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_soort_display()} {self.naam}"


class Tekenregel(Gedateerd):
    """Welke functies een DVO paraferen en ondertekenen; een aanname over Duo+, dus met een datum.

    ``van_gemeente``: a place at the municipality of the DVO, else at Duo+.
    """

    soort = models.CharField(max_length=12, choices=TekenSoort)
    van_gemeente = models.BooleanField(default=False)
    rol = models.CharField(max_length=20, choices=Rol)
    functie = models.CharField(max_length=80)

    objects = GedateerdQuerySet.as_manager()

    class Meta(Gedateerd.Meta):
        ordering = ["soort", "van_gemeente", "functie"]

    def __str__(self) -> str:
        return f"{self.get_soort_display()}: {self.functie}"
