"""L1 Lumpsumoverzicht: per gemeente wat er is, wat op is en wat het wordt (domain.md section 4)."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from maatwerk.verantwoording.pakket import Tabel
from maatwerk.verantwoording.tabellen.bron import Bron, in_geheugen, kolom


class L1(NamedTuple):
    jaar: int
    peildatum: date
    gemeente: str
    begroting_primitief: Decimal
    begrotingswijzigingen: Decimal
    beschikbaar: Decimal
    gerealiseerd: Decimal
    verplicht: Decimal
    vrije_ruimte: Decimal
    uitputting_pct: Decimal | None
    beslag_pct: Decimal | None
    prognose: Decimal
    verwacht_saldo: Decimal
    V_N: str


KOLOMMEN = (
    kolom("jaar"),
    kolom("peildatum", "date"),
    kolom("gemeente"),
    kolom("begroting_primitief", "money", telt=True),
    kolom("begrotingswijzigingen", "money", telt=True),
    kolom("beschikbaar", "money", telt=True),
    kolom("gerealiseerd", "money", telt=True),
    kolom("verplicht", "money", telt=True),
    kolom("vrije_ruimte", "money", telt=True),
    kolom("uitputting_pct", "number"),
    kolom("beslag_pct", "number"),
    kolom("prognose", "money", telt=True),
    kolom("verwacht_saldo", "money", telt=True),
    kolom("V_N"),
)


def maak(bron: Bron) -> Tabel:
    return in_geheugen("L1", "Lumpsumoverzicht", KOLOMMEN, _rijen(bron))


def _rijen(bron: Bron) -> Iterator[L1]:
    for gemeente in bron.stand.gemeenten:
        saldo = bron.stand.per_gemeente[gemeente.pk]
        yield L1(
            jaar=bron.jaar,
            peildatum=bron.peildatum,
            gemeente=gemeente.naam,
            begroting_primitief=saldo.primitief,
            begrotingswijzigingen=saldo.wijzigingen,
            beschikbaar=saldo.beschikbaar,
            gerealiseerd=saldo.gerealiseerd,
            verplicht=saldo.verplicht,
            vrije_ruimte=saldo.vrije_ruimte,
            uitputting_pct=saldo.uitputting,
            beslag_pct=saldo.beslag,
            prognose=saldo.prognose,
            verwacht_saldo=saldo.verwacht_saldo,
            V_N=saldo.v_n,
        )
