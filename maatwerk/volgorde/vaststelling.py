"""Wat een besluit over een hele volgorde laat zien: wat de lezer kent, in uren en nooit in euro's."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db.models import Q
from django.urls import reverse

from duoplus.models import Besluit, Gebruiker
from maatwerk.actions.vaststellen import BOVEN, INGEPLAND, VOORBEHOUD, WACHT, WEG
from maatwerk.models import Aanvraag, Ronde

TOON = {INGEPLAND: "ok", WACHT: "warn", VOORBEHOUD: "info", BOVEN: "brand", WEG: ""}


@dataclass(frozen=True)
class Regel:
    """One place of a frozen order; ``binnen`` is what fits, in hours per team."""

    plaats: int
    aanvraag: str
    titel: str
    uitkomst: str
    oordeel: str
    binnen: tuple[tuple[str, Decimal], ...]
    klaar: date | None
    reden: str
    wettelijke_grond: str
    niet_gereed: str
    url: str

    @property
    def toon(self) -> str:
        return TOON[self.uitkomst]


@dataclass(frozen=True)
class Vaststelling:
    """``verborgen`` counts the places that this reader does not know."""

    regels: list[Regel]
    verborgen: int
    teams: list[dict[str, Any]]
    standpunten: list[dict[str, Any]]


def lees(gegevens: dict[str, Any], ronde: Ronde, user: Gebruiker) -> Vaststelling:
    """Who ranks together knows every row and reads the positions; others know what they recognise."""
    rijen = gegevens["volgorde"]
    kenmerken = [rij["aanvraag"] for rij in rijen]
    doet_mee = user.has_perm("maatwerk.bord_cyclus", ronde.cyclus)
    open_ = _kenmerken(Aanvraag.objects.visible_to(user), kenmerken)
    bekend = set(kenmerken) if doet_mee else _kenmerken(Aanvraag.objects.recognisable_to(user), kenmerken)
    regels = [_regel(rij, open_) for rij in rijen if rij["aanvraag"] in bekend]
    return Vaststelling(
        regels=regels,
        verborgen=len(rijen) - len(regels),
        teams=[_team(team) for team in gegevens["teams"]],
        standpunten=[_stem(stem) for stem in gegevens["standpunten"]] if doet_mee else [],
    )


def ronde_van(besluit: Besluit) -> Ronde | None:
    """The order that a decision was about; None for a decision about anything else."""
    return Ronde.objects.select_related("cyclus__ogon").filter(pk=besluit.gegevens.get("ronde")).first()


def _kenmerken(aanvragen: Any, kenmerken: Collection[str]) -> set[str]:
    welke = Q(nummer__in=kenmerken) | Q(extern_nummer__in=kenmerken)
    return {
        nummer or extern for nummer, extern in aanvragen.filter(welke).values_list("nummer", "extern_nummer")
    }


def _regel(rij: dict[str, Any], open_: Collection[str]) -> Regel:
    kenmerk, klaar = rij["aanvraag"], rij["klaar"]
    return Regel(
        plaats=rij["plaats"],
        aanvraag=kenmerk,
        titel=rij["titel"],
        uitkomst=rij["uitkomst"],
        oordeel=rij["oordeel"],
        binnen=tuple((team, Decimal(u["binnen"])) for team, u in rij["uren"].items() if Decimal(u["binnen"])),
        klaar=date.fromisoformat(klaar) if klaar else None,
        reden=rij["reden"],
        wettelijke_grond=rij["wettelijke_grond"],
        niet_gereed=rij["niet_gereed"],
        url=reverse("maatwerk:aanvraag", args=[kenmerk]) if kenmerk in open_ else "",
    )


def _team(team: dict[str, str]) -> dict[str, Any]:
    return {"team": team["team"]} | {naam: Decimal(team[naam]) for naam in ("gevraagd", "vrij", "over")}


def _stem(stem: dict[str, Any]) -> dict[str, Any]:
    """Who was silent is frozen as a word instead of a list."""
    gegeven = stem["standpunten"] if isinstance(stem["standpunten"], list) else []
    return {
        "gemeente": stem["gemeente"],
        "regels": [s | {"op": datetime.fromisoformat(s["op"])} for s in gegeven],
    }
