"""De lijst met aanvragen, als regels: het scherm en de download lezen dezelfde."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any, NamedTuple

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import CharField, IntegerField, OuterRef, QuerySet, Subquery, Sum, Value
from django.db.models.functions import Cast
from django.utils.timezone import localtime

from duoplus import klok
from duoplus.calc.nederlands import datum_kort
from duoplus.models import Organisatie, Team
from duoplus.reports import Column
from maatwerk.choices import AanvraagStatus as S
from maatwerk.models import EINDSTATUS, Aanvraag, Deelnemer, RamingRegel
from maatwerk.models.aanvraag import TOON
from ogon.models import Ogon

KOLOMMEN = (
    Column("kenmerk", "Nummer"),
    Column("titel", "Aanvraag"),
    Column("gemeentenamen", "Gemeente"),
    Column("team", "Team"),
    Column("statusnaam", "Status"),
    Column("uren", "Uren", "hours"),
    Column("klaar_op", "Klaar op", "date"),
    Column("gewijzigd_op", "Gewijzigd", "moment"),
)
STATUSNAAM = dict(S.choices)
SNEL_DAGEN = 14


class Keuze(NamedTuple):
    """A thing to filter on: ``waarde`` stands in the address, ``naam`` on the screen."""

    soort: str
    pk: int
    waarde: str
    naam: str
    volgorde: int

    @property
    def letter(self) -> str:
        return self.waarde


class Naslag:
    """Every municipality, OGON and team by id: some twenty rows, read in one query for a whole page."""

    def __init__(self) -> None:
        rijen = sorted(map(Keuze._make, _naslag()), key=lambda keuze: (keuze.volgorde, keuze.naam))
        self._op_soort: dict[str, dict[int, Keuze]] = {"gemeente": {}, "ogon": {}, "team": {}}
        for keuze in rijen:
            self._op_soort[keuze.soort][keuze.pk] = keuze

    def van(self, soort: str) -> dict[int, Keuze]:
        return self._op_soort[soort]

    def gemeenten(self, pks: Iterable[int]) -> tuple[Keuze, ...]:
        """These municipalities in their fixed order."""
        gezocht = set(pks)
        return tuple(keuze for pk, keuze in self._op_soort["gemeente"].items() if pk in gezocht)

    def teamnaam(self, pk: int | None) -> str:
        return self._op_soort["team"][pk].naam if pk is not None else ""


def _naslag() -> QuerySet[Any, Any]:
    def rijen(soort: str, queryset: Any, waarde: Any, naam: str, volgorde: Any) -> Any:
        velden = (Value(soort), "pk", Cast(waarde, CharField()), Cast(naam, CharField()), volgorde)
        return queryset.order_by().values_list(*velden)

    nul = Value(0, IntegerField())
    return rijen(
        "gemeente", Organisatie.objects.gemeenten(), "letter", "naam", Cast("volgorde", IntegerField())
    ).union(
        rijen("ogon", Ogon.objects.all(), "slug", "naam", nul),
        rijen("team", Team.objects.all(), "pk", "kort", nul),
        all=True,
    )


@dataclass(frozen=True, slots=True)
class Regel:
    """One request as a line of the list."""

    kenmerk: str
    titel: str
    gemeenten: tuple[Keuze, ...]
    team: str
    status: str
    uren: Decimal | None
    klaar_op: date | None
    gewijzigd_op: datetime

    @property
    def gemeentenamen(self) -> str:
        return ", ".join(gemeente.naam for gemeente in self.gemeenten)

    @property
    def statusnaam(self) -> str:
        return str(STATUSNAAM[self.status])

    @property
    def toon(self) -> str:
        return TOON[S(self.status)]

    @property
    def spoed(self) -> str:
        """How the end date looks: past or today is ``now``, within two weeks ``soon``."""
        if self.klaar_op is None or self.status in EINDSTATUS:
            return ""
        dagen = (self.klaar_op - klok.vandaag()).days
        return "now" if dagen <= 0 else "soon" if dagen <= SNEL_DAGEN else ""

    @property
    def gewijzigd(self) -> str:
        """The day, as near as people say it."""
        dag, vandaag = localtime(self.gewijzigd_op).date(), klok.vandaag()
        if dag >= vandaag - timedelta(days=1):
            return "vandaag" if dag >= vandaag else "gisteren"
        return datum_kort(dag).removesuffix(f" {vandaag.year}")


def als_regels(aanvragen: QuerySet[Aanvraag]) -> QuerySet[Any, Any]:
    """The columns of these requests, in their order; ``regels`` makes lines of them."""
    return aanvragen.annotate(
        deelnemers_pks=ArraySubquery(
            Deelnemer.objects.filter(aanvraag=OuterRef("pk")).order_by().values("organisatie")
        ),
        geraamd=Subquery(_geraamde_uren()),
    ).values_list(
        "nummer",
        "extern_nummer",
        "titel",
        "deelnemers_pks",
        "team",
        "status",
        "geraamd",
        "opdracht__einddatum",
        "gewenste_datum",
        "gewijzigd_op",
    )


def _geraamde_uren() -> QuerySet[Any, Any]:
    geldig = RamingRegel.objects.filter(raming__aanvraag=OuterRef("pk"), raming__vervallen_op=None)
    return geldig.order_by().values("raming__aanvraag").annotate(som=Sum("uren")).values("som")


def regels(rijen: Iterable[Any], naslag: Naslag) -> Iterator[Regel]:
    for nummer, extern, titel, pks, team, status, uren, einddatum, gewenst, gewijzigd in rijen:
        yield Regel(
            kenmerk=nummer or extern or "",
            titel=titel,
            gemeenten=naslag.gemeenten(pks),
            team=naslag.teamnaam(team),
            status=status,
            uren=uren,
            klaar_op=einddatum or gewenst,
            gewijzigd_op=gewijzigd,
        )
