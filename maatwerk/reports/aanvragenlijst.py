"""De kolommen van de lijst met aanvragen: scherm, volgorde, filter en export lezen dezelfde."""

from collections.abc import Iterable
from datetime import date, datetime
from decimal import Decimal
from functools import cache
from html import escape
from typing import Any, NamedTuple
from urllib.parse import quote

from django.contrib.contenttypes.models import ContentType
from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import (
    Case,
    CharField,
    DateField,
    DecimalField,
    F,
    IntegerField,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Sum,
    Value,
    When,
)
from django.db.models.fields.json import KT
from django.db.models.functions import Cast, Coalesce, NullIf
from django.utils.safestring import SafeString

from duoplus import klok
from duoplus.lijsten import Kolom
from duoplus.lijsten.keuzes import label
from duoplus.models import Gebeurtenis, Gebruiker, Organisatie, Team
from duoplus.sql import Sql
from duoplus.web.templatetags.duo import badge, datum_kort, gemset, tag
from maatwerk.choices import Aanleiding, Urgentie, Verzoekstand
from maatwerk.choices import AanvraagStatus as S
from maatwerk.models import (
    EINDSTATUS,
    Aanvraag,
    Boeking,
    Deelnemer,
    ExterneKosten,
    Plaatsing,
    RamingRegel,
    Wijzigingsverzoek,
)
from maatwerk.models.aanvraag import LEEST_EIGEN_OGON, TOON, bij_rol
from maatwerk.rules import ZIET_ALLE_BEDRAGEN, ZIET_BEDRAGEN_GEMEENTE
from maatwerk.transitions import WACHT_OP
from ogon.models import Ogon

SNEL_DAGEN = 14
STATUSNAAM = dict(S.choices)
WACHT_NAAM = {"duoplus": "Duo+", "gemeente": "Gemeente", "ogon": "OGON"}
_EURO = DecimalField(max_digits=12, decimal_places=2)
_UREN = DecimalField(max_digits=9, decimal_places=2)


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
    """Today, and every municipality, OGON and team by id: some twenty rows, one query for a whole page."""

    def __init__(self) -> None:
        self.vandaag = klok.vandaag()
        rijen = sorted(map(Keuze._make, _naslag().lees()), key=lambda keuze: (keuze.volgorde, keuze.naam))
        self._op_soort: dict[str, dict[int, Keuze]] = {"gemeente": {}, "ogon": {}, "team": {}}
        for keuze in rijen:
            self._op_soort[keuze.soort][keuze.pk] = keuze
        self._samen: dict[tuple[int, ...], tuple[Keuze, ...]] = {}

    def van(self, soort: str) -> dict[int, Keuze]:
        return self._op_soort[soort]

    def op_waarde(self, soort: str) -> dict[str, Keuze]:
        return {keuze.waarde: keuze for keuze in self._op_soort[soort].values()}

    def gemeenten(self, pks: Iterable[int]) -> tuple[Keuze, ...]:
        """These municipalities in their fixed order; a page has few different sets of them."""
        sleutel = tuple(pks)
        if sleutel not in self._samen:
            alle = self._op_soort["gemeente"].items()
            self._samen[sleutel] = tuple(keuze for pk, keuze in alle if pk in sleutel)
        return self._samen[sleutel]

    def naam(self, soort: str, pk: int | None) -> str:
        return self._op_soort[soort][pk].naam if pk is not None else ""


@cache
def _naslag() -> Sql:
    def rijen(soort: str, queryset: Any, waarde: Any, naam: str, volgorde: Any) -> Any:
        velden = (Value(soort), "pk", Cast(waarde, CharField()), Cast(naam, CharField()), volgorde)
        return queryset.order_by().values_list(*velden)

    nul = Value(0, IntegerField())
    gemeenten = Organisatie.objects.gemeenten()
    alle = rijen("gemeente", gemeenten, "letter", "naam", Cast("volgorde", IntegerField())).union(
        rijen("ogon", Ogon.objects.all(), "slug", "naam", nul),
        rijen("team", Team.objects.all(), "pk", "kort", nul),
        all=True,
    )
    return Sql.van(alle)


