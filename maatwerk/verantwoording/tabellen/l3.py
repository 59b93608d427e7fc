"""L3 Uren: elke urenregel zoals geboekt, op volgorde van maand, opdracht en boeking; zonder namen."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from typing import Any, NamedTuple

from django.db.models import CharField, Count, F, Func, QuerySet, Sum, Value

from duoplus.reports.base import uit_eigen_transactie
from maatwerk.choices import BoekingSoort
from maatwerk.verantwoording.pakket import Tabel
from maatwerk.verantwoording.tabellen.bron import Bron, kolom


class L3(NamedTuple):
    boeking_id: int
    datum: date
    periode: str
    opdracht: str
    team: str
    functiegroep: str
    uren: Decimal
    tarief: Decimal
    bedrag: Decimal
    status: str
    correctie_op: int | None


KOLOMMEN = (
    kolom("boeking_id"),
    kolom("datum", "date"),
    kolom("periode"),
    kolom("opdracht"),
    kolom("team"),
    kolom("functiegroep"),
    kolom("uren", "hours", telt=True),
    kolom("tarief", "money"),
    kolom("bedrag", "money", telt=True),
    kolom("status"),
    kolom("correctie_op"),
)
JAAR_EN_MAAND: Any = Func(F("periode_id"), Value("YYYY-MM"), function="to_char", output_field=CharField())


def maak(bron: Bron) -> Tabel:
    boekingen = bron.boekingen().filter(soort=BoekingSoort.UREN)
    nul = Decimal(0)
    som = boekingen.order_by().aggregate(
        aantal=Count("pk"), uren=Sum("uren", default=nul), bedrag=Sum("bedrag", default=nul)
    )
    bevraging = _velden(boekingen)
    return Tabel(
        "L3",
        "Uren",
        KOLOMMEN,
        rijen=lambda: _rijen(bevraging),
        aantal=som.pop("aantal"),
        totalen=som,
        bevraging=bevraging,
    )


def _velden(boekingen: Any) -> QuerySet[Any, Any]:
    return boekingen.met_status().values_list(
        "pk", "datum", JAAR_EN_MAAND, "opdracht__nummer", "team__kort", "functiegroep", "uren", "tarief",
        "bedrag", "status", "corrigeert_id",
    )  # fmt: skip


def _rijen(bevraging: QuerySet[Any, Any]) -> Iterator[L3]:
    return map(L3._make, uit_eigen_transactie(bevraging))
