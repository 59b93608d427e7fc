"""De lijsten van voorstellen, maatregelen en plannen: bladzijde, weergave en export lezen dezelfde."""

from collections.abc import Iterable, Sequence
from decimal import Decimal
from functools import cached_property
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.contrib.postgres.aggregates import StringAgg
from django.db.models import (
    Avg,
    Case,
    CharField,
    Count,
    DecimalField,
    Exists,
    F,
    Min,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Sum,
    Value,
    When,
)
from django.db.models.functions import Cast, Coalesce, Concat

from duoplus import klok
from duoplus.choices import ActieStatus, IncidenteelStructureel
from duoplus.lijsten import Filter, Keuze, Kolom, Lijst
from duoplus.lijsten.keuzes import label, link, merk, op_volgorde, te_kiezen
from duoplus.models import Actiepunt, Gremium, Organisatie
from ogon.choices import MaatregelStatus, Openbaarheid, Orgaan, PlanStatus, SpoorStatus, VoorstelStatus
from ogon.models import (
    Efficiencymaatregel,
    Maatregeldoel,
    Maatregelresultaat,
    PlanVanAanpak,
    Voorstel,
    Voorstelspoor,
)
from ogon.models.maatregel import LEEST_ALLE_MAATREGELEN, MAATREGELTOON, eigen_gemeenten
from ogon.models.voorstel import VOORSTELTOON

EURO = DecimalField(max_digits=14, decimal_places=2)
NUL = Value(Decimal(0), EURO)
LOOPT = (
    VoorstelStatus.CONCEPT,
    VoorstelStatus.INTERNE_TOETS,
    VoorstelStatus.ONDERWEG,
    VoorstelStatus.BESLOTEN,
)


class Naslag:
    """Bodies and municipalities by what stands for them in an address; two queries for a page."""

    @cached_property
    def gremia(self) -> dict[str, Gremium]:
        return {gremium.slug: gremium for gremium in Gremium.objects.order_by("naam")}

    @cached_property
    def gemeenten(self) -> dict[str, Organisatie]:
        gemeenten = Organisatie.objects.gemeenten().geldig_op(klok.vandaag())
        return {gemeente.letter: gemeente for gemeente in gemeenten}


def _toon_titel(rij: Any, naslag: Naslag) -> str:
    return link(rij.nummer, rij.titel)


def _op_woord(lijst: Any, woord: str) -> Q:
    return Q(nummer__istartswith=woord) | Q(titel__icontains=woord)


def _statusfilter(keuzes: Any, open_: Iterable[str]) -> Keuze:
    """The states that people know, with what is still going on under one name."""
    groep = list(open_)
    te_kiezen_uit = te_kiezen("Alle statussen", [("open", "Nog niet klaar"), *keuzes.choices])

    def pas_toe(lijst: Any, waarde: str) -> Q:
        return Q(status__in=groep) if waarde == "open" else Q(status=waarde)

    return Keuze("status", "Status", pas_toe, "Status: {}", klein=True, keuzes=te_kiezen_uit)


def _gremiumkeuzes(leeg: str, alleen: str = "") -> Any:
    def keuzes(lijst: Any) -> list[tuple[str, str]]:
        gremia = lijst.naslag.gremia.items()
        return [("", leeg), *((slug, g.naam) for slug, g in gremia if alleen in ("", g.soort))]

    return keuzes


def _gemeentekeuzes(lijst: Any) -> list[tuple[str, str]]:
    return [("", "Alle gemeenten"), *((letter, g.naam) for letter, g in lijst.naslag.gemeenten.items())]


def _langs_gemeente(lijst: Any, letter: str) -> Q:
    gemeente = lijst.naslag.gemeenten[letter].pk
    return Q(Exists(Voorstelspoor.objects.filter(voorstel=OuterRef("pk"), organisatie=gemeente)))


