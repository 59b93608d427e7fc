"""Wat er voor het directieberaad ligt, bij elk van zijn vier rollen."""

from dataclasses import dataclass, field
from typing import Any

from django.db.models import QuerySet

from duoplus import klok
from duoplus.models import Agendapunt, Gebruiker, Gremium, Vergadering
from ogon.choices import Beraadrol, MaatregelStatus, Orgaan, SpoorStatus
from ogon.models import Efficiencymaatregel, Opschaling, Voorstel

UITLEG = {
    Beraadrol.LEIDERSCHAP: "Waar de vier organisaties samen heen willen: voorstellen en maatregelen.",
    Beraadrol.WERKGEVER: "Wat u als werkgevers samen regelt.",
    Beraadrol.OPSCHALING: "Waar een OGON niet uitkomt en op uw antwoord wacht.",
    Beraadrol.SPARRING: "Wat u elkaar wilt voorleggen, zonder dat er iets besloten hoeft te worden.",
}
LOOPT = (MaatregelStatus.BUSINESSCASE, MaatregelStatus.BESLUIT, MaatregelStatus.UITVOERING)


@dataclass(frozen=True)
class Plek:
    """One of the four roles: the points that wait or stand on an agenda for it."""

    rol: Beraadrol
    punten: list[Agendapunt] = field(default_factory=list)

    @property
    def uitleg(self) -> str:
        return UITLEG[self.rol]


@dataclass(frozen=True)
class Beraad:
    gremium: Gremium
    volgende: Vergadering | None
    plekken: list[Plek]
    opschalingen: list[Opschaling]
    beantwoord: list[Opschaling]
    voorstellen: QuerySet[Voorstel]
    maatregelen: QuerySet[Efficiencymaatregel]


def lees(gremium: Gremium, user: Gebruiker) -> Beraad:
    """A constant number of queries, whatever lies there."""
    return Beraad(
        gremium=gremium,
        volgende=gremium.vergaderingen.komend(klok.vandaag()).first(),
        plekken=_plekken(gremium),
        opschalingen=list(_gezien(user).open().order_by("antwoord_voor", "pk")),
        beantwoord=list(_gezien(user).filter(besloten_op__isnull=False).order_by("-besloten_op")[:5]),
        voorstellen=_voorstellen(user),
        maatregelen=Efficiencymaatregel.objects.visible_to(user).filter(status__in=LOOPT),
    )


def _gezien(user: Gebruiker) -> Any:
    return Opschaling.objects.visible_to(user).select_related("ogon", "antwoordbesluit")


def _plekken(gremium: Gremium) -> list[Plek]:
    """Points without a role stand on the agenda alone."""
    plekken = {rol: Plek(rol) for rol in Beraadrol}
    punten = gremium.agendapunten.open().filter(rubriek__in=Beraadrol.values)
    for punt in punten.select_related("vergadering", "ingebracht_door").order_by("ingebracht_op", "pk"):
        plekken[Beraadrol(punt.rubriek)].punten.append(punt)
    return list(plekken.values())


def _voorstellen(user: Gebruiker) -> QuerySet[Voorstel]:
    """What lies before the directieberaad now."""
    hier = {"sporen__orgaan": Orgaan.DIRECTIEBERAAD, "sporen__status": SpoorStatus.LIGT_VOOR}
    return Voorstel.objects.visible_to(user).filter(**hier).select_related("ogon").distinct()
