"""One request with everything around it, in a number of queries that does not grow with what it holds."""

import uuid
from collections.abc import Iterable, Iterator

from django.db.models import Model, Prefetch, Q, QuerySet

from duoplus.models import Gebruiker
from maatwerk.models import Aandeel, Aanvraag, AanvraagBesluit, Akkoord, Consultatie, RamingRegel
from maatwerk.rules import opdracht_van

# Large and not on the page: what was typed before it was sent in.
NIET_GELEZEN = ("concept_invoer",)


def vind(user: Gebruiker, sleutel: str) -> Aanvraag:
    """The request at this address, as far as this user may open it. Raises ``Aanvraag.DoesNotExist``."""
    return _zoek(Aanvraag.objects.visible_to(user).select_related("organisatie", "ogon"), sleutel)


def lees(user: Gebruiker, sleutel: str) -> Aanvraag:
    """As ``vind``, with all that the page shows already loaded."""
    zichtbaar = Aanvraag.objects.visible_to(user).select_related("organisatie", "ogon", "team", "opdracht")
    aanvraag = _zoek(zichtbaar.prefetch_related(*_vraag(), *_voorstel(), *_besluit()), sleutel)
    vul_mensen(_rijen(aanvraag))
    return aanvraag


def _zoek(aanvragen: QuerySet[Aanvraag], sleutel: str) -> Aanvraag:
    """Our own number goes before an old one that happens to read the same."""
    gevonden = list(
        aanvragen.defer(*NIET_GELEZEN).filter(Q(nummer=sleutel) | Q(extern_nummer=sleutel) | _uuid(sleutel))
    )
    if not gevonden:
        raise Aanvraag.DoesNotExist(sleutel)
    return max(gevonden, key=lambda aanvraag: aanvraag.nummer == sleutel)


def _uuid(sleutel: str) -> Q:
    """A request that was withdrawn before it had a number is known by its uuid."""
    try:
        return Q(nummer=None, extern_nummer=None, uuid=uuid.UUID(sleutel))
    except ValueError:
        return Q(pk__in=[])


def _vraag() -> tuple[str, ...]:
    return "gemeenten", "verificaties", "vragen"


def _voorstel() -> tuple[Prefetch | str, ...]:
    return (
        Prefetch("ramingen"),
        "ramingen__sleutel",
        Prefetch("ramingen__regels", RamingRegel.objects.select_related("team")),
        "ramingen__externe_kosten",
        Prefetch("ramingen__aandelen", Aandeel.objects.select_related("organisatie")),
        Prefetch("ramingen__akkoorden", Akkoord.objects.select_related("organisatie")),
        "afspraken",
    )


def _besluit() -> tuple[Prefetch | str, ...]:
    regels = AanvraagBesluit.objects.select_related("besluit__gremium", "besluit__vervangen_door")
    return (
        Prefetch("besluitregels", regels.order_by("-besluit__genomen_op", "-besluit_id")),
        "opdracht__parafen",
        "opdracht__uitvoerders",
        "opdracht__voortgang",
        Prefetch("consultaties", Consultatie.objects.select_related("ogon")),
    )


def _rijen(aanvraag: Aanvraag) -> Iterator[Model]:
    """Every row on the page that names a person."""
    yield aanvraag
    yield from aanvraag.verificaties.all()
    yield from aanvraag.vragen.all()
    yield from aanvraag.afspraken.all()
    yield from (regel.besluit for regel in aanvraag.besluitregels.all())
    for raming in aanvraag.ramingen.all():
        yield raming
        yield from raming.akkoorden.all()
    if opdracht := opdracht_van(aanvraag):
        yield from opdracht.parafen.all()
        yield from opdracht.voortgang.all()


def vul_mensen(rijen: Iterable[Model]) -> None:
    """Read everybody these rows name, once and in one query, instead of joining a person per column."""
    plekken = [
        (rij, veld)
        for rij in rijen
        for veld in rij._meta.concrete_fields
        if veld.related_model is Gebruiker and getattr(rij, veld.attname) is not None
    ]
    sleutels = {getattr(rij, veld.attname) for rij, veld in plekken}
    mensen = Gebruiker.objects.select_related("organisatie").in_bulk(sleutels)
    for rij, veld in plekken:
        setattr(rij, veld.name, mensen[getattr(rij, veld.attname)])
