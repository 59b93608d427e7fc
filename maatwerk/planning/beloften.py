"""Hoe een OGON zijn beloften over de tijd nakwam, zoals het op een dag bekend was.

A promise begins on the day the OGON ranked the request: what was then proposed is its first version, later
versions are changes with their cause. Everything is read from what is never changed afterwards (decisions,
versions and facts), so that every past day gives the same answer again.
"""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, datetime

from django.contrib.contenttypes.models import ContentType
from django.db.models import Min

from duoplus import klok
from duoplus.calc.nederlands import datum
from duoplus.choices import BesluitSoort
from duoplus.models import Feestdag, Gebeurtenis, Gebruiker
from duoplus.reports.base import Column, Dataset
from maatwerk.calc.beloften import EERSTE, Belofte, Betrouwbaarheid, Versie, betrouwbaarheid, stand, uitloop
from maatwerk.choices import AfspraakSoort, Oorzaak
from maatwerk.models import Aanvraag, AanvraagBesluit, Afspraak
from ogon.models import Ogon

BESLOTEN = (BesluitSoort.AKKOORD, BesluitSoort.AKKOORD_MITS)
GELEVERD, TERUG = "maatwerk.aanvraag.opleveren", "maatwerk.aanvraag.niet_akkoord"
GESTOPT = ("maatwerk.aanvraag.intrekken", "maatwerk.aanvraag.afwijzen")
STANDEN = {"gehouden": "Gehouden", "gebroken": "Gebroken", "open": "Loopt nog"}


@dataclass(frozen=True)
class Regel:
    """One promise as known on the day: ``eerste`` and ``nu`` are days, ``uitloop`` working days per cause."""

    aanvraag: Aanvraag
    stand: str
    eerste: date
    nu: date
    geleverd: date | None
    uitloop: dict[str, int]

    @property
    def is_verzet(self) -> bool:
        return self.eerste != self.nu

    @property
    def woord(self) -> str:
        return STANDEN[self.stand]

    @property
    def door_gemeente(self) -> int:
        return self.uitloop.get(Oorzaak.GEMEENTE, 0)

    @property
    def door_duoplus(self) -> int:
        return self.uitloop.get(Oorzaak.DUOPLUS, 0)

    @property
    def van_buiten(self) -> int:
        return self.uitloop.get(Oorzaak.EXTERN, 0)

    @property
    def waardoor(self) -> list[tuple[str, int]]:
        return [(str(Oorzaak(oorzaak).label), dagen) for oorzaak, dagen in self.uitloop.items()]


@dataclass(frozen=True)
class Verslag:
    """``regels`` are those that the reader recognises; ``verborgen`` others count along in the totals."""

    ogon: Ogon
    peildag: date
    totaal: Betrouwbaarheid
    regels: list[Regel]
    verborgen: int

    @property
    def procent(self) -> int | None:
        return None if self.totaal.deel is None else round(100 * self.totaal.deel)

    @property
    def beslist(self) -> int:
        return self.totaal.gehouden + self.totaal.gebroken

    @property
    def uitloop(self) -> list[tuple[str, int]]:
        """By the municipality, by Duo+ and from outside, each on its own."""
        return [
            (str(Oorzaak(oorzaak).label), self.totaal.uitloop[oorzaak])
            for oorzaak in (Oorzaak.GEMEENTE, Oorzaak.DUOPLUS, Oorzaak.EXTERN)
        ]


def lees(ogon: Ogon, peildag: date, user: Gebruiker) -> Verslag:
    """Six queries, however many promises there are."""
    vrij = Feestdag.objects.als_vrij()
    beloften = bekend_op(ogon, peildag)
    namen = {a.pk: a for a in Aanvraag.objects.recognisable_to(user).filter(pk__in=beloften)}
    regels = [_regel(namen[pk], belofte, peildag, vrij) for pk, belofte in beloften.items() if pk in namen]
    return Verslag(
        ogon=ogon,
        peildag=peildag,
        totaal=betrouwbaarheid(beloften.values(), peildag, vrij),
        regels=sorted(regels, key=lambda regel: (regel.nu, regel.aanvraag.pk)),
        verborgen=len(beloften) - len(regels),
    )


