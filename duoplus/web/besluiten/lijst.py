"""Alle besluiten die iemand mag kennen, over alle vergaderingen heen."""

from functools import cached_property
from typing import Any

from django.db.models import F, Q, QuerySet

from duoplus import inzage, klok
from duoplus.besluiten import LOOPT, stand_nu, uit_laatste
from duoplus.choices import BesluitSoort, Besluitstand
from duoplus.lijsten import Dag, Filter, Keuze, Kolom, Lijst
from duoplus.lijsten.keuzes import label, link
from duoplus.models import Besluit, Gebruiker, Gremium, Uitvoering
from duoplus.web.templatetags.duo import badge

TOON = {
    Besluitstand.OPEN: "warn",
    Besluitstand.BEZIG: "info",
    Besluitstand.UITGEVOERD: "plain ok",
    Besluitstand.VERVALLEN: "",
}
STANDEN = [
    ("", "Elke stand"),
    ("te_doen", "Nog niet klaar"),
    ("te_laat", "Te laat"),
    *Besluitstand.choices,
]
SOORTEN = [("", "Elk soort besluit"), *BesluitSoort.choices]


class Naslag:
    """The bodies by what stands for them in an address; one query for a page."""

    def __init__(self) -> None:
        self.gremia = {gremium.slug: gremium for gremium in Gremium.objects.order_by("naam")}

    @property
    def keuzes(self) -> list[tuple[str, str]]:
        return [("", "Alle overleggen"), *((slug, str(naam)) for slug, naam in self.gremia.items())]


def toon_stand(stand: str) -> str:
    return badge(str(Besluitstand(stand).label), TOON[Besluitstand(stand)])


def _toon_stand(rij: Any, naslag: Any) -> str:
    """With what took its place: a decision that was superseded has no other state to look for."""
    nieuw = f"<br>door {link(rij.vervangen, rij.vervangen)}" if rij.vervangen else ""
    return f"{toon_stand(rij.stand)}{nieuw}"


def _uit_laatste(veld: str) -> Any:
    """Made anew for each use: Django resolves the reference to the row inside the expression itself."""
    return lambda lijst: uit_laatste(veld)


KOLOMMEN = (
    Kolom("nummer", "Nummer", bron="nummer", op=F("nummer"), css="c-nr", kaartlabel=False),
    Kolom(
        "titel",
        "Waarover",
        bron="titel",
        op=F("titel"),
        toon=lambda rij, naslag: link(rij.nummer, rij.titel),
        is_kop=True,
    ),
    Kolom(
        "soort",
        "Besluit",
        bron="soort",
        op=F("soort"),
        zeg=label(BesluitSoort),
    ),
    Kolom("overleg", "Overleg", bron="gremium__naam", op=F("gremium__naam")),
    Kolom("genomen", "Genomen op", "moment", bron="genomen_op", op=F("genomen_op")),
    Kolom(
        "stand",
        "Uitvoering",
        bron=lambda lijst: stand_nu(),
        op=lambda lijst: stand_nu(),
        zeg=label(Besluitstand),
        toon=_toon_stand,
        css="c-status",
        kaartlabel=False,
    ),
    Kolom(
        "eigenaar", "Wie zorgt ervoor", bron=_uit_laatste("eigenaar__naam"), op=_uit_laatste("eigenaar__naam")
    ),
    Kolom("uiterlijk", "Klaar op", "date", bron=_uit_laatste("uiterlijk"), op=_uit_laatste("uiterlijk")),
    Kolom(
        "vervangen",
        "Vervangen door",
        bron="vervangen_door__nummer",
        op=F("vervangen_door__nummer"),
        toon=lambda rij, naslag: link(rij.vervangen, rij.vervangen) if rij.vervangen else "",
    ),
    Kolom("door", "Genomen door", bron="genomen_door__naam", op=F("genomen_door__naam")),
    Kolom("reden", "Waarom", bron="reden"),
    Kolom("voorwaarde", "Voorwaarde", bron="voorwaarde"),
)


