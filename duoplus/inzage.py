"""Wie welk besluit en welk actiepunt mag kennen: wie in het overleg zit, en wie het onderwerp mag zien.

Wat van welk onderwerp is, weet de app van dat onderwerp; die zegt het in ``ready()``:

    inzage.register(Besluit, besluiten_over_aanvragen)
"""

from collections import defaultdict
from collections.abc import Callable
from typing import Any

from django.db.models import Model, Q, QuerySet

from duoplus import leden
from duoplus.models import Actiepunt, Besluit, Gebruiker, Uitvoering

Zicht = Callable[[Gebruiker], Q]


def _belast_met(user: Gebruiker) -> Q:
    """Who has to carry a decision out may read it."""
    return Q(pk__in=Uitvoering.objects.filter(eigenaar=user).order_by().values("besluit"))


def _eigen_actie(user: Gebruiker) -> Q:
    return Q(eigenaar=user) | Q(gemaakt_door=user)


_zicht: defaultdict[type[Model], list[Zicht]] = defaultdict(
    list, {Besluit: [_belast_met], Actiepunt: [_eigen_actie]}
)


def _van_overleg(user: Gebruiker) -> Q:
    if user.heeft_rol(*leden.LEEST_ELK):
        return Q(gremium__isnull=False)
    return Q(gremium__in=leden.gremia_van(user))


def register(model: type[Model], *zicht: Zicht) -> None:
    """More rows of ``model`` that somebody may know."""
    _zicht[model] += [z for z in zicht if z not in _zicht[model]]


def visible_to(model: type[Model], user: Gebruiker) -> QuerySet[Any]:
    """The rows of ``model`` that this person may know; what he may do with them is asked elsewhere."""
    mag = _van_overleg(user)
    for zicht in _zicht[model]:
        mag |= zicht(user)
    return model._default_manager.filter(mag)