def _regel(aanvraag: Aanvraag, belofte: Belofte, peildag: date, vrij: dict[date, str]) -> Regel:
    bekend = [versie for versie in belofte.versies if versie.vastgelegd_op <= peildag]
    return Regel(
        aanvraag=aanvraag,
        stand=stand(belofte, peildag) or "open",
        eerste=bekend[0].datum,
        nu=bekend[-1].datum,
        geleverd=belofte.geleverd_op,
        uitloop=uitloop(belofte, peildag, vrij),
    )


def bekend_op(ogon: Ogon, peildag: date) -> dict[int, Belofte]:
    """The promises of this OGON that held or had been delivered on that day, by the pk of the request."""
    besloten = _besloten(ogon, peildag)
    feiten = _feiten(besloten, peildag)
    beloften = {}
    for pk, afspraken in _afspraken(besloten).items():
        geleverd, gestopt = feiten.get(pk, (None, False))
        versies = _versies(afspraken, besloten[pk])
        if versies and not (gestopt and geleverd is None):
            beloften[pk] = Belofte(versies, geleverd)
    return beloften


def _besloten(ogon: Ogon, peildag: date) -> dict[int, datetime]:
    """When this OGON first decided that the work would come."""
    regels = AanvraagBesluit.objects.filter(
        besluit__gremium=ogon.pk, besluit__soort__in=BESLOTEN, besluit__genomen_op__date__lte=peildag
    )
    return dict(regels.values_list("aanvraag").annotate(Min("besluit__genomen_op")))


def _afspraken(besloten: dict[int, datetime]) -> dict[int, list[Afspraak]]:
    """Every version of each promise about time, the oldest first."""
    op_tijd = Afspraak.objects.filter(aanvraag__in=besloten, soort=AfspraakSoort.TIJDIGHEID)
    per_aanvraag: dict[int, list[Afspraak]] = defaultdict(list)
    for afspraak in op_tijd.exclude(datum=None).order_by("aanvraag", "versie"):
        per_aanvraag[afspraak.aanvraag_id].append(afspraak)
    return per_aanvraag


def _versies(afspraken: list[Afspraak], besloten: datetime) -> tuple[Versie, ...]:
    """What was proposed when the OGON decided comes first; before that it was still being discussed."""
    vooraf = [afspraak for afspraak in afspraken if afspraak.op <= besloten]
    if not vooraf:
        return ()
    later = [a for a in afspraken if a.op > besloten]
    eerste = Versie(_dag(vooraf[-1]), EERSTE, klok.dag(besloten))
    return (eerste, *(Versie(_dag(a), a.oorzaak, klok.dag(a.op)) for a in later))


def _dag(afspraak: Afspraak) -> date:
    if afspraak.datum is None:
        raise ValueError(f"{afspraak} heeft geen datum")
    return afspraak.datum


def _feiten(besloten: dict[int, datetime], peildag: date) -> dict[int, tuple[date | None, bool]]:
    """Delivered when, and whether it was stopped; a delivery that was turned down is none."""
    feiten = Gebeurtenis.objects.filter(
        content_type=ContentType.objects.get_for_model(Aanvraag),
        object_id__in=besloten,
        soort__in=(GELEVERD, TERUG, *GESTOPT),
        op__date__lte=peildag,
    )
    stand_per: dict[int, tuple[date | None, bool]] = {}
    for pk, soort, op in feiten.order_by("pk").values_list("object_id", "soort", "op"):
        geleverd, gestopt = stand_per.get(pk, (None, False))
        if soort in GESTOPT:
            gestopt = True
        else:
            geleverd = klok.dag(op) if soort == GELEVERD else None
        stand_per[pk] = (geleverd, gestopt)
    return stand_per


def als_dataset(verslag: Verslag) -> Dataset:
    """The rows on the page as a sheet, with the day they were known."""
    kop = [f"Peildatum {datum(verslag.peildag)}", f"{len(verslag.regels)} beloften"]
    return Dataset(f"Beloften van {verslag.ogon}", KOLOMMEN, verslag.regels, kop)


KOLOMMEN = (
    Column("aanvraag.kenmerk", "Nummer"),
    Column("aanvraag.titel", "Aanvraag"),
    Column("woord", "Stand"),
    Column("eerste", "Eerst beloofd", "date"),
    Column("nu", "Nu beloofd", "date"),
    Column("geleverd", "Opgeleverd", "date"),
    Column("door_gemeente", "Werkdagen later door de gemeente", "number"),
    Column("door_duoplus", "Werkdagen later door Duo+", "number"),
    Column("van_buiten", "Werkdagen later van buiten", "number"),
)
