"""Wat als: wat wijzigingen op een kopie van het plan doen met beloften, uren en de DVO.

The live rows are only read. The same plan with the same changes gives the same report to the byte
(``Uitkomst.verslag``). How the planner works: docs/planner.md.
"""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cached_property
from typing import Any

from duoplus.models import Team
from duoplus.transitions import StapKanNiet
from maatwerk.calc.planner import Planning, Verschuiving, per_team, plan, verschil
from maatwerk.planning.plan import PerTeam, Plan, Regel
from maatwerk.planning.wijzigingen import AlZo, Kladblok, Wijziging, als_zin, kladblok
from maatwerk.uren.capaciteit import NUL
from ogon.models import Capaciteitsregel


@dataclass(frozen=True)
class Uitkomstregel:
    """Wat er met één regel gebeurt. ``was`` is None als zij erbij komt, ``plaats`` als zij eruit gaat."""

    regel: Regel
    plaats: int | None
    was: int | None
    verschuiving: Verschuiving[int]

    @property
    def sleutel(self) -> str:
        return self.regel.sleutel

    @property
    def is_nieuw(self) -> bool:
        return self.was is None

    @property
    def is_weg(self) -> bool:
        return self.plaats is None

    @property
    def verschoven(self) -> int:
        """Places up; down is below zero."""
        return self.was - self.plaats if self.was and self.plaats else 0

    @property
    def verandert(self) -> bool:
        """Its end is another one than in the plan of now."""
        return self.verschuiving.nu != self.verschuiving.straks

    @property
    def breekt(self) -> bool:
        """A promise that this scenario breaks, or breaks by another number of days."""
        return self.verschuiving.breekt and self.verandert

    @property
    def past_niet_meer(self) -> bool:
        """Had an end within the horizon and now has none, although it stays in the plan."""
        return not self.is_weg and self.verschuiving.nu is not None and self.verschuiving.straks is None

    @property
    def past_niet(self) -> bool:
        return not self.is_weg and self.verschuiving.straks is None

    @property
    def oordeel(self) -> str:
        """One word for the row, for icon and text: weg, niet, breekt, laat, schuift, eerder or gelijk."""
        nu, straks = self.verschuiving.nu, self.verschuiving.straks
        if self.is_weg or straks is None:
            return "weg" if self.is_weg else "niet"
        if self.verschuiving.breekt:
            return "breekt" if self.verandert else "laat"
        if nu is None or nu == straks:
            return "gelijk"
        return "schuift" if straks > nu else "eerder"


@dataclass(frozen=True)
class Norm:
    """Een DVO-norm die breekt: van deze uren bleef over wat hier staat."""

    regel: Capaciteitsregel
    over: Decimal

    @property
    def norm(self) -> Decimal:
        return self.regel.uren


@dataclass(frozen=True)
class Teamuren:
    """``vraag`` is what the scenario uses more (or, below zero, less) of a team; ``ruimte`` the change in
    hours it has; ``tekort`` what finds no place within the horizon, now and then."""

    team: Team
    vraag: Decimal
    ruimte: Decimal
    tekort_nu: Decimal
    tekort: Decimal


@dataclass(frozen=True)
class Uitkomst:
    """What a scenario does, row by row. ``vervallen``: why a change no longer applies, by its index."""

    plan: Plan
    regels: tuple[Uitkomstregel, ...]
    normen: tuple[Norm, ...]
    teams: tuple[Teamuren, ...]
    planningen: Mapping[str, Planning[int]]
    wijzigingen: Sequence[Wijziging]
    vervallen: Mapping[int, str]

    @cached_property
    def in_plan(self) -> list[Uitkomstregel]:
        return [regel for regel in self.regels if not regel.is_weg]

    @cached_property
    def weg(self) -> list[Uitkomstregel]:
        return [regel for regel in self.regels if regel.is_weg]

    @cached_property
    def breekt(self) -> list[Uitkomstregel]:
        """Promises that get a later date; what was dropped or no longer fits has none to give."""
        return [regel for regel in self.in_plan if regel.breekt and not regel.past_niet]

    @cached_property
    def past_niet(self) -> list[Uitkomstregel]:
        return [regel for regel in self.in_plan if regel.past_niet]

    def regel_van(self, sleutel: str) -> Uitkomstregel:
        return next(regel for regel in self.regels if regel.sleutel == sleutel)

    def als_gegevens(self) -> dict[str, Any]:
        """The whole report in words and figures, as a decision freezes it."""
        return {
            "vingerafdruk": self.plan.vingerafdruk,
            "wijzigingen": [als_zin(self.plan, wijziging) for wijziging in self.wijzigingen],
            "regels": [_als_gegevens(self.plan, regel) for regel in self.regels],
            "dvo": [
                {
                    "team": str(self.plan.teams[norm.regel.team_id]),
                    "maand": norm.regel.maand.isoformat(),
                    "product": norm.regel.omschrijving,
                    "norm": str(norm.norm),
                    "over": str(norm.over),
                }
                for norm in self.normen
            ],
            "teams": [
                {
                    "team": str(t.team),
                    "vraag": str(t.vraag),
                    "ruimte": str(t.ruimte),
                    "tekort_nu": str(t.tekort_nu),
                    "tekort": str(t.tekort),
                }
                for t in self.teams
            ],
        }

    def verslag(self) -> bytes:
        """The report as bytes: the same input twice is the same report."""
        return json.dumps(self.als_gegevens(), ensure_ascii=False, sort_keys=True).encode()