def _gezocht(lijst: Any, woord: str) -> Q:
    return Q(nummer__icontains=woord) | Q(titel__icontains=woord) | Q(reden__icontains=woord)


def _met_stand(lijst: Any, waarde: str) -> Q:
    if waarde in ("te_doen", "te_laat"):
        loopt = Q(stand_nu__in=LOOPT)
        return loopt & Q(uiterlijk_nu__lt=klok.vandaag()) if waarde == "te_laat" else loopt
    return Q(stand_nu=waarde)


def _eigenaren(lijst: Any) -> list[tuple[str, str]]:
    """Who carries out anything on this list; read only when the choice is shown or made."""
    rijen = Uitvoering.objects.filter(besluit__in=inzage.visible_to(Besluit, lijst.user))
    mensen = Gebruiker.objects.filter(pk__in=rijen.order_by().values("eigenaar")).exclude(pk=lijst.user.pk)
    return [("", "Iedereen"), ("ik", "Ik"), *((str(wie.pk), wie.naam) for wie in mensen)]


def _van_eigenaar(lijst: Any, waarde: str) -> Q:
    return Q(eigenaar_nu=lijst.user.pk if waarde == "ik" else int(waarde))


FILTERS = (
    Filter("q", "Zoekwoord of nummer", _gezocht, "‘{}’"),
    Keuze(
        "overleg",
        "Overleg",
        lambda lijst, slug: Q(gremium=lijst.naslag.gremia[slug].pk),
        keuzes=lambda lijst: lijst.naslag.keuzes,
    ),
    Keuze(
        "soort",
        "Besluit",
        lambda lijst, soort: Q(soort=soort),
        "Besluit: {}",
        klein=True,
        keuzes=lambda lijst: SOORTEN,
    ),
    Keuze("stand", "Uitvoering", _met_stand, "Uitvoering: {}", klein=True, keuzes=lambda lijst: STANDEN),
    Keuze(
        "eigenaar",
        "Wie zorgt ervoor",
        _van_eigenaar,
        "Wie zorgt ervoor: {}",
        meer=True,
        keuzes=_eigenaren,
    ),
    Dag(
        "van",
        "Genomen vanaf",
        lambda lijst, dag: Q(genomen_op__date__gte=dag),
        "Genomen vanaf {}",
        meer=True,
    ),
    Dag(
        "tot",
        "Genomen tot en met",
        lambda lijst, dag: Q(genomen_op__date__lte=dag),
        "Genomen tot en met {}",
        meer=True,
    ),
)


class BesluitenLijst(Lijst):
    """What one user may know of the decisions of all bodies."""

    naam = "besluiten"
    titel = "Besluiten"
    urlnaam = "besluit_list"
    ding = ("besluit", "besluiten")
    niets = ("Er zijn nog geen besluiten", "Hier staat wat een overleg besluit waarin u zit of dat u raakt.")
    kolommen = KOLOMMEN
    vast = ("nummer", "titel")
    standaardkolommen = ("soort", "overleg", "genomen", "eigenaar", "uiterlijk", "stand")
    filters = FILTERS
    standaardsortering = "-genomen"
    sorteerzin = "Het nieuwste besluit staat bovenaan."

    @cached_property
    def naslag(self) -> Naslag:
        return Naslag()

    @property
    def gelezen(self) -> tuple[str, ...]:
        return ("nummer", "titel", "vervangen")

    def bron(self) -> QuerySet[Besluit]:
        """With what the filters on the state of execution ask for; unused, it costs nothing."""
        return inzage.visible_to(Besluit, self.user).alias(
            stand_nu=stand_nu(),
            uiterlijk_nu=uit_laatste("uiterlijk"),
            eigenaar_nu=uit_laatste("eigenaar"),
        )
