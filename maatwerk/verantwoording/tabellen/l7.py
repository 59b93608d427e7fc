"""L7 Per taakveld: begroting, realisatie en prognose per gemeente, taakveld en I/S."""

from collections import defaultdict
from collections.abc import Iterator
from decimal import Decimal
from typing import NamedTuple

from django.db.models import Sum

from maatwerk import taakvelden
from maatwerk.calc.lumpsum import NUL, Deel
from maatwerk.models import Begrotingsregel
from maatwerk.verantwoording.pakket import Tabel
from maatwerk.verantwoording.tabellen.bron import Bron, in_geheugen, kolom

Plek = tuple[int, str, str]  # municipality, taakveld, I or S


class L7(NamedTuple):
    gemeente: str
    taakveld: str
    naam: str
    I_S: str
    begroting: Decimal
    realisatie: Decimal
    prognose: Decimal
    verschil: Decimal
    V_N: str


KOLOMMEN = (
    kolom("gemeente"),
    kolom("taakveld"),
    kolom("naam"),
    kolom("I_S"),
    kolom("begroting", "money", telt=True),
    kolom("realisatie", "money", telt=True),
    kolom("prognose", "money", telt=True),
    kolom("verschil", "money", telt=True),
    kolom("V_N"),
)


def maak(bron: Bron) -> Tabel:
    return in_geheugen("L7", "Per taakveld", KOLOMMEN, _rijen(bron))


def _rijen(bron: Bron) -> Iterator[L7]:
    begroot, gedaan, namen = _begroot(bron), _gedaan(bron), taakvelden.namen(bron.peildatum)
    plekken = begroot.keys() | gedaan.keys()
    for gemeente in bron.deelnemers({plek[0] for plek in plekken}):
        for plek in sorted((plek for plek in plekken if plek[0] == gemeente.pk), key=_volgorde):
            begroting, deel = begroot.get(plek, NUL), gedaan.get(plek, Deel())
            verschil = begroting - deel.prognose
            yield L7(
                gemeente=gemeente.naam,
                taakveld=plek[1],
                naam=namen.get(plek[1], "" if plek[1] else "zonder taakveld"),
                I_S=plek[2],
                begroting=begroting,
                realisatie=deel.gerealiseerd,
                prognose=deel.prognose,
                verschil=verschil,
                V_N="V" if verschil >= 0 else "N",
            )


def _volgorde(plek: Plek) -> tuple[tuple[int, ...], str]:
    return taakvelden.volgorde(plek[1]), plek[2]


def _begroot(bron: Bron) -> dict[Plek, Decimal]:
    regels = Begrotingsregel.objects.begroting().filter(lumpsum__jaar=bron.jaar, datum__lte=bron.peildatum)
    sommen = regels.order_by().values_list("lumpsum__organisatie", "taakveld", "i_s")
    return {(g, taakveld, i_s): som for g, taakveld, i_s, som in sommen.annotate(som=Sum("bedrag"))}


def _gedaan(bron: Bron) -> dict[Plek, Deel]:
    delen: dict[Plek, Deel] = defaultdict(Deel)
    for regel in bron.stand.regels:
        for gemeente, deel in regel.werk.per_gemeente.items():
            delen[gemeente, regel.taakveld, regel.i_s] += deel
    return delen
