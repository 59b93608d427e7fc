"""Tariffs and keys: dated, decided by a second person, never edited in place."""

from datetime import date
from decimal import Decimal
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Count, F, Q

from duoplus.models import Gedateerd, GedateerdQuerySet, Organisatie, Programma, geen_overlap
from maatwerk.choices import SleutelBasis


class TariefQuerySet(GedateerdQuerySet["Tarief"]):
    def per_functiegroep(self, dag: date) -> dict[str, Decimal]:
        """Euro per hour for each function group on ``dag``."""
        return dict(self.geldig_op(dag).values_list("functiegroep", "bedrag"))


class Tarief(Gedateerd):
    """Wat een uur van een functiegroep kost, exclusief btw."""

    functiegroep = models.CharField(max_length=4)
    naam = models.CharField(max_length=60)
    bedrag = models.DecimalField("euro per uur", max_digits=7, decimal_places=2)
    opgesteld_door = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    vastgesteld_door = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    objects = TariefQuerySet.as_manager()

    class Meta(Gedateerd.Meta):
        ordering = ["functiegroep", "van"]
        constraints = [
            *Gedateerd.Meta.constraints,
            geen_overlap("tarief_zonder_overlap", "functiegroep"),
            models.CheckConstraint(
                name="tarief_twee_personen",
                condition=~Q(opgesteld_door=F("vastgesteld_door")),
                violation_error_message="Wie een tarief opstelt, stelt het niet zelf vast.",
            ),
            models.CheckConstraint(
                name="tarief_boven_nul",
                condition=Q(bedrag__gt=0),
                violation_error_message="Een tarief is hoger dan € 0.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.functiegroep} {self.naam}"


class VerdeelsleutelQuerySet(GedateerdQuerySet["Verdeelsleutel"]):
    def voor(
        self, gemeenten: frozenset[int], dag: date, programma: int | None = None
    ) -> "Verdeelsleutel | None":
        """The key valid on ``dag`` whose parties are exactly these municipalities.

        That of ``programma`` (its id) goes before the one for every programme.
        """
        return (
            self.geldig_op(dag)
            .filter(Q(programma=None) | Q(programma=programma))
            .annotate(
                alle=Count("aandelen", distinct=True),
                mee=Count("aandelen", filter=Q(aandelen__organisatie__in=gemeenten), distinct=True),
            )
            .filter(alle=len(gemeenten), mee=len(gemeenten))
            .order_by(F("programma").asc(nulls_last=True))
            .first()
        )

    def with_aandelen(self) -> Self:
        return self.prefetch_related("aandelen__organisatie")


class Verdeelsleutel(Gedateerd):
    """Hoe gedeelde kosten over gemeenten gaan. Alleen een besluit voegt een nieuwe sleutel toe.

    The database guards that the shares total exactly 1 and that the same municipalities never have two
    keys on one day in the same programme; without a programme it holds for every programme that has no key
    of its own. A key from an old list names only the decision, not who drew it up.
    """

    naam = models.CharField(max_length=80)
    basis = models.CharField(max_length=10, choices=SleutelBasis)
    programma = models.ForeignKey(Programma, models.PROTECT, null=True, blank=True, related_name="+")
    besluit = models.CharField("vastgesteld bij", max_length=120)
    opgesteld_door = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    vastgesteld_door = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )

    objects = VerdeelsleutelQuerySet.as_manager()

    class Meta(Gedateerd.Meta):
        ordering = ["naam", "van"]
        constraints = [
            *Gedateerd.Meta.constraints,
            models.CheckConstraint(
                name="sleutel_twee_personen",
                condition=Q(opgesteld_door=None, vastgesteld_door=None)
                | ~Q(opgesteld_door=F("vastgesteld_door")),
                violation_error_message="Wie een sleutel opstelt, stelt haar niet zelf vast.",
            ),
        ]

    def __str__(self) -> str:
        return self.naam

    def als_fracties(self) -> dict[int, Decimal]:
        """Organisation id → share of 1."""
        return {aandeel.organisatie_id: aandeel.aandeel for aandeel in self.aandelen.all()}


class SleutelAandeel(models.Model):
    sleutel = models.ForeignKey(Verdeelsleutel, models.CASCADE, related_name="aandelen")
    organisatie = models.ForeignKey(Organisatie, models.PROTECT, related_name="+")
    aandeel = models.DecimalField("deel van 1", max_digits=7, decimal_places=6)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["sleutel", "organisatie"], name="sleutelaandeel_eenmaal"),
            models.CheckConstraint(
                name="sleutelaandeel_tussen_0_en_1",
                condition=Q(aandeel__gt=0, aandeel__lte=1),
                violation_error_message="Een aandeel ligt tussen 0 en 100%.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.organisatie} {self.aandeel}"
