from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from duoplus.web import navigatie, weergave


def schil(request: HttpRequest) -> dict[str, Any]:
    """What every page needs around its content; counters run only when a page really shows them."""
    return {
        "thema": weergave.gekozen(request, "thema"),
        "dichtheid": weergave.gekozen(request, "dichtheid"),
        "demo": settings.DEMO,
        "navigatie": SimpleLazyObject(lambda: navigatie.voor(request)),
        "voet": SimpleLazyObject(lambda: navigatie.voet(request)),
        "bel": SimpleLazyObject(lambda: navigatie.bel(request)),
    }
