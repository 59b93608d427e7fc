"""De lumpsum naast prijs maal hoeveelheid: wat elke manier van afrekenen voor een gemeente zou betekenen.

Alle manieren rekenen met dezelfde boekingen; wisselen kan dus zonder iets opnieuw in te voeren.
"""

from dataclasses import dataclass
from decimal import Decimal

from duoplus.models import Organisatie
from maatwerk.calc.lumpsum import NUL, Saldo
from maatwerk.choices import Begrotingsoort, Verantwoordingsmethode
from maatwerk.lumpsum.stand import Stand
from maatwerk.models import Methode

M = Verantwoordingsmethode
KORT = {M.VAST: "Vaste lumpsum", M.JAARAFREKENING: "Afrekening na het jaar", M.NACALCULATIE: "Nacalculatie"}
# Why work delivered differs from the lumpsum, the first that fits.
OVERSCHREDEN, LOOPT_NOG, NIET_GEVRAAGD, GELIJK = (
    "Meer werk dan de lumpsum draagt",
    "Werk is beloofd en nog niet gedaan",
    "Er is minder gevraagd dan begroot",
    "Gelijk aan de lumpsum",
)


@dataclass(frozen=True)
class Manier:
    """Eén verantwoordingsmethode: wat de gemeente over dit jaar betaalt, naast haar voorschotten."""

    methode: Verantwoordingsmethode
    betaalt: Decimal
    voorschot: Decimal
    is_gekozen: bool

    @property
    def naam(self) -> str:
        return str(self.methode.label)

    @property
    def kort(self) -> str:
        return KORT[self.methode]

    @property
    def te_verrekenen(self) -> Decimal:
        """Still to be paid; negative is to be paid back."""
        return self.betaalt - self.voorschot


@dataclass(frozen=True)
class Schaduw:
    """Wat een gemeente betaalt naast wat zij kreeg, tot en met de stand."""

    gemeente: Organisatie
    saldo: Saldo
    voorschot: Decimal
    methode: Verantwoordingsmethode

    @property
    def geleverd(self) -> Decimal:
        """Price times quantity: hours at the tariff of their day, and costs."""
        return self.saldo.gerealiseerd

    @property
    def verschil(self) -> Decimal:
        return self.geleverd - self.saldo.beschikbaar

    @property
    def verklaring(self) -> str:
        if self.verschil > 0:
            return OVERSCHREDEN
        if not self.verschil:
            return GELIJK
        return LOOPT_NOG if self.saldo.prognose > self.geleverd else NIET_GEVRAAGD

    @property
    def manieren(self) -> list[Manier]:
        betaalt = {
            M.VAST: self.saldo.beschikbaar,
            M.JAARAFREKENING: self.geleverd,
            M.NACALCULATIE: self.geleverd,
        }
        voorschot = {M.VAST: self.saldo.beschikbaar}  # nothing is settled afterwards
        return [
            Manier(methode, euro, voorschot.get(methode, self.voorschot), methode == self.methode)
            for methode, euro in betaalt.items()
        ]


def lees(stand: Stand) -> list[Schaduw]:
    """Of each municipality of the standing; one query more."""
    methoden = Methode.objects.van_jaar(stand.jaar)
    return [
        Schaduw(
            gemeente,
            stand.per_gemeente[gemeente.pk],
            stand.begroting.get((gemeente.pk, Begrotingsoort.VOORSCHOT), NUL),
            methoden[gemeente.pk],
        )
        for gemeente in stand.gemeenten
    ]
