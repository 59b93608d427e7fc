"""De cyclus in het voorbeeldjaar: dit jaar wordt uitgevoerd, voor volgend jaar wordt nu geprioriteerd."""

from contextlib import AbstractContextManager
from datetime import date, datetime, time

from duoplus import klok
from duoplus.calc.nederlands import AMSTERDAM
from duoplus.calc.werkdagen import DAG
from duoplus.models import Gebruiker
from maatwerk.demo import ronde, scenario
from maatwerk.demo.toneel import Toneel
from ogon.actions.cyclus import naar_fase, open_cyclus, verzet_fase
from ogon.choices import Fase
from ogon.fasen import VOLGORDE
from ogon.models import Cyclus, Ogon

# So many working days ago the cycle of this year went through its first phases, and the next one began.
DIT_JAAR, VOLGEND_JAAR = -236, -58
Dagen = dict[str, tuple[date, date]]


def maak(toneel: Toneel) -> None:
    """Cycles of this and the next year for every OGON; what is done in them follows here, part by part."""
    for ogon in toneel.ogons.values():
        _wordt_uitgevoerd(toneel, ogon)
        _wordt_geprioriteerd(toneel, ogon)
    rondes(toneel)


def rondes(toneel: Toneel) -> None:
    """On the day the phase began the order was opened."""
    with _op(toneel.gisteren):
        ronde.maak(toneel)
        scenario.speel(toneel)


def _wordt_uitgevoerd(toneel: Toneel, ogon: Ogon) -> None:
    with _op(toneel.na(toneel.peildatum, DIT_JAAR)):
        cyclus = _open(toneel, ogon, toneel.peildatum.year)
    _loop_door(toneel, cyclus, Fase.UITVOEREN, DIT_JAAR + 1)


def _wordt_geprioriteerd(toneel: Toneel, ogon: Ogon) -> None:
    """In phase Prioriteren since the last working day, for ten working days."""
    with _op(toneel.na(toneel.peildatum, VOLGEND_JAAR)):
        cyclus = _open(toneel, ogon, toneel.peildatum.year + 1)
        _zet_dagen(toneel, cyclus, _dagen_rond_vandaag(toneel, cyclus))
    _loop_door(toneel, cyclus, Fase.TOETSEN, VOLGEND_JAAR + 20)
    with _op(toneel.gisteren):
        naar_fase(cyclus, Fase.PRIORITEREN, by=_voorzitter(toneel, ogon))


def _open(toneel: Toneel, ogon: Ogon, jaar: int) -> Cyclus:
    return open_cyclus(ogon, jaar, by=_voorzitter(toneel, ogon))


def _loop_door(toneel: Toneel, cyclus: Cyclus, tot: Fase, vanaf: int) -> None:
    """One phase per working day, from ``vanaf`` working days before today on."""
    for nr, fase in enumerate(VOLGORDE[1 : VOLGORDE.index(tot) + 1]):
        with _op(toneel.na(toneel.peildatum, vanaf + nr)):
            naar_fase(cyclus, fase, by=_voorzitter(toneel, cyclus.ogon))


def _dagen_rond_vandaag(toneel: Toneel, cyclus: Cyclus) -> Dagen:
    """As the calendar has it, with Prioriteren moved to today and its neighbours out of its way."""
    dagen = {fase.fase: (fase.van, fase.tot) for fase in cyclus.fasen.all()}
    dagen[Fase.PRIORITEREN] = (toneel.gisteren, toneel.na(toneel.gisteren, 9))
    for fase, volgende in _paren(Fase.PRIORITEREN, -1):
        van, tot = dagen[fase][0], min(dagen[fase][1], dagen[volgende][0] - DAG)
        dagen[fase] = (van if van < tot else toneel.na(tot, -9), tot)
    for fase, vorige in _paren(Fase.PRIORITEREN, 1):
        van, tot = max(dagen[fase][0], toneel.na(dagen[vorige][1], 1)), dagen[fase][1]
        dagen[fase] = (van, tot if van < tot else toneel.na(van, 9))
    return dagen


def _paren(vanaf: Fase, stap: int) -> list[tuple[Fase, Fase]]:
    """Each phase beside the one nearer to ``vanaf``, going away from it."""
    rij = list(VOLGORDE[VOLGORDE.index(vanaf) :: stap])
    return list(zip(rij[1:], rij, strict=False))


def _zet_dagen(toneel: Toneel, cyclus: Cyclus, dagen: Dagen) -> None:
    """One phase at a time, each as soon as its neighbours have made room."""
    nu = {fase.fase: (fase.van, fase.tot) for fase in cyclus.fasen.all()}
    secretaris = toneel.wie(f"secretaris.{cyclus.ogon.slug}")
    while anders := [fase for fase in VOLGORDE if nu[fase] != dagen[fase]]:
        fase = next(fase for fase in anders if _past(nu, fase, *dagen[fase]))
        verzet_fase(cyclus, fase, van=dagen[fase][0], tot=dagen[fase][1], by=secretaris, reden=REDEN)
        nu[fase] = dagen[fase]


def _past(nu: Dagen, fase: Fase, van: date, tot: date) -> bool:
    plek = VOLGORDE.index(fase)
    voor, na = VOLGORDE[:plek], VOLGORDE[plek + 1 :]
    return all(nu[eerder][1] < van for eerder in voor) and all(tot < nu[later][0] for later in na)


REDEN = "De vergaderingen van dit OGON vallen dit jaar op andere dagen."


def _voorzitter(toneel: Toneel, ogon: Ogon) -> Gebruiker:
    return toneel.wie(f"voorzitter.{ogon.slug}")


def _op(dag: date) -> AbstractContextManager[None]:
    return klok.op(datetime.combine(dag, time(16, 30), AMSTERDAM))
