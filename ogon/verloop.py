"""Wat er met een cyclus gebeurde, één zin per feit, vanaf de naam: "Els de Wit …"."""

from datetime import date
from typing import Any

from duoplus import spoor
from duoplus.calc.nederlands import datum
from duoplus.models import Gebeurtenis
from ogon.choices import Fase


def _naar_fase(feit: Gebeurtenis) -> str:
    van, naar = Fase(feit.gegevens["van_fase"]), Fase(feit.gegevens["naar_fase"])
    ging = "ging terug" if list(Fase).index(naar) < list(Fase).index(van) else "ging"
    return f"{ging} van ‘{van.label}’ naar ‘{naar.label}’"


def _verzetten(feit: Gebeurtenis) -> str:
    fase = Fase(feit.gegevens["fase"])
    return f"verzette ‘{fase.label}’ van {_dagen(feit, 'was')} naar {_dagen(feit, 'wordt')}"


def _dagen(feit: Gebeurtenis, naam: str) -> str:
    van, tot = (datum(date.fromisoformat(dag)) for dag in feit.gegevens[naam])
    return f"{van} – {tot}"


VORMEN: dict[str, Any] = {
    "ogon.cyclus.openen": "opende de cyclus van {jaar}",
    "ogon.cyclus.naar_fase": _naar_fase,
    "ogon.cyclus.verzetten": _verzetten,
    "ogon.cyclus.sluiten": "sloot de cyclus",
}


def meld_aan() -> None:
    spoor.register(VORMEN)
