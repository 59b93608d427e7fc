"""L6 Voorschot en afrekening: per gemeente en kwartaal wat is betaald, wat is gedaan, en wat nog volgt."""

from collections import defaultdict
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from duoplus.calc.maanden import laatste_dag
from maatwerk.calc.lumpsum import NUL
from maatwerk.choices import Verantwoordingsmethode
from maatwerk.lumpsum.begroting import KWARTALEN
from maatwerk.models import Begrotingsregel, Methode
from maatwerk.verantwoording.pakket import Tabel
from maatwerk.verantwoording.tabellen.bron import Bron, in_geheugen, kolom

Voorschotten = dict[tuple[int, int], tuple[Decimal, date | None]]


class L6(NamedTuple):
    """A quarter that had not begun on the day of the report has no ``gerealiseerd``."""

    gemeente: str
    kwartaal: int
    voorschot: Decimal
    datum: date | None
    gerealiseerd: Decimal | None
    te_verrekenen: Decimal | None


KOLOMMEN = (
    kolom("gemeente"),
    kolom("kwartaal", "number"),
    kolom("voorschot", "money", telt=True),
    kolom("datum", "date"),
    kolom("gerealiseerd", "money", telt=True),
    kolom("te_verrekenen", "money", telt=True),
)


def maak(bron: Bron) -> Tabel:
    return in_geheugen("L6", "Voorschot en afrekening", KOLOMMEN, _rijen(bron))


def _rijen(bron: Bron) -> Iterator[L6]:
    voorschotten, gedaan = _voorschotten(bron.jaar), _per_kwartaal(bron)
    methoden = Methode.objects.van_jaar(bron.jaar)
    for gemeente in bron.stand.gemeenten:
        is_vast = methoden[gemeente.pk] == Verantwoordingsmethode.VAST
        for kwartaal in KWARTALEN:
            voorschot, dag = voorschotten[gemeente.pk, kwartaal]
            gerealiseerd = gedaan.get((gemeente.pk, kwartaal))
            rest = None if gerealiseerd is None else gerealiseerd - voorschot
            yield L6(
                gemeente=gemeente.naam,
                kwartaal=kwartaal,
                voorschot=voorschot,
                datum=dag,
                gerealiseerd=gerealiseerd,
                te_verrekenen=NUL if rest is not None and is_vast else rest,
            )


def _voorschotten(jaar: int) -> Voorschotten:
    """The four of the whole year with the day of the last one, paid by now or not."""
    bedragen: Voorschotten = defaultdict(lambda: (NUL, None))
    regels = Begrotingsregel.objects.voorschotten().filter(lumpsum__jaar=jaar).order_by("datum", "pk")
    for gemeente, kwartaal, bedrag, dag in regels.values_list(
        "lumpsum__organisatie", "kwartaal", "bedrag", "datum"
    ):
        plek = (gemeente, kwartaal or 0)
        bedragen[plek] = (bedragen[plek][0] + bedrag, dag)
    return bedragen


def _per_kwartaal(bron: Bron) -> dict[tuple[int, int], Decimal]:
    """The difference of two cumulative divisions, so that quarters add up to the year."""
    vorige: dict[int, Decimal] = defaultdict(lambda: NUL)
    gedaan: dict[tuple[int, int], Decimal] = {}
    for kwartaal in KWARTALEN:
        if date(bron.jaar, 3 * kwartaal - 2, 1) > bron.peildatum:
            break
        einde = laatste_dag(date(bron.jaar, 3 * kwartaal, 1))
        nu = _gerealiseerd(bron, min(einde, bron.peildatum))
        gedaan |= {(gemeente, kwartaal): euro - vorige[gemeente] for gemeente, euro in nu.items()}
        vorige = defaultdict(lambda: NUL, nu)
    return gedaan


def _gerealiseerd(bron: Bron, dag: date) -> dict[int, Decimal]:
    stand = bron.stand if dag == bron.peildatum else bron.stand_op(dag)
    return {pk: stand.saldo(pk).gerealiseerd for pk in (gemeente.pk for gemeente in bron.stand.gemeenten)}
