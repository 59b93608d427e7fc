"""Feiten vastleggen en erop reageren."""

from collections import defaultdict
from collections.abc import Callable
from typing import Any

from django.db import models

from duoplus.celery import later
from duoplus.choices import Zichtbaarheid
from duoplus.models import Gebeurtenis, Gebruiker

Handler = Callable[[Gebeurtenis], None]
_handlers: dict[str, list[Handler]] = defaultdict(list)


def on(*soorten: str) -> Callable[[Handler], Handler]:
    """Register a handler: ``@on("maatwerk.aanvraag.indienen")``."""

    def register(handler: Handler) -> Handler:
        for soort in soorten:
            _handlers[soort].append(handler)
        return handler

    return register


def record(
    soort: str,
    onderwerp: models.Model,
    /,
    *,
    by: Gebruiker,
    namens: Gebruiker | None = None,
    zichtbaarheid: str = Zichtbaarheid.GEDEELD,
    **gegevens: Any,
) -> Gebeurtenis:
    """Write the fact in the caller's transaction and wake the worker after commit."""
    gebeurtenis = Gebeurtenis.objects.create(
        soort=soort,
        onderwerp=onderwerp,
        door=by,
        namens=namens,
        zichtbaarheid=zichtbaarheid,
        gegevens=gegevens,
    )
    later("duoplus.tasks.dispatch_event", gebeurtenis.pk)
    return gebeurtenis


def dispatch(gebeurtenis: Gebeurtenis) -> None:
    for handler in _handlers[gebeurtenis.soort]:
        handler(gebeurtenis)
