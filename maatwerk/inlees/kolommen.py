"""Kolommen van de bestanden: zonder een ervan is het bestand niet te lezen, en elke cel moet kloppen."""

from collections.abc import Callable, Sequence
from typing import Any

from duoplus.calc.nederlands import Onleesbaar
from duoplus.calc.tabel import Veld, als_tekst

MAX_OMSCHRIJVING = 200


def veld(
    sleutel: str,
    label: str,
    koppen: str,
    lees: Callable[[object], Any],
    *,
    toon: Callable[[Any], str] = als_tekst,
    keuzes: Callable[[], Sequence[tuple[str, str]]] | None = None,
) -> Veld:
    """``koppen``: the names it goes by, as bare letters with spaces between."""
    return Veld(sleutel, label, frozenset(koppen.split()), lees, toon, nodig=True, streng=True, keuzes=keuzes)


def lees_tekst(lengte: int, *, leeg: bool = False) -> Callable[[object], str]:
    """A reader of words of at most ``lengte`` characters, which must be there unless ``leeg``."""

    def lees(cel: object) -> str:
        tekst = " ".join(als_tekst(cel).split())
        if not tekst and not leeg:
            raise Onleesbaar("Hier staat niets. Vul het in.")
        if len(tekst) > lengte:
            raise Onleesbaar(f"Deze tekst is langer dan {lengte} tekens. Maak hem korter.")
        return tekst

    return lees


lees_code = lees_tekst(40, leeg=True)


def lees_omschrijving(cel: object) -> str:
    """As written, a formula too: it stays text. Cut off at what a booking holds; the file keeps the rest."""
    tekst = " ".join(als_tekst(cel).split())
    return tekst if len(tekst) <= MAX_OMSCHRIJVING else f"{tekst[: MAX_OMSCHRIJVING - 1]}…"