def _ligt_voor(lijst: Any = None) -> Subquery:
    """The bodies before which it lies now, in words."""
    orgaan = Case(*(When(orgaan=o.value, then=Value(str(o.label))) for o in Orgaan), output_field=CharField())
    naam = Concat(
        orgaan, Case(When(organisatie=None, then=Value("")), default=Concat(Value(" "), "organisatie__naam"))
    )
    sporen = Voorstelspoor.objects.filter(voorstel=OuterRef("pk"), status=SpoorStatus.LIGT_VOOR).order_by()
    samen = sporen.values("voorstel").annotate(samen=StringAgg(naam, ", ", order_by="organisatie__volgorde"))
    return Subquery(samen.values("samen"), output_field=CharField())


def _bedrag(lijst: Any) -> Case:
    """Nothing where this reader may not see it, so that order and filter know no more than the screen."""
    zichtbaar = Voorstel.objects.met_bedragen_voor(lijst.user).values("pk")
    return Case(When(pk__in=zichtbaar, then=F("bedrag")), default=None, output_field=EURO)


VOORSTELKOLOMMEN = (
    Kolom("nummer", "Nummer", bron="nummer", op=F("nummer"), css="c-nr", kaartlabel=False),
    Kolom("titel", "Voorstel", bron="titel", op=F("titel"), toon=_toon_titel, is_kop=True),
    Kolom("ogon", "OGON", bron="ogon__naam", op=F("ogon__naam"), kaartlabel=False),
    Kolom(
        "status",
        "Status",
        bron="status",
        op=op_volgorde(VoorstelStatus),
        zeg=label(VoorstelStatus),
        toon=merk(VoorstelStatus, VOORSTELTOON),
        css="c-status",
        kaartlabel=False,
    ),
    Kolom("ligt", "Ligt voor bij", bron=_ligt_voor, op=_ligt_voor),
    Kolom("bedrag", "Bedrag", "money", bron=_bedrag, op=_bedrag),
    Kolom(
        "openbaarheid",
        "Openbaarheid",
        bron="openbaarheid",
        op=F("openbaarheid"),
        zeg=label(Openbaarheid),
    ),
    Kolom("opsteller", "Opsteller", bron="opsteller__naam", op=F("opsteller__naam")),
    Kolom("gemaakt", "Begonnen op", "moment", bron="gemaakt_op", op=F("gemaakt_op")),
    Kolom("besloten", "Besloten op", "moment", bron="besloten_op", op=F("besloten_op")),
)


class VoorstellenLijst(Lijst):
    """The proposals that one reader may know."""

    naam = "voorstellen"
    titel = "Voorstellen"
    urlnaam = "ogon:voorstel_list"
    ding = ("voorstel", "voorstellen")
    niets = (
        "Er zijn nog geen voorstellen",
        "Een voorstel gaat van het OGON naar de colleges en het bestuur.",
    )
    kolommen = VOORSTELKOLOMMEN
    vast = ("nummer", "titel")
    standaardkolommen = ("ogon", "status", "ligt", "bedrag", "gemaakt")
    filters = (
        Filter("q", "Zoekwoord of nummer", _op_woord, "‘{}’"),
        Keuze(
            "ogon",
            "OGON",
            lambda lijst, slug: Q(ogon=lijst.naslag.gremia[slug].pk),
            keuzes=_gremiumkeuzes("Alle OGON’s", "ogon"),
        ),
        Keuze("gemeente", "Gemeente", _langs_gemeente, keuzes=_gemeentekeuzes),
        _statusfilter(VoorstelStatus, LOOPT),
    )
    standaardsortering = "-gemaakt"
    sorteerzin = "Het nieuwste voorstel staat bovenaan."

    @cached_property
    def naslag(self) -> Naslag:
        return Naslag()

    @property
    def gelezen(self) -> Sequence[str]:
        return ("nummer", "titel", "status")

    def bron(self) -> QuerySet[Voorstel]:
        return Voorstel.objects.visible_to(self.user)


def _zichtbaar(lijst: Any, pad: str = "maatregel__") -> Q:
    """The rows per municipality of which this reader sees the amount."""
    if lijst.user.heeft_rol(*LEEST_ALLE_MAATREGELEN):
        return Q()
    eigen = Q(organisatie__in=eigen_gemeenten(lijst.user))
    return eigen | Q(**{f"{pad}gedeeld": True}) | Q(**{f"{pad}eigenaar": lijst.user})


