"""Tot welke dag een rapport gaat, en wanneer het klaar moet zijn."""

from collections.abc import Mapping
from datetime import date

from duoplus import klok
from duoplus.calc.werkdagen import na_werkdagen
from duoplus.models import Feestdag, Termijn
from maatwerk.choices import Verantwoordingsoort as V

KWARTAAL, BURAP = "verantwoording.kwartaal", "verantwoording.burap"
# Month and day in the year itself, until who draws up chooses another: a burap in June tells of the months up
# to and including April.
PEILDATUM: Mapping[V, tuple[int, int]] = {
    V.K1: (3, 31),
    V.K2: (6, 30),
    V.K3: (9, 30),
    V.K4: (12, 31),
    V.BURAP1: (4, 30),
    V.BURAP2: (8, 31),
    V.JAARREKENING: (12, 31),
    V.AFREKENING: (12, 31),
}
# The provisional annual account, by 30 April of the next year (Wgr since 1 July 2022).
JAARLIJKS = (V.JAARREKENING, V.AFREKENING)


def peildatum(soort: str, jaar: int) -> date:
    return date(jaar, *PEILDATUM[V(soort)])


def uiterlijk(soort: str, jaar: int, vrij: Mapping[date, str] | None = None) -> date:
    """The last day: of a year the one of the law, of a quarter or burap so many working days after it."""
    if soort in JAARLIJKS:
        return date(jaar + 1, 4, 30)
    termijn = BURAP if soort in (V.BURAP1, V.BURAP2) else KWARTAAL
    aantal = Termijn.objects.werkdagen(termijn, klok.vandaag()) or 0
    return na_werkdagen(peildatum(soort, jaar), aantal, Feestdag.objects.als_vrij() if vrij is None else vrij)
