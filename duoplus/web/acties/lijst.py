"""Alle actiepunten die iemand mag kennen, uit alle overleggen en plannen."""

from functools import cached_property
from typing import Any

from django.db.models import F, Q, QuerySet

from duoplus import inzage, klok
from duoplus.actions.actiepunten import LOOPT
from duoplus.choices import ActieStatus
from duoplus.lijsten import Dag, Filter, Keuze, Kolom, Lijst
from duoplus.lijsten.keuzes import label, link
from duoplus.models import Actiepunt, Gebruiker
from duoplus.web.besluiten.lijst import Naslag
from duoplus.web.templatetags.duo import badge

TOON = {
    ActieStatus.OPEN: "warn",
    ActieStatus.BEZIG: "info",
    ActieStatus.KLAAR: "plain ok",
    ActieStatus.VERVALLEN: "",
}
STANDEN = [
    ("open", "Nog niet klaar"),
    ("te_laat", "Te laat"),
    ("alle", "Alle acties"),
    ("klaar", "Klaar"),
    ("vervallen", "Vervallen"),
]


def toon_status(status: str) -> str:
    return badge(str(ActieStatus(status).label), TOON[ActieStatus(status)])


def _toon_titel(rij: Any, naslag: Any) -> str:
    return link(rij.nummer, rij.titel)


KOLOMMEN = (
    Kolom("nummer", "Nummer", bron="nummer", op=F("nummer"), css="c-nr", kaartlabel=False),
    Kolom("titel", "Actie", bron="titel", op=F("titel"), toon=_toon_titel, is_kop=True),
    Kolom("eigenaar", "Wie", bron="eigenaar__naam", op=F("eigenaar__naam")),
    Kolom("uiterlijk", "Uiterlijk", "date", bron="uiterlijk", op=F("uiterlijk")),
    Kolom(
        "status",
        "Stand",
        bron="status",
        op=F("status"),
        zeg=label(ActieStatus),
        toon=lambda rij, naslag: toon_status(rij.status),
        css="c-status",
        kaartlabel=False,
    ),
    Kolom("voortgang", "Voortgang (%)", "number", bron="voortgang", op=F("voortgang")),
    Kolom("overleg", "Overleg", bron="gremium__naam", op=F("gremium__naam")),
    Kolom("punt", "Agendapunt", bron="agendapunt__titel", op=F("agendapunt__titel")),
    Kolom("gemaakt", "Afgesproken op", "moment", bron="gemaakt_op", op=F("gemaakt_op")),
    Kolom("klaar", "Klaar op", "moment", bron="klaar_op", op=F("klaar_op")),
    Kolom("toelichting", "Toelichting", bron="toelichting"),
)


def _met_stand(lijst: Any, waarde: str) -> Q:
    loopt = Q(status__in=LOOPT)
    if waarde == "te_laat":
        return loopt & Q(uiterlijk__lt=klok.vandaag())
    return {"open": loopt, "alle": Q()}.get(waarde, Q(status=waarde))


def _zonder_keuze(lijst: Any) -> str:
    """The list shows what is still to do; who searches looks everywhere."""
    return "alle" if lijst.params.get("q") else "open"


def _eigenaren(lijst: Any) -> list[tuple[str, str]]:
    acties = inzage.visible_to(Actiepunt, lijst.user).order_by()
    mensen = Gebruiker.objects.filter(pk__in=acties.values("eigenaar")).exclude(pk=lijst.user.pk)
    return [("", "Iedereen"), ("ik", "Ik"), *((str(wie.pk), wie.naam) for wie in mensen)]


def _van_eigenaar(lijst: Any, waarde: str) -> Q:
    return Q(eigenaar=lijst.user.pk if waarde == "ik" else int(waarde))


FILTERS = (
    Filter(
        "q",
        "Zoekwoord of nummer",
        lambda lijst, woord: Q(nummer__icontains=woord) | Q(titel__icontains=woord),
        "‘{}’",
    ),
    Keuze(
        "stand",
        "Stand",
        _met_stand,
        "Stand: {}",
        klein=True,
        standaard=_zonder_keuze,
        keuzes=lambda lijst: STANDEN,
    ),
    Keuze("wie", "Wie", _van_eigenaar, "Wie: {}", keuzes=_eigenaren),
    Keuze(
        "overleg",
        "Overleg",
        lambda lijst, slug: Q(gremium=lijst.naslag.gremia[slug].pk),
        keuzes=lambda lijst: lijst.naslag.keuzes,
    ),
    Dag("voor", "Uiterlijk tot en met", lambda lijst, dag: Q(uiterlijk__lte=dag), "Tot en met {}", meer=True),
)


class ActiesLijst(Lijst):
    """What one user may know of the actions of all bodies and plans."""

    naam = "acties"
    titel = "Acties"
    urlnaam = "actie_list"
    ding = ("actie", "acties")
    niets = ("Er zijn geen open acties", "Wat klaar of vervallen is, vindt u bij ‘Alle acties’.")
    kolommen = KOLOMMEN
    vast = ("nummer", "titel")
    standaardkolommen = ("eigenaar", "uiterlijk", "status", "voortgang", "overleg")
    filters = FILTERS
    standaardsortering = "uiterlijk"
    sorteerzin = "Wat het eerst klaar moet zijn, staat bovenaan."

    @cached_property
    def naslag(self) -> Naslag:
        return Naslag()

    @property
    def gelezen(self) -> tuple[str, ...]:
        return ("nummer", "titel")

    def bron(self) -> QuerySet[Actiepunt]:
        return inzage.visible_to(Actiepunt, self.user)
