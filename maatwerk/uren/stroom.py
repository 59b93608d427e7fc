"""De waterval zoals de bladzijden hem tonen: per team, per maand, en elke term tot op haar bronregels."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from duoplus import klok
from duoplus.calc.nederlands import MAANDEN
from duoplus.models import Gebruiker, Team
from maatwerk.choices import Rekening
from maatwerk.models import Aanvraag, Mutatie
from maatwerk.uren.capaciteit import NUL, maanden_van, waterval
from ogon.calc.waterval import Waterval, per_periode
from ogon.models import Capaciteitsregel

MAATWERK = "maatwerk"
TERMEN = {
    "bruto": "Bruto",
    "verlof": "Verlof",
    "dvo": "DVO",
    MAATWERK: "Maatwerk",
    "buffer": "Buffer",
}
# From the left of the bar: what is spoken for, then what is free.
VOLGORDE = ("verlof", "dvo", "buffer", MAATWERK)
BREED = 1000


@dataclass(frozen=True)
class Stuk:
    """Een deel van de balk, in duizendsten van de breedte."""

    naam: str
    van: int
    breed: int


@dataclass(frozen=True)
class Teamregel:
    """Eén team over een jaar of een kwartaal; ``delen``: vrije uren per kwartaal of per maand."""

    team: Team
    stap: Waterval
    delen: list[Decimal]

    @property
    def balk(self) -> list[Stuk]:
        return balk(self.stap)

    @property
    def is_leeg(self) -> bool:
        return self.stap == Waterval()


@dataclass(frozen=True)
class Trede:
    """Een term van de waterval van één team: van waar tot waar de balk loopt, en met welk teken."""

    naam: str
    label: str
    uren: Decimal
    stuk: Stuk


@dataclass(frozen=True)
class Maatwerkregel:
    """Uren van één aanvraag op één rekening. Wie haar niet herkent, ziet alleen de uren."""

    aanvraag: Aanvraag | None
    is_zichtbaar: bool
    rekening: str
    uren: Decimal


def balk(stap: Waterval) -> list[Stuk]:
    """Side by side: what is spoken for and what is free; more than gross fills the whole bar."""
    uren = {naam: max(getattr(stap, naam), NUL) for naam in VOLGORDE}
    uren["vrij"] = max(stap.vrij, NUL)
    totaal = sum(uren.values(), NUL)
    stukken, plek = [], NUL
    for naam, deel in uren.items():
        van, tot = (_duizendsten(waarde, totaal) for waarde in (plek, plek + deel))
        stukken.append(Stuk(naam, van, tot - van))
        plek += deel
    return [stuk for stuk in stukken if stuk.breed]


def treden(stap: Waterval) -> list[Trede]:
    """Gross, then each term where the one before ended, down to what is free."""
    hoogst = max(stap.bruto, NUL)
    over, lijst = NUL, []
    for naam, uren in stap.termen():
        lijst.append(Trede(naam, TERMEN[naam], uren, _stuk(naam, over, over + uren, hoogst)))
        over += uren
    return [*lijst, Trede("vrij", "Vrij", over, _stuk("vrij" if over >= 0 else "tekort", NUL, over, hoogst))]


def _stuk(naam: str, van: Decimal, tot: Decimal, hoogst: Decimal) -> Stuk:
    links, rechts = sorted(min(max(waarde, NUL), hoogst) for waarde in (van, tot))
    begin, eind = _duizendsten(links, hoogst), _duizendsten(rechts, hoogst)
    return Stuk(naam, begin, eind - begin)


def _duizendsten(uren: Decimal, totaal: Decimal) -> int:
    return round(BREED * uren / totaal) if totaal else 0


# Reading -------------------------------------------------------------------------------------------------


def jaren() -> list[int]:
    """This year and the next, and every year of which something is filled in."""
    nu = klok.vandaag().year
    ingevuld = Capaciteitsregel.objects.geldig().order_by().values_list("maand__year", flat=True)
    return sorted({nu, nu + 1, *ingevuld.distinct()})


def teams(jaar: int) -> list[Team]:
    """Those that exist in the year, by department."""
    bestaan = Team.objects.filter(van__lte=date(jaar, 12, 31)).exclude(tot__lt=date(jaar, 1, 1))
    return list(bestaan.select_related("afdeling").order_by("afdeling__naam", "kort"))


def overzicht(jaar: int, kwartaal: int | None) -> list[Teamregel]:
    """Every team over the year, with what is free per quarter; or over a quarter, per month."""
    maanden = maanden_in(jaar, kwartaal)
    alle = teams(jaar)
    watervallen = waterval(alle, maanden)
    return [_regel(team, watervallen[team.pk], kwartaal) for team in alle]


def maanden_in(jaar: int, kwartaal: int | None) -> list[date]:
    maanden = maanden_van(jaar)
    return maanden[3 * kwartaal - 3 : 3 * kwartaal] if kwartaal else maanden


def samen(stappen: Iterable[Waterval]) -> Waterval:
    return sum(stappen, Waterval())


def _regel(team: Team, maanden: Mapping[date, Waterval], kwartaal: int | None) -> Teamregel:
    per = (lambda maand: maand.month) if kwartaal else (lambda maand: (maand.month + 2) // 3)
    delen = per_periode(maanden, per)
    return Teamregel(team, samen(maanden.values()), [stap.vrij for stap in delen.values()])


def bronregels(team: Team, maanden: Sequence[date], soort: str) -> list[Capaciteitsregel]:
    """The rows that make a term, and those that they took the place of."""
    regels = Capaciteitsregel.objects.filter(team=team, maand__in=maanden, soort=soort)
    gelezen = regels.select_related("team", "ingevoerd_door__organisatie")
    return list(gelezen.order_by("maand", "omschrijving", "-pk"))


def maatwerkregels(team: Team, maanden: Sequence[date], user: Gebruiker) -> list[Maatwerkregel]:
    """What requests hold of these months; of those that this user does not recognise only the hours."""
    stand = Mutatie.objects.filter(team=team, maand__in=maanden).stand("aanvraag")
    aanvragen = Aanvraag.objects.filter(pk__in={pk for pk, _ in stand})
    bekend = aanvragen.recognisable_to(user).in_bulk()
    open_ = set(aanvragen.visible_to(user).values_list("pk", flat=True))
    regels = [
        Maatwerkregel(bekend.get(pk), pk in open_, Rekening(rekening).label, uren)
        for (pk, rekening), uren in stand.items()
    ]
    return sorted(regels, key=_op_naam)


def _op_naam(regel: Maatwerkregel) -> Any:
    """By title; what is not recognised last, so that its place tells nothing."""
    titel = regel.aanvraag.titel_sorteer if regel.aanvraag else ""
    return (not titel, titel, regel.rekening, -regel.uren)


def maandnaam(maand: date) -> str:
    return MAANDEN[maand.month - 1]
