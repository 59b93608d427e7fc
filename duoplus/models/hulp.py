"""Plumbing rows: numbers, holidays, terms, double clicks and rescued input."""

import uuid
from datetime import date, timedelta
from typing import Any

from django.conf import settings
from django.db import connection, models

from duoplus import klok
from duoplus.calc.werkdagen import na_werkdagen
from duoplus.models.organisatie import Gedateerd, GedateerdQuerySet, geen_overlap


class Teller(models.Model):
    """Gives numbers out one at a time; the row stays locked until the caller commits."""

    sleutel = models.CharField(max_length=20, primary_key=True)
    waarde = models.PositiveIntegerField()

    def __str__(self) -> str:
        return f"{self.sleutel}: {self.waarde}"

    @classmethod
    def volgende(cls, soort: str, jaar: int) -> str:
        """``MW-2026-0001``: gapless per kind and year."""
        sleutel = f"{soort}-{jaar}"
        with connection.cursor() as cursor:
            cursor.execute(
                "INSERT INTO duoplus_teller (sleutel, waarde) VALUES (%s, 1) "
                "ON CONFLICT (sleutel) DO UPDATE SET waarde = duoplus_teller.waarde + 1 RETURNING waarde",
                [sleutel],
            )
            return f"{sleutel}-{cursor.fetchone()[0]:04d}"


class FeestdagQuerySet(models.QuerySet["Feestdag"]):
    def als_vrij(self) -> dict[date, str]:
        """Every known day off with its name; some ten rows a year."""
        return dict(self.values_list("datum", "naam"))


class Feestdag(models.Model):
    """Een dag die niet als werkdag telt (Algemene termijnenwet, artikel 3)."""

    datum = models.DateField(unique=True)
    naam = models.CharField(max_length=60)

    objects = FeestdagQuerySet.as_manager()

    class Meta:
        ordering = ["datum"]

    def __str__(self) -> str:
        return f"{self.naam} {self.datum}"


class TermijnQuerySet(GedateerdQuerySet["Termijn"]):
    def werkdagen(self, sleutel: str, dag: date) -> int | None:
        """How many working days hold for ``sleutel`` on ``dag``; ``None`` where there is no term."""
        return self.geldig_op(dag).filter(sleutel=sleutel).values_list("aantal", flat=True).first()

    def uiterlijk(self, sleutel: str, dag: date) -> date:
        """The last day of this term when it begins on ``dag``.

        For what may not stay without an end: a term that ended with nothing after it goes on counting.
        """
        laatste = self.filter(sleutel=sleutel, van__lte=dag).latest("van")
        return na_werkdagen(dag, laatste.aantal, Feestdag.objects.als_vrij())


class Termijn(Gedateerd):
    """Hoeveel werkdagen iets mag duren. Een aanname over Duo+, dus een gegeven met een datum."""

    sleutel = models.CharField(max_length=60)
    omschrijving = models.CharField(max_length=120)
    aantal = models.PositiveSmallIntegerField("werkdagen")

    objects = TermijnQuerySet.as_manager()

    class Meta(Gedateerd.Meta):
        ordering = ["sleutel", "van"]
        constraints = [
            *Gedateerd.Meta.constraints,
            geen_overlap("termijn_zonder_overlap", "sleutel"),
        ]

    def __str__(self) -> str:
        return f"{self.omschrijving}: {self.aantal} werkdagen"


class Handeling(models.Model):
    """One press of a button. The same key twice gives the first answer, not a second act."""

    sleutel = models.UUIDField(primary_key=True)
    gebruiker = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    pad = models.CharField(max_length=300)
    antwoord = models.CharField(max_length=300, blank=True)
    op = models.DateTimeField(default=klok.nu)

    def __str__(self) -> str:
        return f"{self.pad} {self.op}"


class VangnetQuerySet(models.QuerySet["Vangnet"]):
    def bruikbaar(self, gebruiker: Any) -> "VangnetQuerySet":
        return self.filter(gebruiker=gebruiker, op__gte=klok.nu() - timedelta(hours=1))


class Vangnet(models.Model):
    """What somebody typed when the session had ended: kept an hour, for the same person only."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    gebruiker = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    pad = models.CharField(max_length=300)
    invoer = models.JSONField()
    op = models.DateTimeField(default=klok.nu)

    objects = VangnetQuerySet.as_manager()

    def __str__(self) -> str:
        return f"{self.pad} {self.op}"
