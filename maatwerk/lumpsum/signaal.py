"""Hoe vol een lumpsum zit, in woorden: een kleur alleen zegt niets."""

from dataclasses import dataclass

from maatwerk.calc.lumpsum import Saldo
from maatwerk.calc.signalen import Grenzen, Meting, van_lumpsum


@dataclass(frozen=True)
class Woord:
    """``toon`` is warn or bad; the words say the same."""

    tekst: str
    toon: str


def in_woorden(saldo: Saldo, grenzen: Grenzen) -> Woord | None:
    """The highest limit that is reached by what is booked and promised."""
    if not saldo.beschikbaar:
        return None
    meting = Meting("beslag", saldo.gerealiseerd + saldo.verplicht, saldo.beschikbaar)
    bereikt = max(van_lumpsum(meting, grenzen), default=None)
    woorden = {
        grenzen.oranje: Woord("Let op", "warn"),
        grenzen.rood: Woord("Bijna op", "bad"),
        grenzen.vol: Woord("Meer dan begroot", "bad"),
    }
    return woorden[bereikt] if bereikt is not None else None
