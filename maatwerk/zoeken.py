"""Zoeken in aanvragen: op woord, op nummer, en alleen in wat iemand mag lezen."""

from collections import Counter
from difflib import get_close_matches
from typing import Any

from django.contrib.postgres.search import SearchHeadline, SearchRank, SearchVector
from django.db import connection
from django.db.models import (
    Case,
    Count,
    F,
    IntegerField,
    JSONField,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Value,
    When,
)
from django.db.models.functions import JSONObject
from django.urls import reverse
from django.utils.http import urlencode

from duoplus import inzage, zoeken
from duoplus.calc.nederlands import zonder_accenten
from duoplus.models import Besluit, Gebruiker
from duoplus.sql import Elk
from duoplus.zoeken import TEL_TOT, Treffer, Uitkomst, Venster, Verfijning, Vraag
from maatwerk.choices import AanvraagStatus as S
from maatwerk.jaarcyclus.tafel import ogons_van
from maatwerk.models import Aanvraag, Opdracht, Plek, Vindbaar, Zoekstuk

# How much a word weighs in a document, a conversation, the question, and the title.
GEWICHT = [0.1, 0.25, 0.5, 1.0]
DEMP = 1  # SearchRank: a long text does not win because it is long
VELDEN = ("uuid", "nummer", "extern_nummer", "status", "organisatie__naam")
MAX_BEDOELD = 3
LIJKT_TITEL, LIJKT_WOORD = 0.4, 0.7  # how near a title is to be read, and a word in it to be offered


def zoekvraag(tekst: str, user: Gebruiker) -> Q:
    """The requests that hold these words where this user may read. Raises ``ValidationError`` as ``lees``."""
    vraag = zoeken.lees(tekst)
    return Q(**{f"vindbaar__{_document(user)}": vraag.query}) if vraag else Q(pk__in=[])


def _document(user: Gebruiker) -> str:
    return "alles" if user.is_duoplus else "gedeeld"


# Requests ---------------------------------------------------------------------------------------------


def zoek_aanvragen(vraag: Vraag, user: Gebruiker, venster: Venster) -> Uitkomst:
    """The newest thousand with these words, the best first: two queries for a line each, four for a page."""
    if not vraag:
        return Uitkomst()
    sleutels = _beste(vraag, user)
    regels = _regels(vraag, user, sleutels[venster.van : min(venster.tot, TEL_TOT)], kort=venster.kort)
    treffers = [_treffer(regel, vraag) for regel in regels]
    if venster.kort:
        return Uitkomst(treffers, len(sleutels))
    return Uitkomst(
        treffers,
        len(sleutels),
        lijst_url=_lijst(vraag),
        verfijningen=_verfijningen(vraag, sleutels),
        bedoelde=[] if sleutels else _bedoelde(vraag, user),
    )


def _beste(vraag: Vraag, user: Gebruiker) -> list[int]:
    """Of the newest: an exact number first, then what fits best, then the newest.

    One more than are shown at most: counting on costs too much.
    """
    past = SearchRank(F(_document(user)), vraag.query, weights=GEWICHT, normalization=DEMP)
    nieuwste = _nieuwste(vraag, user).values_list("pk", _plek_van_nummer(vraag), past)[: TEL_TOT + 1]
    return [pk for pk, _, _ in sorted(nieuwste, key=lambda rij: (rij[1], -rij[2]))]


def _nieuwste(vraag: Vraag, user: Gebruiker) -> QuerySet[Vindbaar]:
    """What was found of what this user may see, the newest first."""
    gevonden = Vindbaar.objects.filter(**{_document(user): vraag.query})
    return gevonden.filter(aanvraag__in=Aanvraag.objects.visible_to(user)).order_by("-pk")


def _plek_van_nummer(vraag: Vraag) -> Case | Value:
    """Exactly the number that was typed before a number that ends so; without a number all are alike."""
    nummer = vraag.nummer
    if not nummer:
        return Value(0)
    oud = nummer.replace("/", "-")
    heel = Q(aanvraag__nummer__iexact=nummer) | Q(aanvraag__extern_nummer__iexact=oud)
    deel = Q(aanvraag__nummer__endswith=f"-{nummer.zfill(4)}")
    return Case(When(heel, then=0), When(deel, then=1), default=2, output_field=IntegerField())


