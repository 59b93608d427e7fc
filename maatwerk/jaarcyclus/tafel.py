"""Wat bij een OGON op tafel ligt, en wie daar wat van ziet."""

from collections import defaultdict
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Sum, prefetch_related_objects

from duoplus import klok
from duoplus.choices import BesluitSoort
from duoplus.models import Besluit, Deelname, Gebruiker
from maatwerk.choices import AanvraagStatus as S
from maatwerk.models import OP_TAFEL, Aanvraag, RamingRegel
from maatwerk.models.aanvraag import LEEST_ALLES, zit_op_draaischijf
from maatwerk.volgorde.slot import liggen_boven
from ogon.models import Ogon

# No section shows more than this; the list has the rest.
MAX_REGELS = 100
MAX_BESLUITEN = 10

# The sections of the table, each in its own order.
VAKKEN: dict[str, tuple[S, tuple[str, ...]]] = {
    "volgorde": (S.GEPRIORITEERD, ("plaats", "pk")),
    "kandidaten": (S.TER_PRIORITERING, ("status_sinds", "pk")),
    "wachtlijst": (S.WACHTLIJST, ("status_sinds", "pk")),
    "aangehouden": (S.AANGEHOUDEN, ("termijn_op", "pk")),
}


@dataclass
class Stuk:
    """A request on the table. Who only recognises it sees number, title, status, decision and hours.

    ``boven``: the number of the question that lies with the directieberaad; its place holds until then.
    """

    aanvraag: Aanvraag
    is_zichtbaar: bool
    boven: str = ""
    uren: list[tuple[str, Decimal]] = field(default_factory=list)
    besluit: tuple[str, str] | None = None

    @property
    def totaal(self) -> Decimal:
        return sum((uren for _, uren in self.uren), Decimal(0))


def ogons_van(user: Gebruiker) -> QuerySet[Ogon]:
    """The OGON's this person has to do with: by role, or because the own municipality takes part."""
    if user.heeft_rol(*LEEST_ALLES) or zit_op_draaischijf(user):
        return Ogon.objects.all()
    vandaag = klok.vandaag()
    gemeenten = [t.organisatie_id for t in user.rollen if t.organisatie_id and not t.gremium_id]
    mee = Deelname.objects.geldig_op(vandaag).filter(organisatie__in=gemeenten).values("programma")
    gremia = user.gremia()
    return Ogon.objects.filter(Q(pk__in=gremia) | Q(programma__in=mee))


def tafel(ogon: Ogon, user: Gebruiker) -> dict[str, list[Stuk]]:
    """What lies before this OGON as this person may see it, per section; seven queries, eight if
    something was escalated.
    """
    vakken = {
        naam: [
            Stuk(a, a.is_zichtbaar) for a in _van(ogon, user).filter(status=status).order_by(*op)[:MAX_REGELS]
        ]
        for naam, (status, op) in VAKKEN.items()
    }
    _vul_aan([stuk for stukken in vakken.values() for stuk in stukken])
    return vakken


def _van(ogon: Ogon, user: Gebruiker) -> QuerySet[Any]:
    zichtbaar = Aanvraag.objects.visible_to(user).filter(pk=OuterRef("pk"))
    return (
        Aanvraag.objects.recognisable_to(user)
        .filter(ogon=ogon, status__in=OP_TAFEL)
        .annotate(is_zichtbaar=Exists(zichtbaar))
    )


def _vul_aan(stukken: list[Stuk]) -> None:
    pks = [stuk.aanvraag.pk for stuk in stukken]
    prefetch_related_objects([stuk.aanvraag for stuk in stukken], "gemeenten")
    uren, besluiten = _uren(pks), _besluiten(pks)
    boven = liggen_boven([stuk.aanvraag.pk for stuk in stukken if stuk.aanvraag.opgeschaald])
    for stuk in stukken:
        stuk.boven = boven.get(stuk.aanvraag.pk, "")
        stuk.uren = uren[stuk.aanvraag.pk]
        stuk.besluit = besluiten.get(stuk.aanvraag.pk)


def _uren(pks: list[int]) -> dict[int, list[tuple[str, Decimal]]]:
    """Likely hours per team of the estimates that hold."""
    regels = RamingRegel.objects.filter(raming__aanvraag__in=pks, raming__vervallen_op=None)
    per_aanvraag: dict[int, list[tuple[str, Decimal]]] = defaultdict(list)
    for pk, team, uren in (
        regels.order_by("team__kort").values_list("raming__aanvraag", "team__kort").annotate(Sum("uren"))
    ):
        per_aanvraag[pk].append((team, uren))
    return per_aanvraag


def _besluiten(pks: list[int]) -> dict[int, tuple[str, str]]:
    """The last decision on each, not counting a mere move: (number, in words)."""
    besluiten = Besluit.objects.filter(aanvraagregel__aanvraag__in=pks).exclude(soort=BesluitSoort.VOLGORDE)
    regels = besluiten.order_by("genomen_op", "pk").values_list("aanvraagregel__aanvraag", "nummer", "soort")
    return {pk: (nummer, str(BesluitSoort(soort).label)) for pk, nummer, soort in regels}


def recente_besluiten(ogon: Ogon, user: Gebruiker) -> QuerySet[Besluit]:
    """The last decisions on what this person recognises."""
    bekend = Aanvraag.objects.recognisable_to(user).filter(ogon=ogon).values("pk")
    besluiten = Besluit.objects.filter(gremium=ogon.pk, aanvraagregel__aanvraag__in=bekend)
    return besluiten.select_related("aanvraagregel__aanvraag", "genomen_door")[:MAX_BESLUITEN]


def aantallen(user: Gebruiker) -> dict[int, dict[str, int]]:
    """Per OGON how many requests lie in each section, as far as this person recognises them."""
    tellingen = (
        Aanvraag.objects.recognisable_to(user)
        .filter(ogon__isnull=False, status__in=[status for status, _ in VAKKEN.values()])
        .order_by()
        .values_list("ogon", "status")
        .annotate(Count("pk"))
    )
    per_ogon: dict[int, dict[str, int]] = defaultdict(dict)
    for ogon, status, aantal in tellingen:
        per_ogon[ogon][status] = aantal
    return per_ogon
