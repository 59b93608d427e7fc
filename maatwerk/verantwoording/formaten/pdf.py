"""Het pakket als document om te lezen en te bewaren: PDF/A en PDF/UA, met de huisstijl.

Long tables end at ``INGEKORT`` rows with a line that says how many more there are and in which file.
"""

from collections.abc import Iterator, Sequence
from itertools import islice
from typing import Any, BinaryIO

from duoplus import pdf
from duoplus.calc import nederlands
from duoplus.calc.nederlands import met_punten
from duoplus.reports import Column, Dataset, csv
from duoplus.reports.blad import Blad
from duoplus.reports.pdf import BREEDST, CEL, MAX_RIJEN
from maatwerk.verantwoording.formaten.bladen import bladtitel, feiten, totaalregels
from maatwerk.verantwoording.formaten.uitgave import CONCEPT, Uitgave, csv_naam
from maatwerk.verantwoording.pakket import Cijfer, Controle, Tabel, Tekstdeel

INGEKORT = {"L3": 200, "L4": 200, "L8": 200}
MEESTE_KOLOMMEN = 14  # more does not fit on a page lying down: then words and amounts each get a table
GEEN_RIJEN = "Er zijn geen rijen."


def schrijf(uitgave: Uitgave, naar: BinaryIO) -> None:
    """Dated at the moment of the package: the same package gives the same bytes."""
    naar.write(pdf.maak("verantwoording", gegevens(uitgave), moment=uitgave.pakket.gemaakt_op))


def gegevens(uitgave: Uitgave) -> dict[str, Any]:
    """What the typesetter gets."""
    pakket = uitgave.pakket
    return {
        "titel": pakket.titel,
        "concept": "" if pakket.is_definitief else f"{CONCEPT}: nog niet definitief",
        "feiten": [{"label": label, "waarde": waarde} for label, waarde in feiten(uitgave)[1:]],
        "tekst": [_tekstdeel(deel) for deel in pakket.tekst],
        "controles": [_controle(controle) for controle in pakket.controles],
        "tabellen": [_tabel(tabel) for tabel in pakket.tabellen],
        "bestanden": [_bestand(uitgave, tabel) for tabel in pakket.tabellen],
    }


def _tekstdeel(deel: Tekstdeel) -> dict[str, Any]:
    """Each figure gets a number that leads to its source; figures of one source share it."""
    bronnen: dict[str, int] = {}
    alineas = [[_stuk(stuk, bronnen) for stuk in alinea.delen] for alinea in deel.alineas]
    return {"kop": deel.kop, "alineas": alineas, "bronnen": list(bronnen)}


def _stuk(stuk: str | Cijfer, bronnen: dict[str, int]) -> dict[str, Any]:
    if isinstance(stuk, str):
        return {"tekst": stuk, "bron": 0}
    bron = f"{stuk.tabel}, {stuk.bron}"
    return {"tekst": stuk.tekst, "bron": bronnen.setdefault(bron, len(bronnen) + 1)}


def _controle(controle: Controle) -> list[str]:
    uitkomst = "Klopt" if controle.is_goed else "Klopt niet"
    verschil = "" if controle.verschil is None else nederlands.bedrag(controle.verschil)
    return [controle.code, controle.naam, uitkomst, verschil, controle.uitleg]


def _bestand(uitgave: Uitgave, tabel: Tabel) -> list[str]:
    telling = uitgave.telling(tabel)
    return [csv_naam(tabel), met_punten(telling.rijen), telling.sha256]


def _tabel(tabel: Tabel) -> dict[str, Any]:
    hooguit = INGEKORT.get(tabel.code, MAX_RIJEN)
    rijen = list(islice(tabel.rijen(), hooguit))
    return {
        "titel": bladtitel(tabel),
        "delen": [_deel(tabel, kolommen, rijen) for kolommen in _verdeeld(tabel.kolommen)] if rijen else [],
        "onder": _onder(tabel, len(rijen)),
    }


def _onder(tabel: Tabel, getoond: int) -> str:
    if not getoond:
        return GEEN_RIJEN
    if (rest := tabel.aantal - getoond) == 0:
        return ""
    nog = "is er nog 1 rij. Die staat" if rest == 1 else f"zijn er nog {met_punten(rest)} rijen. Die staan"
    totaal = f" Het totaal is dat van alle {met_punten(tabel.aantal)} rijen." if tabel.totalen else ""
    return f"Hierna {nog} in het bestand {csv_naam(tabel)}.{totaal}"


def _verdeeld(kolommen: Sequence[Column]) -> Iterator[Sequence[Column]]:
    """All columns, or where those are too many: the words, and then whose amounts they are."""
    if len(kolommen) <= MEESTE_KOLOMMEN:
        yield kolommen
        return
    woorden = [kolom for kolom in kolommen if kolom.kind in ("text", "date", "moment")]
    van_wie = [kolom for kolom in woorden if kolom.key in ("nummer", "gemeente")]
    yield woorden
    yield [*van_wie, *(kolom for kolom in kolommen if kolom not in woorden)]


def _deel(tabel: Tabel, kolommen: Sequence[Column], rijen: Sequence[Any]) -> dict[str, Any]:
    telt = {kolom.key for kolom in kolommen if kolom.totals}
    totalen = [(naam, sommen) for naam, sommen in totaalregels(tabel) if telt & sommen.keys()]
    blad = Blad(Dataset("", kolommen, rijen, closing=totalen), max_rijen=MAX_RIJEN)
    return {
        "kolommen": [
            {"label": kolom.label, "breedte": min(breedte, BREEDST), "getal": kolom.kind in GETALLEN}
            for kolom, breedte in zip(kolommen, blad.breedtes, strict=True)
        ],
        "rijen": [_regel(kolommen, waarden) for waarden in blad.rijen()],
        "slot": [_regel(kolommen, slot) for slot in blad.slotregels],
    }


def _regel(kolommen: Sequence[Column], waarden: Sequence[Any]) -> list[str]:
    return [
        "" if waarde is None else CELLEN[kolom.kind](waarde)
        for kolom, waarde in zip(kolommen, waarden, strict=True)
    ]


def _bedrag(waarde: Any) -> str:
    """Without a sign of euro: the document says once that amounts are in euro."""
    return nederlands.bedrag(waarde).removeprefix(f"€{nederlands.NBSP}")


GETALLEN = {"hours", "money", "number"}
CELLEN = CEL | {"money": _bedrag, "number": csv.aantal}
