"""De lumpsums van het voorbeeldjaar: begroting, wijziging en voorschotten (domain.md, hoofdstuk 7)."""

from collections.abc import Iterator
from datetime import date, datetime, time
from decimal import Decimal
from functools import partial
from typing import Any

from duoplus.calc.nederlands import AMSTERDAM
from duoplus.models import Gebruiker, Organisatie
from maatwerk.actions import lumpsum
from maatwerk.choices import Begrotingsoort as B
from maatwerk.choices import Verantwoordingsmethode
from maatwerk.demo.cast import DOMEIN
from maatwerk.demo.opvoering import Scene
from maatwerk.demo.toneel import Toneel
from maatwerk.lumpsum.begroting import KWARTALEN, voorschotdag
from maatwerk.models import Methode

# Per municipality: taakveld, incidental or structural, and euro; together 90, 110 and 70 thousand.
BEGROTING = {
    "D": (("0.4", "S", 54_000), ("0.4", "I", 13_500), ("0.2", "I", 22_500)),
    "U": (("0.4", "S", 66_000), ("0.4", "I", 16_500), ("6.3", "I", 16_500), ("5.7", "I", 11_000)),
    "O": (("0.4", "S", 42_000), ("0.4", "I", 10_500), ("6.3", "I", 10_500), ("5.7", "I", 7_000)),
}
WIJZIGING = {"O": ("0.4", "I", 5_000)}
VOORSCHOT = {"D": Decimal(22_500), "U": Decimal(27_500), "O": Decimal(18_750)}
RAADSBESLUIT = "De raad stelt de 1e begrotingswijziging vast: € 5.000 erbij voor maatwerk.\n".encode()
EERST = -1  # before the stories of that day


def maak_leeg(peildatum: date) -> None:
    """A lumpsum per municipality without amounts, and the method by which each settles."""
    opsteller, vaststeller = (
        Gebruiker.objects.get(email=f"{login}@{DOMEIN}") for login in ("concerncontroller", "directieberaad")
    )
    for gemeente in Organisatie.objects.gemeenten():
        lumpsum.lumpsum_van(gemeente, peildatum.year)
        Methode.objects.create(
            organisatie=gemeente,
            methode=Verantwoordingsmethode.JAARAFREKENING,
            van=date(peildatum.year - 1, 1, 1),
            opgesteld_door=opsteller,
            vastgesteld_door=vaststeller,
        )


def scenes(toneel: Toneel) -> Iterator[Scene]:
    """What the councils adopted for last year and this year, each on its own day."""
    for jaar in (toneel.peildatum.year - 1, toneel.peildatum.year):
        for dag, doe in _feiten(toneel, jaar):
            if dag <= toneel.gisteren:
                yield Scene(datetime.combine(dag, time(9), AMSTERDAM), EERST, doe)


def _feiten(toneel: Toneel, jaar: int) -> Iterator[tuple[date, Any]]:
    for letter, regels in BEGROTING.items():
        leg_vast = partial(
            lumpsum.leg_vast, toneel.organisaties[letter], jaar, by=toneel.wie("concerncontroller")
        )
        raad = date(jaar - 1, 11, 6)
        document = f"Programmabegroting {jaar} {toneel.organisaties[letter]}"
        for regel in regels:
            yield raad, _bedrag(leg_vast, B.PRIMITIEF, raad, document, *regel)
        if letter in WIJZIGING:
            zomer = date(jaar, 7, 2)
            besluit = partial(leg_vast, bestand=(f"Raadsbesluit {zomer:%d-%m-%Y}.txt", RAADSBESLUIT))
            document = f"1e begrotingswijziging {jaar}"
            yield zomer, _bedrag(besluit, B.WIJZIGING, zomer, document, *WIJZIGING[letter])
        yield toneel.na(date(jaar, 1, 1), 3), _voorschotten(toneel, letter, jaar)


def _voorschotten(toneel: Toneel, letter: str, jaar: int) -> Any:
    """The four of the year at once: what is paid in advance is agreed beforehand."""
    return partial(
        lumpsum.leg_voorschotten_vast,
        toneel.organisaties[letter],
        jaar,
        by=toneel.wie("concerncontroller"),
        document=f"Nota voorschotten {jaar}",
        voorschotten={kwartaal: (voorschotdag(jaar, kwartaal), VOORSCHOT[letter]) for kwartaal in KWARTALEN},
    )


def _bedrag(leg_vast: Any, soort: B, dag: date, document: str, taakveld: str, i_s: str, euro: int) -> Any:
    velden = {"datum": dag, "document": document, "taakveld": taakveld, "i_s": i_s}
    return partial(leg_vast, soort=soort, bedrag=Decimal(euro), **velden)
