"""De lijst met verantwoordingen: bladzijde, teller, weergave en export lezen dezelfde."""

from collections.abc import Iterable
from functools import cached_property
from html import escape
from typing import Any

from django.db.models import F, Q, QuerySet, Value
from django.db.models.functions import Coalesce
from django.urls import reverse

from duoplus.lijsten import Keuze, Kolom, Lijst
from duoplus.models import Organisatie
from duoplus.web.templatetags.duo import badge
from maatwerk.choices import Verantwoordingsoort, VerantwoordingStatus
from maatwerk.models import Verantwoording

ALLE = "Alle gemeenten"
TOON = {
    VerantwoordingStatus.CONCEPT: "open",
    VerantwoordingStatus.TER_CONTROLE: "info",
    VerantwoordingStatus.DEFINITIEF: "ok",
    VerantwoordingStatus.INGETROKKEN: "plain",
}


def _toon_nummer(rij: Any, naslag: Any) -> str:
    adres = reverse("maatwerk:verantwoording", args=[rij.nummer])
    return f'<a class="duo-rowlink" href="{adres}">{escape(rij.nummer)}</a>'


def _soort(soort: str, naslag: Any) -> str:
    return Verantwoordingsoort(soort).label


def _status(status: str, naslag: Any) -> str:
    return VerantwoordingStatus(status).label


def _toon_status(rij: Any, naslag: Any) -> str:
    stand = VerantwoordingStatus(rij.status)
    return badge(stand.label, TOON[stand])


GEMEENTE = Coalesce("organisatie__naam", Value(ALLE))
KOLOMMEN = (
    Kolom("nummer", "Nummer", bron="nummer", op=F("nummer"), toon=_toon_nummer, is_kop=True),
    Kolom("jaar", "Jaar", bron="jaar", op=F("jaar")),
    Kolom(
        "soort",
        "Soort",
        bron="soort",
        op=F("soort"),
        zeg=_soort,
        toon=lambda rij, naslag: _soort(rij.soort, naslag),
    ),
    Kolom("gemeente", "Gemeente", bron=GEMEENTE, op=GEMEENTE),
    Kolom("peildatum", "Peildatum", "date", bron="peildatum", op=F("peildatum")),
    Kolom("versie", "Versie", "number", bron="versie", op=F("versie")),
    Kolom("status", "Status", bron="status", op=F("status"), zeg=_status, toon=_toon_status),
    Kolom("opsteller", "Opgesteld door", bron="opgesteld_door__naam", op=F("opgesteld_door__naam")),
    Kolom(
        "controle",
        "Definitief gemaakt door",
        bron="gecontroleerd_door__naam",
        op=F("gecontroleerd_door__naam"),
    ),
    Kolom("definitief", "Definitief op", "moment", bron="definitief_op", op=F("definitief_op")),
)


def _jaren(lijst: Any) -> Iterable[tuple[str, str]]:
    jaren = lijst.bron().order_by("-jaar").values_list("jaar", flat=True).distinct()
    return [("", "Alle jaren"), *((str(jaar), str(jaar)) for jaar in jaren)]


def _gemeenten(lijst: Any) -> Iterable[tuple[str, str]]:
    wie = Organisatie.objects.gemeenten().filter(verantwoordingen__in=lijst.bron()).distinct()
    return [("", "Elke gemeente"), *((g.letter, g.naam) for g in wie), ("samen", ALLE)]


def _van_gemeente(lijst: Any, letter: str) -> Q:
    return Q(organisatie=None) if letter == "samen" else Q(organisatie__letter=letter)


FILTERS = (
    Keuze("jaar", "Jaar", lambda lijst, jaar: Q(jaar=int(jaar)), keuzes=_jaren),
    Keuze(
        "soort",
        "Soort",
        lambda lijst, soort: Q(soort=soort),
        keuzes=lambda lijst: [("", "Alle soorten"), *Verantwoordingsoort.choices],
    ),
    Keuze("gemeente", "Gemeente", _van_gemeente, keuzes=_gemeenten),
    Keuze(
        "status",
        "Status",
        lambda lijst, status: Q(status=status),
        keuzes=lambda lijst: [("", "Alle statussen"), *VerantwoordingStatus.choices],
    ),
)


class VerantwoordingenLijst(Lijst):
    """What one user may read of the reports: definite ones, and drafts for who makes or checks them."""

    naam = "verantwoordingen"
    titel = "Verantwoordingen"
    urlnaam = "maatwerk:verantwoordingen"
    ding = ("verantwoording", "verantwoordingen")
    niets = ("Er zijn nog geen verantwoordingen", "Hier staan rapporten zodra zij zijn uitgegeven.")
    kolommen = KOLOMMEN
    vast = ("nummer",)
    standaardkolommen = ("jaar", "soort", "gemeente", "peildatum", "versie", "status", "definitief")
    filters = FILTERS
    standaardsortering = "-peildatum"
    sorteerzin = "De laatste peildatum staat bovenaan."

    @cached_property
    def naslag(self) -> None:
        return None

    @property
    def gelezen(self) -> tuple[str, ...]:
        return ("nummer", "soort", "status")

    def bron(self) -> QuerySet[Verantwoording]:
        return Verantwoording.objects.visible_to(self.user)
