"""Het bord van een ronde: elke plaats met haar uren, de streep van elk team, en wat van de score afwijkt."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from functools import cached_property
from typing import Any, NamedTuple

from django.db.models import Exists, OuterRef, Sum

from duoplus.models import Gebruiker, Organisatie, Team
from maatwerk.actions.ronde import is_van_tafel_in
from maatwerk.calc import afwijking
from maatwerk.calc.streep import Bord as Streep
from maatwerk.calc.streep import Deel, Oordeel, Regel, Stuk, streep
from maatwerk.calc.volgorde import verplaats, zonder
from maatwerk.choices import RondeStatus
from maatwerk.models import Aanvraag, Mutatie, RamingRegel, Ronde, Rondeplaats, Zet
from maatwerk.uren import capaciteit
from maatwerk.volgorde import weging
from maatwerk.volgorde.slot import liggen_boven

NUL = Decimal(0)
PAST: dict[Oordeel, str] = {"past": "Past", "deels": "Past deels", "niet": "Past niet"}

Uren = dict[int, dict[int, Decimal]]  # per request and team, by their pks


class Licht(NamedTuple):
    """What the board reads of a request, in the order of its columns; the model is made where it is shown."""

    pk: int
    nummer: str | None
    extern_nummer: str | None
    status: str
    opgeschaald: bool
    titel: str
    aanleiding: str
    urgentie: str
    effect_inwoners: int | None
    aangemaakt_op: datetime
    ingediend_op: datetime | None

    @property
    def kenmerk(self) -> str:
        """The number it goes by; also its place in addresses, since nothing on a board is a draft."""
        return self.nummer or self.extern_nummer or ""

    @property
    def is_van_tafel(self) -> bool:
        return is_van_tafel_in(self.status)

    def als_aanvraag(self) -> Aanvraag:
        """Everything else is read when somebody asks for it."""
        return Aanvraag.from_db("default", ["id", *self._fields[1:]], self)


@dataclass(frozen=True)
class Kolom:
    """A team from which hours are asked. ``over``: what is left of its free hours under all that fits."""

    team: Team
    gevraagd: Decimal
    vrij: Decimal
    over: Decimal

    @property
    def tekort(self) -> Decimal:
        return max(self.gevraagd - self.vrij, NUL)

    @property
    def deel_vrij(self) -> int:
        """Percent of the bar that is covered by free hours; the rest is short."""
        return round(100 * max(self.vrij, NUL) / self.gevraagd) if self.tekort else 100


@dataclass(frozen=True)
class Cel:
    """What one request asks of one team. ``onder``: below the line; ``op_streep``: it begins here."""

    team: Team
    deel: Deel | None
    onder: bool
    op_streep: bool

    @property
    def uren(self) -> Decimal:
        return self.deel.binnen + self.deel.buiten if self.deel else NUL


@dataclass(eq=False, slots=True)
class Bordrij:
    """One place. Who may not open the dossier sees title and hours (``is_zichtbaar``), never amounts."""

    gegevens: "Gegevens"
    rij: Rondeplaats
    regel: Regel[int, int]
    lijn: Mapping[int, int]
    plaats: int
    springt: bool
    is_laatste: bool

    @property
    def cellen(self) -> list[Cel]:
        """One per team that the board asks."""
        index, delen = self.plaats - 1, self.regel.delen
        return [
            Cel(team, delen.get(pk), index >= (lijn := self.lijn.get(pk, index + 1)), index == lijn)
            for pk, team in self.gegevens.teams.items()
        ]

    @property
    def oordeel(self) -> Oordeel:
        return self.regel.oordeel

    @property
    def is_zichtbaar(self) -> bool:
        return self.rij.is_zichtbaar  # type: ignore[attr-defined]

    @property
    def gemeenten(self) -> list[Organisatie]:
        return self.gegevens.gemeenten[self.rij.aanvraag_id]

    @property
    def onderdelen(self) -> weging.Onderdelen:
        return self.gegevens.onderdelen[self.rij.aanvraag_id]

    @property
    def voorgesteld(self) -> int | None:
        return self.gegevens.voorgesteld.get(self.rij.aanvraag_id)

    @property
    def is_eerste(self) -> bool:
        return self.plaats == 1

    @property
    def aanvraag(self) -> Aanvraag:
        if not Rondeplaats.aanvraag.is_cached(self.rij):
            self.rij.aanvraag = self.gegevens.licht[self.rij.aanvraag_id].als_aanvraag()
        return self.rij.aanvraag

    @property
    def sleutel(self) -> str:
        return self.gegevens.licht[self.rij.aanvraag_id].kenmerk

    @property
    def past(self) -> str:
        return PAST[self.oordeel]

    @property
    def is_van_tafel(self) -> bool:
        return self.gegevens.licht[self.rij.aanvraag_id].is_van_tafel

    @property
    def boven(self) -> str:
        """The number of the question about it that lies with the directieberaad; its place is fixed."""
        return self.gegevens.boven.get(self.rij.aanvraag_id, "")

    @property
    def zonder_raming(self) -> bool:
        """Asks no team for hours yet, so it fits anywhere."""
        return not self.is_van_tafel and not self.regel.delen

    @property
    def score(self) -> Decimal:
        return weging.totaal(self.onderdelen)

    @property
    def verschoven(self) -> int:
        """Places up since the order it began with; down is below zero."""
        begin = self.gegevens.begin.get(self.rij.aanvraag_id)
        return begin - self.plaats if begin else 0

    @property
    def zonder_reden(self) -> bool:
        return self.springt and not self.rij.afwijkreden


@dataclass
class Bord:
    """``rijen`` in their order; ``kolommen`` are only the teams that are asked for hours."""

    ronde: Ronde
    gegevens: "Gegevens"
    rijen: list[Bordrij]
    kolommen: list[Kolom]
    lijn: Mapping[int, int]  # per team: the index of the first place below its line

    @property
    def is_open(self) -> bool:
        return self.ronde.status == RondeStatus.RANGSCHIKKEN

    @cached_property
    def tellingen(self) -> dict[str, int]:
        """How many fit wholly, partly and not at all."""
        oordelen = [rij.oordeel for rij in self.rijen]
        return {oordeel: oordelen.count(oordeel) for oordeel in PAST}

    @cached_property
    def zonder_reden(self) -> list[Bordrij]:
        """What jumped over the suggested order without a reason; it keeps the order from being submitted."""
        return [rij for rij in self.rijen if rij.zonder_reden]

    @property
    def volgorde(self) -> list[int]:
        return [rij.rij.aanvraag_id for rij in self.rijen]

    def rij_van(self, aanvraag: Aanvraag) -> Bordrij:
        return next(rij for rij in self.rijen if rij.rij.aanvraag_id == aanvraag.pk)

    def kolom_van(self, team: Team) -> Kolom:
        return next(kolom for kolom in self.kolommen if kolom.team == team)

    def voor(self, zet: Zet) -> "Bord":
        """This board as it stood before its last move."""
        van, vast = zet.van or 1, self.gegevens.boven
        return self.gegevens.bord(verplaats(self.volgorde, zet.aanvraag_id, van, vast))

    def anders_dan(self, eerder: "Bord") -> list[Bordrij]:
        """The places that look different: another request or other hours left, or a line that moved past."""
        plekken = {
            index
            for index, (nu, toen) in enumerate(zip(self.rijen, eerder.rijen, strict=True))
            if (nu.rij, nu.regel, nu.springt) != (toen.rij, toen.regel, toen.springt)
        }
        for team in self.gegevens.teams:
            nu, toen = self.lijn.get(team, len(self.rijen)), eerder.lijn.get(team, len(self.rijen))
            if nu != toen:
                plekken.update(range(min(nu, toen), min(max(nu, toen) + 1, len(self.rijen))))
        return [self.rijen[index] for index in sorted(plekken)]


@dataclass(frozen=True)
class Gegevens:
    """All that was read for a board; from here on it is arithmetic, for this order or another."""

    ronde: Ronde
    plaatsen: dict[int, Rondeplaats]  # per request
    licht: dict[int, Licht]
    gemeenten: dict[int, list[Organisatie]]
    uren: Uren
    vrij: dict[int, Decimal]
    teams: dict[int, Team]
    onderdelen: dict[int, weging.Onderdelen]
    voorgesteld: dict[int, int]
    begin: dict[int, int]
    boven: dict[int, str]

    def bord(self, volgorde: Sequence[int]) -> Bord:
        stukken = [self._stuk(self.plaatsen[pk]) for pk in volgorde]
        lijn = streep(stukken, self.vrij)
        return Bord(self.ronde, self, self._rijen(volgorde, lijn), self._kolommen(lijn), lijn.lijn)

    def _stuk(self, plaats: Rondeplaats) -> Stuk[int, int]:
        uren = self.uren.get(plaats.aanvraag_id, {})
        return Stuk(plaats.aanvraag_id, uren, plaats.is_vastgezet, plaats.gefaseerd)

    def _kolommen(self, lijn: Streep[int, int]) -> list[Kolom]:
        binnen = dict.fromkeys(self.teams, NUL)
        for regel in lijn.regels:
            for team, deel in regel.delen.items():
                binnen[team] += deel.binnen
        return [
            Kolom(team, lijn.gevraagd[pk], lijn.vrij[pk], lijn.vrij[pk] - binnen[pk])
            for pk, team in self.teams.items()
        ]

    def _rijen(self, volgorde: Sequence[int], lijn: Streep[int, int]) -> list[Bordrij]:
        springt = self._sprongen(volgorde)
        return [
            Bordrij(
                gegevens=self,
                rij=self.plaatsen[regel.sleutel],
                regel=regel,
                lijn=lijn.lijn,
                plaats=plaats,
                springt=regel.sleutel in springt,
                is_laatste=plaats == len(volgorde),
            )
            for plaats, regel in enumerate(lijn.regels, 1)
        ]

    def _sprongen(self, volgorde: Sequence[int]) -> set[int]:
        """Pinned work has its ground, what left the table asks nothing, and what lies with the
        directieberaad keeps its place: none of these needs a reason.
        """
        met_plek = [pk for pk in volgorde if pk in self.voorgesteld and pk not in self.boven]
        return afwijking.sprongen(met_plek, self.voorgesteld)


def lees(ronde: Ronde, user: Gebruiker) -> Bord:
    """The board as this person may see it, in a constant number of queries."""
    plaatsen, op_het_bord = _plaatsen(ronde, user), ronde.plaatsen.order_by().values("aanvraag")
    licht = _licht(op_het_bord)
    op_tafel = {pk for pk, aanvraag in licht.items() if not aanvraag.is_van_tafel}
    uren, gemeenten = _uren(op_het_bord, op_tafel), weging.gemeenten_van(op_het_bord)
    delen = weging.onderdelen(licht.values(), op_het_bord, gemeenten, ronde.cyclus.ogon)
    vast = {p.aanvraag_id for p in plaatsen if p.is_vastgezet}
    gegevens = Gegevens(
        ronde=ronde,
        plaatsen={p.aanvraag_id: p for p in plaatsen},
        licht=licht,
        gemeenten=gemeenten,
        uren=uren,
        vrij=vrije_uren(ronde, op_tafel),
        teams=_gevraagde_teams(uren),
        onderdelen=delen,
        voorgesteld=_voorgesteld([licht[pk] for pk in op_tafel - vast], delen, len(vast)),
        begin=_beginvolgorde(ronde, licht),
        boven=_boven(licht),
    )
    return gegevens.bord([p.aanvraag_id for p in plaatsen])


def _plaatsen(ronde: Ronde, user: Gebruiker) -> list[Rondeplaats]:
    """Whoever may see the board recognises all that stands on it; ``is_zichtbaar`` is the dossier."""
    zichtbaar = Aanvraag.objects.visible_to(user).filter(pk=OuterRef("aanvraag"))
    plaatsen = Rondeplaats.objects.filter(ronde=ronde).order_by("plaats")
    return list(plaatsen.annotate(is_zichtbaar=Exists(zichtbaar)))


def _licht(op_het_bord: Any) -> dict[int, Licht]:
    rijen = Aanvraag.objects.filter(pk__in=op_het_bord).order_by().values_list(*Licht._fields)
    return {rij[0]: Licht(*rij) for rij in rijen}


def _boven(licht: Mapping[int, Licht]) -> dict[int, str]:
    """What lies with the directieberaad; most boards have nothing there and ask nothing."""
    return liggen_boven([pk for pk, aanvraag in licht.items() if aanvraag.opgeschaald])


def _uren(op_het_bord: Any, op_tafel: Collection[int]) -> Uren:
    """Likely hours per team of the estimates in force."""
    regels = RamingRegel.objects.filter(
        raming__aanvraag__in=op_het_bord, raming__vervallen_op=None
    ).order_by()
    uren: Uren = {}
    for aanvraag, team, som in regels.values_list("raming__aanvraag", "team").annotate(Sum("uren")):
        if som and aanvraag in op_tafel:
            uren.setdefault(aanvraag, {})[team] = som
    return uren


def _gevraagde_teams(uren: Uren) -> dict[int, Team]:
    teams = {team for per_team in uren.values() for team in per_team}
    return {team.pk: team for team in Team.objects.filter(pk__in=teams).order_by("kort")}


def vrije_uren(ronde: Ronde, op_tafel: Collection[int]) -> dict[int, Decimal]:
    """Hours per team that this board divides over the year; what its own requests reserved counts as free."""
    maanden = capaciteit.horizon(ronde.cyclus)
    houdt = Mutatie.objects.filter(aanvraag__rondeplaatsen__ronde=ronde).order_by()
    eigen = set(houdt.values_list("aanvraag", flat=True).distinct()) & set(op_tafel)
    per_maand = capaciteit.vrij_voor(ronde.cyclus.ogon, maanden, zonder=eigen)
    return {team: sum(uren.values(), NUL) for team, uren in per_maand.items()}


def _voorgesteld(los: Collection[Licht], delen: Mapping[int, Any], aantal_vast: int) -> dict[int, int]:
    """The place each would have by its score, among what is neither pinned nor gone."""
    volgorde = weging.voorgestelde_volgorde(los, delen)
    return {aanvraag.pk: plek for plek, aanvraag in enumerate(volgorde, aantal_vast + 1)}


def _beginvolgorde(ronde: Ronde, nu: Collection[int]) -> dict[int, int]:
    """The place each had in the last adopted order of this cycle, or else when the round opened.

    Counted among what still stands on the board, so that what came or went moves nobody.
    """
    begin = [pk for pk in _vorige_volgorde(ronde) or _bij_openen(ronde) if pk in nu]
    return {pk: plek for plek, pk in enumerate(begin, 1)}


def _vorige_volgorde(ronde: Ronde) -> list[int]:
    vorige = ronde.cyclus.rondes.filter(nummer__lt=ronde.nummer, status=RondeStatus.VASTGESTELD)[:1]
    plaatsen = Rondeplaats.objects.filter(ronde__in=list(vorige)).order_by("plaats")
    return list(plaatsen.values_list("aanvraag", flat=True))


def _bij_openen(ronde: Ronde) -> list[int]:
    return list(ronde.zetten.filter(versie=0).order_by("naar").values_list("aanvraag", flat=True))


def volgorde_bij(ronde: Ronde, versie: int) -> list[int]:
    """The order as it stood at an earlier version, by undoing every move since."""
    plaatsen = ronde.plaatsen.order_by("plaats").values_list("aanvraag", "aanvraag__opgeschaald")
    volgorde = [pk for pk, _ in plaatsen]
    vast = liggen_boven([pk for pk, is_opgeschaald in plaatsen if is_opgeschaald])
    for zet in ronde.zetten.filter(versie__gt=versie).order_by("-versie"):
        volgorde = _ervoor(volgorde, zet, vast)
    return volgorde


def _ervoor(volgorde: list[int], zet: Zet, vast: Collection[int]) -> list[int]:
    """The order before this move; without ``van`` it had just come, without ``naar`` it had just gone."""
    if zet.van is None:
        return zonder(volgorde, zet.aanvraag_id, vast)
    return verplaats(volgorde, zet.aanvraag_id, zet.van, vast)


def titels(pks: Collection[int]) -> dict[int, str]:
    """Of requests on a board: whoever may see the board recognises them."""
    return dict(Aanvraag.objects.filter(pk__in=pks).values_list("pk", "titel"))
