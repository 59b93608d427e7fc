"""Hoe de lumpsum van een jaar ervoor staat, uit de totalen die de database per opdracht bijhoudt.

Everything that shows money of a year reads it here: the pages, the tables L1 to L8, signals and texts.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from functools import cached_property

from django.db.models import Case, DecimalField, F, OuterRef, Q, QuerySet, Subquery, Sum, Value, When
from django.db.models.functions import Coalesce

from duoplus import klok
from duoplus.models import Organisatie
from duoplus.sql import Elk
from maatwerk.calc.lumpsum import NUL, Bedragen, Deel, Saldo, Sleuteldeel, Werk
from maatwerk.choices import AanvraagStatus as S
from maatwerk.choices import Begrotingsoort, BoekingSoort, Verzoekstand
from maatwerk.models import (
    Begrotingsregel,
    Boekingstotaal,
    ExterneKosten,
    Opdracht,
    OpdrachtAandeel,
    Opdrachtsleutel,
    Prognose,
    RamingRegel,
    SleutelAandeel,
    Wijzigingsverzoek,
)

BEGROTING = (Begrotingsoort.PRIMITIEF, Begrotingsoort.WIJZIGING)


class Opdrachten:
    """The assignments of a standing as objects, read together when somebody asks for the first."""

    def __init__(self, pks: Sequence[int]) -> None:
        self._pks = pks

    @cached_property
    def op_pk(self) -> dict[int, Opdracht]:
        bron = Opdracht.objects.select_related("aanvraag__organisatie", "aanvraag__ogon", "aanvraag__team")
        return {opdracht.pk: opdracht for opdracht in bron.filter(pk__in=Elk(self._pks))}


@dataclass(frozen=True)
class Regel:
    """Eén opdracht met haar geld. ``gemeente`` leads, ``team`` leads the work; ids, as are ``ogon``.

    ``opdracht`` is the whole object: one query for all of them, and only when asked for.
    """

    pk: int
    nummer: str
    titel: str
    status: str
    gemeente: int
    ogon: int | None
    team: int | None
    taakveld: str
    i_s: str
    verleend_op: datetime | None
    raming_uren: Decimal
    werk: Werk
    bron: Opdrachten = field(repr=False, compare=False)

    @property
    def opdracht(self) -> Opdracht:
        return self.bron.op_pk[self.pk]

    def deel(self, gemeente: int) -> Deel:
        return self.werk.per_gemeente.get(gemeente, Deel())

    def deel_van(self, gemeenten: frozenset[int]) -> Deel:
        """Of several municipalities together; the whole where nobody else shares, without dividing."""
        if self.werk.gemeenten <= gemeenten:
            return Deel(self.werk.gerealiseerd, self.werk.verplicht, self.werk.prognose)
        return sum((self.deel(gemeente) for gemeente in gemeenten), Deel())


@dataclass(frozen=True)
class Stand:
    """Alle opdrachten van een jaar tot en met ``peildatum``, met wat elke gemeente beschikbaar heeft.

    ``taakvelden``: euro adopted per municipality and taakveld, changes included.
    """

    jaar: int
    peildatum: date
    gemeenten: Sequence[Organisatie]
    regels: Sequence[Regel]
    begroting: Mapping[tuple[int, str], Decimal]
    taakvelden: Mapping[tuple[int, str], Decimal]

    @cached_property
    def per_gemeente(self) -> dict[int, Saldo]:
        return {gemeente.pk: self.saldo(gemeente.pk) for gemeente in self.gemeenten}

    def saldo(self, gemeente: int, regels: Iterable[Regel] | None = None) -> Saldo:
        """What one municipality has, uses and expects; over some assignments only where they are given."""
        delen = (regel.deel(gemeente) for regel in (self.regels if regels is None else regels))
        return Saldo(
            self.begroting.get((gemeente, Begrotingsoort.PRIMITIEF), NUL),
            self.begroting.get((gemeente, Begrotingsoort.WIJZIGING), NUL),
            sum(delen, Deel()),
        )

    @cached_property
    def totaal(self) -> Saldo:
        return sum(self.per_gemeente.values(), Saldo())


def lees(jaar: int, *, peildatum: date | None = None, gemeenten: set[int] | None = None) -> Stand:
    """The year up to and including the month of ``peildatum`` (today without one); eight queries.

    ``gemeenten`` narrows who is counted (``gemeenten_met_lumpsum``), never how an assignment is divided.
    """
    tot = min(peildatum or klok.vandaag(), date(jaar, 12, 31))
    wie = Organisatie.objects.gemeenten().geldig_op(tot)
    partijen = list(wie if gemeenten is None else wie.filter(pk__in=gemeenten))
    regels = [regel for regel in _regels(jaar, tot) if gemeenten is None or _raakt(regel, gemeenten)]
    begroot = _begroot(jaar, tot)
    return Stand(jaar, tot, partijen, regels, _per_soort(begroot), _per_taakveld(begroot))


def begroting(jaar: int, tot: date) -> dict[tuple[int, str], Decimal]:
    """Euro per municipality and kind, of what was adopted up to and including ``tot``."""
    return _per_soort(_begroot(jaar, tot))


Begroot = list[tuple[int, str, str, Decimal]]  # municipality, kind, taakveld, euro


def _begroot(jaar: int, tot: date) -> Begroot:
    regels = Begrotingsregel.objects.filter(lumpsum__jaar=jaar, datum__lte=tot).order_by()
    return list(regels.values_list("lumpsum__organisatie", "soort", "taakveld").annotate(Sum("bedrag")))


def _per_soort(begroot: Begroot) -> dict[tuple[int, str], Decimal]:
    som: dict[tuple[int, str], Decimal] = defaultdict(Decimal)
    for gemeente, soort, _, euro in begroot:
        som[gemeente, soort] += euro
    return dict(som)


def _per_taakveld(begroot: Begroot) -> dict[tuple[int, str], Decimal]:
    som: dict[tuple[int, str], Decimal] = defaultdict(Decimal)
    for gemeente, soort, taakveld, euro in begroot:
        if soort in BEGROTING:
            som[gemeente, taakveld] += euro
    return dict(som)


def _raakt(regel: Regel, gemeenten: set[int]) -> bool:
    return not regel.werk.gemeenten.isdisjoint(gemeenten)


# Assignments are read as plain rows: five hundred of them as objects take ten times as long.
VELDEN = {
    "pk": "pk",
    "nummer": "nummer",
    "titel": "aanvraag__titel",
    "status": "aanvraag__status",
    "gemeente": "aanvraag__organisatie",
    "ogon": "aanvraag__ogon",
    "team": "aanvraag__team",
    "taakveld": "taakveld",
    "i_s": "i_s",
    "verleend_op": "verleend_op",
}
_EURO = DecimalField(max_digits=16, decimal_places=2)


def _regels(jaar: int, tot: date) -> list[Regel]:
    """Every assignment with bookings in the year, or given by then and not yet closed."""
    geboekt = _geboekt(jaar, tot)
    rijen = list(_rijen(Opdracht.objects.filter(Q(pk__in=Elk(geboekt)) | (_verleend(tot) & _open(tot))), tot))
    pks = [rij[0] for rij in rijen]
    besloten, sleutels = _besloten(pks), _sleutels()
    eerder, rest, bron = _eerder(jaar), _rest(tot), Opdrachten(pks)
    regels = []
    for *velden, dicht_op, plafond, raming_uren, raming, extern in rijen:
        feiten = dict(zip(VELDEN, velden, strict=True))
        pk = feiten["pk"]
        werk = Werk(
            delen=_delen(
                geboekt.get(pk, {}), besloten.get(pk) or {feiten["gemeente"]: Decimal(1)}, sleutels[pk]
            ),
            plafond=plafond,
            raming=raming + extern,
            is_open=_is_open(feiten["status"], dicht_op, tot),
            eerder=eerder.get(pk, NUL),
            rest=rest.get(pk),
        )
        regels.append(Regel(**feiten, raming_uren=raming_uren, werk=werk, bron=bron))
    return regels


def _rijen(opdrachten: QuerySet[Opdracht], tot: date) -> QuerySet[Opdracht, tuple]:
    return opdrachten.order_by("nummer").values_list(
        *VELDEN.values(),
        "aanvraag__afgesloten_op",
        Coalesce(_gewijzigd_plafond(tot), "plafond_kosten"),
        _som_van(RamingRegel, "uren"),
        _som_van(RamingRegel, "bedrag"),
        _som_van(ExterneKosten, "bedrag"),
    )


def _gewijzigd_plafond(tot: date) -> Subquery:
    """Euro as last agreed by then: what is agreed later leaves an earlier standing as it was."""
    akkoord = Wijzigingsverzoek.objects.filter(opdracht=OuterRef("pk"), stand=Verzoekstand.AKKOORD)
    return Subquery(akkoord.filter(afgedaan_op__date__lte=tot).order_by("-pk").values("plafond_kosten")[:1])


def _som_van(regels: type[RamingRegel | ExterneKosten], veld: str) -> Coalesce:
    van_raming = regels._default_manager.filter(raming=OuterRef("raming")).order_by().values("raming")
    som = Subquery(van_raming.values(som=Sum(veld)), output_field=_EURO)
    return Coalesce(som, Value(NUL), output_field=_EURO)


def _verleend(tot: date) -> Q:
    return Q(verleend_op__date__lte=tot)


def _open(tot: date) -> Q:
    """Not closed on that day. An imported one that was closed before we knew it has no day."""
    dicht = Q(aanvraag__status=S.AFGESLOTEN)
    return ~dicht | dicht & Q(aanvraag__afgesloten_op__date__gt=tot)


def _is_open(status: str, dicht_op: datetime | None, tot: date) -> bool:
    return status != S.AFGESLOTEN or (dicht_op is not None and klok.dag(dicht_op) > tot)


def is_open(opdracht: Opdracht, tot: date) -> bool:
    return _is_open(opdracht.aanvraag.status, opdracht.aanvraag.afgesloten_op, tot)


Maanden = Mapping[date | None, Bedragen]  # what was booked, per month worked where the key changed


def _geboekt(jaar: int, tot: date) -> dict[int, dict[date | None, Bedragen]]:
    """Per assignment what counts in this year up to and including the month of ``tot``.

    Per month worked only where another key came in between; all months together under ``None`` elsewhere.
    """
    totalen = Boekingstotaal.objects.filter(periode__gte=date(jaar, 1, 1), periode__lte=tot).order_by()
    uren, kosten = Q(soort=BoekingSoort.UREN), Q(soort=BoekingSoort.KOSTEN)
    sommen = totalen.values_list("opdracht", sleutelmaand()).annotate(
        aantal=Sum("uren"),
        kosten_uren=Sum("bedrag", filter=uren, default=NUL),
        kosten_extern=Sum("bedrag", filter=kosten, default=NUL),
    )
    boek: dict[int, dict[date | None, Bedragen]] = defaultdict(dict)
    for opdracht, maand, *bedragen in sommen:
        boek[opdracht][maand] = Bedragen(*bedragen)
    return boek


def sleutelmaand() -> Case:
    """The month worked of a total, where its assignment has more than one key."""
    met_sleutels = Opdrachtsleutel.objects.order_by().values("opdracht")
    return Case(When(opdracht__in=met_sleutels, then=F("werkmaand")))


def _eerder(jaar: int) -> dict[int, Decimal]:
    totalen = Boekingstotaal.objects.filter(periode__lt=date(jaar, 1, 1)).order_by()
    return dict(totalen.values_list("opdracht").annotate(Sum("bedrag")))


def _rest(tot: date) -> dict[int, Decimal]:
    prognoses = Prognose.objects.filter(op__date__lte=tot).geldend()
    return dict(prognoses.values_list("opdracht", "rest"))


Aandelen = dict[int, Decimal]  # municipality → part of 1
Sleutels = list[tuple[date, Aandelen]]


def _besloten(pks: Sequence[int]) -> dict[int, Aandelen]:
    """The shares of the decision; while they do not total 1 the leading municipality carries all (R5)."""
    aandelen: dict[int, Aandelen] = defaultdict(dict)
    rijen = OpdrachtAandeel.objects.filter(opdracht__in=Elk(pks)).order_by("organisatie__volgorde")
    for opdracht, gemeente, deel in rijen.values_list("opdracht", "organisatie", "deel"):
        aandelen[opdracht][gemeente] = deel
    return {opdracht: delen for opdracht, delen in aandelen.items() if sum(delen.values()) == 1}


def _sleutels() -> Mapping[int, Sleutels]:
    """The later keys of assignments that have one, the oldest first."""
    perioden = Opdrachtsleutel.objects.order_by("vanaf").values_list("opdracht", "vanaf", "sleutel")
    aandelen: dict[int, Aandelen] = defaultdict(dict)
    gebruikt = SleutelAandeel.objects.filter(sleutel__in=Opdrachtsleutel.objects.values("sleutel"))
    for sleutel, gemeente, deel in gebruikt.values_list("sleutel", "organisatie", "aandeel"):
        aandelen[sleutel][gemeente] = deel
    sleutels: dict[int, Sleutels] = defaultdict(list)
    for opdracht, vanaf, sleutel in perioden:
        sleutels[opdracht].append((vanaf, aandelen[sleutel]))
    return sleutels


def _delen(maanden: Maanden, besloten: Aandelen, later: Sleutels) -> list[Sleuteldeel]:
    """Cut at each month from which another key holds; the first key is the one of the decision."""
    if not later:
        return [Sleuteldeel(None, besloten, maanden.get(None, Bedragen()))]
    sleutels: list[tuple[date | None, Aandelen]] = [(None, besloten), *later]
    grenzen = [vanaf or date.min for vanaf, _ in sleutels] + [date.max]
    return [
        Sleuteldeel(vanaf, aandelen, _tussen(maanden, grenzen[plek], grenzen[plek + 1]))
        for plek, (vanaf, aandelen) in enumerate(sleutels)
    ]


def _tussen(maanden: Maanden, van: date, tot: date) -> Bedragen:
    erin = (bedragen for maand, bedragen in maanden.items() if maand and van <= maand < tot)
    return sum(erin, Bedragen())