def _doel(lijst: Any) -> Coalesce:
    doelen = Maatregeldoel.objects.filter(_zichtbaar(lijst), maatregel=OuterRef("pk")).order_by()
    som = doelen.values("maatregel").annotate(som=Sum("bedrag"))
    return Coalesce(Subquery(som.values("som"), EURO), NUL)


def _gerealiseerd(lijst: Any) -> Coalesce:
    """Of the last row per municipality and year."""
    later = Maatregelresultaat.objects.filter(
        maatregel=OuterRef("maatregel"),
        organisatie=OuterRef("organisatie"),
        jaar=OuterRef("jaar"),
        pk__gt=OuterRef("pk"),
    )
    telt = Maatregelresultaat.objects.filter(_zichtbaar(lijst), ~Exists(later), maatregel=OuterRef("pk"))
    som = telt.order_by().values("maatregel").annotate(som=Sum("bedrag"))
    return Coalesce(Subquery(som.values("som"), EURO), NUL)


def _voor_gemeente(lijst: Any, letter: str) -> Q:
    gemeente = lijst.naslag.gemeenten[letter].pk
    return Q(Exists(Maatregeldoel.objects.filter(maatregel=OuterRef("pk"), organisatie=gemeente)))


MAATREGELKOLOMMEN = (
    Kolom("nummer", "Nummer", bron="nummer", op=F("nummer"), css="c-nr", kaartlabel=False),
    Kolom("titel", "Maatregel", bron="titel", op=F("titel"), toon=_toon_titel, is_kop=True),
    Kolom(
        "status",
        "Status",
        bron="status",
        op=op_volgorde(MaatregelStatus),
        zeg=label(MaatregelStatus),
        toon=merk(MaatregelStatus, MAATREGELTOON),
        css="c-status",
        kaartlabel=False,
    ),
    Kolom(
        "i_s",
        "Incidenteel of structureel",
        bron="i_s",
        op=F("i_s"),
        zeg=label(IncidenteelStructureel),
    ),
    Kolom("doel", "Doel", "money", bron=_doel, op=_doel),
    Kolom("gerealiseerd", "Gerealiseerd", "money", bron=_gerealiseerd, op=_gerealiseerd),
    Kolom("eigenaar", "Eigenaar", bron="eigenaar__naam", op=F("eigenaar__naam")),
    Kolom("gemaakt", "Ingebracht op", "moment", bron="gemaakt_op", op=F("gemaakt_op")),
)


class MaatregelenLijst(Lijst):
    """The measures that one reader may know, with the amounts that he may see."""

    naam = "maatregelen"
    titel = "Efficiencymaatregelen"
    urlnaam = "ogon:maatregel_list"
    ding = ("maatregel", "maatregelen")
    niets = (
        "Er zijn nog geen maatregelen",
        "Een maatregel begint als idee en eindigt met een bewezen besparing.",
    )
    kolommen = MAATREGELKOLOMMEN
    vast = ("nummer", "titel")
    standaardkolommen = ("status", "i_s", "doel", "gerealiseerd", "eigenaar")
    filters = (
        Filter("q", "Zoekwoord of nummer", _op_woord, "‘{}’"),
        Keuze("gemeente", "Gemeente", _voor_gemeente, keuzes=_gemeentekeuzes),
        _statusfilter(
            MaatregelStatus,
            [
                s
                for s in MaatregelStatus
                if s not in (MaatregelStatus.GEREALISEERD, MaatregelStatus.VERVALLEN)
            ],
        ),
    )
    standaardsortering = "-gemaakt"
    sorteerzin = "De nieuwste maatregel staat bovenaan."

    @cached_property
    def naslag(self) -> Naslag:
        return Naslag()

    @property
    def gelezen(self) -> Sequence[str]:
        return ("nummer", "titel", "status")

    def bron(self) -> QuerySet[Efficiencymaatregel]:
        return Efficiencymaatregel.objects.visible_to(self.user)


