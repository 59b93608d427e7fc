"""Wanneer een maand dicht moet: werkdagen na haar laatste dag, uit de termijnen die dan gelden."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from duoplus import klok
from duoplus.calc.maanden import laatste_dag
from duoplus.calc.werkdagen import Termijn as Berekening
from duoplus.calc.werkdagen import leg_uit, werkdagen_tussen
from duoplus.models import Feestdag, Termijn

UREN, SLUITEN, HEROPENING = "periode.uren", "periode.sluiten", "periode.heropening"


@dataclass(frozen=True)
class Datums:
    """The last days for hours and for closing, each with how it was found; ``None`` without a term."""

    maand: date
    uren: Berekening | None
    sluiten: Berekening | None
    nog: int | None  # working days from today to the last day for closing; negative once past

    @property
    def is_voorbij(self) -> bool:
        """The month itself is over, so there is something to close."""
        return laatste_dag(self.maand) < klok.vandaag()

    @property
    def is_te_laat(self) -> bool:
        return self.sluiten is not None and self.sluiten.einddatum < klok.vandaag()

    @property
    def aftellen(self) -> str:
        """'nog 3 werkdagen', 'vandaag', '2 werkdagen te laat'; empty without a term."""
        if self.sluiten is None or self.nog is None:
            return ""
        if self.is_te_laat:
            return f"{_werkdagen(max(1, -self.nog))} te laat"
        return f"nog {_werkdagen(self.nog)}" if self.nog else "vandaag"


def _werkdagen(aantal: int) -> str:
    return f"{aantal} werkdag" if aantal == 1 else f"{aantal} werkdagen"


def lees(maanden: Sequence[date]) -> dict[date, Datums]:
    """Of each of these months; two queries for all of them."""
    vrij = Feestdag.objects.als_vrij()
    termijnen = list(Termijn.objects.filter(sleutel__in=(UREN, SLUITEN)))
    return {maand: _datums(maand, termijnen, vrij) for maand in maanden}


def _datums(maand: date, termijnen: Sequence[Termijn], vrij: Mapping[date, str]) -> Datums:
    eind = laatste_dag(maand)
    uren, sluiten = (_bereken(eind, sleutel, termijnen, vrij) for sleutel in (UREN, SLUITEN))
    nog = werkdagen_tussen(klok.vandaag(), sluiten.einddatum, vrij) if sluiten else None
    return Datums(maand, uren, sluiten, nog)


def _bereken(
    eind: date, sleutel: str, termijnen: Sequence[Termijn], vrij: Mapping[date, str]
) -> Berekening | None:
    for termijn in termijnen:
        if (
            termijn.sleutel == sleutel
            and termijn.van <= eind
            and (termijn.tot is None or termijn.tot >= eind)
        ):
            return leg_uit(eind, termijn.aantal, vrij)
    return None