# What a column reads --------------------------------------------------------------------------------------

NUMMER = Coalesce("nummer", "extern_nummer")
KLAAR = Coalesce("opdracht__gewijzigde_einddatum", "opdracht__einddatum", "gewenste_datum")
UREN_MOGEN = Coalesce("opdracht__gewijzigd_plafond_uren", "opdracht__plafond_uren")
STATUSVOLGORDE = Case(*(When(status=status, then=Value(plek)) for plek, status in enumerate(S)))


def _uitputting(lijst: Any) -> Cast:
    """Hours booked, in percent of the ceiling. Made anew for each use, as in ``opdrachtenlijst``."""
    boekingen = Boeking.objects.filter(opdracht__aanvraag=OuterRef("pk")).order_by()
    som = boekingen.values("opdracht__aanvraag").annotate(som=Sum("uren")).values("som")
    deel = Subquery(som, _UREN) * 100 / NullIf(UREN_MOGEN, Value(Decimal(0)))
    return Cast(deel, DecimalField(max_digits=9, decimal_places=1))


def _geldt(moment: datetime | None, raming: str = "raming__") -> Q:
    """The estimate that holds now, or held at that moment."""
    if moment is None:
        return Q(**{f"{raming}vervallen_op": None})
    nog = Q(**{f"{raming}vervallen_op": None}) | Q(**{f"{raming}vervallen_op__gt": moment})
    return nog & Q(**{f"{raming}opgesteld_op__lt": moment})


def _som(model: Any, veld: str, moment: datetime | None, soort: DecimalField) -> Subquery:
    regels = model.objects.filter(_geldt(moment), raming__aanvraag=OuterRef("pk")).order_by()
    return Subquery(regels.values("raming__aanvraag").annotate(som=Sum(veld)).values("som"), soort)


def uren(moment: datetime | None = None) -> Subquery:
    return _som(RamingRegel, "uren", moment, _UREN)


def bedrag(lijst: Any, moment: datetime | None = None) -> Any:
    """Euro of the estimate, only in rows of which this reader may see amounts."""
    werk = _som(RamingRegel, "bedrag", moment, _EURO)
    extern = Coalesce(_som(ExterneKosten, "bedrag", moment, _EURO), Value(Decimal(0)), output_field=_EURO)
    mag = ziet_bedragen(lijst.user)
    return Case(When(mag, then=werk + extern), output_field=_EURO) if mag else werk + extern


def ziet_bedragen(user: Gebruiker) -> Q:
    """``maatwerk.bedragen_aanvraag`` as a set; empty for who sees all of them."""
    return bij_rol(user, alle=ZIET_ALLE_BEDRAGEN, eigen_gemeente=ZIET_BEDRAGEN_GEMEENTE)


def deelnemers(aanvraag: str) -> ArraySubquery:
    """The municipalities that take part in the request that stands in this field."""
    return ArraySubquery(
        Deelnemer.objects.filter(aanvraag=OuterRef(aanvraag)).order_by().values("organisatie")
    )


def ziet_bedragen_ergens(user: Gebruiker) -> bool:
    return user.heeft_rol(*ZIET_ALLE_BEDRAGEN, *ZIET_BEDRAGEN_GEMEENTE, *LEEST_EIGEN_OGON)


# What stood there then ------------------------------------------------------------------------------------


def _feiten_sinds(moment: datetime) -> QuerySet[Gebeurtenis]:
    """What happened to the request of this row from then on, first things first."""
    soort = ContentType.objects.get_for_model(Aanvraag)
    feiten = Gebeurtenis.objects.filter(content_type=soort, object_id=OuterRef("pk"), op__gte=moment)
    return feiten.order_by("pk")


def _status_toen(moment: datetime) -> Any:
    """The state that the first change since then came from; nothing before it was sent in."""
    feiten = _feiten_sinds(moment).filter(gegevens__has_key="naar")
    overgangen = feiten.exclude(gegevens__van=F("gegevens__naar"))
    eerste = overgangen.annotate(
        oud=Coalesce(KT("gegevens__van"), Value(""), output_field=CharField())
    ).values("oud")[:1]
    return Coalesce(Subquery(eerste), F("status"), output_field=CharField())


