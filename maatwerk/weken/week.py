"""Eén week van één medewerker: wat er geboekt is, wat er nog als concept staat, en wat er nog kan.

Typed hours stand beside booked hours: a draft holds only the cells that differ from the ledger, so a
booking that changes elsewhere shows at once where nobody typed.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from functools import cached_property
from typing import Any, NamedTuple

from django.db.models import Prefetch, Q, QuerySet

from duoplus import klok
from duoplus.calc.nederlands import MAANDEN, Onleesbaar, datum
from duoplus.calc.nederlands import uren as als_uren
from duoplus.choices import Rol
from duoplus.models import Gebruiker
from maatwerk.actions.uitvoering import NIET_OPEN, OPEN
from maatwerk.choices import BoekingSoort, Boekingstatus
from maatwerk.models import Boeking, Opdracht, RamingRegel, Tarief, Weekconcept
from maatwerk.models.opdracht import BoekingQuerySet
from maatwerk.weken import cel
from maatwerk.weken.dagen import Schrijfdagen, week_van

NUL = Decimal(0)
NIET_VAN_U = "U werkt niet aan deze opdracht."
MAX_TEKENS = 20  # of what somebody types in one cell: enough to show junk back, too little to fill a database


class Sleutel(NamedTuple):
    """A row of the week."""

    opdracht: int
    functiegroep: str

    @classmethod
    def uit(cls, tekst: str) -> "Sleutel | None":
        """Read ``12:B`` of a form or an address; anything else is no row."""
        nummer, _, groep = tekst.partition(":")
        if not (nummer.isascii() and nummer.isdigit() and len(nummer) < 10 and 0 < len(groep) <= 4):
            return None
        return cls(int(nummer), groep)

    def __str__(self) -> str:
        return f"{self.opdracht}:{self.functiegroep}"


Getypt = Mapping[tuple[Sleutel, date], str]


@dataclass
class Cel:
    """One day of a row: what is booked, what stands there now, and why it cannot change (``slot``)."""

    dag: date
    naam: str
    boekingen: list[Boeking] = field(default_factory=list)
    getypt: str | None = None
    slot: str = ""

    @property
    def geboekt(self) -> Decimal:
        return sum((boeking.uren for boeking in self.boekingen), NUL)

    @property
    def tekst(self) -> str:
        """What stands in the box; nothing where no hours are."""
        if self.is_anders:
            return self.getypt or ""
        return als_uren(self.geboekt) if self.boekingen else ""

    @property
    def uren(self) -> Decimal:
        """What counts in the totals; what cannot be read does not."""
        try:
            return cel.lees(self.tekst)
        except Onleesbaar:
            return NUL

    @property
    def is_anders(self) -> bool:
        """Typed and to be handed in."""
        return self.getypt is not None and not self.slot

    @property
    def is_te_laat(self) -> bool:
        """Typed while it could still be handed in, and not done."""
        return self.getypt is not None and bool(self.slot)

    def typ(self, tekst: str) -> None:
        self.getypt = None if self._is_gelijk(tekst) else tekst.strip()[:MAX_TEKENS]

    def _is_gelijk(self, tekst: str) -> bool:
        try:
            return cel.lees(tekst) == self.geboekt
        except Onleesbaar:
            return False


@dataclass
class Rij:
    opdracht: Opdracht
    functiegroep: str
    cellen: list[Cel]

    @property
    def sleutel(self) -> Sleutel:
        return Sleutel(self.opdracht.pk, self.functiegroep)

    @property
    def uren(self) -> Decimal:
        return sum((c.uren for c in self.cellen), NUL)

    @property
    def status(self) -> Boekingstatus | None:
        """Of what is booked in this row: the one furthest from done."""
        standen = {b.status for c in self.cellen for b in c.boekingen}  # type: ignore[attr-defined]
        return next((status for status in Boekingstatus if status in standen), None)


@dataclass
class Week:
    user: Gebruiker
    maandag: date
    concept: Weekconcept | None
    rijen: list[Rij]
    laatste_boeking: int
    mogelijk: list[Opdracht]

    @property
    def versie(self) -> str:
        """Of the draft and of the ledger: what is on screen goes out of date by either."""
        return f"{self.concept.versie if self.concept else 0}-{self.laatste_boeking}"

    @property
    def dagen(self) -> list[date]:
        return week_van(self.maandag)

    @property
    def uren(self) -> Decimal:
        return sum((rij.uren for rij in self.rijen), NUL)

    @property
    def per_dag(self) -> list[Decimal]:
        return [sum((rij.cellen[nr].uren for rij in self.rijen), NUL) for nr in range(len(self.dagen))]

    @property
    def is_anders(self) -> bool:
        return any(c.is_anders for c in self.cellen)

    @property
    def cellen(self) -> list[Cel]:
        return list(self.per_plek.values())

    @cached_property
    def per_plek(self) -> dict[tuple[Sleutel, date], Cel]:
        return {(rij.sleutel, c.dag): c for rij in self.rijen for c in rij.cellen}

    def typ(self, getypt: Getypt) -> None:
        """Put these texts in their cells; what is no cell of this week is passed over."""
        for plek, tekst in getypt.items():
            if gevonden := self.per_plek.get(plek):
                gevonden.typ(tekst)

    def als_regels(self) -> list[dict[str, Any]]:
        """The draft as it is kept: per row the cells that differ from the ledger."""
        regels = []
        for rij in self.rijen:
            if anders := {c.dag.isoformat(): c.getypt for c in rij.cellen if c.getypt is not None}:
                regels.append({"opdracht": rij.opdracht.pk, "functiegroep": rij.functiegroep, "uren": anders})
        return regels


def lees(user: Gebruiker, maandag: date, *, ook: Iterable[Sleutel] = ()) -> Week:
    """The week as it stands; ``ook`` are rows that were added on screen. A constant number of queries."""
    concept = Weekconcept.objects.filter(medewerker=user, maandag=maandag).first()
    boekingen = _boekingen(user, maandag)
    dagen = Schrijfdagen.lees(week_van(maandag))
    eigen = {opdracht.pk: opdracht for opdracht in schrijft_op(user)}
    mogelijk = [o for o in eigen.values() if _valt_in(o, maandag, dagen)]
    getypt = _getypt(concept)
    sleutels = {
        *(Sleutel(b.opdracht_id, b.functiegroep) for b in boekingen),
        *(sleutel for sleutel, _ in getypt),
        *(sleutel for sleutel in ook if sleutel.opdracht in eigen),
    }
    sleutels |= _vanzelf(user, mogelijk, {sleutel.opdracht for sleutel in sleutels})
    opdrachten = eigen | {b.opdracht_id: b.opdracht for b in boekingen}
    opdrachten |= _overige({s.opdracht for s in sleutels} - opdrachten.keys())
    rijen = [
        _rij(opdrachten[s.opdracht], s, maandag, dagen, s.opdracht in eigen)
        for s in sleutels
        if s.opdracht in opdrachten
    ]
    rijen.sort(key=lambda rij: (rij.opdracht.nummer or "", rij.functiegroep))
    week = Week(user, maandag, concept, rijen, laatste_boeking(user, maandag), mogelijk)
    _leg_erin(week, boekingen)
    week.typ(getypt)
    return week


def van_medewerker(user: Gebruiker, maandag: date) -> BoekingQuerySet:
    """The hours of this week that somebody typed, reversals and all."""
    dagen = week_van(maandag)
    return Boeking.objects.filter(
        medewerker=user, soort=BoekingSoort.UREN, bron=None, datum__range=(dagen[0], dagen[-1])
    )


def laatste_boeking(user: Gebruiker, maandag: date) -> int:
    """Changes with every booking and reversal in this week."""
    return van_medewerker(user, maandag).order_by("-pk").values_list("pk", flat=True).first() or 0


def schrijft_op(user: Gebruiker) -> QuerySet[Opdracht]:
    """The assignments under way on which this person may book: the twin of ``boeken_uren_opdracht``."""
    wie = Q(pk__in=())
    if user.heeft_rol(Rol.UITVOERDER):
        wie |= Q(pk__in=Opdracht.uitvoerders.through.objects.filter(gebruiker=user).values("opdracht"))
    teams = geleide_teams(user)
    if teams is None:
        wie = Q()
    elif teams:
        wie |= Q(aanvraag__team__in=teams)
    return (
        Opdracht.objects.filter(wie, aanvraag__status__in=OPEN, nummer__isnull=False)
        .select_related("aanvraag")
        .order_by("nummer")
    )


def geleide_teams(user: Gebruiker) -> set[int] | None:
    """The teams this person leads today; ``None`` for all of them."""
    teams = {t.team_id for t in user.rollen if t.rol == Rol.TEAMMANAGER}
    return None if None in teams else {pk for pk in teams if pk is not None}


def functiegroepen(dag: date) -> list[Tarief]:
    return list(Tarief.objects.geldig_op(dag).order_by("functiegroep"))


def naam_van(maandag: date) -> str:
    """'week 46 (9 t/m 15 november 2026)'."""
    zondag = week_van(maandag)[-1]
    van = "" if maandag.month == zondag.month else f" {MAANDEN[maandag.month - 1]}"
    return f"week {maandag.isocalendar().week} ({maandag.day}{van} t/m {datum(zondag)})"


def _boekingen(user: Gebruiker, maandag: date) -> list[Boeking]:
    """What counts: neither a reversal nor reversed."""
    eerste = van_medewerker(user, maandag).staand()
    return list(eerste.met_status().select_related("opdracht__aanvraag", "geboekt_door").order_by("pk"))


def _valt_in(opdracht: Opdracht, maandag: date, dagen: Schrijfdagen) -> bool:
    zondag = week_van(maandag)[-1]
    begint = opdracht.gestart_op is None or klok.dag(opdracht.gestart_op) <= zondag
    return begint and dagen.looptijd.laatste_dag(opdracht) >= maandag


def _getypt(concept: Weekconcept | None) -> dict[tuple[Sleutel, date], str]:
    return {
        (Sleutel(regel["opdracht"], regel["functiegroep"]), date.fromisoformat(dag)): tekst
        for regel in (concept.regels if concept else ())
        for dag, tekst in regel["uren"].items()
    }


def _vanzelf(user: Gebruiker, mogelijk: list[Opdracht], al: set[int]) -> set[Sleutel]:
    """A row for each assignment one works on: in the group of last time, else that of the estimate."""
    werkt_aan = user.opdrachten.filter(pk__in=[o.pk for o in mogelijk if o.pk not in al])
    regels = Prefetch("raming__regels", RamingRegel.objects.order_by("pk"))
    vorige = _vorige_groep(user, werkt_aan)
    sleutels = set()
    for opdracht in werkt_aan.select_related("raming").prefetch_related(regels):
        groepen = [regel.functiegroep for regel in opdracht.raming.regels.all()]
        if groep := vorige.get(opdracht.pk) or next(iter(groepen), ""):
            sleutels.add(Sleutel(opdracht.pk, groep))
    return sleutels


def _vorige_groep(user: Gebruiker, opdrachten: QuerySet[Opdracht]) -> dict[int, str]:
    eigen = Boeking.objects.filter(
        medewerker=user, soort=BoekingSoort.UREN, opdracht__in=opdrachten.values("pk")
    )
    laatste = eigen.order_by("opdracht_id", "-datum", "-pk").distinct("opdracht_id")
    return dict(laatste.values_list("opdracht_id", "functiegroep"))


def _overige(pks: set[int]) -> dict[int, Opdracht]:
    """Of a draft on an assignment that one may no longer book on: shown, not lost."""
    return Opdracht.objects.select_related("aanvraag").in_bulk(pks) if pks else {}


def _rij(opdracht: Opdracht, sleutel: Sleutel, maandag: date, dagen: Schrijfdagen, mag: bool) -> Rij:
    dicht = "" if mag else NIET_VAN_U if opdracht.aanvraag.status in OPEN else NIET_OPEN
    cellen = [
        Cel(
            dag,
            f"u_{sleutel.opdracht}_{sleutel.functiegroep}_{nr}",
            slot=dicht or dagen.weigering(opdracht, dag),
        )
        for nr, dag in enumerate(week_van(maandag))
    ]
    return Rij(opdracht, sleutel.functiegroep, cellen)


def _leg_erin(week: Week, boekingen: list[Boeking]) -> None:
    """What a manager booked for somebody is the manager's to mend."""
    for boeking in boekingen:
        plek = week.per_plek[Sleutel(boeking.opdracht_id, boeking.functiegroep), boeking.datum]
        plek.boekingen.append(boeking)
        if boeking.geboekt_door_id != week.user.pk and not plek.slot:
            plek.slot = f"Geboekt door {boeking.geboekt_door.naam}."
