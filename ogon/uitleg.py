"""Hoe de dagen van een fase gevonden zijn: de regel van de jaarkalender, en wie er daarna aan schoof."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from duoplus import klok
from duoplus.calc.nederlands import MAANDEN, datum
from duoplus.calc.werkdagen import DAG, leg_uit, werkdagen_tussen
from duoplus.models import Feestdag, Gebeurtenis
from ogon.models import Cyclus, Cyclusfase, Faseregel


@dataclass(frozen=True)
class Fasedagen:
    """One phase with its days, what they count, and how they were found."""

    fase: Cyclusfase
    werkdagen: int
    zinnen: tuple[str, ...]


def fasedagen(cyclus: Cyclus) -> list[Fasedagen]:
    """Every phase in order; three queries beside the phases."""
    regels = {r.fase: r for r in Faseregel.objects.geldig_op(klok.dag(cyclus.geopend_op))}
    vrij, verzet = Feestdag.objects.als_vrij(), _laatst_verzet(cyclus)
    return [
        Fasedagen(
            fase,
            werkdagen_tussen(fase.van - DAG, fase.tot, vrij),
            (*_regel(regels.get(fase.fase), cyclus.jaar, vrij), *_verzet(verzet.get(fase.fase))),
        )
        for fase in cyclus.fasen.all()
    ]


def _laatst_verzet(cyclus: Cyclus) -> dict[str, Gebeurtenis]:
    feiten = Gebeurtenis.objects.over(cyclus).filter(soort="ogon.cyclus.verzetten").select_related("door")
    return {feit.gegevens["fase"]: feit for feit in feiten.order_by("pk")}


def _regel(regel: Faseregel | None, jaar: int, vrij: Mapping[date, str]) -> list[str]:
    if regel is None:
        return []
    dag = date(jaar + regel.jaar_verschuiving, regel.maand, regel.dag)
    begin = f"Jaarkalender: de eerste werkdag vanaf {regel.dag} {MAANDEN[regel.maand - 1]} {dag.year}."
    return [begin, *_duur(regel, dag, vrij)]


def _duur(regel: Faseregel, dag: date, vrij: Mapping[date, str]) -> list[str]:
    if regel.werkdagen is None:
        return ["De fase duurt tot de volgende begint."]
    eerste = leg_uit(dag - DAG, 1, vrij).einddatum
    uitleg = leg_uit(eerste, regel.werkdagen - 1, vrij)
    return [f"De fase duurt {regel.werkdagen} werkdagen, de eerste dag telt mee.", uitleg.zin]


def _verzet(feit: Gebeurtenis | None) -> list[str]:
    if feit is None:
        return []
    return [f"Verzet op {datum(klok.dag(feit.op))} door {feit.door.naam}: {feit.gegevens['reden']}"]
