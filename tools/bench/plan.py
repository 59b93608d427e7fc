"""What-if: a whole plan of assignments read, changed and planned again, beside one XLSX of those rows.

The goal: 5,000 assignments in 24 months of 15 teams within the time of the file, growth per assignment flat.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal
from time import perf_counter

from django.db import connection, transaction
from django.http import QueryDict
from django.test.utils import CaptureQueriesContext

from duoplus import exports, klok
from duoplus.calc.nederlands import AMSTERDAM
from duoplus.models import Gebruiker, Organisatie, Team
from maatwerk.calc.planner import plan
from maatwerk.choices import AanvraagStatus as S
from maatwerk.choices import AfspraakSoort, Oorzaak, Rekening
from maatwerk.models import Aanvraag, Afspraak, Deelnemer, Mutatie, Opdracht, Raming, RamingRegel
from maatwerk.planning.plan import Plan, horizon, lees_plan
from maatwerk.planning.scenario import reken
from maatwerk.planning.wijzigingen import Wijziging
from ogon.choices import CapaciteitSoort
from ogon.models import Capaciteitsregel, Ogon
from tools.bench.meten import Grootte, Rij
from tools.bench.scenarios import CONTROLLER

OPDRACHTEN, TEAMS, PER_OPDRACHT = (1_250, 2_500, 5_000), 15, 3
KEER = 3
NAAM, WAT_ALS, BESTAND = "planner", "planner, met lezen en verslag", "planner, zelfde rijen als XLSX"


def meet(groottes: list[Grootte]) -> list[Rij]:
    """On the smallest portal; growth is per assignment. Whatever was made is undone afterwards."""
    rijen = [rij for aantal in OPDRACHTEN for rij in _meet(groottes[0], aantal)]
    eerste = {rij.scenario: rij.p50_ms / rij.n for rij in reversed(rijen)}
    return [replace(rij, growth=rij.p50_ms / rij.n / eerste[rij.scenario]) for rij in rijen]


def _meet(grootte: Grootte, aantal: int) -> list[Rij]:
    """``ratio_floor`` is the time divided by that of the file: at most one for the planner."""
    grootte.enter()
    with _opdrachten(grootte, aantal) as ogon:
        with CaptureQueriesContext(connection) as vragen:
            _wat_als(ogon, aantal)
        plan_ = lees_plan(ogon)
        plannen = min(_klok(lambda: _plan(plan_)) for _ in range(KEER))
        alles = min(_klok(lambda: _wat_als(ogon, aantal)) for _ in range(KEER))
        schrijven = min(_klok(lambda: _als_xlsx(grootte, aantal)) for _ in range(KEER))
    return [
        Rij(NAAM, aantal, plannen, queries=0, ratio_floor=plannen / schrijven),
        Rij(WAT_ALS, aantal, alles, queries=len(vragen), ratio_floor=alles / schrijven),
        Rij(BESTAND, aantal, schrijven, per_s=aantal / schrijven * 1000),
    ]


def _plan(het_plan: Plan) -> None:
    """All work in the order of the list, over all months."""
    plan([regel.werk for regel in het_plan.regels], het_plan.vrij, het_plan.maanden)


def _klok(doe: Callable[[], None]) -> float:
    began = perf_counter()
    doe()
    return (perf_counter() - began) * 1000


def _wat_als(ogon: Ogon, aantal: int) -> None:
    """Read the plan, move the last to the top, plan both orders, and write the report."""
    nu = lees_plan(ogon)
    if (len(nu.regels), len(nu.maanden)) != (aantal, 24):
        raise AssertionError(f"{len(nu.regels)} opdrachten in {len(nu.maanden)} maanden")
    wijziging: Wijziging = {"soort": "verplaats", "aanvraag": nu.regels[-1].sleutel, "plaats": 1}
    reken(nu, [wijziging]).verslag()


def _als_xlsx(grootte: Grootte, aantal: int) -> None:
    wie: Gebruiker = grootte.gebruiker(CONTROLLER)
    lijst = exports.open_lijst("opdrachten", QueryDict("q=meetplanner"), wie)
    if (gemaakt := exports.maak_bestand(lijst, "xlsx", by=wie)).rijen != aantal:
        raise AssertionError(f"{gemaakt.rijen} rijen in het bestand")


@contextmanager
def _opdrachten(grootte: Grootte, aantal: int) -> Iterator[Ogon]:
    """On 4 January, so that a plan spans 24 months; undone when it was measured."""
    januari = datetime(klok.vandaag().year + 1, 1, 4, 9, tzinfo=AMSTERDAM)
    with transaction.atomic(), klok.op(januari):
        by, ogon = grootte.gebruiker(CONTROLLER), Ogon.objects.get(slug="bedrijfsvoering")
        Aanvraag.objects.filter(ogon=ogon).update(ogon=None, plaats=None)
        _maak(ogon, by, aantal)
        yield ogon
        transaction.set_rollback(True)


def _maak(ogon: Ogon, by: Gebruiker, aantal: int) -> None:
    gemeente, nu = Organisatie.objects.get(letter="U"), klok.nu()
    aanvragen = Aanvraag.objects.bulk_create(
        Aanvraag(
            nummer=f"PLAN-{nr:05d}", titel=f"Meetplanner {nr}: koppeling van het zaaksysteem",
            titel_sorteer=f"meetplanner {nr}: koppeling van het zaaksysteem", status=S.OPDRACHT_VERLEEND,
            organisatie=gemeente, ogon=ogon, ingevoerd_door=by, ingediend_op=nu,
        )
        for nr in range(aantal)
    )  # fmt: skip
    Deelnemer.objects.bulk_create(Deelnemer(aanvraag=a, organisatie=gemeente) for a in aanvragen)
    ramingen = Raming.objects.bulk_create(Raming(aanvraag=a, versie=1, opgesteld_door=by) for a in aanvragen)
    teams = list(Team.objects.order_by("pk")[:TEAMS])
    delen = [
        (nr, teams[(nr + deel * 4) % len(teams)]) for nr in range(aantal) for deel in range(PER_OPDRACHT)
    ]
    RamingRegel.objects.bulk_create(
        RamingRegel(
            raming=ramingen[nr], team=team, functiegroep="B", uren_laag=0, uren=Decimal(20 + nr % 60),
            uren_hoog=200, tarief=76, bedrag=0,
        )
        for nr, team in delen
    )  # fmt: skip
    _geef_opdracht(ramingen, aanvragen, by)
    _zeg_toe(aanvragen, delen, by)
    _geef_uren(teams, by, Decimal(aantal * PER_OPDRACHT * 45 // len(teams) // 24))


def _geef_opdracht(ramingen: list[Raming], aanvragen: list[Aanvraag], by: Gebruiker) -> None:
    nu, klaar = klok.nu(), date(klok.vandaag().year + 1, 6, 30)
    Opdracht.objects.bulk_create(
        Opdracht(
            aanvraag=a, raming=r, nummer=f"PLAN-OPD-{nr:05d}", plafond_uren=100, plafond_kosten=1,
            einddatum=klaar, klaargezet_op=nu, verleend_op=nu,
        )
        for nr, (a, r) in enumerate(zip(aanvragen, ramingen, strict=True))
    )  # fmt: skip
    Afspraak.objects.bulk_create(
        Afspraak(
            aanvraag=a, soort=AfspraakSoort.TIJDIGHEID, versie=1, tekst="Klaar.", datum=klaar,
            oorzaak=Oorzaak.EERSTE, door=by,
        )
        for a in aanvragen
    )  # fmt: skip


def _zeg_toe(aanvragen: list[Aanvraag], delen: list[tuple[int, Team]], by: Gebruiker) -> None:
    Mutatie.objects.bulk_create(
        Mutatie(
            aanvraag=aanvragen[nr], team=team, maand=horizon()[nr % 24], van=Rekening.VRIJ,
            naar=Rekening.TOEGEZEGD, uren=Decimal(20 + nr % 60), door=by,
        )
        for nr, team in delen
    )  # fmt: skip


def _geef_uren(teams: list[Team], by: Gebruiker, per_maand: Decimal) -> None:
    """A little less than is asked, so that the last find no place."""
    Capaciteitsregel.objects.bulk_create(
        Capaciteitsregel(
            team=team, maand=maand, soort=CapaciteitSoort.BRUTO, omschrijving="Bench plan", uren=per_maand,
            bron="bench", ingevoerd_door=by,
        )
        for team in teams
        for maand in horizon()
    )  # fmt: skip