def _regels(vraag: Vraag, user: Gebruiker, sleutels: list[int], *, kort: bool) -> list[Any]:
    """These requests in this order, with marks around what was found."""
    aanvragen = Aanvraag.objects.select_related("organisatie").only(*VELDEN)
    gevonden = aanvragen.annotate(
        gemerkt=_gemerkt("titel", vraag),
        vondst=Value(None, JSONField()) if kort else _vondst(vraag, user),
    ).in_bulk(sleutels)
    return [gevonden[sleutel] for sleutel in sleutels if sleutel in gevonden]


def _vondst(vraag: Vraag, user: Gebruiker) -> Subquery:
    """The first text beside the title in which it was found, in the order of the page."""
    volgorde = Case(*(When(plek=plek, then=Value(nummer)) for nummer, plek in enumerate(Plek)))
    stukken = (
        leesbaar(user)
        .annotate(woorden=SearchVector("tekst", config="nl"))
        .filter(aanvraag=OuterRef("pk"), woorden=vraag.een_van)
        .exclude(plek=Plek.TITEL)
        .order_by(volgorde, "-pk")
    )
    return Subquery(stukken.values(als=JSONObject(plek="plek", tekst=_gemerkt("tekst", vraag)))[:1])


def _gemerkt(veld: str, vraag: Vraag) -> SearchHeadline:
    """The whole text, with marks around what was found."""
    return SearchHeadline(
        veld,
        vraag.een_van,
        config="nl",
        start_sel=zoeken.BEGIN,
        stop_sel=zoeken.EIND,
        highlight_all=True,
    )


def leesbaar(user: Gebruiker) -> QuerySet[Zoekstuk]:
    """The texts of a dossier that this user may read; who may open the dossier is asked elsewhere."""
    stukken = Zoekstuk.objects.all()
    return stukken if user.is_duoplus else stukken.filter(intern=False)


def _treffer(aanvraag: Any, vraag: Vraag) -> Treffer:
    vondst = aanvraag.vondst or {}
    return Treffer(
        titel=_met_merk(aanvraag.gemerkt, vraag),
        url=aanvraag.get_absolute_url(),
        kenmerk=aanvraag.kenmerk,
        status=aanvraag.get_status_display(),
        toon=aanvraag.status_toon,
        waar=aanvraag.organisatie.naam,
        plek=str(Plek(vondst["plek"]).label) if vondst else "",
        fragment=zoeken.fragment(vondst.get("tekst", "")),
        icon="inbox",
        is_precies=vraag.is_nummer(aanvraag.nummer, aanvraag.extern_nummer),
    )


def _met_merk(gemerkt: str, vraag: Vraag) -> str:
    """The database does not mark the end of a compound word; nobody minds how many dots are on the i."""
    return gemerkt if zoeken.BEGIN in gemerkt else zoeken.merk_deel(gemerkt, vraag)


def _lijst(vraag: Vraag, **filters: str) -> str:
    return f"{reverse('maatwerk:aanvraag_list')}?{urlencode({'q': vraag.tekst, **filters})}"


def _verfijningen(vraag: Vraag, sleutels: list[int]) -> list[Verfijning]:
    """What was found by status, OGON and municipality, each with the way to the list."""
    statussen, ogons = Counter[str](), Counter[tuple[str, str]]()
    for status, slug, naam, aantal in _geteld(sleutels, "status", "ogon__slug", "ogon__naam"):
        statussen[status] += aantal
        ogons[slug, naam] += aantal
    gemeenten = _geteld(sleutels, "gemeenten__letter", "gemeenten__naam").order_by("-aantal")
    keuzes = (
        ("Status", [(S(s).label, _lijst(vraag, status=s), n) for s, n in _op_volgorde(statussen, list(S))]),
        ("OGON", [(naam, _lijst(vraag, ogon=slug), n) for (slug, naam), n in ogons.most_common() if slug]),
        ("Gemeente", [(naam, _lijst(vraag, gemeente=letter), n) for letter, naam, n in gemeenten if letter]),
    )
    return [Verfijning(label, regels) for label, regels in keuzes if len(regels) > 1]


def _geteld(sleutels: list[int], *velden: str) -> QuerySet[Any, Any]:
    """How many of these requests have each combination of these fields."""
    ingediend = Aanvraag.objects.filter(pk__in=Elk(sleutels)).exclude(status=S.CONCEPT)
    return ingediend.order_by(*velden).values_list(*velden).annotate(aantal=Count("pk"))


def _op_volgorde(geteld: Counter[str], volgorde: list[S]) -> list[tuple[str, int]]:
    return [(waarde, geteld[waarde]) for waarde in volgorde if geteld[waarde]]


