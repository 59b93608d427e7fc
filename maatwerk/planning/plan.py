"""Het plan van een OGON zoals het nu is: wat loopt en wat is ingepland, met de uren die nog nodig zijn.

Work under way comes first, in the order in which it was granted; then what is ranked, by its place. Where
the last herprioritering put work under way below ranked work, it stays there. Legally pinned work goes
before all.
"""

import hashlib
import json
from bisect import bisect_left
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cached_property
from typing import Any

from django.db.models import QuerySet, Sum

from duoplus import klok
from duoplus.choices import BesluitSoort
from duoplus.models import Besluit, Feestdag, Team
from maatwerk.calc.planner import Planning, Werk, plan
from maatwerk.calc.verdeling import verdeel
from maatwerk.choices import AanvraagStatus as S
from maatwerk.choices import AfspraakSoort, Rekening, RondeStatus
from maatwerk.models import Aanvraag, Afspraak, Boeking, Mutatie, Raming, RamingRegel, Ronde, Rondeplaats
from maatwerk.uren.capaciteit import NUL, Uren, vrij_voor
from ogon.choices import CapaciteitSoort
from ogon.models import Capaciteitsregel, Ogon

LOOPT = (S.OPDRACHT_VERLEEND, S.IN_UITVOERING)
IN_PLAN = (*LOOPT, S.GEPRIORITEERD)
TOE_TE_VOEGEN = (S.TER_PRIORITERING, S.WACHTLIJST, S.AANGEHOUDEN)
VELDEN = (
    "titel",
    "nummer",
    "extern_nummer",
    "uuid",
    "status",
    "plaats",
    "ogon",
    "organisatie",
    "gestart_op",
    "opdracht__plafond_uren",
    "opdracht__gewijzigd_plafond_uren",
    "opdracht__verleend_op",
)

PerTeam = dict[int, Decimal]  # hours per team, by its pk


@dataclass(frozen=True)
class Regel:
    """Eén regel van een plan. Zonder aanvraag is het werk dat alleen in een scenario bestaat.

    ``uren`` is what is still to be done, per team; ``beloofd`` the date that was promised last.
    """

    sleutel: str
    titel: str
    uren: Mapping[int, Decimal]
    aanvraag: Aanvraag | None = None
    vroegste_start: date | None = None
    wettelijk: bool = False
    beloofd: date | None = None

    @property
    def werk(self) -> Werk[str, int]:
        return Werk(self.sleutel, self.uren, self.vroegste_start, self.wettelijk)

    @property
    def loopt(self) -> bool:
        return self.aanvraag is not None and self.aanvraag.status in LOOPT


@dataclass(frozen=True)
class Plan:
    """All that was read of a plan; from here on it is arithmetic. ``kandidaten`` could be added to it."""

    ogon: Ogon
    maanden: tuple[date, ...]
    regels: tuple[Regel, ...]
    kandidaten: Mapping[str, Regel]
    vrij: Uren
    teams: Mapping[int, Team]
    dvo: Mapping[int, Capaciteitsregel]
    vrije_dagen: Collection[date]

    @cached_property
    def planningen(self) -> dict[str, Planning[int]]:
        return plan([regel.werk for regel in self.regels], self.vrij, self.maanden)

    @cached_property
    def bekend(self) -> dict[str, Regel]:
        """Every line that is in the plan or could be."""
        return {**self.kandidaten, **{regel.sleutel: regel for regel in self.regels}}

    @cached_property
    def vingerafdruk(self) -> str:
        """The same for the same plan; any change of order, hours, promises or capacity makes another."""
        inhoud = [
            [maand.isoformat() for maand in self.maanden],
            [_als_lijst(regel) for regel in (*self.regels, *self.kandidaten.values())],
            sorted((team, str(m), str(uren)) for team, per in self.vrij.items() for m, uren in per.items()),
            sorted((pk, str(regel.uren)) for pk, regel in self.dvo.items()),
        ]
        return hashlib.sha256(json.dumps(inhoud).encode()).hexdigest()


def _als_lijst(regel: Regel) -> list[Any]:
    uren = sorted((team, str(uren)) for team, uren in regel.uren.items())
    return [regel.sleutel, uren, str(regel.vroegste_start), regel.wettelijk, str(regel.beloofd)]


def horizon() -> tuple[date, ...]:
    """The months a plan looks at: from this one up to the end of next year, so 13 to 24."""
    nu = klok.vandaag()
    alle = (date(jaar, maand, 1) for jaar in (nu.year, nu.year + 1) for maand in range(1, 13))
    return tuple(maand for maand in alle if maand >= nu.replace(day=1))


