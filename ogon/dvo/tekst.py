"""Wat er op een dag is afgesproken: de getekende DVO met elk addendum dat dan geldt.

What was agreed later goes first: an article or product is read from the last version that speaks of it.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import QuerySet

from ogon.choices import DvoStatus
from ogon.models import Dvo, Dvoartikel, Dvoregel, Dvoversie


@dataclass(frozen=True)
class Dvotekst:
    """The text of a DVO. ``versies``: what it is put together from, the agreement itself first."""

    dvo: Dvo
    dag: date
    versies: tuple[Dvoversie, ...] = ()
    artikelen: tuple[Dvoartikel, ...] = ()
    regels: tuple[Dvoregel, ...] = ()

    def __bool__(self) -> bool:
        """Whether anything is agreed at all."""
        return bool(self.versies)

    @property
    def uren(self) -> Decimal:
        return sum((regel.norm_uren for regel in self.regels), Decimal(0))

    @property
    def prijs(self) -> Decimal:
        return sum((regel.prijs for regel in self.regels), Decimal(0))

    def artikel(self, nummer: int | None) -> Dvoartikel | None:
        return next((artikel for artikel in self.artikelen if artikel.nummer == nummer), None)


def tekst_op(dvo: Dvo, dag: date) -> Dvotekst:
    """What is agreed on ``dag``: only what is signed and in force then. Nothing outside the year."""
    return teksten_op([dvo], dag)[dvo.pk]


def teksten_op(dvos: Collection[Dvo], dag: date) -> dict[int, Dvotekst]:
    """The same for many DVO's, in four queries."""
    getekend = Dvoversie.objects.getekend().filter(dvo__in=[dvo.pk for dvo in dvos], geldt_van__lte=dag)
    per_dvo: dict[int, list[Dvoversie]] = defaultdict(list)
    for versie in getekend.defer("inhoud").order_by("hoofd", "sub"):
        per_dvo[versie.dvo_id].append(versie)
    gelden = {
        dvo.pk: _laatste_hoofdversie(per_dvo[dvo.pk]) if dvo.van <= dag <= dvo.tot else [] for dvo in dvos
    }
    return {tekst.dvo.pk: tekst for tekst in _stel_samen(dvos, dag, gelden)}


def tekst_met(versie: Dvoversie) -> Dvotekst:
    """The text as this version makes it, signed or not: what it adds to, and itself on top."""
    onder = versie.dvo.versies.filter(hoofd=versie.hoofd, sub__lt=versie.sub).getekend()
    lagen = [*onder.defer("inhoud").order_by("sub"), versie]
    return _stel_samen([versie.dvo], versie.geldt_van, {versie.dvo_id: lagen})[0]


def laatste_tekst(dvo: Dvo) -> Dvotekst:
    """What is agreed by the end of the year, all that is signed included."""
    return tekst_op(dvo, dvo.tot)


def _laatste_hoofdversie(versies: Sequence[Dvoversie]) -> list[Dvoversie]:
    """A new main version takes the place of the one before, with all that was added to it."""
    return [versie for versie in versies if versie.hoofd == versies[-1].hoofd]


def _stel_samen(dvos: Collection[Dvo], dag: date, gelden: dict[int, list[Dvoversie]]) -> list[Dvotekst]:
    versies = [versie.pk for lagen in gelden.values() for versie in lagen]
    artikelen = _per_dvo(_laatste(Dvoartikel.objects.all(), "nummer", versies))
    regels = _laatste(Dvoregel.objects.select_related("product__team"), "product_id", versies)
    per_regel = _per_dvo(regels.prefetch_related("normen__kpi"))
    return [
        Dvotekst(
            dvo,
            dag,
            tuple(gelden[dvo.pk]),
            tuple(sorted(artikelen[dvo.pk], key=lambda artikel: artikel.nummer)),
            tuple(sorted(per_regel[dvo.pk], key=lambda regel: regel.product.naam)),
        )
        for dvo in dvos
    ]