def _was(veld: str, moment: datetime) -> Any:
    """The key that the first act since then replaced, as it recorded under ``was``."""
    feiten = _feiten_sinds(moment).filter(gegevens__was__has_key=veld)
    oud = feiten.annotate(
        oud=Coalesce(KT(f"gegevens__was__{veld}"), Value(""), output_field=CharField())
    ).values("oud")[:1]
    return Coalesce(
        Subquery(oud),
        Coalesce(Cast(veld, CharField()), Value(""), output_field=CharField()),
        output_field=CharField(),
    )


def _plaats_toen(lijst: Any) -> Any:
    """From where the first move since then took it; -1 for no place, since NULL is no answer here."""
    zetten = Plaatsing.objects.filter(aanvraag=OuterRef("pk"), besluit__genomen_op__gte=lijst.moment)
    eerste = zetten.order_by("pk").annotate(oud=Coalesce("van_plaats", -1)).values("oud")[:1]
    return NullIf(Coalesce(Subquery(eerste), F("plaats"), Value(-1)), Value(-1), output_field=IntegerField())


def _klaar_toen(lijst: Any) -> Any:
    """Until the assignment was given the wish stood there, and then what was changed by that moment."""
    toen = Wijzigingsverzoek.objects.filter(
        opdracht__aanvraag=OuterRef("pk"), stand=Verzoekstand.AKKOORD, afgedaan_op__lt=lijst.moment
    )
    gewijzigd = Subquery(toen.order_by("-pk").values("einddatum")[:1])
    return Case(
        When(opdracht__verleend_op__lt=lijst.moment, then=Coalesce(gewijzigd, "opdracht__einddatum")),
        default="gewenste_datum",
        output_field=DateField(),
    )


def _nieuw(lijst: Any) -> Any:
    """Sent in, or taken over from an old list, since then."""
    sinds = Q(ingediend_op__gte=lijst.moment) | Q(aangemaakt_op__gte=lijst.moment)
    return Case(When(sinds, then=Value(True)), default=Value(False))


# How it is said and shown ---------------------------------------------------------------------------------


def gemeentenamen(pks: list[int], naslag: Naslag) -> str:
    return ", ".join(gemeente.naam for gemeente in naslag.gemeenten(pks))


def _naam_van(soort: str) -> Any:
    """The name behind a key, that an old value gives as text."""
    return lambda pk, naslag: naslag.naam(soort, int(pk)) if pk else ""


def statusnaam(status: str, naslag: Naslag) -> str:
    return str(STATUSNAAM.get(status, ""))


def toon_status(rij: Any, naslag: Naslag) -> str:
    return _STATUSMERK[rij.status]


def _toon_nummer(rij: Any, naslag: Naslag) -> str:
    """The box to choose the row has its number for a name."""
    nummer = escape(rij.nummer or "")
    return f'<label><input type=checkbox name=k value="{nummer}">{nummer}</label>'


def _toon_titel(rij: Any, naslag: Naslag) -> str:
    return f'<a href="{quote(rij.nummer or "", safe="")}/">{escape(rij.titel)}</a>'


def toon_gemeenten(rij: Any, naslag: Naslag) -> str:
    return gemset(naslag.gemeenten(rij.gemeente))


def _toon_uren(rij: Any, naslag: Naslag) -> str:
    return _UREN_NOG_NIET if rij.uren is None else f"{rij.uren.normalize():,f}".translate(_PUNTEN)


def _toon_klaar(rij: Any, naslag: Naslag) -> str:
    dag = datum_kort(rij.klaar)
    haast = spoed(rij.klaar, rij.status, naslag.vandaag)
    return f'<span class="duo-due duo-due--{haast}">{dag}</span>' if haast else dag


def _toon_uitputting(rij: Any, naslag: Naslag) -> str:
    return "" if rij.uitputting is None else f"{rij.uitputting:.0f}%"


