"""De kolommen van de lijst met opdrachten."""

from decimal import Decimal
from html import escape
from typing import Any
from urllib.parse import quote

from django.db.models import Case, DecimalField, F, OuterRef, Subquery, Sum, Value, When
from django.db.models.functions import Cast, Coalesce, NullIf

from duoplus.lijsten import Kolom
from maatwerk.choices import AanvraagStatus as S
from maatwerk.models import Boeking
from maatwerk.reports.aanvragenlijst import (
    Naslag,
    deelnemers,
    gemeentenamen,
    statusnaam,
    toon_gemeenten,
    toon_status,
)

_UREN = DecimalField(max_digits=9, decimal_places=2)
STATUSVOLGORDE = Case(*(When(aanvraag__status=status, then=Value(plek)) for plek, status in enumerate(S)))


# Made anew for each use: Django resolves the reference to the row inside the expression itself, so that one
# that has ordered a list would be wrong in the next.


UREN_MOGEN = Coalesce("gewijzigd_plafond_uren", "plafond_uren")
KLAAR = Coalesce("gewijzigde_einddatum", "einddatum")


def _gewerkt(lijst: Any = None) -> Coalesce:
    boekingen = Boeking.objects.filter(opdracht=OuterRef("pk")).order_by().values("opdracht")
    som = Subquery(boekingen.annotate(som=Sum("uren")).values("som"), _UREN)
    return Coalesce(som, Value(Decimal(0)), output_field=_UREN)


def _deel(lijst: Any) -> Cast:
    """Of the ceiling in hours, in percent."""
    deel = _gewerkt() * 100 / NullIf(UREN_MOGEN, Value(Decimal(0)))
    return Cast(deel, DecimalField(max_digits=9, decimal_places=1))


def _toon_titel(rij: Any, naslag: Naslag) -> str:
    return f'<a href="{quote(rij.nummer, safe="")}/">{escape(rij.titel)}</a>'


KOLOMMEN = (
    Kolom("nummer", "Nummer", bron="nummer", op=F("nummer"), css="c-nr", kaartlabel=False),
    Kolom(
        "titel",
        "Opdracht",
        bron="aanvraag__titel",
        op=F("aanvraag__titel_sorteer"),
        toon=_toon_titel,
        is_kop=True,
    ),
    Kolom(
        "gemeente",
        "Gemeente",
        bron=lambda lijst: deelnemers("aanvraag"),
        op=F("aanvraag__organisatie__volgorde"),
        zeg=gemeentenamen,
        toon=toon_gemeenten,
        kaartlabel=False,
    ),
    Kolom("team", "Team", bron="aanvraag__team__kort", op=F("aanvraag__team__kort"), kaartlabel=False),
    Kolom(
        "status",
        "Status",
        bron="aanvraag__status",
        op=STATUSVOLGORDE,
        zeg=statusnaam,
        toon=toon_status,
        css="c-status",
        kaartlabel=False,
    ),
    Kolom("gewerkt", "Uren gebruikt", "hours", bron=_gewerkt, op=_gewerkt),
    Kolom("plafond", "Plafond uren", "hours", bron=lambda lijst: UREN_MOGEN, op=UREN_MOGEN),
    Kolom("deel", "Gebruikt (%)", "number", bron=_deel, op=_deel),
    Kolom("klaar", "Klaar op", "date", bron=lambda lijst: KLAAR, op=KLAAR),
    Kolom("gestart", "Gestart op", "moment", bron="gestart_op", op=F("gestart_op")),
    Kolom("score", "Cijfer", "number", bron="score", op=F("score")),
)
