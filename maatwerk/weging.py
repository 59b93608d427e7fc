"""Wat de score van een aanvraag weet, gelezen voor een hele lijst tegelijk."""

from collections import defaultdict
from collections.abc import Collection, Mapping
from datetime import date
from decimal import Decimal
from functools import lru_cache
from typing import Any

from duoplus import klok
from duoplus.models import Organisatie
from maatwerk.calc import score
from maatwerk.choices import Aanleiding, AfspraakSoort
from maatwerk.models import Aanvraag, Afspraak, Deelnemer, Gewicht
from ogon.models import Ogon

Onderdelen = list[score.Onderdeel]
Gemeenten = dict[int, list[Organisatie]]  # per request (its pk)


def onderdelen(
    aanvragen: Collection[Aanvraag], pks: Any, gemeenten: Gemeenten, ogon: Ogon
) -> dict[int, Onderdelen]:
    """The six parts of the score per request (its pk), with the weights of today; three queries.

    ``pks``: the same requests, as a query of their keys.
    """
    gewichten = gewichten_vandaag()
    reken = lru_cache(maxsize=None)(lambda feiten: score.onderdelen(feiten, gewichten))
    haalbaar, deelnemers = _haalbaar(pks), ogon.gemeenten(klok.vandaag()).count()
    return {
        a.pk: reken(_feiten(a, len(gemeenten[a.pk]), deelnemers, haalbaar.get(a.pk, ""))) for a in aanvragen
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


def _feiten(aanvraag: Aanvraag, gemeenten: int, deelnemers: int, haalbaar: str) -> score.Feiten:
    return score.Feiten(
        wettelijk=aanvraag.aanleiding == Aanleiding.WETTELIJK,
        bestuurlijk=aanvraag.aanleiding == Aanleiding.BESTUURLIJK,
        effect=aanvraag.effect_inwoners,
        urgentie=aanvraag.urgentie,
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


def voorgestelde_volgorde(
    aanvragen: Collection[Aanvraag], per_aanvraag: Mapping[int, Onderdelen]
) -> list[Aanvraag]:
    """Highest score first, as the calculation has it; of equals who waits longest."""
    kandidaten = {
        a.kenmerk: score.Kandidaat(a.kenmerk, totaal(per_aanvraag[a.pk]), _wacht_sinds(a)) for a in aanvragen
    }
    plek = {k.nummer: i for i, k in enumerate(score.voorgestelde_volgorde(kandidaten.values()))}
    return sorted(aanvragen, key=lambda a: plek[a.kenmerk])


def _wacht_sinds(aanvraag: Aanvraag) -> date:
    return klok.dag(aanvraag.ingediend_op or aanvraag.aangemaakt_op)
