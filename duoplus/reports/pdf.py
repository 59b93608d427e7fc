"""Een lijst als PDF/UA: liggend, de kop op elke bladzijde, en wat er boven staat ook hier."""

from collections.abc import Callable, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any, BinaryIO

from duoplus import pdf
from duoplus.calc import nederlands
from duoplus.reports.base import GEEN_RIJEN, Dataset
from duoplus.reports.blad import Blad, celtekst, plaatselijk

MAX_RIJEN = 5000  # some 200 pages; beyond that nobody reads on paper, and typst takes memory per row
MAX_TEKENS = 2000  # a cell stays within its page
BREEDST = 45  # in characters: paper is narrower than a screen
VAST = "\u00a0"


def schrijf(dataset: Dataset, naar: BinaryIO, *, moment: datetime) -> None:
    """A tagged document dated ``moment``. Raises ``TeVeelRijen``."""
    blad = Blad(dataset, max_rijen=MAX_RIJEN)
    cellen = [CEL[kolom.kind] for kolom in dataset.columns]
    gegevens = {
        "titel": celtekst(dataset.title),
        "kop": [celtekst(regel) for regel in dataset.head],
        "kolommen": [
            {"label": kolom.label, "breedte": min(breedte, BREEDST), "getal": kolom.kind != "text"}
            for kolom, breedte in zip(dataset.columns, blad.breedtes, strict=True)
        ],
        "rijen": [_regel(cellen, waarden) for waarden in blad.rijen()],
        "geen_rijen": "" if blad.aantal else GEEN_RIJEN,
    }
    gegevens["slot"] = [_regel(cellen, slot) for slot in blad.slotregels]
    naar.write(pdf.maak("lijst", gegevens, moment=moment))


def _regel(cellen: list[Callable[[Any], str]], waarden: Sequence[Any]) -> list[str]:
    return ["" if waarde is None else cel(waarde) for cel, waarde in zip(cellen, waarden, strict=True)]


def _woorden(waarde: Any) -> str:
    woorden = celtekst(waarde)
    return woorden if len(woorden) <= MAX_TEKENS else f"{woorden[:MAX_TEKENS]} … [ingekort]"


def _getal(waarde: Decimal | int) -> str:
    return nederlands.uren(Decimal(waarde))


def _dag(waarde: date) -> str:
    return nederlands.datum_kort(waarde).replace(" ", VAST)


def _moment(waarde: datetime) -> str:
    return f"{plaatselijk(waarde):%d-%m-%Y{VAST}%H.%M}"


CEL: dict[str, Callable[[Any], str]] = {
    "text": _woorden,
    "hours": nederlands.uren,
    "money": nederlands.bedrag,
    "number": _getal,
    "date": _dag,
    "moment": _moment,
}
