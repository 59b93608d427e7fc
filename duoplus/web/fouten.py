"""When it goes wrong: what happened, what was kept, what to do next."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render


def csrf(request: HttpRequest, reason: str = "") -> HttpResponse:
    return render(request, "403_csrf.html", {"velden": _getypt(request)}, status=403)


def _getypt(request: HttpRequest) -> list[tuple[str, str]]:
    """What was typed, to copy from: this page cannot know whose it is, so it keeps nothing."""
    verborgen = {"csrfmiddlewaretoken", "sleutel", "versie", "password", "login"}
    velden = ((naam, str(waarde)) for naam, waarde in request.POST.items())
    return [(naam, waarde) for naam, waarde in velden if naam not in verborgen and waarde]
