from decimal import Decimal

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.urls import reverse

from duoplus import klok
from duoplus.models import Besluit, Gedaan, Organisatie, Team
from ogon.choices import WerkplanStatus
from ogon.models.dvo import Product


class Werkplan(models.Model):
    """Wat een team in een jaar doet: per regel de uren van elk kwartaal."""

    team = models.ForeignKey(Team, models.PROTECT, related_name="werkplannen")
    jaar = models.PositiveSmallIntegerField()
    status = models.CharField(max_length=18, choices=WerkplanStatus, default=WerkplanStatus.CONCEPT)
    versie = models.PositiveIntegerField(default=0)
    gemaakt_door = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    gemaakt_op = models.DateTimeField(default=klok.nu)
    afgesloten_op = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-jaar", "team__kort"]
        constraints = [
            models.UniqueConstraint(
                fields=["team", "jaar"],
                name="werkplan_eenmaal",
                violation_error_message="Dit team heeft al een werkplan voor dit jaar.",
            )
        ]

    def __str__(self) -> str:
        return f"Werkplan {self.team} {self.jaar}"

    def get_absolute_url(self) -> str:
        return reverse("maatwerk:werkplan", args=[self.team_id, self.jaar])


class Werkplanregel(models.Model):
    """Een DVO-product voor een gemeente, of ander werk. De app erboven hangt er een opdracht aan."""

    werkplan = models.ForeignKey(Werkplan, models.PROTECT, related_name="regels")
    titel = models.CharField(max_length=200)
    product = models.ForeignKey(Product, models.PROTECT, null=True, blank=True, related_name="werkplanregels")
    organisatie = models.ForeignKey(
        Organisatie, models.PROTECT, null=True, blank=True, related_name="werkplanregels"
    )
    eigenaar = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    k1 = models.DecimalField("uren kwartaal 1", max_digits=9, decimal_places=2, default=Decimal(0))
    k2 = models.DecimalField("uren kwartaal 2", max_digits=9, decimal_places=2, default=Decimal(0))
    k3 = models.DecimalField("uren kwartaal 3", max_digits=9, decimal_places=2, default=Decimal(0))
    k4 = models.DecimalField("uren kwartaal 4", max_digits=9, decimal_places=2, default=Decimal(0))
    vervallen_op = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["werkplan", "product__naam", "organisatie__volgorde", "titel", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["werkplan", "product", "organisatie"],
                condition=Q(product__isnull=False, vervallen_op=None),
                name="werkplanregel_product_eenmaal",
                violation_error_message="Dit product staat al in het werkplan voor deze gemeente.",
            ),
            models.CheckConstraint(
                name="werkplanregel_uren_niet_negatief",
                condition=Q(k1__gte=0, k2__gte=0, k3__gte=0, k4__gte=0),
                violation_error_message="Uren zijn 0 of meer.",
            ),
        ]

    def __str__(self) -> str:
        return self.titel

    def get_absolute_url(self) -> str:
        return reverse("maatwerk:werkplanregel", args=[self.werkplan.team_id, self.werkplan.jaar, self.pk])

    @property
    def kwartalen(self) -> tuple[Decimal, ...]:
        return self.k1, self.k2, self.k3, self.k4

    @property
    def uren(self) -> Decimal:
        """Of the whole year."""
        return sum(self.kwartalen, Decimal(0))


class Werkplanvaststelling(Gedaan):
    """Het werkplan zoals het is vastgesteld of herzien: de maat waaraan later wordt afgemeten."""

    werkplan = models.ForeignKey(Werkplan, models.PROTECT, related_name="vaststellingen")
    besluit = models.OneToOneField(Besluit, models.PROTECT, related_name="werkplan")
    inhoud = models.JSONField()
    sha256 = models.CharField(max_length=64)

    class Meta:
        ordering = ["-pk"]

    def __str__(self) -> str:
        return f"{self.werkplan} {self.besluit.nummer}"


class Werkplanstand(Gedaan):
    """Hoeveel uur er in een kwartaal aan een regel gewerkt is en nog verwacht wordt. De laatste telt."""

    regel = models.ForeignKey(Werkplanregel, models.PROTECT, related_name="standen")
    kwartaal = models.PositiveSmallIntegerField(validators=[MinValueValidator(1), MaxValueValidator(4)])
    gewerkt = models.DecimalField(max_digits=9, decimal_places=2)
    verwacht = models.DecimalField("nog verwacht", max_digits=9, decimal_places=2, default=Decimal(0))
    toelichting = models.TextField(blank=True)

    class Meta:
        ordering = ["-pk"]
        indexes = [models.Index(fields=["regel", "kwartaal", "-id"], name="werkplanstand_laatste")]
        constraints = [
            models.CheckConstraint(
                name="werkplanstand_klopt",
                condition=Q(kwartaal__gte=1, kwartaal__lte=4, gewerkt__gte=0, verwacht__gte=0),
                violation_error_message="Uren zijn 0 of meer, en een jaar heeft vier kwartalen.",
            )
        ]

    def __str__(self) -> str:
        return f"{self.regel} K{self.kwartaal} {self.gewerkt}"
