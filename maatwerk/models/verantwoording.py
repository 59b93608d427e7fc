"""Reports that are handed over: one dataset, frozen, with the bytes of every file made of it."""

from typing import Any, Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from duoplus import klok
from duoplus.choices import Rol
from duoplus.models import Organisatie
from maatwerk.choices import Verantwoordingsoort, VerantwoordingStatus
from maatwerk.models.lumpsum import gemeenten_met_lumpsum

# Who draws up, or checks whatever is drawn up; a controller checks that of the own municipality.
MAAKT_ELKE_VERANTWOORDING = (Rol.CONCERNCONTROLLER, Rol.DIRECTIEBERAAD)


def controleert(user: Any) -> set[int]:
    """The municipalities whose report this person checks as their controller."""
    return {t.organisatie_id for t in user.rollen if t.rol == Rol.CONTROLLER and t.organisatie_id}


class VerantwoordingQuerySet(models.QuerySet["Verantwoording"]):
    def visible_to(self, user: Any) -> Self:
        """The own municipality's; over all for who sees all. A draft only for who makes or checks it."""
        gemeenten = gemeenten_met_lumpsum(user)
        eigen = self if gemeenten is None else self.filter(organisatie__in=gemeenten)
        if user.heeft_rol(*MAAKT_ELKE_VERANTWOORDING):
            return eigen
        return eigen.filter(Q(status=VerantwoordingStatus.DEFINITIEF) | Q(organisatie__in=controleert(user)))

    def definitief(self) -> Self:
        return self.filter(status=VerantwoordingStatus.DEFINITIEF)


class Verantwoording(models.Model):
    """Het pakket L1 tot en met L8 over een jaar tot en met een peildatum, voor één gemeente of samen.

    While it is a draft the dataset is computed anew each time it is opened; ``ter controle`` and
    ``definitief`` read ``momentopname``, whose SHA-256 is ``zegel``. Once definite nothing changes any more:
    a correction is a version n+1 that says what differs (``verschillen``).
    """

    nummer = models.CharField(max_length=20, unique=True)
    jaar = models.PositiveSmallIntegerField()
    soort = models.CharField(max_length=16, choices=Verantwoordingsoort)
    organisatie = models.ForeignKey(
        Organisatie, models.PROTECT, null=True, blank=True, related_name="verantwoordingen"
    )
    peildatum = models.DateField()
    versie = models.PositiveSmallIntegerField(default=1)
    vervangt = models.OneToOneField(
        "self", models.PROTECT, null=True, blank=True, related_name="vervangen_door"
    )
    reden = models.TextField("reden van de nieuwe versie", blank=True)
    status = models.CharField(
        max_length=12, choices=VerantwoordingStatus, default=VerantwoordingStatus.CONCEPT
    )
    tekst = models.JSONField("paragraaf bedrijfsvoering", default=dict)
    opgesteld_door = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    opgesteld_op = models.DateTimeField(default=klok.nu)
    ingediend_op = models.DateTimeField("ter controle sinds", null=True, blank=True)
    gecontroleerd_door = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    definitief_op = models.DateTimeField(null=True, blank=True)
    momentopname = models.JSONField(default=dict)
    zegel = models.CharField(max_length=64, blank=True)
    generator = models.CharField("versie van het portaal", max_length=20, blank=True)
    verschillen = models.JSONField(default=list)
    rijversie = models.PositiveIntegerField(default=0)

    objects = VerantwoordingQuerySet.as_manager()

    class Meta:
        ordering = ["-jaar", "-peildatum", "organisatie__volgorde", "-versie"]
        constraints = [
            models.UniqueConstraint(
                fields=["jaar", "soort", "organisatie", "versie"],
                name="verantwoording_versie_eenmaal",
                nulls_distinct=False,
            ),
            models.CheckConstraint(
                name="verantwoording_twee_personen",
                condition=Q(gecontroleerd_door=None) | ~Q(gecontroleerd_door=F("opgesteld_door")),
                violation_error_message="Wie een verantwoording opstelt, maakt haar niet zelf definitief.",
            ),
            models.CheckConstraint(
                name="verantwoording_definitief_is_compleet",
                condition=~Q(status=VerantwoordingStatus.DEFINITIEF)
                | Q(definitief_op__isnull=False, gecontroleerd_door__isnull=False) & ~Q(zegel=""),
            ),
        ]

    def __str__(self) -> str:
        wie = self.organisatie or "alle gemeenten"
        return f"{self.get_soort_display()} {self.jaar}, {wie}"

    def get_absolute_url(self) -> str:
        return reverse("maatwerk:verantwoording", args=[self.nummer])


class Verantwoordingsbestand(models.Model):
    """Eén bestand van een definitieve verantwoording, byte voor byte zoals het is uitgegeven."""

    verantwoording = models.ForeignKey(Verantwoording, models.PROTECT, related_name="bestanden")
    naam = models.CharField(max_length=80)
    formaat = models.CharField(max_length=4)
    inhoud = models.BinaryField()
    sha256 = models.CharField(max_length=64)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["verantwoording", "naam"], name="verantwoordingsbestand_eenmaal")
        ]

    def __str__(self) -> str:
        return self.naam
