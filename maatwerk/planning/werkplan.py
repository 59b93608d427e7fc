"""Werkplannen zoals hun bladzijden ze tonen: gepland, gewerkt en verwacht per regel, en of het past.

Planned is what was adopted first (the measure), or the lines as they are while nothing was. Of an
assignment the worked hours are those booked, and what is expected besides is what the team still promised;
of other lines the last state that somebody recorded counts. A number of queries that does not grow.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cached_property
from typing import Any

from django.db.models import QuerySet, Sum
from django.db.models.functions import ExtractQuarter, ExtractYear

from duoplus.calc.nederlands import uren as als_uren
from duoplus.choices import Rol
from duoplus.models import Afdeling, Gebruiker
from maatwerk.choices import BoekingSoort, Rekening
from maatwerk.models import Aanvraag, Boeking, Mutatie, Opdracht, OpdrachtInWerkplan
from maatwerk.uren.capaciteit import Watervallen, maanden_van, waterval
from ogon.calc.kwartalen import LEEG, NUL, Kwartalen, samen
from ogon.calc.waterval import kwartaal, per_periode
from ogon.choices import WerkplanStatus
from ogon.models import Werkplan, Werkplanregel, Werkplanstand, Werkplanvaststelling
from ogon.models.dvo import LEEST_ALLE_DVO

BREED = 1000
TOON = {
    WerkplanStatus.GETOETST: "info",
    WerkplanStatus.VASTGESTELD: "ok",
    WerkplanStatus.IN_UITVOERING: "ok",
    WerkplanStatus.IN_HERZIENING: "warn",
}
SOORTEN = {"dvo": "Producten van de DVO", "opdracht": "Opdrachten", "ander": "Ander werk"}


@dataclass(frozen=True)
class Regel:
    """Eén regel over het jaar. Zonder ``regel`` is het al het werk samen dat deze lezer niet mag lezen.

    ``maat`` is what was adopted first, for the whole year; ``verwacht`` holds what was worked too.
    """

    regel: Werkplanregel | None
    maat: Decimal
    gepland: Kwartalen
    gewerkt: Kwartalen
    verwacht: Kwartalen
    opdracht: Opdracht | None = None
    is_leesbaar: bool = True

    @property
    def soort(self) -> str:
        if self.opdracht is not None:
            return "opdracht"
        return "dvo" if self.regel is not None and self.regel.product_id else "ander"

    @property
    def is_later(self) -> bool:
        """Came after the plan was adopted."""
        return self.regel is not None and not self.maat and bool(self.uren)

    @property
    def uren(self) -> Decimal:
        """As the plan is now, for the whole year."""
        return sum(self.gepland, NUL)

    @property
    def som_gewerkt(self) -> Decimal:
        return sum(self.gewerkt, NUL)

    @property
    def som_verwacht(self) -> Decimal:
        return sum(self.verwacht, NUL)

    @property
    def over(self) -> Decimal:
        """Below zero: more is expected than was planned."""
        return self.maat - self.som_verwacht

    @property
    def balk(self) -> dict[str, int]:
        """The state of the year in thousandths of the widest of planned and expected."""
        breed = max(self.maat, self.som_verwacht)
        deel = lambda uren: round(BREED * max(uren, NUL) / breed) if breed else 0  # noqa: E731
        return {
            "gewerkt": deel(self.som_gewerkt),
            "verwacht": deel(self.som_verwacht),
            "maat": min(deel(self.maat), BREED - 4),
        }


@dataclass(frozen=True)
class Kwartaal:
    """Wat het team in een kwartaal kan en wat ervan gevraagd wordt.

    ``los`` is what requests hold of the team without a line in the plan: it counts all the same.
    """

    nr: int
    beschikbaar: Decimal
    gepland: Decimal
    los: Decimal

    @property
    def over(self) -> Decimal:
        return self.beschikbaar - self.gepland - self.los

    @property
    def past(self) -> bool:
        return self.over >= 0

    @property
    def zin(self) -> str:
        nodig = als_uren(self.gepland + self.los)
        te_veel, kan = als_uren(-self.over), als_uren(self.beschikbaar)
        return f"Kwartaal {self.nr}: {te_veel} uur te veel. Er is {nodig} uur nodig en {kan} uur beschikbaar."


@dataclass(frozen=True)
class Plan:
    """Een werkplan met alles wat zijn bladzijde zegt; ``verborgen`` telt mee en is niet te lezen."""

    werkplan: Werkplan
    alle: list[Regel]
    kwartalen: list[Kwartaal]
    is_vastgesteld: bool

    @cached_property
    def regels(self) -> list[Regel]:
        return [regel for regel in self.alle if regel.is_leesbaar]

    @cached_property
    def verborgen(self) -> Regel | None:
        dicht = [regel for regel in self.alle if not regel.is_leesbaar]
        return _tel_op(dicht) if dicht else None

    @property
    def groepen(self) -> list[tuple[str, list[Regel]]]:
        """Each kind that has lines, under its name."""
        per_soort = ((naam, [r for r in self.regels if r.soort == soort]) for soort, naam in SOORTEN.items())
        return [(naam, regels) for naam, regels in per_soort if regels]

    @cached_property
    def totaal(self) -> Regel:
        return _tel_op(self.alle)

    @property
    def toon(self) -> str:
        """How its status is coloured, beside the word."""
        return TOON.get(WerkplanStatus(self.werkplan.status), "plain")

    @property
    def past(self) -> bool:
        return all(kwartaal.past for kwartaal in self.kwartalen)

    @property
    def tekorten(self) -> list[str]:
        return [kwartaal.zin for kwartaal in self.kwartalen if not kwartaal.past]

    @property
    def beschikbaar(self) -> Decimal:
        return sum((kwartaal.beschikbaar for kwartaal in self.kwartalen), NUL)


def _tel_op(regels: Collection[Regel]) -> Regel:
    return Regel(
        None,
        sum((regel.maat for regel in regels), NUL),
        samen(regel.gepland for regel in regels),
        samen(regel.gewerkt for regel in regels),
        samen(regel.verwacht for regel in regels),
    )


# Reading -------------------------------------------------------------------------------------------------


def lees_een(werkplan: Werkplan, user: Gebruiker) -> Plan:
    return lees([werkplan], user)[0]


def lees(plannen: Collection[Werkplan], user: Gebruiker) -> list[Plan]:
    """Each plan as this person may read it."""
    bronnen = _Bronnen(plannen)
    leesbaar = _Leesbaar(user, bronnen.regels)
    return [bronnen.plan(werkplan, leesbaar) for werkplan in plannen]


def tekorten(werkplan: Werkplan) -> list[str]:
    """Why this plan does not fit in the hours of its team, a sentence per quarter."""
    bronnen = _Bronnen([werkplan])
    return [kwartaal.zin for kwartaal in bronnen.kwartalen(werkplan) if not kwartaal.past]


def uren_van_opdracht(opdracht: Opdracht, werkplan: Werkplan) -> Kwartalen:
    """What this assignment holds of the team in the year: promised and used together."""
    mutaties = Mutatie.objects.filter(aanvraag=opdracht.aanvraag_id, team=werkplan.team_id)
    stand = mutaties.filter(maand__year=werkplan.jaar).stand("maand")
    per = _in_kwartalen((None, kwartaal(maand)[1], uren) for (maand, _), uren in stand.items())
    return per.get(None, LEEG)


def in_te_plannen(werkplan: Werkplan, user: Gebruiker) -> list[Opdracht]:
    """Given assignments with hours of this team in this year that have no line in the plan yet."""
    mutaties = Mutatie.objects.filter(team=werkplan.team_id, maand__year=werkplan.jaar)
    met_uren = {aanvraag for aanvraag, _ in mutaties.stand("aanvraag")}
    er_al = OpdrachtInWerkplan.objects.filter(regel__werkplan=werkplan, regel__vervallen_op=None)
    kan = Opdracht.objects.visible_to(user).verleend().filter(aanvraag__in=met_uren)
    rest = kan.exclude(pk__in=er_al.values("opdracht")).select_related("aanvraag")
    return list(rest.defer("aanvraag__concept_invoer").order_by("nummer"))


class _Leesbaar:
    """Which lines this person may read, and which requests he may open."""

    def __init__(self, user: Gebruiker, regels: Iterable[Werkplanregel]) -> None:
        self.user = user
        self.ziet_alles = user.is_duoplus or user.heeft_rol(*LEEST_ALLE_DVO)
        self.gemeenten = {t.organisatie_id for t in user.rollen if t.organisatie_id}
        self.afdelingen = _besluit_over(user)
        aanvragen = [o.aanvraag_id for regel in regels if (o := opdracht_van(regel))]
        bekend = Aanvraag.objects.recognisable_to(user).filter(pk__in=aanvragen)
        self.aanvragen = set(bekend.values_list("pk", flat=True))

    def mag(self, regel: Werkplanregel) -> bool:
        if (opdracht := opdracht_van(regel)) is not None:
            return opdracht.aanvraag_id in self.aanvragen
        leest_alles = self.ziet_alles or regel.werkplan.team.afdeling_id in self.afdelingen
        return leest_alles or regel.organisatie_id in self.gemeenten


def _besluit_over(user: Gebruiker) -> set[int]:
    """The departments of whose teams the plans are adopted by a body that this person leads."""
    gremia = user.gremia(Rol.VOORZITTER, Rol.SECRETARIS)
    afdelingen = Afdeling.objects.filter(programma__ogon__in=gremia) if gremia else Afdeling.objects.none()
    return set(afdelingen.values_list("pk", flat=True))


def opdracht_van(regel: Werkplanregel) -> Opdracht | None:
    link = getattr(regel, "opdrachtlink", None)
    return link.opdracht if link else None


def regels_van(plannen: Collection[Werkplan]) -> QuerySet[Werkplanregel]:
    levend = Werkplanregel.objects.filter(werkplan__in=plannen, vervallen_op=None)
    return levend.select_related(
        "werkplan__team", "product", "organisatie", "eigenaar", "opdrachtlink__opdracht__aanvraag"
    ).defer("opdrachtlink__opdracht__aanvraag__concept_invoer")


class _Bronnen:
    """Everything that some plans rest on, read at once."""

    def __init__(self, plannen: Collection[Werkplan]) -> None:
        self.plannen = plannen
        self.teams = {werkplan.team_id for werkplan in plannen}
        self.jaren = {werkplan.jaar for werkplan in plannen}
        self.regels = list(regels_van(plannen))
        self.maten = _maten(plannen)
        self.standen = _standen(self.regels)
        self.geboekt = _geboekt(self.regels)
        self.beslag = _beslag(self.teams, self.jaren)
        maanden = [maand for jaar in sorted(self.jaren) for maand in maanden_van(jaar)]
        self.watervallen: Watervallen = waterval(self.teams, maanden)

    def plan(self, werkplan: Werkplan, leesbaar: _Leesbaar) -> Plan:
        is_vastgesteld = werkplan.pk in self.maten
        regels = [self._regel(r, is_vastgesteld, leesbaar) for r in self._van(werkplan)]
        return Plan(werkplan, regels, self.kwartalen(werkplan), is_vastgesteld)

    def _van(self, werkplan: Werkplan) -> list[Werkplanregel]:
        return [regel for regel in self.regels if regel.werkplan_id == werkplan.pk]

    def _regel(self, regel: Werkplanregel, is_vastgesteld: bool, leesbaar: _Leesbaar) -> Regel:
        gepland, opdracht = _kwartalen_van(regel), opdracht_van(regel)
        maat = self.maten[regel.werkplan_id].get(regel.pk, NUL) if is_vastgesteld else sum(gepland, NUL)
        if opdracht is not None:
            gewerkt, verwacht = self._van_opdracht(regel, opdracht)
        else:
            gewerkt, verwacht = self._van_standen(regel, gepland)
        return Regel(regel, maat, gepland, gewerkt, verwacht, opdracht, leesbaar.mag(regel))

    def _van_opdracht(self, regel: Werkplanregel, opdracht: Opdracht) -> tuple[Kwartalen, Kwartalen]:
        team, jaar = regel.werkplan.team_id, regel.werkplan.jaar
        gewerkt = self.geboekt.get((opdracht.pk, team, jaar), LEEG)
        beloofd = self.beslag.get((team, jaar), {}).get((opdracht.aanvraag_id, Rekening.TOEGEZEGD), LEEG)
        return gewerkt, samen([gewerkt, beloofd])

    def _van_standen(self, regel: Werkplanregel, gepland: Kwartalen) -> tuple[Kwartalen, Kwartalen]:
        """A quarter of which nothing was recorded goes as planned."""
        standen = [self.standen.get((regel.pk, nr)) for nr in range(1, 5)]
        gewerkt = [stand.gewerkt if stand else NUL for stand in standen]
        verwacht = [
            stand.gewerkt + stand.verwacht if stand else uren
            for stand, uren in zip(standen, gepland, strict=True)
        ]
        return tuple(gewerkt), tuple(verwacht)  # type: ignore[return-value]

    def kwartalen(self, werkplan: Werkplan) -> list[Kwartaal]:
        """Gross hours less leave and buffer, against the lines and what requests hold besides."""
        maanden = {
            maand: stap
            for maand, stap in self.watervallen[werkplan.team_id].items()
            if maand.year == werkplan.jaar
        }
        kan = [stap.bruto - stap.verlof - stap.buffer for stap in per_periode(maanden, kwartaal).values()]
        gepland = samen(_kwartalen_van(regel) for regel in self._van(werkplan))
        los = self._los(werkplan)
        return [Kwartaal(nr + 1, kan[nr], gepland[nr], los[nr]) for nr in range(4)]

    def _los(self, werkplan: Werkplan) -> Kwartalen:
        in_plan = {o.aanvraag_id for regel in self._van(werkplan) if (o := opdracht_van(regel))}
        beslag = self.beslag.get((werkplan.team_id, werkplan.jaar), {})
        return samen(uren for (aanvraag, _), uren in beslag.items() if aanvraag not in in_plan)


def _kwartalen_van(regel: Werkplanregel) -> Kwartalen:
    return regel.k1, regel.k2, regel.k3, regel.k4


def _maten(plannen: Collection[Werkplan]) -> dict[int, dict[int, Decimal]]:
    """Per plan that was adopted: the hours of each line in its first adoption."""
    eerste = Werkplanvaststelling.objects.filter(werkplan__in=plannen).order_by("werkplan_id", "pk")
    rijen = eerste.distinct("werkplan_id").values_list("werkplan", "inhoud")
    return {
        plan: {
            regel["regel"]: sum((Decimal(regel[f"k{nr}"]) for nr in range(1, 5)), NUL)
            for regel in inhoud["regels"]
        }
        for plan, inhoud in rijen
    }


def _standen(regels: Collection[Werkplanregel]) -> dict[tuple[int, int], Werkplanstand]:
    laatste = Werkplanstand.objects.filter(regel__in=[regel.pk for regel in regels])
    per = laatste.order_by("regel_id", "kwartaal", "-pk").distinct("regel_id", "kwartaal")
    return {(stand.regel_id, stand.kwartaal): stand for stand in per}


def _geboekt(regels: Collection[Werkplanregel]) -> Mapping[tuple[int, int, int], Kwartalen]:
    """Per assignment, team and year: the hours booked in each quarter."""
    opdrachten = {opdracht.pk for regel in regels if (opdracht := opdracht_van(regel))}
    uren = Boeking.objects.filter(opdracht__in=opdrachten, soort=BoekingSoort.UREN).order_by()
    per = uren.annotate(jaar=ExtractYear("datum"), nr=ExtractQuarter("datum"))
    rijen = per.values_list("opdracht", "team", "jaar", "nr").annotate(som=Sum("uren"))
    return _in_kwartalen(((opdracht, team, jaar), nr, som) for opdracht, team, jaar, nr, som in rijen)


def _beslag(teams: set[int], jaren: set[int]) -> dict[tuple[int, int], dict[tuple[int, str], Kwartalen]]:
    """Per team and year: what each request holds on each account, in each quarter."""
    eerste, laatste = date(min(jaren, default=1), 1, 1), date(max(jaren, default=1), 12, 31)
    mutaties = Mutatie.objects.filter(team__in=teams, maand__range=(eerste, laatste))
    stand = mutaties.stand("team", "maand", "aanvraag")
    per = _in_kwartalen(
        ((team, maand.year, aanvraag, rekening), kwartaal(maand)[1], uren)
        for (team, maand, aanvraag, rekening), uren in stand.items()
    )
    beslag: dict[tuple[int, int], dict[tuple[int, str], Kwartalen]] = defaultdict(dict)
    for (team, jaar, aanvraag, rekening), uren in per.items():
        beslag[team, jaar][aanvraag, rekening] = uren
    return beslag


def _in_kwartalen(rijen: Iterable[tuple[Any, int, Decimal]]) -> Mapping[Any, Kwartalen]:
    """``rijen`` are (key, number of the quarter, hours)."""
    per: dict[Any, list[Decimal]] = defaultdict(lambda: [NUL] * 4)
    for sleutel, nr, uren in rijen:
        per[sleutel][nr - 1] += uren
    return {sleutel: tuple(uren) for sleutel, uren in per.items()}  # type: ignore[misc]
