"""Wat per maand meetelt. De maanden van een jaar zijn samen dat jaar, ook in het deel van één gemeente."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import date
from decimal import Decimal

from django.db.models import Q, QuerySet, Sum

from duoplus.calc.maanden import maanden_van
from duoplus.sql import Elk
from maatwerk.calc.lumpsum import NUL, Geteld
from maatwerk.calc.lumpsum import per_maand as verdeel_per_maand
from maatwerk.lumpsum.stand import Regel, Stand, sleutelmaand
from maatwerk.models import Boekingstotaal


def per_maand(stand: Stand, regels: Sequence[Regel], gemeenten: frozenset[int]) -> dict[date, Decimal]:
    """Euro of these municipalities in these assignments, per month so far; two queries."""
    som = dict.fromkeys((maand for maand in maanden_van(stand.jaar) if maand <= stand.peildatum), NUL)
    gedeeld = {regel.pk: regel for regel in regels if not regel.werk.gemeenten <= gemeenten}
    heel = [regel.pk for regel in regels if regel.pk not in gedeeld]
    for maand, euro in _totalen(stand, heel).values_list("periode").annotate(Sum("bedrag")):
        som[maand] += euro
    for pk, geteld in _per_opdracht(stand, gedeeld).items():
        for maand, euro in verdeel_per_maand(gedeeld[pk].werk.delen, geteld, gemeenten).items():
            som[maand] += euro
    return som


def _totalen(stand: Stand, pks: Sequence[int]) -> QuerySet[Boekingstotaal]:
    in_jaar = Q(periode__gte=date(stand.jaar, 1, 1), periode__lte=stand.peildatum)
    return Boekingstotaal.objects.filter(in_jaar, opdracht__in=Elk(pks)).order_by()


def _per_opdracht(stand: Stand, regels: dict[int, Regel]) -> dict[int, list[Geteld]]:
    per_opdracht: dict[int, list[Geteld]] = defaultdict(list)
    rijen = _totalen(stand, list(regels)).values_list("opdracht", "periode", sleutelmaand())
    for opdracht, *geteld in rijen.annotate(som=Sum("bedrag")):
        per_opdracht[opdracht].append(Geteld(*geteld))
    return per_opdracht
