"""Wat alle OGON's samen van een team vragen, en of dat past. De verdeling zelf is van het OGON ernaast."""

from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from django.db.models import QuerySet, Sum

from duoplus import klok
from duoplus.models import Team
from maatwerk.capaciteit import NUL, maanden_van, waterval
from maatwerk.choices import Rekening
from maatwerk.models import Mutatie, RamingRegel, Rondeplaats
from maatwerk.models.prioritering import OPEN
from ogon.actions import conflict
from ogon.choices import ConflictStatus
from ogon.models import Conflict, Cyclus

Vraag = dict[int, dict[int, Decimal]]  # per team and OGON (their pks): hours


def claims(jaar: int) -> Vraag:
    """What every OGON asks of every team in a year: what is on its open board as estimated, and what it
    reserved or promised to other requests. Two queries.
    """
    vraag: Vraag = {}
    for team, ogon, uren in [*_op_het_bord(jaar), *_toegezegd(jaar)]:
        per_ogon = vraag.setdefault(team, {})
        per_ogon[ogon] = per_ogon.get(ogon, NUL) + uren
    return vraag


def beschikbaar(teams: Iterable[int], jaar: int) -> dict[int, Decimal]:
    """Hours of a year that can still go to requests: what is free with what is claimed but not used yet."""
    maanden = maanden_van(jaar)
    watervallen = waterval(teams, maanden)
    gebruikt = Mutatie.objects.filter(team__in=watervallen, maand__in=maanden).stand("team")
    return {
        team: sum((stap.vrij + stap.maatwerk for stap in per_maand.values()), NUL)
        - gebruikt.get((team, Rekening.GEBRUIKT), NUL)
        for team, per_maand in watervallen.items()
    }


def controleer(jaar: int, team: Team | None = None) -> list[Conflict]:
    """Compare what is asked with what there is, for one team or for all that matter this year."""
    vraag = claims(jaar)
    open_ = Conflict.objects.filter(jaar=jaar, status=ConflictStatus.OPEN).values_list("team", flat=True)
    pks = {team.pk} if team else {*open_, *(pk for pk, per_ogon in vraag.items() if len(per_ogon) > 1)}
    uren = beschikbaar(pks, jaar)
    gevonden = (
        conflict.stel_vast(een, jaar, vraag.get(een.pk, {}), uren[een.pk])
        for een in Team.objects.filter(pk__in=pks)
    )
    return [een for een in gevonden if een is not None]


def controleer_alles() -> None:
    """Every year that has a cycle and is not over."""
    jaren = Cyclus.objects.filter(afgesloten_op=None, jaar__gte=klok.vandaag().year)
    for jaar in jaren.order_by("jaar").values_list("jaar", flat=True).distinct():
        controleer(jaar)


def _op_het_bord(jaar: int) -> Iterable[tuple[int, int, Decimal]]:
    regels = RamingRegel.objects.filter(raming__vervallen_op=None, raming__aanvraag__in=_aanvragen(jaar))
    return regels.order_by().values_list("team", "raming__aanvraag__ogon").annotate(Sum("uren"))


def _toegezegd(jaar: int) -> list[tuple[int, int, Decimal]]:
    """Of requests that are on no open board of that year: those count as they are estimated there."""
    mutaties = Mutatie.objects.filter(maand__year=jaar, aanvraag__ogon__isnull=False)
    stand = mutaties.exclude(aanvraag__in=_aanvragen(jaar)).stand("team", "aanvraag__ogon")
    return [
        (team, ogon, uren) for (team, ogon, rekening), uren in stand.items() if rekening != Rekening.GEBRUIKT
    ]


def _aanvragen(jaar: int) -> QuerySet[Rondeplaats, Any]:
    """Which requests are on an open board of that year, as a subquery."""
    return Rondeplaats.objects.filter(ronde__status__in=OPEN, ronde__cyclus__jaar=jaar).values("aanvraag")