def _bedoelde(vraag: Vraag, user: Gebruiker) -> list[str]:
    """The question with the nearest words from titles that this user may see; empty when none is near."""
    titels = _lijkende_titels(vraag, user)
    bekend = {woord for titel in titels for woord in titel.split() if len(woord) > zoeken.DEEL_VANAF}
    vervangen = [
        get_close_matches(zonder_accenten(w.tekst), bekend, MAX_BEDOELD, LIJKT_WOORD) for w in vraag.gevraagd
    ]
    if len(vervangen) != 1:
        beste = [nabij[0] if nabij else w.tekst for nabij, w in zip(vervangen, vraag.gevraagd, strict=True)]
        return [" ".join(beste)] if any(vervangen) else []
    return vervangen[0]


def _lijkende_titels(vraag: Vraag, user: Gebruiker) -> list[str]:
    lijkt = Q()
    for woord in vraag.gevraagd:
        lijkt |= Q(titel_sorteer__trigram_word_similar=zonder_accenten(woord.tekst))
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL pg_trgm.word_similarity_threshold = %s", [LIJKT_TITEL])
    titels = Aanvraag.objects.visible_to(user).filter(lijkt)
    return list(titels.order_by("-pk").values_list("titel_sorteer", flat=True)[:50])


# What else has a number or a name ---------------------------------------------------------------------


def zoek_ogons(vraag: Vraag, user: Gebruiker, venster: Venster) -> Uitkomst:
    if not vraag:
        return Uitkomst()
    gevonden = [ogon for ogon in ogons_van(user).order_by("naam") if zoeken.past(ogon.naam, vraag)]
    treffers = [
        Treffer(zoeken.merk_deel(ogon.naam, vraag), ogon.get_absolute_url(), icon="users-group")
        for ogon in gevonden
    ]
    return zoeken.uit_lijst(treffers, venster)


def zoek_opdrachten(vraag: Vraag, user: Gebruiker, venster: Venster) -> Uitkomst:
    """By number; by words an assignment is found as its request."""
    if not vraag.nummer:
        return Uitkomst()
    opdrachten = Opdracht.objects.visible_to(user).verleend().filter(_op_nummer("nummer", vraag))
    rijen = opdrachten.order_by("-pk").values_list("nummer", "aanvraag__titel")[: TEL_TOT + 1]
    return zoeken.uit_lijst(
        [_genummerd(vraag, nummer, titel, "maatwerk:opdracht", "briefcase") for nummer, titel in rijen],
        venster,
    )


def zoek_besluiten(vraag: Vraag, user: Gebruiker, venster: Venster) -> Uitkomst:
    """By number, of all that this user may know of."""
    if not vraag.nummer:
        return Uitkomst()
    besluiten = inzage.visible_to(Besluit, user).filter(_op_nummer("nummer", vraag))
    rijen = besluiten.order_by("-pk").values_list("nummer", "titel")[: TEL_TOT + 1]
    return zoeken.uit_lijst(
        [_genummerd(vraag, nummer, titel, "besluit", "gavel") for nummer, titel in rijen], venster
    )


def _op_nummer(veld: str, vraag: Vraag) -> Q:
    """The beginning of a number, or its last part as people say it."""
    nummer = vraag.nummer.upper()
    begin = Q(**{f"{veld}__startswith": nummer})
    return begin | Q(**{f"{veld}__endswith": f"-{nummer.zfill(4)}"}) if nummer.isdecimal() else begin


def _genummerd(vraag: Vraag, nummer: str | None, titel: str, adres: str, icon: str) -> Treffer:
    return Treffer(
        titel,
        reverse(adres, args=[nummer]),
        kenmerk=nummer or "",
        icon=icon,
        is_precies=vraag.is_nummer(nummer),
    )


# From the few to the many, so that what is short is not under what is long.
BRONNEN = (
    zoeken.Bron("ogons", "OGON’s", ("OGON", "OGON’s"), zoek_ogons, order=20),
    zoeken.Bron("opdrachten", "Opdrachten", ("opdracht", "opdrachten"), zoek_opdrachten, order=30),
    zoeken.Bron("besluiten", "Besluiten", ("besluit", "besluiten"), zoek_besluiten, order=40),
    zoeken.Bron(
        "aanvragen",
        "Aanvragen",
        ("aanvraag", "aanvragen"),
        zoek_aanvragen,
        order=50,
        eerst=zoeken.PER_BLADZIJDE,
    ),
)
