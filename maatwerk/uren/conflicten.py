"""Wat alle OGON's samen van een team vragen, en of dat past. De verdeling zelf is van het OGON ernaast."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.models import QuerySet, Sum

from duoplus import klok
from duoplus.models import Gebruiker, Team
from maatwerk.choices import Rekening
from maatwerk.models import Aanvraag, Mutatie, RamingRegel, Rondeplaats
from maatwerk.models.prioritering import OPEN
from maatwerk.uren.capaciteit import NUL, maanden_van, waterval
from ogon.actions import conflict
from ogon.choices import ConflictStatus
from ogon.models import Conflict, Conflictpartij, Cyclus

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


# What is asked, side by side ------------------------------------------------------------------------------


@dataclass(frozen=True)
class Stuk:
    """Een aanvraag die uren van het team vraagt; wie haar niet herkent, ziet alleen de uren."""

    aanvraag: Aanvraag | None
    is_zichtbaar: bool
    uren: Decimal


@dataclass(frozen=True)
class Vak:
    """Wat één OGON vraagt."""

    partij: Conflictpartij
    stukken: list[Stuk]


def stukken(een: Conflict, partijen: Iterable[Conflictpartij], user: Gebruiker) -> list[Vak]:
    """The requests of each party with their hours, most hours first."""
    uren = {**_per_aanvraag_toegezegd(een), **_per_aanvraag_op_bord(een)}
    aanvragen = Aanvraag.objects.filter(pk__in=uren)
    bekend = aanvragen.recognisable_to(user).in_bulk()
    open_ = set(aanvragen.visible_to(user).values_list("pk", flat=True))
    per_ogon: dict[int | None, list[Stuk]] = {}
    for pk, ogon in aanvragen.order_by("titel_sorteer", "pk").values_list("pk", "ogon"):
        per_ogon.setdefault(ogon, []).append(Stuk(bekend.get(pk), pk in open_, uren[pk]))
    return [
        Vak(partij, sorted(per_ogon.get(partij.ogon_id, []), key=lambda stuk: -stuk.uren))
        for partij in partijen
    ]


def _per_aanvraag_op_bord(een: Conflict) -> dict[int, Decimal]:
    regels = RamingRegel.objects.filter(
        team=een.team, raming__vervallen_op=None, raming__aanvraag__in=_aanvragen(een.jaar)
    )
    return dict(regels.order_by().values_list("raming__aanvraag").annotate(Sum("uren")))


def _per_aanvraag_toegezegd(een: Conflict) -> dict[int, Decimal]:
    mutaties = Mutatie.objects.filter(team=een.team, maand__year=een.jaar)
    samen: dict[int, Decimal] = {}
    for (pk, rekening), uren in mutaties.stand("aanvraag").items():
        if rekening != Rekening.GEBRUIKT:
            samen[pk] = samen.get(pk, NUL) + uren
    return samen