def reken(plan: Plan, wijzigingen: Sequence[Wijziging]) -> Uitkomst:
    """What these changes do to this plan; a change that no longer applies is left out and named."""
    klad, vervallen = kladblok(plan), {}
    for nr, wijziging in enumerate(wijzigingen):
        try:
            klad.pas_toe(wijziging)
        except AlZo:
            continue
        except StapKanNiet as waarom:
            vervallen[nr] = str(waarom)
    return _uitkomst(klad, wijzigingen, vervallen)


def _uitkomst(klad: Kladblok, wijzigingen: Sequence[Wijziging], vervallen: Mapping[int, str]) -> Uitkomst:
    het_plan = klad.plan
    straks = plan([regel.werk for regel in klad.regels], klad.vrij, het_plan.maanden)
    regels = _regels(klad, straks)
    return Uitkomst(
        plan=het_plan,
        regels=regels,
        normen=_normen(klad),
        teams=_teams(klad, straks, regels),
        planningen=straks,
        wijzigingen=wijzigingen,
        vervallen=vervallen,
    )


def _normen(klad: Kladblok) -> tuple[Norm, ...]:
    genomen = klad.uit_dvo
    return tuple(Norm(r, r.uren - genomen[pk]) for pk, r in klad.plan.dvo.items() if pk in genomen)


def _regels(klad: Kladblok, straks: Mapping[str, Planning[int]]) -> tuple[Uitkomstregel, ...]:
    nu = klad.plan.planningen
    was = {regel.sleutel: plek for plek, regel in enumerate(klad.plan.regels, 1)}
    alle = [*enumerate(klad.regels, 1), *((None, regel) for regel in klad.weg if regel.sleutel in was)]
    beloofd = {regel.sleutel: regel.beloofd for _, regel in alle if regel.beloofd}
    verschillen = verschil(nu, straks, beloofd, klad.plan.vrije_dagen)
    return tuple(
        Uitkomstregel(regel, plaats, was.get(regel.sleutel), verschillen[regel.sleutel])
        for plaats, regel in alle
    )


def _teams(
    klad: Kladblok, straks: Mapping[str, Planning[int]], regels: Iterable[Uitkomstregel]
) -> tuple[Teamuren, ...]:
    """The teams that something changes for, in the order of their names."""
    vraag = per_team(regel.verschuiving for regel in regels)
    nu, dan = _tekort(klad.plan.planningen), _tekort(straks)
    uren = [
        Teamuren(team, vraag.get(pk, NUL), _ruimte(klad, pk), nu.get(pk, NUL), dan.get(pk, NUL))
        for pk, team in klad.plan.teams.items()
    ]
    return tuple(t for t in uren if t.vraag or t.ruimte or t.tekort != t.tekort_nu)


def _ruimte(klad: Kladblok, team: int) -> Decimal:
    return sum(klad.vrij.get(team, {}).values(), NUL) - sum(klad.plan.vrij.get(team, {}).values(), NUL)


def _tekort(planningen: Mapping[str, Planning[int]]) -> PerTeam:
    samen: PerTeam = {}
    for planning in planningen.values():
        for team, uren in planning.tekort.items():
            samen[team] = samen.get(team, NUL) + uren
    return samen


def _als_gegevens(plan: Plan, regel: Uitkomstregel) -> dict[str, Any]:
    v = regel.verschuiving
    return {
        "sleutel": regel.sleutel,
        "titel": regel.regel.titel,
        "plaats_nu": regel.was,
        "plaats_straks": regel.plaats,
        "beloofd": _iso(v.beloofd),
        "nu": _iso(v.nu),
        "straks": _iso(v.straks),
        "werkdagen": v.werkdagen,
        "breekt": regel.breekt,
        "uren": _op_naam(plan, v.uren),
        "tekort": _op_naam(plan, v.tekort),
    }


def _iso(dag: date | None) -> str | None:
    return dag.isoformat() if dag else None


def _op_naam(plan: Plan, uren: Mapping[int, Decimal]) -> dict[str, str]:
    return {str(plan.teams[pk]): str(uren[pk]) for pk in sorted(uren)}
