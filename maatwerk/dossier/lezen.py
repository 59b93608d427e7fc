"""One request with everything around it, in a number of queries that does not grow with what it holds."""

import uuid

from django.db.models import F, Prefetch, Q, QuerySet

from duoplus.models import Gebruiker
from maatwerk.models import (
    Aandeel,
    Aanvraag,
    AanvraagBesluit,
    Afspraak,
    Akkoord,
    Paraaf,
    Raming,
    RamingRegel,
    Verificatie,
    Voortgang,
    Vraag,
)

PERSONEN = ("aanvrager__organisatie", "ingevoerd_door", "behandelaar", "budgethouder")


def vind(user: Gebruiker, sleutel: str) -> Aanvraag:
    """The request at this address, as far as this user may open it. Raises ``Aanvraag.DoesNotExist``."""
    return _zoek(Aanvraag.objects.visible_to(user).select_related("organisatie", "ogon"), sleutel)


def lees(user: Gebruiker, sleutel: str) -> Aanvraag:
    """As ``vind``, with all that the page shows already loaded."""
    zichtbaar = Aanvraag.objects.visible_to(user)
    met_alles = zichtbaar.select_related("organisatie", "ogon", "team", "opdracht", *PERSONEN)
    return _zoek(met_alles.prefetch_related("gemeenten", *_vraag(), *_voorstel(), *_besluit()), sleutel)


def _zoek(aanvragen: QuerySet[Aanvraag], sleutel: str) -> Aanvraag:
    """Our own number goes before an old one that happens to read the same."""
    met_nummer = aanvragen.filter(Q(nummer=sleutel) | Q(extern_nummer=sleutel) | _uuid(sleutel))
    gevonden = met_nummer.order_by(F("nummer").asc(nulls_last=True)).first()
    if gevonden is None:
        raise Aanvraag.DoesNotExist(sleutel)
    return gevonden


def _uuid(sleutel: str) -> Q:
    """A request that was withdrawn before it had a number is known by its uuid."""
    try:
        return Q(nummer=None, extern_nummer=None, uuid=uuid.UUID(sleutel))
    except ValueError:
        return Q(pk__in=[])


def _vraag() -> list[Prefetch]:
    mensen = ("opgesteld_door", "geparafeerd_door", "bevestigd_door__organisatie", "bevestigd_namens")
    return [
        Prefetch("verificaties", Verificatie.objects.select_related(*mensen)),
        Prefetch("vragen", Vraag.objects.select_related("aan", "gesteld_door", "beantwoord_door")),
    ]


def _voorstel() -> list[Prefetch | str]:
    return [
        Prefetch("ramingen", Raming.objects.select_related("sleutel", "opgesteld_door")),
        Prefetch("ramingen__regels", RamingRegel.objects.select_related("team")),
        "ramingen__externe_kosten",
        Prefetch("ramingen__aandelen", Aandeel.objects.select_related("organisatie")),
        Prefetch("ramingen__akkoorden", Akkoord.objects.select_related("organisatie", "door", "namens")),
        Prefetch("afspraken", Afspraak.objects.select_related("door")),
    ]


def _besluit() -> list[Prefetch | str]:
    van_besluit = ("gremium", "genomen_door", "namens", "vervangen_door")
    regels = AanvraagBesluit.objects.select_related(*(f"besluit__{naam}" for naam in van_besluit))
    return [
        Prefetch("besluitregels", regels.order_by("-besluit__genomen_op", "-besluit_id")),
        Prefetch("opdracht__parafen", Paraaf.objects.select_related("door", "namens")),
        "opdracht__uitvoerders",
        Prefetch("opdracht__voortgang", Voortgang.objects.select_related("door")),
    ]
