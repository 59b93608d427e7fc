"""De maanden van het voorbeeldjaar: de uren krijgen akkoord en de maand gaat op haar dag dicht.

The last month that is over stays open: one manager has not given akkoord, one week was not handed in, and
of a file with hours a line waits (``urenstaat``).
"""

from collections import defaultdict
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from functools import partial
from typing import Any

from duoplus.calc.maanden import laatste_dag, maanden_van
from duoplus.calc.nederlands import AMSTERDAM
from duoplus.transitions import StapKanNiet
from maatwerk.actions import perioden, weken
from maatwerk.demo import urenstaat
from maatwerk.demo.opvoering import Scene
from maatwerk.demo.overleg import NA_DE_VERHALEN
from maatwerk.demo.toneel import Toneel
from maatwerk.models import Boeking
from maatwerk.perioden import kalender
from maatwerk.weken.dagen import maandag_van

WACHT_NOG = "HRM"


def scenes(toneel: Toneel) -> Iterator[Scene]:
    """Every month of this year and the one before whose days for hours and for closing are past."""
    maanden = [*maanden_van(toneel.peildatum.year - 1), *maanden_van(toneel.peildatum.year)]
    for maand, datums in kalender.lees(maanden).items():
        for termijn, doe in _stappen(toneel, maand, datums):
            if termijn and termijn.einddatum < toneel.peildatum:
                moment = datetime.combine(termijn.einddatum, time(17, 15), AMSTERDAM)
                yield Scene(moment, NA_DE_VERHALEN, doe)
    vrijdag = _laatste_vrijdag(toneel.laatste_maand)
    vergeet = partial(urenstaat.typ, toneel.wie("uitvoerder.06"), maandag_van(vrijdag))
    yield Scene(datetime.combine(vrijdag, time(16, 45), AMSTERDAM), NA_DE_VERHALEN, vergeet)


def _stappen(toneel: Toneel, maand: date, datums: kalender.Datums) -> Iterator[tuple[Any, Any]]:
    blijft_open = maand == toneel.laatste_maand
    yield datums.uren, partial(geef_akkoord, toneel, maand, behalve=WACHT_NOG if blijft_open else "")
    if not blijft_open:
        yield datums.sluiten, partial(sluit, toneel, maand)


def _laatste_vrijdag(maand: date) -> date:
    laatste = laatste_dag(maand)
    return laatste - timedelta(days=(laatste.weekday() - 4) % 7)


def geef_akkoord(toneel: Toneel, maand: date, *, behalve: str = "") -> None:
    """Each manager on the hours of the own team, but for one who has not come to it."""
    per_team: dict[str, list[Boeking]] = defaultdict(list)
    wacht = Boeking.objects.niet_goedgekeurd().filter(periode=maand)
    for boeking in wacht.select_related("opdracht__aanvraag__team").order_by("pk"):
        team: Any = boeking.opdracht.aanvraag.team  # work under way has one
        per_team[team.kort].append(boeking)
    per_team.pop(behalve, None)
    for kort, boekingen in per_team.items():
        weken.goedkeuren(boekingen, by=toneel.teammanager(kort))


def sluit(toneel: Toneel, maand: date) -> None:
    """Raises ``StapKanNiet`` when the demo itself keeps a month open."""
    for uitkomst in perioden.sluit([maand], by=toneel.wie("concerncontroller")):
        if not uitkomst.is_gelukt:
            raise StapKanNiet(uitkomst.zin)
