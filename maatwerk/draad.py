"""De draad: van een vraag naar besluit, opdracht, DVO-artikel, werkplanregel, uren en euro's, en terug.

Each booking rests on one assignment, each assignment on one decision: the last akkoord on its request
before it was drawn up. What hangs loose is named in ``wezen``.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from typing import Any

from django.db.models import OuterRef, QuerySet, Subquery, Sum

from duoplus.choices import BesluitSoort
from duoplus.models import Agendapunt, Besluit, Gebruiker
from maatwerk.models import (
    Aanvraag,
    AanvraagBesluit,
    Boeking,
    Opdracht,
    OpdrachtOnderArtikel,
    Verificatie,
)
from maatwerk.planning.werkplan import Regel
from maatwerk.rules import opdracht_van
from ogon.dvo.tekst import Dvotekst, tekst_op, teksten_op
from ogon.models import Dvo, Dvoartikel, Opschaling, Werkplanregel
from ogon.peildag import peildag

BESLIST = (BesluitSoort.AKKOORD, BesluitSoort.AKKOORD_MITS)
NUL = Decimal(0)


def _grond(aanvraag: str, voor: str) -> Subquery:
    """The decision that work rests on: the last akkoord on its request up to ``voor``."""
    besluiten = AanvraagBesluit.objects.filter(
        aanvraag=OuterRef(aanvraag), besluit__soort__in=BESLIST, besluit__genomen_op__lte=OuterRef(voor)
    )
    return Subquery(besluiten.order_by("-besluit__genomen_op", "-besluit_id").values("besluit")[:1])


def opdrachten_met_grond() -> QuerySet[Any]:
    """Given assignments, with ``grond``: the key of the decision, empty if there is none."""
    return Opdracht.objects.verleend().annotate(grond=_grond("aanvraag", "klaargezet_op"))


def boekingen_met_grond() -> QuerySet[Boeking]:
    """The ledger, each row with ``grond``; of what is booked on no given assignment it is empty."""
    grond = _grond("opdracht__aanvraag", "opdracht__klaargezet_op")
    return Boeking.objects.annotate(grond=grond)


@dataclass(frozen=True)
class Artikel:
    """An article under which an assignment falls, as it reads today; ``tekst`` None: it is not there now."""

    link: OpdrachtOnderArtikel
    tekst: Dvoartikel | None


@dataclass(frozen=True)
class Geboekt:
    """All that was booked on an assignment; ``bedrag`` in euro, for who may see amounts."""

    aantal: int
    uren: Decimal
    bedrag: Decimal


@dataclass
class Draad:
    """One request with everything that hangs on it, as far as this person may read it."""

    aanvraag: Aanvraag
    user: Gebruiker

    @cached_property
    def opdracht(self) -> Opdracht | None:
        """Given, so with both initials."""
        opdracht = opdracht_van(self.aanvraag)
        return opdracht if opdracht is not None and opdracht.verleend_op else None

    @cached_property
    def verificatie(self) -> Verificatie | None:
        """The version of the question that the municipality confirmed."""
        bevestigd = self.aanvraag.verificaties.exclude(bevestigd_op=None)
        return bevestigd.select_related("bevestigd_door").first()

    @cached_property
    def besluiten(self) -> list[Besluit]:
        """Every decision on the request, oldest first."""
        besluiten = Besluit.objects.filter(aanvraagregel__aanvraag=self.aanvraag)
        return list(besluiten.select_related("gremium").order_by("genomen_op", "pk"))

    @cached_property
    def grond(self) -> Besluit | None:
        """The one decision on which the assignment rests."""
        if self.opdracht is None:
            return None
        op = self.opdracht.klaargezet_op
        beslist = [b for b in self.besluiten if b.soort in BESLIST and b.genomen_op <= op]
        return beslist[-1] if beslist else None

    @cached_property
    def punten(self) -> list[tuple[Agendapunt, bool]]:
        """Where it was on an agenda, each with whether this person may open that meeting."""
        punten = Agendapunt.objects.over(self.aanvraag).exclude(vergadering=None)
        gelezen = list(punten.select_related("gremium", "vergadering").order_by("vergadering__datum", "pk"))
        gremia = {punt.gremium_id: punt.gremium for punt in gelezen}
        mag = {pk for pk, g in gremia.items() if self.user.has_perm("duoplus.view_vergadering", g)}
        return [(punt, punt.gremium_id in mag) for punt in gelezen]

    @cached_property
    def opschalingen(self) -> list[Opschaling]:
        """What went to the directieberaad, for who reads those dossiers."""
        vragen = Opschaling.objects.visible_to(self.user).over(self.aanvraag)
        return list(vragen.defer("pakket").order_by("gemeld_op", "pk"))

    @cached_property
    def artikelen(self) -> list[Artikel]:
        """Of a DVO that this person does not read nothing shows."""
        if self.opdracht is None:
            return []
        leest = Dvo.objects.visible_to(self.user)
        links = self.opdracht.artikellinks.filter(dvo__in=leest).select_related("dvo__organisatie")
        return _met_tekst(list(links))

    @cached_property
    def regels(self) -> list[Werkplanregel]:
        """The lines of work plans in which teams carry it out."""
        if self.opdracht is None or not self.user.has_perm("ogon.view_werkplan"):
            return []
        links = self.opdracht.werkplanlinks.filter(regel__vervallen_op=None)
        gelezen = links.select_related("regel__werkplan__team").order_by("regel__werkplan__jaar", "pk")
        return [link.regel for link in gelezen]

    @cached_property
    def boekingen(self) -> QuerySet[Boeking]:
        """Every hour and euro, newest first."""
        alle = Boeking.objects.filter(opdracht=self.opdracht)
        return alle.select_related("team", "medewerker", "geboekt_door").order_by("-datum", "-pk")

    @cached_property
    def geboekt(self) -> Geboekt:
        som = self.boekingen.order_by().aggregate(
            uren=Sum("uren", default=NUL), bedrag=Sum("bedrag", default=NUL)
        )
        return Geboekt(self.boekingen.count(), som["uren"], som["bedrag"])

    @property
    def los(self) -> list[str]:
        """What is missing in the thread, in words."""
        if self.opdracht is None:
            return []
        return [
            zin
            for zin, ontbreekt in (
                ("Er is geen besluit bekend waarop deze opdracht rust.", self.grond is None),
                ("De opdracht valt nog niet onder een artikel van een DVO.", not self.artikelen),
                ("De opdracht staat nog niet in een werkplan.", not self.regels),
            )
            if ontbreekt
        ]


def _met_tekst(links: list[OpdrachtOnderArtikel]) -> list[Artikel]:
    """Each link with the article as it reads today, or on the last day of a year gone by."""
    per_dag: dict[Any, list[Dvo]] = {}
    for link in links:
        per_dag.setdefault(peildag(link.dvo.jaar), []).append(link.dvo)
    teksten: dict[int, Dvotekst] = {}
    for dag, dvos in per_dag.items():
        teksten |= teksten_op(dvos, dag)
    return [Artikel(link, teksten[link.dvo_id].artikel(link.artikel)) for link in links]


# From the other ends -------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Onderlegger:
    """Where a line of a work plan comes from: an assignment with its request, or an article of a DVO."""

    opdracht: Opdracht | None = None
    mag_open: bool = False
    dvo: Dvo | None = None
    artikel: Dvoartikel | None = None


def herkomst_van_regel(gelezen: Regel, user: Gebruiker) -> Onderlegger:
    """What this person may read of it."""
    if gelezen.opdracht is not None:
        zichtbaar = Aanvraag.objects.visible_to(user).filter(pk=gelezen.opdracht.aanvraag_id)
        return Onderlegger(gelezen.opdracht, zichtbaar.exists())
    regel = gelezen.regel
    if regel is None or regel.product_id is None or regel.organisatie_id is None:
        return Onderlegger()
    leesbaar = Dvo.objects.visible_to(user).select_related("organisatie")
    dvo = leesbaar.filter(jaar=regel.werkplan.jaar, organisatie=regel.organisatie_id).first()
    if dvo is None:
        return Onderlegger()
    tekst = tekst_op(dvo, peildag(dvo.jaar))
    nummer = next((r.artikel for r in tekst.regels if r.product_id == regel.product_id), None)
    return Onderlegger(dvo=dvo, artikel=tekst.artikel(nummer))


@dataclass
class Artikeldraad:
    """An article of a DVO with what hangs on it: its products, their lines in work plans, assignments."""

    dvo: Dvo
    nummer: int
    user: Gebruiker

    @cached_property
    def tekst(self) -> Dvotekst:
        return tekst_op(self.dvo, peildag(self.dvo.jaar))

    @property
    def artikel(self) -> Dvoartikel | None:
        return self.tekst.artikel(self.nummer)

    @property
    def bestaat(self) -> bool:
        """Ever signed, though it may not hold now."""
        ooit = Dvoartikel.objects.filter(dvoversie__dvo=self.dvo, nummer=self.nummer)
        return ooit.filter(dvoversie__getekend_op__isnull=False).exists()

    @property
    def producten(self) -> list[Any]:
        """The lines of the DVO under this article."""
        return [regel for regel in self.tekst.regels if regel.artikel == self.nummer]

    @cached_property
    def regels(self) -> list[Werkplanregel]:
        """Where teams planned the hours of these products for this municipality."""
        if not self.user.has_perm("ogon.view_werkplan"):
            return []
        return list(
            planregels(self.dvo, [regel.product_id for regel in self.producten])
            .select_related("werkplan__team", "product")
            .order_by("werkplan__team__kort", "titel")
        )

    @cached_property
    def opdrachten(self) -> list[Opdracht]:
        zichtbaar = Opdracht.objects.visible_to(self.user).select_related("aanvraag")
        onder = zichtbaar.filter(artikellinks__dvo=self.dvo, artikellinks__artikel=self.nummer)
        return list(onder.defer("aanvraag__concept_invoer").order_by("nummer"))


def planregels(dvo: Dvo, producten: Iterable[int]) -> QuerySet[Werkplanregel]:
    """The lines of work plans for these products of this DVO."""
    levend = Werkplanregel.objects.filter(vervallen_op=None, werkplan__jaar=dvo.jaar)
    return levend.filter(organisatie=dvo.organisatie_id, product__in=list(producten))
