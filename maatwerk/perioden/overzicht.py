"""De maanden van een jaar, zoals iemand ze ziet: hoe ver zij zijn, wat erin staat en wat er nog moet."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import QuerySet, Sum, TextChoices

from duoplus.calc.maanden import laatste_dag
from duoplus.calc.nederlands import maand_en_jaar
from duoplus.models import Gebruiker, Organisatie
from maatwerk.models import Boeking, Boekingstotaal, Heropening, Periode
from maatwerk.models.lumpsum import gemeenten_met_lumpsum, leesbare_regels
from maatwerk.perioden import controle, kalender, momentopname
from maatwerk.perioden.controle import Punt
from maatwerk.perioden.kalender import Datums


class Maandstand(TextChoices):
    """Hoe ver een maand is."""

    KOMT = "komt", "Komt nog"
    OPEN = "open", "Open"
    KAN_DICHT = "kan_dicht", "Kan dicht"
    TE_LAAT = "te_laat", "Te laat"
    GESLOTEN = "gesloten", "Gesloten"


TOON = {
    Maandstand.KOMT: "plain",
    Maandstand.OPEN: "info",
    Maandstand.KAN_DICHT: "brand",
    Maandstand.TE_LAAT: "bad",
    Maandstand.GESLOTEN: "ok",
}


@dataclass(frozen=True)
class Bedragen:
    """What is booked in a month, of all municipalities together; euro excluding VAT."""

    uren: Decimal = Decimal(0)
    bedrag: Decimal = Decimal(0)
    aantal: int = 0


@dataclass(frozen=True)
class Maand:
    """One month. ``punten`` and ``geboekt`` are for who sees the money of all; else they are empty."""

    maand: date
    periode: Periode | None
    datums: Datums
    punten: Sequence[Punt] = ()
    geboekt: Bedragen | None = None

    @property
    def naam(self) -> str:
        return maand_en_jaar(self.maand)

    @property
    def is_gesloten(self) -> bool:
        return self.periode is not None and not self.periode.is_open

    @property
    def beletsels(self) -> list[Punt]:
        return controle.beletsels(self.punten)

    @property
    def uitzonderingen(self) -> list[Punt]:
        return controle.uitzonderingen(self.punten)

    @property
    def aantal_klaar(self) -> int:
        return sum(punt.is_klaar for punt in self.punten)

    @property
    def stand(self) -> Maandstand:
        if self.is_gesloten:
            return Maandstand.GESLOTEN
        if not self.datums.is_voorbij:
            return Maandstand.KOMT if self.periode is None else Maandstand.OPEN
        if self.datums.is_te_laat:
            return Maandstand.TE_LAAT
        return Maandstand.OPEN if self.beletsels else Maandstand.KAN_DICHT

    @property
    def toon(self) -> str:
        return TOON[self.stand]

    @property
    def is_te_kiezen(self) -> bool:
        """Can be chosen to close: over, open, and nothing of its own blocks it."""
        return self.datums.is_voorbij and not self.is_gesloten and not self.beletsels


def ziet_alles(user: Gebruiker) -> bool:
    """Reads the money of every municipality, and so what is booked and by whom."""
    return gemeenten_met_lumpsum(user) is None


def lees(maanden: Sequence[date], *, alles: bool) -> list[Maand]:
    """With amounts and checks only for who sees all; the same number of questions however many months."""
    perioden = Periode.objects.filter(maand__in=maanden).select_related("gesloten_door").in_bulk()
    datums = kalender.lees(maanden)
    punten = controle.lees_alle(_te_controleren(datums.values(), perioden)) if alles else {}
    geboekt = _geboekt(maanden) if alles else {}
    return [
        Maand(
            maand,
            perioden.get(maand),
            datums[maand],
            punten.get(maand, ()),
            geboekt.get(maand, Bedragen()) if alles else None,
        )
        for maand in maanden
    ]


def _te_controleren(datums: Iterable[Datums], perioden: Mapping[date, Periode]) -> list[date]:
    """Months that are over and still open."""
    return [
        d.maand for d in datums if d.is_voorbij and (d.maand not in perioden or perioden[d.maand].is_open)
    ]


def _geboekt(maanden: Sequence[date]) -> dict[date, Bedragen]:
    totalen = Boekingstotaal.objects.filter(periode__in=maanden).order_by().values_list("periode")
    sommen = totalen.annotate(Sum("uren"), Sum("bedrag"), Sum("aantal"))
    return {maand: Bedragen(uren, bedrag, aantal) for maand, uren, bedrag, aantal in sommen}


def per_gemeente(maand: Maand, user: Gebruiker) -> list[tuple[Organisatie, Decimal]]:
    """What each municipality that this person may see carries of it; of a closed month as it was sealed."""
    wie = gemeenten_met_lumpsum(user)
    alle = Organisatie.objects.gemeenten().geldig_op(laatste_dag(maand.maand))
    gemeenten = alle if wie is None else alle.filter(pk__in=wie)
    verdeeld = _verdeeld(maand)
    return [(gemeente, Decimal(verdeeld.get(gemeente.letter, "0.00"))) for gemeente in gemeenten]


def _verdeeld(maand: Maand) -> Mapping[str, str]:
    if maand.periode is None:
        return {}
    if maand.is_gesloten:
        gemeenten: Mapping[str, str] = maand.periode.momentopname["gemeenten"]
        return gemeenten
    return momentopname.per_gemeente(maand.maand)


def nagekomen(maand: date, user: Gebruiker) -> QuerySet[Boeking]:
    """Lines of days in this month that count in a later one: corrections, and what was allowed."""
    laat = Boeking.objects.filter(datum__gte=maand, datum__lte=laatste_dag(maand), periode__gt=maand)
    eigen = laat.filter(leesbare_regels(user))
    return eigen.select_related("opdracht", "heropening", "periode").order_by("pk")


def heropeningen(maand: date) -> QuerySet[Heropening]:
    gevraagd = Heropening.objects.filter(periode=maand)
    return gevraagd.select_related("door", "toegestaan_door", "periode")
