"""De opdrachten achter de stand, één regel per opdracht, met het deel van de gemeente die bekeken wordt."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from typing import Any

from duoplus import klok
from duoplus.calc.nederlands import datum
from duoplus.reports import Column, Dataset
from maatwerk.calc.lumpsum import NUL, Deel, procent
from maatwerk.choices import AanvraagStatus
from maatwerk.lumpsum.blik import Blik
from maatwerk.lumpsum.stand import Regel

KOLOMMEN = (
    Column("nummer", "Opdracht"),
    Column("titel", "Titel"),
    Column("gemeenten", "Gemeenten"),
    Column("ogon", "OGON"),
    Column("team", "Team"),
    Column("taakveld", "Taakveld"),
    Column("i_s", "I/S"),
    Column("status", "Status"),
    Column("raming", "Raming", "money", totals=True),
    Column("plafond", "Plafond", "money", totals=True),
    Column("uren", "Uren", "hours", totals=True),
    Column("totaal", "Geboekt", "money", totals=True),
    Column("aandeel_pct", "Aandeel (%)", "number"),
    Column("gerealiseerd", "Aandeel geboekt", "money", totals=True),
    Column("verplicht", "Aandeel verplicht", "money", totals=True),
    Column("prognose", "Aandeel verwacht", "money", totals=True),
    Column("afwijking", "Verwacht min raming", "money", totals=True),
    Column("afwijking_pct", "Verwacht min raming (%)", "number"),
)
VOLGORDES: dict[str, tuple[str, Callable[["Opdrachtregel"], Any]]] = {
    "nummer": ("Nummer", lambda rij: rij.nummer),
    "geboekt": ("Meeste geboekt", lambda rij: -rij.gerealiseerd),
    "afwijking": ("Grootste afwijking", lambda rij: -abs(rij.afwijking)),
    "verplicht": ("Meest verplicht", lambda rij: -rij.verplicht),
}


@dataclass(frozen=True)
class Opdrachtregel:
    """``gerealiseerd``, ``verplicht`` and ``prognose`` are the part of the municipalities in view."""

    regel: Regel
    blik: Blik

    def __getattr__(self, naam: str) -> Any:
        """What the assignment itself says: nummer, titel, taakveld, i_s."""
        return getattr(self.regel, naam)

    @cached_property
    def deel(self) -> Deel:
        return self.regel.deel_van(self.blik.ids)

    @property
    def gemeenten(self) -> str:
        return ", ".join(keuze.naam for keuze in self.blik.naslag.gemeenten(self.regel.werk.gemeenten))

    @property
    def gemset(self) -> Sequence[Any]:
        return self.blik.naslag.gemeenten(self.regel.werk.gemeenten)

    @property
    def ogon(self) -> str:
        return self.blik.naslag.naam("ogon", self.regel.ogon)

    @property
    def team(self) -> str:
        return self.blik.naslag.naam("team", self.regel.team)

    @property
    def team_id(self) -> int | None:
        return self.regel.team

    @property
    def is_open(self) -> bool:
        return self.regel.werk.is_open

    @property
    def status(self) -> str:
        return str(AanvraagStatus(self.regel.status).label)

    @property
    def raming(self) -> Decimal:
        return self.regel.werk.raming

    @property
    def plafond(self) -> Decimal:
        return self.regel.werk.plafond

    @property
    def uren(self) -> Decimal:
        return self.regel.werk.geboekt.uren

    @property
    def totaal(self) -> Decimal:
        return self.regel.werk.gerealiseerd

    @property
    def aandeel_pct(self) -> Decimal:
        """By the key as it holds now."""
        delen = self.regel.werk.aandelen
        return 100 * sum((deel for gemeente, deel in delen.items() if gemeente in self.blik.ids), NUL)

    @property
    def gerealiseerd(self) -> Decimal:
        return self.deel.gerealiseerd

    @property
    def verplicht(self) -> Decimal:
        return self.deel.verplicht

    @property
    def prognose(self) -> Decimal:
        return self.deel.prognose

    @property
    def afwijking(self) -> Decimal:
        return self.regel.werk.afwijking

    @property
    def afwijking_pct(self) -> Decimal | None:
        return procent(self.afwijking, self.raming)

    @property
    def van_plafond(self) -> Decimal | None:
        """Percent of the ceiling that is used, earlier years included."""
        return procent(self.regel.werk.eerder + self.totaal, self.plafond)

    @property
    def boekingen(self) -> str:
        return self.blik.keuze.boekingen(opdracht=self.regel.nummer)


def lees(blik: Blik, volgorde: str = "nummer") -> list[Opdrachtregel]:
    """Every assignment in view, in one of ``VOLGORDES``."""
    _, sleutel = VOLGORDES[volgorde]
    return sorted((Opdrachtregel(regel, blik) for regel in blik.regels), key=sleutel)


def som(rijen: Sequence[Opdrachtregel], veld: str) -> Decimal:
    return sum((getattr(rij, veld) for rij in rijen), NUL)


def dataset(blik: Blik, rijen: Sequence[Opdrachtregel], filters: Sequence[str], door: str) -> Dataset:
    kop = [*filters, f"Door {door} op {datum(klok.vandaag())}.", f"{len(rijen)} opdrachten."]
    return Dataset(f"Opdrachten en de lumpsum van {blik.jaar}", KOLOMMEN, rijen, kop)
