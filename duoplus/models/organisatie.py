from datetime import date
from typing import Self, TypeVar

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.db import models
from django.db.models import Expression, F, Func, Q, Value

from duoplus.choices import OrganisatieSoort

# Duo+ began on this day; what has no earlier or later day of its own counts from here.
BEGIN = date(2016, 1, 1)


class Periode(Func):
    """Both days included; an open end never ends."""

    function = "DATERANGE"
    output_field = models.Field()


def geldig(dag: date, voor: str = "") -> Q:
    """Rows whose ``van`` and ``tot`` (both included; empty is open) hold ``dag``."""
    return Q(**{f"{voor}van__lte": dag}) & (Q(**{f"{voor}tot__isnull": True}) | Q(**{f"{voor}tot__gte": dag}))


Rij = TypeVar("Rij", bound=models.Model)


class GedateerdQuerySet(models.QuerySet[Rij]):
    def geldig_op(self, dag: date) -> Self:
        return self.filter(geldig(dag))

    def kiesbaar(self, dag: date, *ook: int | None) -> Self:
        """What can be chosen on ``dag``, and what stands there already, though it may have ended."""
        return self.filter(geldig(dag) | Q(pk__in=[pk for pk in ook if pk is not None]))


class Gedateerd(models.Model):
    """Something that holds from one day up to and including another."""

    van = models.DateField()
    tot = models.DateField(null=True, blank=True)

    class Meta:
        abstract = True
        constraints = [
            models.CheckConstraint(
                name="%(app_label)s_%(class)s_tot_na_van",
                condition=Q(tot__isnull=True) | Q(tot__gte=F("van")),
                violation_error_message="De einddatum ligt voor de begindatum.",
            )
        ]


class Bestaand(Gedateerd):
    """Wat een naam heeft en blijft: wie het kiest, kiest uit wat er vandaag is.

    What has ended stays where it stands; nobody is offered it any more.
    """

    van = models.DateField("bestaat sinds", default=BEGIN)

    class Meta(Gedateerd.Meta):
        abstract = True


def geen_overlap(naam: str, *velden: str | Expression) -> ExclusionConstraint:
    """One row at a time: the same ``velden`` never hold twice on one day."""
    return ExclusionConstraint(
        name=naam,
        expressions=[
            *((veld, RangeOperators.EQUAL) for veld in velden),
            (Periode("van", "tot", Value("[]")), RangeOperators.OVERLAPS),
        ],
        violation_error_message="Deze periode overlapt met een periode die er al is.",
    )


class OrganisatieQuerySet(GedateerdQuerySet["Organisatie"]):
    def gemeenten(self) -> Self:
        return self.filter(soort=OrganisatieSoort.GEMEENTE)


class Organisatie(Bestaand):
    """Een DUO-organisatie (drie gemeenten en Duo+ zelf) of een externe partij die meekijkt."""

    naam = models.CharField(max_length=80, unique=True)
    letter = models.CharField(max_length=2, unique=True)
    soort = models.CharField(max_length=10, choices=OrganisatieSoort)
    cbs_code = models.CharField("CBS-code", max_length=4, blank=True)
    volgorde = models.PositiveSmallIntegerField(default=0)

    objects = OrganisatieQuerySet.as_manager()

    class Meta(Bestaand.Meta):
        ordering = ["volgorde", "naam"]

    def __str__(self) -> str:
        return self.naam

    @property
    def is_gemeente(self) -> bool:
        return self.soort == OrganisatieSoort.GEMEENTE

    @property
    def is_duoplus(self) -> bool:
        return self.soort == OrganisatieSoort.DIENST


class Programma(Bestaand):
    """Een taakgebied van Duo+. Wie meedoet staat per periode vast: ga nooit uit van drie partijen."""

    code = models.CharField(max_length=4, unique=True)
    naam = models.CharField(max_length=80, unique=True)

    objects = GedateerdQuerySet.as_manager()

    class Meta(Bestaand.Meta):
        ordering = ["naam"]

    def __str__(self) -> str:
        return self.naam

    def deelnemers_op(self, dag: date) -> models.QuerySet[Organisatie]:
        """The municipalities that take part on ``dag``."""
        return Organisatie.objects.filter(geldig(dag, "deelnames__"), deelnames__programma=self)


class Deelname(Gedateerd):
    """Een gemeente doet van dan tot dan mee aan een programma."""

    programma = models.ForeignKey(Programma, models.PROTECT, related_name="deelnames")
    organisatie = models.ForeignKey(Organisatie, models.PROTECT, related_name="deelnames")

    objects = GedateerdQuerySet.as_manager()

    class Meta(Gedateerd.Meta):
        constraints = [
            *Gedateerd.Meta.constraints,
            geen_overlap("deelname_zonder_overlap", "programma", "organisatie"),
        ]

    def __str__(self) -> str:
        return f"{self.organisatie} in {self.programma}"


class Afdeling(Bestaand):
    """Een afdeling van Duo+, met haar teams."""

    naam = models.CharField(max_length=80, unique=True)
    programma = models.ForeignKey(Programma, models.PROTECT, related_name="afdelingen")

    objects = GedateerdQuerySet.as_manager()

    class Meta(Bestaand.Meta):
        ordering = ["naam"]

    def __str__(self) -> str:
        return self.naam


class Team(Bestaand):
    """Een team van Duo+ dat maatwerk raamt en uitvoert."""

    afdeling = models.ForeignKey(Afdeling, models.PROTECT, related_name="teams")
    naam = models.CharField(max_length=80, unique=True)
    kort = models.CharField("korte naam", max_length=40, unique=True)

    objects = GedateerdQuerySet.as_manager()

    class Meta(Bestaand.Meta):
        ordering = ["kort"]

    def __str__(self) -> str:
        return self.kort