def spoed(dag: date | None, status: str, vandaag: date) -> str:
    """How an end date looks: past or today is ``now``, within two weeks ``soon``."""
    if dag is None or status in EINDSTATUS:
        return ""
    dagen = (dag - vandaag).days
    return "now" if dagen <= 0 else "soon" if dagen <= SNEL_DAGEN else ""


_STATUSMERK = {status.value: badge(status.label, TOON[status]) for status in S}
_PUNTEN = str.maketrans(",.", ".,")
_UREN_NOG_NIET = SafeString('<span class="duo-muted">nog niet</span>')
NIEUW = tag("nieuw")

KOLOMMEN = (
    Kolom("nummer", "Nummer", bron=NUMMER, op=NUMMER, toon=_toon_nummer, css="c-nr", kaartlabel=False),
    Kolom("titel", "Aanvraag", bron="titel", op=F("titel_sorteer"), toon=_toon_titel, is_kop=True),
    Kolom(
        "gemeente",
        "Gemeente",
        bron=lambda lijst: deelnemers("pk"),
        op=F("organisatie__volgorde"),
        zeg=gemeentenamen,
        toon=toon_gemeenten,
        kaartlabel=False,
    ),
    Kolom(
        "ogon",
        "OGON",
        bron="ogon",
        op=F("ogon__naam"),
        zeg=_naam_van("ogon"),
        toen=lambda lijst: _was("ogon", lijst.moment),
    ),
    Kolom(
        "team",
        "Team",
        bron="team",
        op=F("team__kort"),
        zeg=_naam_van("team"),
        toen=lambda lijst: _was("team", lijst.moment),
        kaartlabel=False,
    ),
    Kolom(
        "status",
        "Status",
        bron="status",
        op=STATUSVOLGORDE,
        zeg=statusnaam,
        toon=toon_status,
        toen=lambda lijst: _status_toen(lijst.moment),
        css="c-status",
        kaartlabel=False,
    ),
    Kolom(
        "wacht",
        "Wacht op",
        bron="status",
        zeg=lambda status, naslag: WACHT_NAAM.get(WACHT_OP.get(status, ""), ""),
    ),
    Kolom(
        "uren",
        "Uren",
        "hours",
        bron=lambda lijst: uren(),
        op=lambda lijst: uren(),
        toon=_toon_uren,
        toen=lambda lijst: uren(lijst.moment),
    ),
    Kolom(
        "bedrag",
        "Bedrag",
        "money",
        bron=bedrag,
        op=bedrag,
        mag=ziet_bedragen_ergens,
        toen=lambda lijst: bedrag(lijst, lijst.moment),
    ),
    Kolom("klaar", "Klaar op", "date", bron=KLAAR, op=KLAAR, toon=_toon_klaar, toen=_klaar_toen),
    Kolom("termijn", "Termijn", "date", bron="termijn_op", op=F("termijn_op")),
    Kolom(
        "gewijzigd",
        "Gewijzigd",
        "moment",
        bron="gewijzigd_op",
        op=F("gewijzigd_op"),
        css="c-gewijzigd",
        kaartlabel=False,
    ),
    Kolom("ingediend", "Ingediend op", "moment", bron="ingediend_op", op=F("ingediend_op")),
    Kolom("aanleiding", "Aanleiding", bron="aanleiding", op=F("aanleiding"), zeg=label(Aanleiding)),
    Kolom("urgentie", "Urgentie", bron="urgentie", op=F("urgentie"), zeg=label(Urgentie)),
    Kolom("behandelaar", "Behandelaar", bron="behandelaar__naam", op=F("behandelaar__naam")),
    Kolom("aanvrager", "Aanvrager", bron="aanvrager__naam", op=F("aanvrager__naam")),
    Kolom("plaats", "Plaats", "number", bron="plaats", op=F("plaats"), toen=_plaats_toen),
    Kolom(
        "uitputting", "Uren gebruikt (%)", "number", bron=_uitputting, op=_uitputting, toon=_toon_uitputting
    ),
    Kolom("score", "Cijfer", "number", bron="opdracht__score", op=F("opdracht__score")),
    Kolom("nieuw", "Nieuw", bron=_nieuw, verborgen=True),
)