def lees_plan(ogon: Ogon) -> Plan:
    """The plan of today, in a constant number of queries.

    Free hours count what the work in the plan holds as free again, because all of it is planned anew.
    """
    maanden = horizon()
    aanvragen = list(_aanvragen(ogon, IN_PLAN + TOE_TE_VOEGEN))
    regels = {aanvraag.pk: regel for aanvraag, regel in _regels(ogon, aanvragen)}
    in_plan = [a for a in aanvragen if a.status in IN_PLAN]
    volgorde = [regels[a.pk] for a in _op_volgorde(ogon, in_plan)]
    kandidaten = [regels[a.pk] for a in aanvragen if a.status in TOE_TE_VOEGEN]
    return Plan(
        ogon=ogon,
        maanden=maanden,
        regels=wettelijk_eerst(volgorde),
        kandidaten={regel.sleutel: regel for regel in kandidaten},
        vrij=vrij_voor(ogon, maanden, zonder=_pks(ogon, IN_PLAN)),
        teams={team.pk: team for team in Team.objects.order_by("kort")},
        dvo=_dvo(maanden),
        vrije_dagen=Feestdag.objects.als_vrij(),
    )


def wettelijk_eerst(regels: Iterable[Regel]) -> tuple[Regel, ...]:
    """As the planner takes them, so that a place on the list is the turn it gets."""
    return tuple(sorted(regels, key=lambda regel: not regel.wettelijk))


def _pks(ogon: Ogon, statussen: tuple[str, ...]) -> Any:
    """As a subquery: a list of thousands of keys takes longer to send than to look up."""
    return Aanvraag.objects.filter(ogon=ogon, status__in=statussen).order_by().values("pk")


def _aanvragen(ogon: Ogon, statussen: tuple[str, ...]) -> QuerySet[Aanvraag]:
    van_ogon = Aanvraag.objects.filter(ogon=ogon, status__in=statussen)
    return van_ogon.select_related("opdracht").only(*VELDEN).order_by("pk")


def _regels(ogon: Ogon, aanvragen: list[Aanvraag]) -> list[tuple[Aanvraag, Regel]]:
    pks = _pks(ogon, IN_PLAN + TOE_TE_VOEGEN)
    geraamd, starts, beloofd = _geraamd(pks), _starts(pks), beloofde_datums(pks)
    lopend = [a for a in aanvragen if a.status in LOOPT]
    rest, vast = _nog_te_doen(ogon, lopend, geraamd), _vastgezet(ogon)
    return [
        (
            aanvraag,
            Regel(
                sleutel=aanvraag.sleutel,
                titel=aanvraag.titel,
                uren=rest.get(aanvraag.pk, geraamd.get(aanvraag.pk, {})),
                aanvraag=aanvraag,
                vroegste_start=None if aanvraag.gestart_op else starts.get(aanvraag.pk),
                wettelijk=aanvraag.pk in vast,
                beloofd=beloofd.get(aanvraag.pk),
            ),
        )
        for aanvraag in aanvragen
    ]


def _geraamd(pks: Any) -> dict[int, PerTeam]:
    """Likely hours per team of the estimates in force."""
    regels = RamingRegel.objects.filter(raming__aanvraag__in=pks, raming__vervallen_op=None)
    return _per_team(regels.order_by().values_list("raming__aanvraag", "team").annotate(Sum("uren")))


def _starts(pks: Any) -> dict[int, date | None]:
    ramingen = Raming.objects.filter(aanvraag__in=pks, vervallen_op=None)
    return dict(ramingen.values_list("aanvraag", "vroegste_start"))


def beloofde_datums(pks: Any) -> dict[int, date | None]:
    """The last version of each promise about time."""
    afspraken = Afspraak.objects.filter(aanvraag__in=pks, soort=AfspraakSoort.TIJDIGHEID)
    laatste = afspraken.order_by("aanvraag", "-versie").distinct("aanvraag")
    return dict(laatste.values_list("aanvraag", "datum"))


def _vastgezet(ogon: Ogon) -> set[int]:
    """What the last adopted round pinned because the law requires it."""
    vastgesteld = Ronde.objects.filter(cyclus__ogon=ogon, status=RondeStatus.VASTGESTELD)
    laatste = vastgesteld.order_by("-vastgesteld_op", "-pk").values("pk")[:1]
    plaatsen = Rondeplaats.objects.filter(ronde__in=laatste).exclude(vastgezet_grond="")
    return set(plaatsen.values_list("aanvraag", flat=True))


