"""Wat de bladzijde van een cyclus laat zien, voor wie haar leest."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from django.db.models import Count, F, Q, QuerySet

from duoplus import klok, spoor
from duoplus.choices import Rol
from duoplus.models import Besluit, Deelname, Gebeurtenis, Gebruiker, Organisatie, Roltoewijzing, Vergadering
from maatwerk.choices import AanvraagStatus as S
from maatwerk.choices import RondeStatus
from maatwerk.jaarcyclus.tafel import aantallen, ogons_van
from maatwerk.models import Aanvraag, Ronde
from ogon.choices import Fase
from ogon.fasen import VOLGORDE, Banner, banner, volgende
from ogon.models import Cyclus, Cyclusfase, Ogon
from ogon.uitleg import Fasedagen, fasedagen

MAX_BESLUITEN = 20
MAX_VERLOOP = 12
MAX_OVERLEGGEN = 4
LANG = 90  # days

# What the municipalities and Duo+ do together in each phase, for the first line of the page.
KERN = {
    Fase.OPHALEN: "De gemeenten vertellen nu welk werk zij in {jaar} van Duo+ willen.",
    Fase.ARTICULEREN: "De gemeenten en Duo+ maken de vragen voor {jaar} samen scherp.",
    Fase.TOETSEN: "Duo+ rekent de vragen voor {jaar} door. De gemeenten geven akkoord.",
    Fase.PRIORITEREN: "De gemeenten kiezen nu samen wat Duo+ in {jaar} als eerste doet.",
    Fase.VASTSTELLEN: "Het OGON stelt de volgorde voor {jaar} vast.",
    Fase.OPDRACHT_DVO: "De gemeenten geven opdracht voor wat in {jaar} is ingepland.",
    Fase.UITVOEREN: "Duo+ voert uit wat voor {jaar} is afgesproken.",
    Fase.EVALUEREN: "De gemeenten en Duo+ kijken terug op {jaar}.",
}
OP_AGENDA = (
    (S.TER_PRIORITERING, "kandidaten", "Nog te beslissen"),
    (S.WACHTLIJST, "wachtlijst", "Wachtlijst"),
    (S.AANGEHOUDEN, "aangehouden", "Aangehouden"),
    (S.GEPRIORITEERD, "volgorde", "Ingepland, op volgorde"),
)


@dataclass(frozen=True)
class Strook:
    """One phase in the strip."""

    fase: Cyclusfase
    is_klaar: bool
    is_nu: bool

    @property
    def is_lang(self) -> bool:
        """Months say more than days."""
        return (self.fase.tot - self.fase.van).days > LANG


@dataclass(frozen=True)
class Punt:
    """Something on the table of the next meeting."""

    tekst: str
    anker: str
    aantal: int


@dataclass(frozen=True)
class Voortgang:
    """How far an OGON is with its order; never what a municipality thinks of it."""

    ogon: Ogon
    fase: str
    stand: str
    gegeven: int
    gevraagd: int

    @property
    def procent(self) -> int:
        return round(100 * self.gegeven / self.gevraagd) if self.gevraagd else 0


@dataclass(frozen=True)
class Plek:
    """A seat in the OGON, who holds it, and who stands in."""

    titel: str
    gemeente: Organisatie | None
    mensen: tuple[Roltoewijzing, ...]


class Blad:
    """One cycle as one reader sees it."""

    def __init__(self, cyclus: Cyclus, lezer: Gebruiker) -> None:
        self.cyclus, self.ogon, self.lezer = cyclus, cyclus.ogon, lezer

    @property
    def kern(self) -> str:
        if self.cyclus.afgesloten_op:
            return f"Deze cyclus is gesloten op {klok.dag(self.cyclus.afgesloten_op):%-d-%-m-%Y}."
        return KERN[Fase(self.cyclus.fase)].format(jaar=self.cyclus.jaar)

    @cached_property
    def banner(self) -> Banner:
        return banner(self.cyclus, self.lezer)

    @cached_property
    def fasen(self) -> list[Fasedagen]:
        return fasedagen(self.cyclus)

    @property
    def strook(self) -> list[Strook]:
        nu = VOLGORDE.index(Fase(self.cyclus.fase))
        dicht = self.cyclus.afgesloten_op is not None
        return [
            Strook(f, dicht or plek < nu, plek == nu and not dicht)
            for plek, f in enumerate(self.cyclus.fasen.all())
        ]

    # What comes ------------------------------------------------------------------------------------------

    @cached_property
    def overleggen(self) -> list[Vergadering]:
        """The next meeting of each OGON of this person."""
        ogons = [voortgang.ogon.pk for voortgang in self.voortgang]
        komend = (
            Vergadering.objects.komend(klok.vandaag()).filter(gremium__in=ogons).select_related("gremium")
        )
        eerste: dict[int, Vergadering] = {}
        for vergadering in komend:
            eerste.setdefault(vergadering.gremium_id, vergadering)
        return list(eerste.values())[:MAX_OVERLEGGEN]

    @property
    def overleg(self) -> Vergadering | None:
        return next((v for v in self.overleggen if v.gremium_id == self.ogon.pk), None)

    @cached_property
    def op_tafel(self) -> list[Punt]:
        """As far as this person recognises it."""
        telling = aantallen(self.lezer)[self.ogon.pk]
        return [Punt(tekst, anker, telling.get(status, 0)) for status, anker, tekst in OP_AGENDA]

    # What was decided ------------------------------------------------------------------------------------

    @cached_property
    def besluiten(self) -> list[Besluit]:
        """Of this OGON since the cycle began: on the whole order, and on what this person recognises."""
        bekend = Aanvraag.objects.recognisable_to(self.lezer).filter(ogon=self.ogon).values("pk")
        welke = Q(aanvraagregel__aanvraag__in=bekend) | Q(aanvraagregel=None)
        besluiten = Besluit.objects.filter(
            welke, gremium=self.ogon.pk, genomen_op__gte=self.cyclus.geopend_op
        )
        if self.cyclus.afgesloten_op:
            besluiten = besluiten.filter(genomen_op__lte=self.cyclus.afgesloten_op)
        return list(besluiten.select_related("genomen_door", "aanvraagregel")[:MAX_BESLUITEN])

    @cached_property
    def verloop(self) -> list[tuple[Gebeurtenis, str]]:
        """What happened to the cycle itself, newest first."""
        eigen = Gebeurtenis.objects.over(self.cyclus).filter(soort__startswith="ogon.cyclus.")
        feiten = eigen.select_related("door", "namens").order_by("-pk")
        return [(feit, spoor.zin(feit)) for feit in feiten[:MAX_VERLOOP]]

    # Who -------------------------------------------------------------------------------------------------

    @cached_property
    def plekken(self) -> list[Plek]:
        """Chair, secretary, and of each municipality who holds the mandate, substitutes included."""
        gemeenten = list(self.ogon.gemeenten(klok.vandaag()))
        rijen = list(self._toewijzingen(gemeenten))
        leiding = [
            Plek(Rol(rol).label, None, tuple(t for t in rijen if t.rol == rol))
            for rol in (Rol.VOORZITTER, Rol.SECRETARIS)
        ]
        return leiding + [
            Plek("Opdrachtgever", gemeente, tuple(t for t in rijen if t.organisatie_id == gemeente.pk))
            for gemeente in gemeenten
        ]

    def _toewijzingen(self, gemeenten: Iterable[Organisatie]) -> QuerySet[Roltoewijzing]:
        """Today's and coming ones: a substitute is known before the holiday begins."""
        leiding = Q(rol__in=(Rol.VOORZITTER, Rol.SECRETARIS), gremium=self.ogon.pk)
        mandaat = Q(rol=Rol.OPDRACHTGEVER, organisatie__in=gemeenten) & (
            Q(gremium=self.ogon.pk) | Q(gremium=None)
        )
        loopt = Q(tot=None) | Q(tot__gte=klok.vandaag())
        rijen = Roltoewijzing.objects.filter(leiding | mandaat, loopt)
        return rijen.select_related("gebruiker", "vervangt__gebruiker")

    # How far ---------------------------------------------------------------------------------------------

    @cached_property
    def voortgang(self) -> list[Voortgang]:
        """Every OGON of this person in the same year; numbers of positions, never a position."""
        cycli = Cyclus.objects.filter(ogon__in=ogons_van(self.lezer), jaar=self.cyclus.jaar)
        rijen = list(cycli.select_related("ogon__programma").order_by("ogon__naam"))
        rondes, delen = _rondes(rijen), _deelnemers()
        return [
            _voortgang(cyclus, rondes.get(cyclus.pk), delen.get(cyclus.ogon.programma_id, 0))
            for cyclus in rijen
        ]

    @cached_property
    def buren(self) -> dict[int, Cyclus]:
        """The cycles of the years beside this one."""
        jaren = (self.cyclus.jaar - 1, self.cyclus.jaar + 1)
        return {
            c.jaar: c for c in Cyclus.objects.filter(ogon=self.ogon, jaar__in=jaren).select_related("ogon")
        }

    @property
    def vorige(self) -> Cyclus | None:
        return self.buren.get(self.cyclus.jaar - 1)

    @property
    def volgende(self) -> Cyclus | None:
        return self.buren.get(self.cyclus.jaar + 1)

    # What may be done ------------------------------------------------------------------------------------

    @property
    def is_open(self) -> bool:
        return self.cyclus.afgesloten_op is None

    @property
    def hierna(self) -> Fase | None:
        return volgende(self.cyclus)

    @property
    def mag_verder(self) -> bool:
        return self.is_open and self.lezer.has_perm("ogon.naar_fase_cyclus", self.cyclus)

    @property
    def mag_sluiten(self) -> bool:
        return self.mag_verder and self.hierna is None

    @property
    def mag_verzetten(self) -> bool:
        return self.is_open and self.lezer.has_perm("ogon.verzetten_cyclus", self.cyclus)

    @property
    def mag_openen(self) -> bool:
        return self.volgende is None and self.lezer.has_perm("ogon.openen_cyclus", self.ogon)


