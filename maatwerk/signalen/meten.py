"""Wat er van plafonds en lumpsums gebruikt is, afgezet tegen de grenzen van een dag."""

from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal

from django.db.models import Sum

from maatwerk.calc.lumpsum import NUL, Bedragen, Saldo, Sleuteldeel, Werk
from maatwerk.calc.signalen import Grenzen, Meting
from maatwerk.choices import BoekingSoort, Maat
from maatwerk.lumpsum.stand import Regel
from maatwerk.models import Boekingstotaal, Grens, Opdracht, Prognose

SLEUTELS = {
    "oranje": "signaal.oranje",
    "rood": "signaal.rood",
    "vol": "signaal.vol",
    "overschrijding": "opdracht.overschrijding",
}


def grenzen(dag: date) -> Grenzen:
    """Raises ``KeyError`` when one of them does not hold on ``dag``."""
    geldig = Grens.objects.geldig_op(dag).filter(sleutel__in=SLEUTELS.values())
    waarden = dict(geldig.values_list("sleutel", "waarde"))
    return Grenzen(**{naam: waarden[sleutel] for naam, sleutel in SLEUTELS.items()})


def geboekt(opdrachten: Iterable[int]) -> dict[int, tuple[Decimal, Decimal]]:
    """Hours and euro per assignment (its pk), up to now; one query over the totals."""
    totalen = Boekingstotaal.objects.filter(opdracht__in=list(opdrachten)).order_by()
    som: dict[int, tuple[Decimal, Decimal]] = {}
    for pk, soort, u, b in totalen.values_list("opdracht", "soort").annotate(Sum("uren"), Sum("bedrag")):
        uren, bedrag = som.get(pk, (NUL, NUL))
        som[pk] = (uren + (u if soort == BoekingSoort.UREN else NUL), bedrag + b)
    return som


def van_plafonds(opdracht: Opdracht, gebruikt: Mapping[int, tuple[Decimal, Decimal]]) -> list[Meting]:
    """Both ceilings of an assignment, as they hold today."""
    uren, bedrag = gebruikt.get(opdracht.pk, (NUL, NUL))
    return [
        Meting(Maat.UREN, uren, opdracht.uren_mogen),
        Meting(Maat.KOSTEN, bedrag, opdracht.kosten_mogen),
    ]


def van_saldo(saldo: Saldo) -> list[Meting]:
    """What a lumpsum has promised, and what is expected of it; nothing to measure without a budget."""
    if saldo.beschikbaar <= 0:
        return []
    return [
        Meting(Maat.BESLAG, saldo.gerealiseerd + saldo.verplicht, saldo.beschikbaar),
        Meting(Maat.PROGNOSE, saldo.prognose, saldo.beschikbaar),
    ]


def van_verwachting(opdracht: Opdracht) -> Meting:
    """The same of one assignment by itself; five queries."""
    _, euro = geboekt([opdracht.pk]).get(opdracht.pk, (NUL, NUL))
    rest = Prognose.objects.filter(opdracht=opdracht).geldend().values_list("rest", flat=True).first()
    werk = Werk(
        delen=[Sleuteldeel(None, {}, Bedragen(kosten_extern=euro))],
        plafond=opdracht.kosten_mogen,
        raming=opdracht.raming.totaal,
        is_open=True,
        rest=rest,
    )
    return Meting(Maat.PROGNOSE, werk.prognose, werk.plafond)


def van_prognose(regel: Regel) -> Meting:
    """What an assignment will cost over all its years, of its ceiling."""
    werk = regel.werk
    return Meting(Maat.PROGNOSE, werk.eerder + werk.prognose, werk.plafond)
