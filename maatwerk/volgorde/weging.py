"""Wat de score van een aanvraag weet, gelezen voor een hele lijst tegelijk."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from datetime import date, datetime
from decimal import Decimal
from functools import cache
from typing import Any, Protocol, TypeVar

from duoplus import klok
from duoplus.models import Organisatie
from maatwerk.calc import score
from maatwerk.choices import Aanleiding, AfspraakSoort
from maatwerk.models import Afspraak, Deelnemer, Gewicht
from ogon.models import Ogon

Onderdelen = list[score.Onderdeel]
Gemeenten = dict[int, list[Organisatie]]  # per request (its pk)


class Gewogen(Protocol):
    """What is read of a request to weigh it; the whole dossier is not needed."""

    @property
    def pk(self) -> Any: ...
    @property
    def kenmerk(self) -> str: ...
    @property
    def aanleiding(self) -> str: ...
    @property
    def effect_inwoners(self) -> int | None: ...
    @property
    def urgentie(self) -> str: ...
    @property
    def ingediend_op(self) -> datetime | None: ...
    @property
    def aangemaakt_op(self) -> datetime: ...


G = TypeVar("G", bound=Gewogen)


def onderdelen(
    aanvragen: Iterable[Gewogen], pks: Any, gemeenten: Gemeenten, ogon: Ogon
) -> dict[int, Onderdelen]:
    """The six parts of the score per request (its pk), with the weights of today; three queries.

    ``pks``: the same requests, as a query of their keys.
    """
    gewichten = gewichten_vandaag()
    haalbaar, deelnemers = _haalbaar(pks), ogon.gemeenten(klok.vandaag()).count()

    @cache  # many requests have the same facts
    def reken(aanleiding: str, effect: int | None, urgentie: str, aantal: int, haal: str) -> Onderdelen:
        feiten = _feiten(aanleiding, effect, urgentie, aantal, deelnemers, haal)
        return score.onderdelen(feiten, gewichten)

    return {
        a.pk: reken(a.aanleiding, a.effect_inwoners, a.urgentie, len(gemeenten[a.pk]), haalbaar.get(a.pk, ""))
        for a in aanvragen
    }


def gemeenten_van(pks: Any) -> Gemeenten:
    """Which municipalities ask each request, in their fixed order."""
    per_aanvraag: Gemeenten = defaultdict(list)
    organisaties = Organisatie.objects.in_bulk()
    deelnemers = Deelnemer.objects.filter(aanvraag__in=pks).order_by("organisatie__volgorde", "organisatie")
    for aanvraag, organisatie in deelnemers.values_list("aanvraag", "organisatie"):
        per_aanvraag[aanvraag].append(organisaties[organisatie])
    return per_aanvraag


def gewichten_vandaag() -> Mapping[str, Decimal]:
    gewicht = Gewicht.objects.geldig_op(klok.vandaag()).get()
    return {naam: Decimal(getattr(gewicht, naam)) for naam in score.ONDERDELEN}


def _feiten(
    aanleiding: str, effect: int | None, urgentie: str, gemeenten: int, deelnemers: int, haalbaar: str
) -> score.Feiten:
    return score.Feiten(
        wettelijk=aanleiding == Aanleiding.WETTELIJK,
        bestuurlijk=aanleiding == Aanleiding.BESTUURLIJK,
        effect=effect,
        urgentie=urgentie,
        gemeenten=gemeenten,
        deelnemers=deelnemers,
        haalbaar=haalbaar,
    )


def _haalbaar(pks: Any) -> dict[int, str]:
    """What the version in force says."""
    afspraken = Afspraak.objects.filter(aanvraag__in=pks, soort=AfspraakSoort.HAALBAARHEID)
    laatste = afspraken.order_by("aanvraag", "-versie").distinct("aanvraag")
    return dict(laatste.values_list("aanvraag", "haalbaar"))


def totaal(delen: Onderdelen) -> Decimal:
    return sum((deel.punten for deel in delen), Decimal(0))


def voorgestelde_volgorde(aanvragen: Collection[G], per_aanvraag: Mapping[int, Onderdelen]) -> list[G]:
    """Highest score first, as the calculation has it; of equals who waits longest."""
    kandidaten = {
        a.kenmerk: score.Kandidaat(a.kenmerk, totaal(per_aanvraag[a.pk]), _wacht_sinds(a)) for a in aanvragen
    }
    plek = {k.nummer: i for i, k in enumerate(score.voorgestelde_volgorde(kandidaten.values()))}
    return sorted(aanvragen, key=lambda a: plek[a.kenmerk])


def _wacht_sinds(aanvraag: Gewogen) -> date:
    return klok.dag(aanvraag.ingediend_op or aanvraag.aangemaakt_op)
