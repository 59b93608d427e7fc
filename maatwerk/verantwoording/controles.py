"""De controles R1 tot en met R12 (domain.md section 4). Een rode houdt ‘definitief’ tegen.

What one table says is held against another table or against the database itself, whichever is the more
independent of the two: the bookings against the totals, the tables against the division, the adopted
documents against the overview.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cached_property
from typing import Any

from django.db.models import Q, QuerySet, Sum
from django.urls import reverse

from duoplus.calc.nederlands import bedrag, datum, maand_en_jaar
from maatwerk import taakvelden
from maatwerk.calc.lumpsum import NUL
from maatwerk.looptijd import buiten_opdracht
from maatwerk.models import (
    Begrotingsregel,
    Boeking,
    Opdracht,
    OpdrachtAandeel,
    Periode,
    SleutelAandeel,
    Verantwoording,
)
from maatwerk.verantwoording.pakket import Controle, Tabel, Wijs
from maatwerk.verantwoording.tabellen.bron import Bron

MAX_RIJEN = 20  # as many rows as a check points at
Sommen = Mapping[Any, Decimal]


@dataclass(frozen=True)
class TeControleren:
    """The tables as they would be handed over, with where they came from and what was issued before."""

    bron: Bron
    tabellen: Mapping[str, Tabel]
    vorige: Verantwoording | None = None

    def rijen(self, code: str) -> Iterable[Any]:
        return self.tabellen[code].rijen()

    @cached_property
    def per_nummer(self) -> dict[str, Decimal]:
        """L2.totaal, once per number."""
        return {rij.nummer: rij.totaal for rij in self.rijen("L2")}

    @cached_property
    def geboekt(self) -> dict[str, Decimal]:
        """The bookings themselves, added up per assignment."""
        return sommeer(self.bron.boekingen().order_by().values_list("opdracht__nummer"), "bedrag")


def controleer(pakket: TeControleren) -> list[Controle]:
    """All twelve, in their order; the number of queries does not depend on how much there is."""
    return [controle(pakket) for controle in CONTROLES]


# Amounts that have to agree ------------------------------------------------------------------------------


def r1(p: TeControleren) -> Controle:
    """ΣL3 + ΣL4 = ΣL2.totaal"""
    regels = p.tabellen["L3"].totalen["bedrag"] + p.tabellen["L4"].totalen["bedrag_ex"]
    verschil = regels - som(p.per_nummer.values())
    mis = anders(p.geboekt, p.per_nummer)
    return _oordeel(
        "R1",
        "Uren en kosten zijn samen het totaal van de opdrachten",
        verschil,
        f"Uren en kosten zijn samen {bedrag(regels)}.",
        [_naar_opdracht(nummer, euro) for nummer, euro in mis.items()],
    )


def r2(p: TeControleren) -> Controle:
    """ΣL5 per opdracht = L2.totaal; of one municipality: its share there = L2.aandeel_eur"""
    kolom = "totaal" if p.bron.gemeente is None else "aandeel_eur"
    mis = anders(
        per(p.rijen("L5"), "opdracht", "bedrag"),
        {rij.nummer: getattr(rij, kolom) for rij in p.rijen("L2")},
    )
    return _oordeel(
        "R2",
        "De verdeling van elke opdracht telt op tot haar totaal",
        som(mis.values()),
        "De delen in L5 zijn samen het bedrag in L2.",
        [_naar_opdracht(nummer, euro) for nummer, euro in mis.items()],
    )


def r3(p: TeControleren) -> Controle:
    """ΣL2.aandeel_eur per gemeente = L1.gerealiseerd"""
    delen = per(p.rijen("L2"), "gemeente", "aandeel_eur")
    mis = anders(delen, per(p.rijen("L1"), "gemeente", "gerealiseerd"))
    return _per_gemeente("R3", "De delen van een gemeente zijn samen haar realisatie", mis, "L2 en L1")


def r4(p: TeControleren) -> Controle:
    """ΣL7 per gemeente = L1, realisatie en prognose"""
    mis: dict[str, Decimal] = {}
    for l7, l1 in (("realisatie", "gerealiseerd"), ("prognose", "prognose")):
        mis |= anders(per(p.rijen("L7"), "gemeente", l7), per(p.rijen("L1"), "gemeente", l1))
    return _per_gemeente("R4", "De taakvelden zijn samen realisatie en prognose", mis, "L7 en L1")


def r9(p: TeControleren) -> Controle:
    """beschikbaar = vastgestelde documenten"""
    vastgesteld = _van_gemeenten(p, _begroot(p).exclude(document=""))
    mis = anders(per(p.rijen("L1"), "gemeente", "beschikbaar"), vastgesteld)
    naam = "Wat beschikbaar is, staat in vastgestelde documenten"
    return _per_gemeente("R9", naam, mis, "L1 en de documenten", _url_begroting(p))


def r10(p: TeControleren) -> Controle:
    """ΣL6.voorschot = vastgestelde lumpsum van het hele jaar"""
    vastgesteld = Begrotingsregel.objects.begroting().filter(lumpsum__jaar=p.bron.jaar)
    mis = anders(per(p.rijen("L6"), "gemeente", "voorschot"), _van_gemeenten(p, vastgesteld))
    return _per_gemeente(
        "R10", "De voorschotten zijn samen de lumpsum", mis, "L6 en de begroting", _url_begroting(p)
    )


# Rows that have to be right ------------------------------------------------------------------------------


def r5(p: TeControleren) -> Controle:
    """shares = 1"""
    scheef = Opdracht.objects.filter(pk__in=p.bron.opdrachten).order_by("nummer")
    sleutels = SleutelAandeel.objects.order_by().values("sleutel").annotate(som=Sum("aandeel"))
    delen = OpdrachtAandeel.objects.order_by().values("opdracht").annotate(som=Sum("deel"))
    mis = scheef.filter(
        Q(pk__in=delen.exclude(som=1).values("opdracht"))
        | Q(sleutelperioden__sleutel__in=sleutels.exclude(som=1).values("sleutel"))
    ).distinct()
    return _rijen("R5", "De aandelen van elke opdracht zijn samen 1", [_wijs_opdracht(o) for o in mis])


def r6(p: TeControleren) -> Controle:
    """no hours outside opdracht dates or after closure"""
    mis = buiten_opdracht(p.bron.boekingen())
    return _rijen("R6", "Alle boekingen vallen in de looptijd van hun opdracht", _wijs_boekingen(mis))


def r7(p: TeControleren) -> Controle:
    """one valid tarief per hour"""
    mis = p.bron.boekingen().zonder_geldig_tarief()
    return _rijen("R7", "Elk uur heeft het ene tarief van die dag", _wijs_boekingen(mis))


def r8(p: TeControleren) -> Controle:
    """no open months before peildatum"""
    gesloten = set(Periode.objects.gesloten().van_jaar(p.bron.jaar).values_list("maand", flat=True))
    maanden = [date(p.bron.jaar, nummer, 1) for nummer in range(1, p.bron.peildatum.month + 1)]
    mis = [_wijs_maand(maand) for maand in maanden if maand not in gesloten]
    return _rijen("R8", "Alle maanden tot de peildatum zijn gesloten", mis)


def r11(p: TeControleren) -> Controle:
    """every opdracht has taakveld and I/S"""
    bekend = taakvelden.namen(p.bron.peildatum)
    opdrachten = [regel.opdracht for regel in p.bron.stand.regels]
    mis = [_wijs_opdracht(o) for o in opdrachten if o.taakveld not in bekend or not o.i_s]
    return _rijen("R11", "Elke opdracht heeft een taakveld en I of S", mis)


def r12(p: TeControleren) -> Controle:
    """previous definitive report + mutations = this report, per assignment and for what is available"""
    naam = "Vorige rapport plus wat erbij kwam is dit rapport"
    if p.vorige is None or p.vorige.ingediend_op is None:
        return _oordeel("R12", naam, NUL, "Dit is het eerste definitieve rapport van dit jaar.", [])
    mis = _sinds(p, p.vorige)
    uitleg = f"Vergeleken met {p.vorige.nummer} van {datum(p.vorige.peildatum)}."
    rijen = [_naar_opdracht(wat, euro) for wat, euro in mis.items()]
    return _oordeel("R12", naam, som(mis.values()), uitleg, rijen)


def _sinds(p: TeControleren, vorige: Verantwoording) -> dict[str, Decimal]:
    """What the previous report and the mutations since do not explain, per assignment and municipality."""
    toen = {"periode__lte": vorige.peildatum, "geboekt_op__lte": vorige.ingediend_op}
    erbij = p.bron.boekingen().exclude(**toen).order_by().values_list("opdracht__nummer")
    mis = anders(plus(uit(vorige, "L2", "nummer", "totaal"), sommeer(erbij, "bedrag")), p.per_nummer)
    later = _begroot(p).exclude(datum__lte=vorige.peildatum, op__lte=vorige.ingediend_op)
    verwacht = plus(uit(vorige, "L1", "gemeente", "beschikbaar"), _van_gemeenten(p, later))
    return mis | anders(verwacht, per(p.rijen("L1"), "gemeente", "beschikbaar"))


def _begroot(p: TeControleren) -> QuerySet[Begrotingsregel]:
    """What was adopted for this year up to and including the day of the report."""
    begroting = Begrotingsregel.objects.begroting()
    return begroting.filter(lumpsum__jaar=p.bron.jaar, datum__lte=p.bron.peildatum)


CONTROLES: Sequence[Callable[[TeControleren], Controle]] = (r1, r2, r3, r4, r5, r6, r7, r8, r9, r10, r11, r12)


# Adding up and comparing ---------------------------------------------------------------------------------


def som(bedragen: Iterable[Decimal]) -> Decimal:
    return sum(bedragen, NUL)


def sommeer(rijen: QuerySet[Any, Any], veld: str) -> dict[str, Decimal]:
    """Euro per group of a query that names its group."""
    return dict(rijen.annotate(som=Sum(veld)))


def per(rijen: Iterable[Any], groep: str, kolom: str) -> dict[str, Decimal]:
    """Euro per group of a table."""
    sommen: dict[str, Decimal] = defaultdict(lambda: NUL)
    for rij in rijen:
        sommen[getattr(rij, groep)] += getattr(rij, kolom) or NUL
    return dict(sommen)


def plus(links: Sommen, rechts: Sommen) -> dict[Any, Decimal]:
    return {wat: links.get(wat, NUL) + rechts.get(wat, NUL) for wat in links.keys() | rechts.keys()}


def anders(links: Sommen, rechts: Sommen) -> dict[Any, Decimal]:
    """Where the two differ and by how much; what is missing counts as nothing."""
    verschillen = {wat: links.get(wat, NUL) - rechts.get(wat, NUL) for wat in links.keys() | rechts.keys()}
    return {wat: verschillen[wat] for wat in sorted(verschillen, key=str) if verschillen[wat]}


def uit(vorige: Verantwoording, code: str, groep: str, kolom: str) -> dict[str, Decimal]:
    """A column of a frozen report, once per group."""
    tabel = vorige.momentopname["tabellen"][code]
    bij, wat = tabel["kolommen"].index(groep), tabel["kolommen"].index(kolom)
    return {rij[bij]: Decimal(rij[wat]) for rij in tabel["rijen"]}


def _van_gemeenten(p: TeControleren, regels: QuerySet[Begrotingsregel]) -> dict[str, Decimal]:
    if p.bron.gemeente is not None:
        regels = regels.filter(lumpsum__organisatie=p.bron.gemeente)
    return sommeer(regels.order_by().values_list("lumpsum__organisatie__naam"), "bedrag")


# Words and links -----------------------------------------------------------------------------------------


def _oordeel(code: str, naam: str, verschil: Decimal, goed: str, rijen: Sequence[Wijs]) -> Controle:
    """Of amounts: differences that cancel out are still wrong."""
    is_goed = not verschil and not rijen
    uitleg = goed if is_goed else f"Er is een verschil van {bedrag(verschil)}."
    return Controle(code, naam, is_goed, uitleg, verschil, rijen[:MAX_RIJEN])


def _per_gemeente(code: str, naam: str, mis: Sommen, wat: str, url: str = "") -> Controle:
    wie = [Wijs(f"{gemeente}: {bedrag(euro)}", url) for gemeente, euro in mis.items()]
    return _oordeel(code, naam, som(mis.values()), f"{wat} zijn per gemeente gelijk.", wie)


def _rijen(code: str, naam: str, mis: Sequence[Wijs]) -> Controle:
    return Controle(code, naam, not mis, _wat_mis(mis), None, mis[:MAX_RIJEN])


def _wat_mis(mis: Sequence[Wijs]) -> str:
    if not mis:
        return "Alles is in orde."
    hoeveel = f"meer dan {MAX_RIJEN}" if len(mis) > MAX_RIJEN else str(len(mis))
    return f"Niet in orde: {hoeveel}. Bijvoorbeeld {mis[0].tekst}."


def _naar_opdracht(nummer: str, euro: Decimal) -> Wijs:
    url = reverse("maatwerk:opdracht", args=[nummer]) if str(nummer).startswith("OPD-") else ""
    return Wijs(f"{nummer}: {bedrag(euro)}", url)


def _url_begroting(p: TeControleren) -> str:
    return reverse("maatwerk:begroting", args=[p.bron.jaar])


def _wijs_maand(maand: date) -> Wijs:
    url = reverse("maatwerk:maand", args=[maand.year, maand.month])
    return Wijs(maand_en_jaar(maand), url)


def _wijs_opdracht(opdracht: Opdracht) -> Wijs:
    return Wijs(str(opdracht), opdracht.get_absolute_url())


def _wijs_boekingen(mis: QuerySet[Boeking]) -> list[Wijs]:
    rijen = mis.order_by("pk").values_list("pk", "datum", "opdracht__nummer")
    return [
        Wijs(f"boeking {pk} van {datum(dag)} op {nummer}", reverse("maatwerk:opdracht", args=[nummer]))
        for pk, dag, nummer in rijen[: MAX_RIJEN + 1]
    ]
