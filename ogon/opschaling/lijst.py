"""De lijst van opschalingen: bladzijde, weergave en export lezen dezelfde."""

from collections.abc import Sequence
from functools import cached_property
from typing import Any

from django.db.models import Case, F, Q, QuerySet, When
from django.db.models.fields.json import KT
from django.urls import reverse

from duoplus import klok
from duoplus.calc.nederlands import datum_kort
from duoplus.lijsten import Dag, Filter, Keuze, Kolom, Lijst
from duoplus.lijsten.keuzes import label, link, merk, op_volgorde, te_kiezen
from duoplus.web.templatetags.duo import badge
from ogon.choices import Antwoord, OpschalingAanleiding, OpschalingStatus
from ogon.models import Ogon, Opschaling
from ogon.models.opschaling import OPSCHALINGTOON, WACHT_OP_ANTWOORD

MERK = merk(OpschalingStatus, OPSCHALINGTOON)
SPOED = {"ja": "Met spoed", "nee": "Zonder spoed"}


def _titel(lijst: Any = None) -> Any:
    """As the matter was called when it was put forward."""
    return KT("pakket__onderwerp__titel")


def _toon_besluit(rij: Any, naslag: Any) -> str:
    return link(rij.besluit, rij.besluit, reverse("besluit_list")) if rij.besluit else ""


def _toon_dag(rij: Any, naslag: Any) -> str:
    dag = datum_kort(rij.voor)
    te_laat = rij.status in WACHT_OP_ANTWOORD and rij.voor < klok.vandaag()
    return f'<span class="duo-due duo-due--now">te laat sinds {dag}</span>' if te_laat else dag


def _toon_status(rij: Any, naslag: Any) -> str:
    spoed = rij.spoed and rij.status in WACHT_OP_ANTWOORD
    return f"{MERK(rij, naslag)} {badge('Spoed', 'bad')}" if spoed else MERK(rij, naslag)


def _eerst(lijst: Any = None) -> Case:
    """What waits for an answer, the soonest due first; the rest has no day any more."""
    return Case(When(status__in=WACHT_OP_ANTWOORD, then=F("antwoord_voor")), default=None)


KOLOMMEN = (
    Kolom("nummer", "Nummer", bron="nummer", op=F("nummer"), css="c-nr", kaartlabel=False),
    Kolom(
        "titel",
        "Waarover",
        bron=_titel,
        op=_titel,
        toon=lambda rij, naslag: link(rij.nummer, rij.titel),
        is_kop=True,
    ),
    Kolom("ogon", "Van", bron="ogon__naam", op=F("ogon__naam")),
    Kolom(
        "status",
        "Status",
        bron="status",
        op=op_volgorde(OpschalingStatus),
        zeg=label(OpschalingStatus),
        toon=_toon_status,
        css="c-status",
        kaartlabel=False,
    ),
    Kolom(
        "aanleiding",
        "Waarom voorgelegd",
        bron="aanleiding",
        op=F("aanleiding"),
        zeg=label(OpschalingAanleiding),
    ),
    Kolom("voor", "Antwoord voor", "date", bron="antwoord_voor", op=_eerst, toon=_toon_dag),
    Kolom(
        "antwoord",
        "Antwoord",
        bron="antwoord",
        op=F("antwoord"),
        zeg=label(Antwoord),
    ),
    Kolom(
        "besluit",
        "Besluit",
        bron="antwoordbesluit__nummer",
        op=F("antwoordbesluit__nummer"),
        toon=_toon_besluit,
    ),
    Kolom(
        "spoed",
        "Spoed",
        bron="spoed",
        op=F("spoed"),
        zeg=lambda spoed, naslag: "ja" if spoed else "",
        toon=lambda rij, naslag: "ja" if rij.spoed else "",
    ),
    Kolom("melder", "Voorgelegd door", bron="gemeld_door__naam", op=F("gemeld_door__naam")),
    Kolom("gemeld", "Voorgelegd op", "moment", bron="gemeld_op", op=F("gemeld_op")),
    Kolom("besloten", "Beantwoord op", "moment", bron="besloten_op", op=F("besloten_op")),
    Kolom("vraag", "Vraag", bron="vraag"),
)


def _op_woord(lijst: Any, woord: str) -> Q:
    in_tekst = Q(pakket__onderwerp__titel__icontains=woord) | Q(vraag__icontains=woord)
    return Q(nummer__istartswith=woord) | in_tekst


def _met_status(lijst: Any, waarde: str) -> Q:
    open_ = Q(status__in=WACHT_OP_ANTWOORD)
    if waarde == "te_laat":
        return open_ & Q(antwoord_voor__lt=klok.vandaag())
    return open_ if waarde == "open" else Q(status=waarde)


def _statussen(lijst: Any) -> list[tuple[str, str]]:
    groepen = [("", "Alle statussen"), ("open", "Wacht op antwoord"), ("te_laat", "Antwoord is te laat")]
    return [*groepen, *OpschalingStatus.choices]


def _ogons(lijst: Any) -> list[tuple[str, str]]:
    return [("", "Alle OGON’s"), *((slug, ogon.naam) for slug, ogon in lijst.naslag.items())]


FILTERS = (
    Filter("q", "Zoekwoord of nummer", _op_woord, "‘{}’"),
    Keuze("status", "Status", _met_status, "Status: {}", klein=True, keuzes=_statussen),
    Keuze("ogon", "OGON", lambda lijst, slug: Q(ogon=lijst.naslag[slug].pk), keuzes=_ogons),
    Keuze(
        "antwoord",
        "Antwoord",
        lambda lijst, waarde: Q(antwoord=waarde),
        "Antwoord: {}",
        klein=True,
        keuzes=te_kiezen("Elk antwoord", Antwoord.choices),
    ),
    Keuze(
        "aanleiding",
        "Waarom voorgelegd",
        lambda lijst, waarde: Q(aanleiding=waarde),
        meer=True,
        keuzes=te_kiezen("Elke reden", OpschalingAanleiding.choices),
    ),
    Keuze(
        "spoed",
        "Spoed",
        lambda lijst, waarde: Q(spoed=waarde == "ja"),
        meer=True,
        keuzes=te_kiezen("Met en zonder", SPOED.items()),
    ),
    Dag("van", "Voorgelegd vanaf", lambda lijst, dag: Q(gemeld_op__date__gte=dag), "Vanaf {}", meer=True),
)


class OpschalingenLijst(Lijst):
    """The questions to the directieberaad of which one reader may open the dossier."""

    naam = "opschalingen"
    titel = "Opschalingen"
    urlnaam = "ogon:opschalingen"
    ding = ("opschaling", "opschalingen")
    niets = (
        "Er is niets voorgelegd",
        "Waar een OGON niet uitkomt, vraagt het aan het directieberaad. Die vraag staat dan hier.",
    )
    kolommen = KOLOMMEN
    vast = ("nummer", "titel")
    standaardkolommen = ("ogon", "status", "voor", "antwoord", "besluit")
    filters = FILTERS
    standaardsortering = "voor"
    sorteerzin = "Wat het eerst antwoord nodig heeft, staat bovenaan."

    @cached_property
    def naslag(self) -> dict[str, Ogon]:
        return {ogon.slug: ogon for ogon in Ogon.objects.order_by("naam")}

    @property
    def gelezen(self) -> Sequence[str]:
        return ("nummer", "titel", "status", "spoed", "voor")

    def bron(self) -> QuerySet[Opschaling]:
        return Opschaling.objects.visible_to(self.user)