def _acties() -> QuerySet[Any, Any]:
    soort = ContentType.objects.get_for_model(PlanVanAanpak)
    return (
        Actiepunt.objects.filter(content_type=soort, object_id=OuterRef("pk")).order_by().values("object_id")
    )


def _voortgang(lijst: Any = None) -> Coalesce:
    tellen = _acties().exclude(status=ActieStatus.VERVALLEN).annotate(gemiddeld=Avg("voortgang"))
    deel = Cast(Subquery(tellen.values("gemiddeld")), DecimalField(max_digits=5, decimal_places=0))
    return Coalesce(deel, Value(Decimal(0)), output_field=DecimalField(max_digits=5, decimal_places=0))


def _nog_open() -> QuerySet[Any, Any]:
    return _acties().filter(status__in=(ActieStatus.OPEN, ActieStatus.BEZIG))


def _aantal_open(lijst: Any = None) -> Coalesce:
    return Coalesce(Subquery(_nog_open().annotate(n=Count("pk")).values("n")), Value(0))


def _eerste_dag(lijst: Any = None) -> Subquery:
    return Subquery(_nog_open().annotate(dag=Min("uiterlijk")).values("dag"))


PLANKOLOMMEN = (
    Kolom("nummer", "Nummer", bron="nummer", op=F("nummer"), css="c-nr", kaartlabel=False),
    Kolom("titel", "Plan van aanpak", bron="titel", op=F("titel"), toon=_toon_titel, is_kop=True),
    Kolom("adviseur", "Advies van", bron="adviseur", op=F("adviseur")),
    Kolom("gremium", "Overleg", bron="gremium__naam", op=F("gremium__naam"), kaartlabel=False),
    Kolom(
        "status",
        "Status",
        bron="status",
        op=op_volgorde(PlanStatus),
        zeg=label(PlanStatus),
        toon=merk(PlanStatus, {PlanStatus.LOOPT: "brand", PlanStatus.AFGESLOTEN: "ok"}),
        css="c-status",
        kaartlabel=False,
    ),
    Kolom("voortgang", "Voortgang (%)", "number", bron=_voortgang, op=_voortgang),
    Kolom("open", "Open acties", "number", bron=_aantal_open, op=_aantal_open),
    Kolom("eerst", "Eerste dag", "date", bron=_eerste_dag, op=_eerste_dag),
    Kolom("eigenaar", "Eigenaar", bron="eigenaar__naam", op=F("eigenaar__naam")),
    Kolom("ontvangen", "Advies van de dag", "date", bron="ontvangen_op", op=F("ontvangen_op")),
)


class PlannenLijst(Lijst):
    """The plans that one reader may know, with how far their actions are."""

    naam = "plannen-van-aanpak"
    titel = "Plannen van aanpak"
    urlnaam = "ogon:plan_list"
    ding = ("plan", "plannen")
    niets = ("Er zijn nog geen plannen", "Een plan van aanpak begint met een advies van buiten.")
    kolommen = PLANKOLOMMEN
    vast = ("nummer", "titel")
    standaardkolommen = ("gremium", "status", "voortgang", "open", "eerst")
    filters = (
        Filter("q", "Zoekwoord of nummer", _op_woord, "‘{}’"),
        Keuze(
            "overleg",
            "Overleg",
            lambda lijst, slug: Q(gremium=lijst.naslag.gremia[slug].pk),
            keuzes=_gremiumkeuzes("Elk overleg"),
        ),
        _statusfilter(PlanStatus, [PlanStatus.LOOPT]),
    )
    standaardsortering = "-ontvangen"
    sorteerzin = "Het nieuwste advies staat bovenaan."

    @cached_property
    def naslag(self) -> Naslag:
        return Naslag()

    @property
    def gelezen(self) -> Sequence[str]:
        return ("nummer", "titel", "status")

    def bron(self) -> QuerySet[PlanVanAanpak]:
        return PlanVanAanpak.objects.visible_to(self.user)
