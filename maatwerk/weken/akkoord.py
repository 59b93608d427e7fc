"""Wat aan uren op een teammanager wacht, per collega en week, met wat daaraan opvalt."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal

from django.db.models import QuerySet, Sum

from duoplus import klok
from duoplus.calc.nederlands import MAANDEN
from duoplus.calc.nederlands import uren as als_uren
from duoplus.models import Gebruiker
from maatwerk.choices import BoekingSoort
from maatwerk.models import Boeking, Grens, Opdracht
from maatwerk.weken.dagen import maandag_van, week_van
from maatwerk.weken.week import geleide_teams, naam_van

NUL = Decimal(0)
LANGE_DAG = "uren.lange_dag"
DAGNAMEN = ("maandag", "dinsdag", "woensdag", "donderdag", "vrijdag", "zaterdag", "zondag")
ZATERDAG = 5


def dagnaam(dag: date) -> str:
    return f"{DAGNAMEN[dag.weekday()]} {dag.day} {MAANDEN[dag.month - 1]}"


@dataclass
class Groep:
    """The waiting hours of one person in one week."""

    medewerker: Gebruiker
    maandag: date
    boekingen: list[Boeking] = field(default_factory=list)
    let_op: list[str] = field(default_factory=list)

    @property
    def uren(self) -> Decimal:
        return sum((b.uren for b in self.boekingen), NUL)

    @property
    def weeknaam(self) -> str:
        return naam_van(self.maandag)

    @property
    def sleutel(self) -> str:
        """Of exactly what was on screen: what comes later is not approved with it."""
        return f"{self.medewerker.pk}:{self.maandag.isoformat()}:{max(b.pk for b in self.boekingen)}"

    @property
    def per_opdracht(self) -> list[tuple[Opdracht, Decimal]]:
        """Hours per assignment, in the order of their numbers."""
        som: dict[int, Decimal] = {}
        opdrachten = {}
        for b in self.boekingen:
            opdrachten[b.opdracht_id] = b.opdracht
            som[b.opdracht_id] = som.get(b.opdracht_id, NUL) + b.uren
        return sorted(((opdrachten[pk], uren) for pk, uren in som.items()), key=lambda regel: str(regel[0]))


def voor(user: Gebruiker) -> QuerySet[Boeking]:
    """What this manager may approve: of his teams, in open months, never booked by himself."""
    wachtend = Boeking.objects.niet_goedgekeurd().filter(periode__gesloten_op=None)
    wachtend = wachtend.exclude(geboekt_door=user).exclude(medewerker=None)
    teams = geleide_teams(user)
    return wachtend if teams is None else wachtend.filter(opdracht__aanvraag__team__in=teams)


def compleet(boekingen: QuerySet[Boeking]) -> QuerySet[Boeking]:
    """With what a rule or a line on screen asks of it, the oldest first."""
    return boekingen.select_related(
        "opdracht__aanvraag__team", "medewerker__organisatie", "geboekt_door"
    ).order_by("datum", "pk")


def van_week(user: Gebruiker, medewerker: Gebruiker, maandag: date) -> list[Boeking]:
    dagen = week_van(maandag)
    eigen = voor(user).filter(medewerker=medewerker, datum__range=(dagen[0], dagen[-1]))
    return list(compleet(eigen))


def per_week(boekingen: Iterable[Boeking]) -> list[Groep]:
    """The oldest week first, and in it by name."""
    groepen: dict[tuple[int, date], Groep] = {}
    for boeking in boekingen:
        wie, maandag = boeking.medewerker, maandag_van(boeking.datum)
        groep = groepen.setdefault((wie.pk, maandag), Groep(wie, maandag))  # type: ignore[union-attr, arg-type]
        groep.boekingen.append(boeking)
    return sorted(groepen.values(), key=lambda groep: (groep.maandag, groep.medewerker.naam))


def overzicht(user: Gebruiker) -> list[Groep]:
    """All that waits for this manager, and what stands out in it; four queries."""
    groepen = per_week(compleet(voor(user)))
    per_dag, opdrachten = _per_dag(groepen), _boven_plafond(groepen)
    lang = Grens.objects.waarde(LANGE_DAG, klok.vandaag())
    for groep in groepen:
        groep.let_op = [*_dagen(groep, per_dag, lang), *_plafonds(groep, opdrachten)]
    return groepen


def _per_dag(groepen: list[Groep]) -> dict[tuple[int, date], Decimal]:
    """All hours of these people on a day, also those of other teams: net of reversals."""
    if not groepen:
        return {}
    geboekt = Boeking.objects.filter(
        soort=BoekingSoort.UREN,
        medewerker__in={groep.medewerker.pk for groep in groepen},
        datum__range=(groepen[0].maandag, groepen[-1].maandag + timedelta(days=6)),
    )
    rijen = geboekt.order_by().values_list("medewerker", "datum").annotate(som=Sum("uren"))
    return {(wie, dag): som for wie, dag, som in rijen}


def _boven_plafond(groepen: list[Groep]) -> dict[int, Opdracht]:
    pks = {b.opdracht_id for groep in groepen for b in groep.boekingen}
    alle = Opdracht.objects.filter(pk__in=pks).met_gewerkt() if pks else ()
    return {o.pk: o for o in alle if o.gewerkt > o.uren_mogen}  # type: ignore[attr-defined]


def _dagen(groep: Groep, per_dag: dict[tuple[int, date], Decimal], lang: Decimal | None) -> list[str]:
    """More hours than usual, or a day in the weekend."""
    som = {dag: per_dag[groep.medewerker.pk, dag] for dag in sorted({b.datum for b in groep.boekingen})}
    return [
        f"{dagnaam(dag)}: {als_uren(uren)} uur"
        for dag, uren in som.items()
        if dag.weekday() >= ZATERDAG or (lang is not None and uren > lang)
    ]


def _plafonds(groep: Groep, boven: dict[int, Opdracht]) -> list[str]:
    return [
        f"{o}: {als_uren(boven[o.pk].gewerkt)} van hooguit {als_uren(boven[o.pk].uren_mogen)} uur"  # type: ignore[attr-defined]
        for o, _ in groep.per_opdracht
        if o.pk in boven
    ]
