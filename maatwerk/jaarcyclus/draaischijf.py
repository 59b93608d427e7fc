"""De draaischijf: elke nieuwe aanvraag van elk OGON, tot iemand haar oppakt of terugstuurt."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import F, Q, QuerySet
from django.urls import reverse
from django.utils.functional import cached_property

from duoplus import klok
from duoplus.choices import Rol
from duoplus.models import Gebruiker, Organisatie
from duoplus.transitions import Stap
from maatwerk.jaarcyclus.gereed import Controle, controles, met_gereedheid, stand
from maatwerk.models import Aanvraag
from maatwerk.models.aanvraag import IN_TRIAGE, zit_op_draaischijf
from maatwerk.transitions import AANVRAAG
from ogon.models import Ogon

VANDAAN = "draaischijf"  # in the address of a step: go back to the list afterwards
# The acts of the list, each with the key that takes it on the row that has the focus.
TOETSEN = {
    "in_behandeling_nemen": "a",
    "vraag_stellen": "v",
    "parkeren": "p",
    "dubbel_melden": "d",
    "naar_ogon": "o",
}
KORT = {
    "in_behandeling_nemen": "Aannemen",
    "vraag_stellen": "Terug met vraag",
    "dubbel_melden": "Dubbel",
    "naar_ogon": "Ander OGON",
}
STANDEN = {"nu": "Nu te doen", "geparkeerd": "Geparkeerd", "alles": "Alles"}


def in_triage(user: Gebruiker) -> QuerySet[Aanvraag]:
    """What this person may take up or turn away: everything for the draaischijf, else the own OGON's.

    The twin of ``maatwerk.in_behandeling_nemen_aanvraag`` and its neighbours.
    """
    rijen = Aanvraag.objects.filter(status__in=IN_TRIAGE)
    if zit_op_draaischijf(user):
        return rijen
    eigen = user.gremia(Rol.SECRETARIS)
    return rijen.filter(ogon__in=eigen)


def _nu() -> Q:
    """Not parked, or parked until a day that has come."""
    return Q(geparkeerd_tot=None) | Q(geparkeerd_tot__lte=klok.vandaag())


def aantal(user: Gebruiker) -> int:
    """How many wait now, for the menu."""
    return in_triage(user).filter(_nu()).count()


@dataclass(frozen=True)
class Keuze:
    """The filters of the list, as they stand in its address; what does not exist filters nothing."""

    stand: str = "nu"
    ogon: str = ""
    gemeente: str = ""

    @classmethod
    def uit(cls, query: Mapping[str, str]) -> "Keuze":
        stand = query.get("stand", "")
        return cls(stand if stand in STANDEN else "nu", query.get("ogon", ""), query.get("gemeente", ""))

    def filter(self, rijen: QuerySet[Aanvraag]) -> QuerySet[Aanvraag]:
        if self.stand != "alles":
            rijen = rijen.filter(_nu() if self.stand == "nu" else ~_nu())
        if self.ogon:
            rijen = rijen.filter(ogon__slug=self.ogon)
        if self.gemeente:
            gemeente = Organisatie.objects.filter(letter=self.gemeente).values_list("pk", flat=True)
            rijen = rijen.van_gemeenten(gemeente)  # type: ignore[attr-defined]
        return rijen.order_by(F("termijn_op").asc(nulls_last=True), "pk")


@dataclass(frozen=True)
class Knop:
    label: str
    url: str
    toets: str


class Regel:
    """One request in the list, with what this person may do and what it still misses for an agenda."""

    def __init__(self, aanvraag: Aanvraag, lezer: Gebruiker) -> None:
        self.aanvraag, self.lezer = aanvraag, lezer

    @cached_property
    def controles(self) -> list[Controle]:
        return controles(self.aanvraag)

    @property
    def gereed(self) -> str:
        return stand(self.controles)

    @property
    def ontbreekt(self) -> list[Controle]:
        return [controle for controle in self.controles if not controle.goed]

    @cached_property
    def knoppen(self) -> list[Knop]:
        kan = {stap.name: stap for stap in AANVRAAG.available(self.aanvraag, self.lezer)}
        return [self._knop(kan[naam], toets) for naam, toets in TOETSEN.items() if naam in kan]

    def _knop(self, stap: Stap, toets: str) -> Knop:
        pad = reverse("maatwerk:stap", args=[self.aanvraag.sleutel, stap.name.replace("_", "-")])
        return Knop(KORT.get(stap.name, stap.label), f"{pad}?vandaan={VANDAAN}", toets)

    @property
    def kwam_terug(self) -> bool:
        """The day until which it was parked has come."""
        dag = self.aanvraag.geparkeerd_tot
        return dag is not None and dag <= klok.vandaag()


def rijen(user: Gebruiker, keuze: Keuze) -> QuerySet[Aanvraag]:
    """What waits longest first."""
    alle = in_triage(user).select_related("ogon", "organisatie", "aanvrager")
    return met_gereedheid(keuze.filter(alle))


def regels(aanvragen: Iterable[Aanvraag], user: Gebruiker) -> list[Regel]:
    return [Regel(aanvraag, user) for aanvraag in aanvragen]


def filters(user: Gebruiker) -> dict[str, Any]:
    """What can be chosen: all OGON's for the draaischijf, else the own ones."""
    ogons = Ogon.objects.order_by("naam")
    if not zit_op_draaischijf(user):
        ogons = ogons.filter(pk__in=user.gremia(Rol.SECRETARIS))
    return {"standen": STANDEN, "ogons": ogons, "gemeenten": Organisatie.objects.gemeenten()}
