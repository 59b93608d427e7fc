"""Eerdere aanvragen die op een nieuwe lijken, met wat er toen besloten is en waarom."""

from dataclasses import dataclass

from django.contrib.postgres.search import TrigramSimilarity
from django.db.models import Q

from duoplus.calc.nederlands import zonder_accenten
from duoplus.choices import BesluitSoort
from duoplus.models import Besluit, Gebruiker
from maatwerk.choices import AanvraagStatus as S
from maatwerk.models import Aanvraag, AanvraagBesluit

HOOGUIT = 5
KORTSTE_TITEL = 4


@dataclass(frozen=True)
class Vergelijkbaar:
    """What may be recognised of another request; ``url`` only where the dossier may be opened."""

    aanvraag: Aanvraag
    besluit: Besluit | None
    url: str


def vergelijkbare(titel: str, *, user: Gebruiker, behalve: Aanvraag | None = None) -> list[Vergelijkbaar]:
    """At most five, the most alike first; three queries, however many requests there are."""
    sleutel = zonder_accenten(titel.replace("\0", ""))[:120]
    if len(sleutel) < KORTSTE_TITEL:
        return []
    gevonden = _zoek(sleutel, user, behalve)
    besluiten = _besluiten(gevonden)
    open_ = set(
        Aanvraag.objects.visible_to(user).filter(pk__in=[a.pk for a in gevonden]).values_list("pk", flat=True)
    )
    return [
        Vergelijkbaar(a, besluiten.get(a.pk), a.get_absolute_url() if a.pk in open_ else "") for a in gevonden
    ]


def _zoek(sleutel: str, user: Gebruiker, behalve: Aanvraag | None) -> list[Aanvraag]:
    ingediend = Q(nummer__isnull=False) | Q(extern_nummer__isnull=False)
    alle = Aanvraag.objects.recognisable_to(user).exclude(status=S.CONCEPT).filter(ingediend)
    anders = alle.exclude(pk=behalve.pk) if behalve and behalve.pk else alle
    lijkt = anders.filter(titel_sorteer__trigram_similar=sleutel)
    return list(lijkt.order_by(TrigramSimilarity("titel_sorteer", sleutel).desc(), "-pk")[:HOOGUIT])


def _besluiten(aanvragen: list[Aanvraag]) -> dict[int, Besluit]:
    """The latest decision per request; a change of order says nothing about the request itself."""
    regels = AanvraagBesluit.objects.filter(aanvraag__in=aanvragen).select_related("besluit")
    inhoudelijk = regels.exclude(besluit__soort=BesluitSoort.VOLGORDE).order_by("besluit__genomen_op")
    return {regel.aanvraag_id: regel.besluit for regel in inhoudelijk}
