"""Uren en kosten van een voorstel, het aandeel van elke gemeente, en wat er van een opdracht op is."""

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from duoplus.calc.nederlands import bedrag, uren
from maatwerk.calc.verdeling import CENT
from maatwerk.models import Opdracht, Raming, RamingRegel

BIJNA_OP = Decimal("0.8")


@dataclass(frozen=True)
class Deel:
    """One municipality's part: percent of the whole, euro, and the cents that rounding put here."""

    gemeente: object
    procent: Decimal
    bedrag: Decimal
    afronding: Decimal

    @property
    def zin(self) -> str:
        """Where the cents of rounding went."""
        meer = "meer" if self.afronding > 0 else "minder"
        centen = bedrag(abs(self.afronding))
        return f"Door afronden betaalt {self.gemeente} {centen} {meer}: het grootste deel neemt het verschil."


@dataclass(frozen=True)
class Voorstel:
    """One version of the estimate, added up."""

    raming: Raming
    regels: tuple[RamingRegel, ...]
    uren_laag: Decimal
    uren: Decimal
    uren_hoog: Decimal
    totaal: Decimal
    delen: tuple[Deel, ...]

    @classmethod
    def van(cls, raming: Raming) -> "Voorstel":
        regels = tuple(raming.regels.all())
        totaal = raming.totaal
        return cls(
            raming,
            regels,
            sum((r.uren_laag for r in regels), Decimal(0)),
            sum((r.uren for r in regels), Decimal(0)),
            sum((r.uren_hoog for r in regels), Decimal(0)),
            totaal,
            _delen(raming, totaal),
        )

    @property
    def afronding(self) -> Deel | None:
        """Who takes the cents that the shares do not divide into."""
        return next((deel for deel in self.delen if deel.afronding), None)


def _delen(raming: Raming, totaal: Decimal) -> tuple[Deel, ...]:
    return tuple(
        Deel(
            aandeel.organisatie,
            (aandeel.deel * 100).normalize(),
            aandeel.bedrag,
            aandeel.bedrag - (totaal * aandeel.deel).quantize(CENT, ROUND_HALF_UP),
        )
        for aandeel in raming.aandelen.all()
    )


@dataclass(frozen=True)
class Meter:
    """What is used of a ceiling, in figures, in words and with the tone of the bar."""

    naam: str
    gebruikt: Decimal
    plafond: Decimal
    zin: str
    loopt: bool

    @property
    def toon(self) -> str:
        """Nearly used up is a warning while the work runs, and a good estimate once it is done."""
        if self.gebruikt > self.plafond:
            return "over"
        return "warn" if self.loopt and self.gebruikt >= self.plafond * BIJNA_OP else ""


def meters(opdracht: Opdracht, met_bedragen: bool) -> list[Meter]:
    verbruik = opdracht.verbruik()
    gewerkt, plafond = verbruik["uren"], opdracht.uren_mogen
    zin = f"{uren(gewerkt)} van {uren(plafond)} uur gewerkt{_procent(gewerkt, plafond)}"
    loopt = opdracht.opgeleverd_op is None
    in_uren = Meter("Uren", gewerkt, plafond, zin, loopt)
    if not met_bedragen:
        return [in_uren]
    kosten, plafond = verbruik["totaal"], opdracht.kosten_mogen
    zin = f"{bedrag(kosten)} van {bedrag(plafond)} geboekt{_procent(kosten, plafond)}"
    return [in_uren, Meter("Kosten", kosten, plafond, zin, loopt)]


def _procent(deel: Decimal, geheel: Decimal) -> str:
    return f" ({round(100 * deel / geheel)}%)" if geheel else ""
