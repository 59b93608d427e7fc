"""L4 Externe kosten: elke factuur zoals geboekt, exclusief btw; de btw staat ernaast, zonder oordeel."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from typing import Any, NamedTuple

from django.db.models import Count, QuerySet, Sum

from duoplus.reports.base import uit_eigen_transactie
from maatwerk.choices import BoekingSoort
from maatwerk.verantwoording.pakket import Tabel
from maatwerk.verantwoording.tabellen.bron import Bron, kolom


class L4(NamedTuple):
    boeking_id: int
    factuurnummer: str
    datum: date
    leverancier: str
    opdracht: str
    bedrag_ex: Decimal
    btw_regime: str
    btw: Decimal
    economische_categorie: str


KOLOMMEN = (
    kolom("boeking_id"),
    kolom("factuurnummer"),
    kolom("datum", "date"),
    kolom("leverancier"),
    kolom("opdracht"),
    kolom("bedrag_ex", "money", telt=True),
    kolom("btw_regime"),
    kolom("btw", "money", telt=True),
    kolom("economische_categorie"),
)


def maak(bron: Bron) -> Tabel:
    boekingen = bron.boekingen().filter(soort=BoekingSoort.KOSTEN)
    nul = Decimal(0)
    som = boekingen.order_by().aggregate(
        aantal=Count("pk"), bedrag_ex=Sum("bedrag", default=nul), btw=Sum("btw", default=nul)
    )
    bevraging = boekingen.values_list(
        "pk", "factuurnummer", "datum", "leverancier", "opdracht__nummer", "bedrag", "btw_regime", "btw",
        "economische_categorie",
    )  # fmt: skip
    return Tabel(
        "L4",
        "Externe kosten",
        KOLOMMEN,
        rijen=lambda: _rijen(bevraging),
        aantal=som.pop("aantal"),
        totalen=som,
        bevraging=bevraging,
    )


def _rijen(bevraging: QuerySet[Any, Any]) -> Iterator[L4]:
    return map(L4._make, uit_eigen_transactie(bevraging))