def _nog_te_doen(ogon: Ogon, lopend: list[Aanvraag], geraamd: Mapping[int, PerTeam]) -> dict[int, PerTeam]:
    """What is promised and not used yet; for work from before the ledger the ceiling less what was booked."""
    stand = Mutatie.objects.filter(aanvraag__in=_pks(ogon, LOOPT)).stand("aanvraag", "team")
    toegezegd = _per_team((a, t, uren) for (a, t, r), uren in stand.items() if r == Rekening.TOEGEZEGD)
    in_boek = {plek[0] for plek in stand}
    geboekt = _geboekt({a.pk for a in lopend} - in_boek)
    return {
        a.pk: toegezegd.get(a.pk, {}) if a.pk in in_boek else _rest(a, geraamd.get(a.pk, {}), geboekt)
        for a in lopend
    }


def _geboekt(pks: Collection[int]) -> dict[int, Decimal]:
    boekingen = Boeking.objects.filter(opdracht__aanvraag__in=pks).order_by()
    return dict(boekingen.values_list("opdracht__aanvraag").annotate(Sum("uren")))


def _rest(aanvraag: Aanvraag, geraamd: PerTeam, geboekt: Mapping[int, Decimal]) -> PerTeam:
    """Divided over the teams as the estimate divides its hours."""
    rest = max(aanvraag.opdracht.uren_mogen - geboekt.get(aanvraag.pk, NUL), NUL)
    totaal = sum(geraamd.values(), NUL)
    if not (rest and totaal):
        return {}
    *eerste, laatste = sorted(geraamd)
    delen = {team: (geraamd[team] / totaal).quantize(Decimal("0.000001")) for team in eerste}
    delen[laatste] = 1 - sum(delen.values(), NUL)
    return verdeel(rest, delen)


def _per_team(regels: Iterable[tuple[int, int, Decimal]]) -> dict[int, PerTeam]:
    per_aanvraag: dict[int, PerTeam] = {}
    for aanvraag, team, uren in regels:
        if uren > 0:
            per_aanvraag.setdefault(aanvraag, {})[team] = uren
    return per_aanvraag


def _op_volgorde(ogon: Ogon, aanvragen: list[Aanvraag]) -> list[Aanvraag]:
    """Work under way stands above as many ranked requests as the last herprioritering put below it."""
    besloten = {sleutel: plek for plek, sleutel in enumerate(_besloten_volgorde(ogon))}
    lijst = sorted((a for a in aanvragen if a.status not in LOOPT), key=lambda a: a.plaats or 0)
    lopend = sorted((a for a in aanvragen if a.status in LOOPT), key=_verleend)
    erboven = sorted(besloten[a.sleutel] for a in lijst if a.sleutel in besloten)
    plek = {a.pk: (nr, 1, 0) for nr, a in enumerate(lijst)}
    for nr, a in enumerate(lopend, -len(lopend)):
        eigen = besloten.get(a.sleutel, nr)
        plek[a.pk] = (bisect_left(erboven, eigen), 0, eigen)
    return sorted(aanvragen, key=lambda a: plek[a.pk])


def _verleend(aanvraag: Aanvraag) -> tuple[str, int]:
    """By the day of granting; what came from an old list without one goes first."""
    op = aanvraag.opdracht.verleend_op
    return (op.isoformat() if op else "", aanvraag.pk)


def _besloten_volgorde(ogon: Ogon) -> list[str]:
    """The order of the last herprioritering, work under way included."""
    besluiten = Besluit.objects.filter(gremium=ogon.pk, soort=BesluitSoort.HERPRIORITEREN)
    gegevens = besluiten.order_by("-genomen_op", "-pk").values_list("gegevens", flat=True).first()
    regels = (gegevens or {}).get("verslag", {}).get("regels", ())
    return [regel["sleutel"] for regel in regels if regel["plaats_straks"]]


def _dvo(maanden: Collection[date]) -> dict[int, Capaciteitsregel]:
    """The hours that were agreed for DVO work, row by row: each is its own norm."""
    regels = Capaciteitsregel.objects.geldig().filter(soort=CapaciteitSoort.DVO, maand__in=maanden)
    return {regel.pk: regel for regel in regels.order_by("maand", "team__kort", "omschrijving")}
