"""Hoeveel uren teams hebben en wat daarvan vrij is: de waterval, gelezen in een vast aantal vragen."""

from collections.abc import Collection, Iterable, Mapping
from datetime import date
from decimal import ROUND_DOWN, Decimal
from typing import Any

from django.db.models import Sum

from duoplus.calc.maanden import maanden_van
from duoplus.models import Team
from maatwerk.choices import Rekening
from maatwerk.models import Mutatie
from maatwerk.models.beslag import MutatieQuerySet
from ogon.calc.waterval import Waterval
from ogon.models import Capaciteitsregel, Cyclus, Ogon, Toedeling

NUL = Decimal(0)
CENT = Decimal("0.01")

Uren = dict[int, dict[date, Decimal]]  # per team (its pk) and month (its first day)
Watervallen = dict[int, dict[date, Waterval]]
Delen = dict[tuple[int, int], dict[int, Decimal]]  # per team and year: the share of each OGON


def horizon(cyclus: Cyclus) -> list[date]:
    """The twelve months of the cycle's year."""
    return maanden_van(cyclus.jaar)


def waterval(teams: Iterable[Team | int], maanden: Collection[date]) -> Watervallen:
    """Every team in every month, also where nothing is filled in; two queries."""
    pks = [team if isinstance(team, int) else team.pk for team in teams]
    waar = {"team__in": pks, "maand__in": maanden}
    termen = _termen(waar)
    maatwerk = _per_team_en_maand(Mutatie.objects.filter(**waar).stand("team", "maand"))
    return {
        team: {
            maand: Waterval(**termen.get((team, maand), {}), maatwerk=maatwerk.get(team, {}).get(maand, NUL))
            for maand in maanden
        }
        for team in pks
    }


def vrij_voor(
    ogon: Ogon,
    maanden: Collection[date],
    *,
    zonder_eigen: bool = False,
    zonder: Collection[int] = (),
) -> Uren:
    """Hours of each team that this OGON may still give to requests.

    A team that was divided among OGON's (Toedeling) gives each its share of the hours for custom work, less
    what the requests of that OGON hold already; never more than what is free in fact. For planning anew,
    what own requests have reserved or been promised counts as free: of all of them (``zonder_eigen``) or
    of those named (``zonder``, their pks).
    """
    watervallen = waterval(Team.objects.values_list("pk", flat=True), maanden)
    delen = toedelingen(maanden)
    eigen = Mutatie.objects.filter(aanvraag__ogon=ogon, maand__in=maanden)
    bezet = _per_team_en_maand(eigen.stand("team", "maand")) if delen else {}
    terug = _terug(eigen, zonder_eigen, zonder)
    return {
        team: {
            maand: _ruimte(
                stap,
                _deel(delen.get((team, maand.year)), ogon),
                bezet.get(team, {}).get(maand, NUL),
                terug.get(team, {}).get(maand, NUL),
            )
            for maand, stap in per_maand.items()
        }
        for team, per_maand in watervallen.items()
    }


def toedelingen(maanden: Collection[date]) -> Delen:
    """The divisions in force in the years of these months."""
    rijen = Toedeling.objects.filter(jaar__in={maand.year for maand in maanden}, vervallen_op=None)
    delen: Delen = {}
    for rij in rijen.order_by():
        delen.setdefault((rij.team_id, rij.jaar), {})[rij.ogon_id] = rij.deel
    return delen


def _ruimte(stap: Waterval, deel: Decimal | None, bezet: Decimal, terug: Decimal) -> Decimal:
    if deel is None:
        return stap.vrij + terug
    aandeel = ((stap.vrij + stap.maatwerk) * deel).quantize(CENT, ROUND_DOWN)
    return min(aandeel - bezet, stap.vrij) + terug


def _deel(delen: Mapping[int, Decimal] | None, ogon: Ogon) -> Decimal | None:
    """None: the team is not divided. Who was left out of a division has what it left over."""
    if delen is None:
        return None
    return delen.get(ogon.pk, 1 - sum(delen.values(), NUL))


def _terug(eigen: MutatieQuerySet, zonder_eigen: bool, zonder: Collection[int]) -> Uren:
    """What is not used yet and counts as free again."""
    if not (zonder_eigen or zonder):
        return {}
    mutaties = eigen if zonder_eigen else Mutatie.objects.filter(aanvraag__in=zonder)
    stand = mutaties.stand("team", "maand")
    return _per_team_en_maand({plek: uren for plek, uren in stand.items() if plek[-1] != Rekening.GEBRUIKT})


def _termen(waar: Mapping[str, Any]) -> dict[tuple[int, date], dict[str, Decimal]]:
    regels = Capaciteitsregel.objects.geldig().filter(**waar).order_by()
    termen: dict[tuple[int, date], dict[str, Decimal]] = {}
    for team, maand, soort, uren in regels.values_list("team", "maand", "soort").annotate(Sum("uren")):
        termen.setdefault((team, maand), {})[soort] = uren
    return termen


def _per_team_en_maand(stand: Mapping[tuple[Any, ...], Decimal]) -> Uren:
    """The accounts together, per team and month."""
    samen: Uren = {}
    for (team, maand, *_), uren in stand.items():
        maanden = samen.setdefault(team, {})
        maanden[maand] = maanden.get(maand, NUL) + uren
    return samen