def _laatste(rijen: QuerySet[Any], sleutel: str, versies: list[int]) -> QuerySet[Any]:
    """Of each article or product the row of the last of these versions that has it."""
    op = ("dvoversie__dvo_id", sleutel)
    gekozen = rijen.filter(dvoversie__in=versies).select_related("dvoversie").defer("dvoversie__inhoud")
    return gekozen.order_by(*op, "-dvoversie__sub").distinct(*op)


def _per_dvo(rijen: Iterable[Any]) -> dict[int, list[Any]]:
    """What lapsed is left out."""
    per_dvo: dict[int, list[Any]] = defaultdict(list)
    for rij in rijen:
        if not rij.vervalt:
            per_dvo[rij.dvoversie.dvo_id].append(rij)
    return per_dvo


# Two texts beside each other ----------------------------------------------------------------------------


@dataclass(frozen=True)
class Verschil:
    """One product or article that is not the same in both texts; empty: it was, or is, not there."""

    was: Any
    wordt: Any

    @property
    def soort(self) -> str:
        return "Nieuw" if self.was is None else "Vervalt" if self.wordt is None else "Gewijzigd"

    @property
    def een(self) -> Any:
        """Whichever there is, for its name."""
        return self.wordt or self.was

    @property
    def normen(self) -> list[tuple[str, str]]:
        """Of a product each norm that differs, before and after, as people read it."""
        was, wordt = _normzinnen(self.was), _normzinnen(self.wordt)
        paren = [(was.get(kpi, ""), wordt.get(kpi, "")) for kpi in {**wordt, **was}]
        return [paar for paar in paren if paar[0] != paar[1]]


@dataclass(frozen=True)
class Vergelijking:
    """What differs between two texts."""

    regels: list[Verschil]
    artikelen: list[Verschil]

    def __len__(self) -> int:
        return len(self.regels) + len(self.artikelen)


def _normzinnen(regel: Dvoregel | None) -> dict[int, str]:
    return {} if regel is None else {norm.kpi_id: norm.kpi.zin(norm.norm) for norm in regel.normen.all()}


def vergelijk(was: Dvotekst, wordt: Dvotekst) -> Vergelijking:
    return Vergelijking(
        _verschillen({r.product_id: r for r in was.regels}, {r.product_id: r for r in wordt.regels}, _regel),
        _verschillen({a.nummer: a for a in was.artikelen}, {a.nummer: a for a in wordt.artikelen}, _artikel),
    )


def _verschillen(was: dict[int, Any], wordt: dict[int, Any], inhoud: Any) -> list[Verschil]:
    paren = [(was.get(sleutel), wordt.get(sleutel)) for sleutel in {**wordt, **was}]
    return [Verschil(oud, nieuw) for oud, nieuw in paren if inhoud(oud) != inhoud(nieuw)]


def _regel(regel: Dvoregel | None) -> Any:
    return regel and (
        regel.norm_uren,
        regel.prijs,
        regel.artikel,
        {norm.kpi_id: norm.norm for norm in regel.normen.all()},
    )


def _artikel(artikel: Dvoartikel | None) -> Any:
    return artikel and (artikel.titel, artikel.tekst)


def te_vergelijken(versie: Dvoversie) -> QuerySet[Dvoversie]:
    """What a version can be laid beside: others of this DVO, and the last signed one of the year before."""
    zelf = versie.dvo.versies.exclude(pk=versie.pk).exclude(status=DvoStatus.INGETROKKEN)
    eerder = Dvoversie.objects.getekend().filter(
        dvo__organisatie=versie.dvo.organisatie_id, dvo__jaar=versie.dvo.jaar - 1
    )
    laatste = eerder.order_by("-hoofd", "-sub").values("pk")[:1]
    return (zelf | Dvoversie.objects.filter(pk__in=laatste)).select_related("dvo__organisatie")
