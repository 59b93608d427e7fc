"""De gewogen score van een aanvraag, met haar onderdelen; zij adviseert, het OGON beslist."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction
from math import floor

ONDERDELEN = ("wettelijk", "bestuurlijk", "effect", "urgentie", "gemeenten", "haalbaarheid")
HOOGSTE_EFFECT = 3
_URGENTIE = {"hoog": Fraction(1), "normaal": Fraction(1, 2), "laag": Fraction(0)}
_HAALBAAR = {"ja": Fraction(1), "ja_als": Fraction(1, 2), "nee": Fraction(0)}


class OngeldigeScore(ValueError):
    """De gewichten of de feiten kloppen niet; het bericht is een zin voor de gebruiker."""


@dataclass(frozen=True)
class Feiten:
    """Wat de score van een aanvraag weet. Onbekend (None of leeg) telt als nul.

    ``effect`` is 0 to 3; ``gemeenten`` counts who asks, ``deelnemers`` who take part in the programme now.
    """

    wettelijk: bool = False
    bestuurlijk: bool = False
    effect: int | None = None
    urgentie: str = ""
    gemeenten: int = 0
    deelnemers: int = 0
    haalbaar: str = ""

    def __post_init__(self) -> None:
        if not 0 <= (self.effect or 0) <= HOOGSTE_EFFECT:
            raise OngeldigeScore("Het effect voor inwoners is een getal van 0 tot en met 3.")


@dataclass(frozen=True)
class Onderdeel:
    """``punten`` is ``gewicht`` times ``waarde`` (0 to 1), rounded half up to one decimal."""

    naam: str
    gewicht: Decimal
    waarde: Fraction
    punten: Decimal


@dataclass(frozen=True)
class Kandidaat:
    """Een aanvraag die een plaats zoekt; ``wacht_sinds`` is de dag van indienen."""

    nummer: str
    score: Decimal
    wacht_sinds: date


def onderdelen(feiten: Feiten, gewichten: Mapping[str, Decimal]) -> list[Onderdeel]:
    """The six parts, in fixed order. Raises OngeldigeScore.

    Source: the weighting of the OGON cycle (30, 20, 20, 15, 10, 5 points), which a setting may change.
    """
    controleer_gewichten(gewichten)
    waarden = _waarden(feiten)
    return [
        Onderdeel(naam, gewichten[naam], waarden[naam], _punten(gewichten[naam], waarden[naam]))
        for naam in ONDERDELEN
    ]


def score(feiten: Feiten, gewichten: Mapping[str, Decimal]) -> Decimal:
    """0 to 100: the sum of the parts as shown, so that whoever adds them up gets the same."""
    return sum((onderdeel.punten for onderdeel in onderdelen(feiten, gewichten)), Decimal(0))


def voorgestelde_volgorde(kandidaten: Iterable[Kandidaat]) -> list[Kandidaat]:
    """Highest score first; of equals who waits longest, then the lowest number."""
    return sorted(kandidaten, key=lambda k: (-k.score, k.wacht_sinds, k.nummer))


def controleer_gewichten(gewichten: Mapping[str, Decimal]) -> None:
    """Raises OngeldigeScore unless every part has a weight, none is negative and they total exactly 100."""
    if gewichten.keys() != set(ONDERDELEN):
        raise OngeldigeScore(f"Geef een gewicht voor elk onderdeel: {', '.join(ONDERDELEN)}.")
    if not all(gewicht.is_finite() and gewicht >= 0 for gewicht in gewichten.values()):
        raise OngeldigeScore("Een gewicht is nul of meer. Haal het minteken weg.")
    if (totaal := sum(gewichten.values(), Decimal(0))) != 100:
        zoveel = f"{totaal.normalize():f}".replace(".", ",")
        raise OngeldigeScore(f"De gewichten zijn samen {zoveel}. Maak er samen 100 van.")


def _waarden(feiten: Feiten) -> dict[str, Fraction]:
    return {
        "wettelijk": Fraction(feiten.wettelijk),
        "bestuurlijk": Fraction(feiten.bestuurlijk),
        "effect": Fraction(feiten.effect or 0, HOOGSTE_EFFECT),
        "urgentie": _URGENTIE.get(feiten.urgentie, Fraction(0)),
        "gemeenten": _deel(feiten.gemeenten, feiten.deelnemers),
        "haalbaarheid": _HAALBAAR.get(feiten.haalbaar, Fraction(0)),
    }


def _deel(gemeenten: int, deelnemers: int) -> Fraction:
    """Whoever left the programme since does not lift the share above the whole."""
    return min(Fraction(1), Fraction(gemeenten, deelnemers)) if deelnemers else Fraction(0)


def _punten(gewicht: Decimal, waarde: Fraction) -> Decimal:
    return Decimal(floor(Fraction(gewicht) * waarde * 10 + Fraction(1, 2))) / 10
