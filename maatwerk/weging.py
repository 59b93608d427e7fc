"""Wat de score van een aanvraag weet, gelezen voor een hele lijst tegelijk."""

from collections.abc import Collection, Mapping
from datetime import date
from decimal import Decimal
from functools import lru_cache

from django.db.models import Count

from duoplus import klok
from maatwerk.calc import score
from maatwerk.choices import Aanleiding, AfspraakSoort
from maatwerk.models import Aanvraag, Afspraak, Deelnemer, Gewicht
from ogon.models import Ogon

Onderdelen = list[score.Onderdeel]


def onderdelen(aanvragen: Collection[Aanvraag], ogon: Ogon) -> dict[int, Onderdelen]:
    """The six parts of the score per request (its pk), with the weights of today; four queries."""
    gewichten = gewichten_vandaag()
    reken = lru_cache(maxsize=None)(lambda feiten: score.onderdelen(feiten, gewichten))
    return {pk: reken(feit) for pk, feit in feiten(aanvragen, ogon).items()}


def gewichten_vandaag() -> Mapping[str, Decimal]:
    gewicht = Gewicht.objects.geldig_op(klok.vandaag()).get()
    return {naam: Decimal(getattr(gewicht, naam)) for naam in score.ONDERDELEN}


def feiten(aanvragen: Collection[Aanvraag], ogon: Ogon) -> dict[int, score.Feiten]:
    pks = [aanvraag.pk for aanvraag in aanvragen]
    gemeenten = dict(
        Deelnemer.objects.filter(aanvraag__in=pks).order_by().values_list("aanvraag").annotate(Count("pk"))
    )
    deelnemers = ogon.gemeenten(klok.vandaag()).count()
    haalbaar = _haalbaar(pks)
    return {
        a.pk: score.Feiten(
            wettelijk=a.aanleiding == Aanleiding.WETTELIJK,
            bestuurlijk=a.aanleiding == Aanleiding.BESTUURLIJK,
            effect=a.effect_inwoners,
            urgentie=a.urgentie,
            gemeenten=gemeenten.get(a.pk, 0),
            deelnemers=deelnemers,
            haalbaar=haalbaar.get(a.pk, ""),
        )
        for a in aanvragen
    }


def _haalbaar(pks: Collection[int]) -> dict[int, str]:
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