def _rondes(cycli: list[Cyclus]) -> dict[int, Ronde]:
    """The latest round of each cycle, with how many municipalities gave a position in this submission."""
    deze = Q(standpunten__voorlegging=F("voorlegging"))
    rondes = Ronde.objects.filter(cyclus__in=cycli).order_by("nummer")
    geteld = rondes.annotate(gegeven=Count("standpunten__organisatie", filter=deze, distinct=True))
    return {ronde.cyclus_id: ronde for ronde in geteld}


def _deelnemers() -> dict[int, int]:
    mee = Deelname.objects.geldig_op(klok.vandaag()).order_by().values_list("programma")
    return dict(mee.annotate(Count("organisatie")))


def _voortgang(cyclus: Cyclus, ronde: Ronde | None, gemeenten: int) -> Voortgang:
    fase = cyclus.get_fase_display()
    if ronde is None:
        return Voortgang(cyclus.ogon, fase, "nog geen volgorde", 0, 0)
    if ronde.status == RondeStatus.RANGSCHIKKEN:
        return Voortgang(cyclus.ogon, fase, "volgorde in de maak", 0, 0)
    if ronde.status == RondeStatus.VASTGESTELD:
        return Voortgang(cyclus.ogon, fase, "vastgesteld", gemeenten, gemeenten)
    gegeven = getattr(ronde, "gegeven", 0)
    return Voortgang(cyclus.ogon, fase, f"{gegeven} van {gemeenten} standpunten gegeven", gegeven, gemeenten)


def lopend(ogons: Iterable[Ogon]) -> dict[int, list[Cyclus]]:
    """The running cycles of each OGON, the latest year first."""
    per_ogon: dict[int, list[Cyclus]] = {}
    rijen = Cyclus.objects.lopend().filter(ogon__in=list(ogons)).select_related("ogon__programma")
    for cyclus in rijen.prefetch_related("fasen").order_by("-jaar"):
        per_ogon.setdefault(cyclus.ogon_id, []).append(cyclus)
    return per_ogon
