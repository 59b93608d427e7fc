"""When it goes wrong: what happened, what was kept, what to do next."""

import sys

from django.db import OperationalError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string

from duoplus import logboek


def server(request: HttpRequest) -> HttpResponse:
    """The page for what nobody foresaw, with the number under which it is logged.

    A database that does not answer, or not in time, is no fault of the page: 503, try again. Rendered
    without the request: its context would ask the database who this is.
    """
    status = 503 if isinstance(sys.exc_info()[1], OperationalError) else 500
    inhoud = render_to_string(f"{status}.html", {"verzoek": logboek.verzoek.get()})
    return HttpResponse(inhoud, status=status, headers={"Retry-After": "30"} if status == 503 else {})


def csrf(request: HttpRequest, reason: str = "") -> HttpResponse:
    return render(request, "403_csrf.html", {"velden": _getypt(request)}, status=403)


def _getypt(request: HttpRequest) -> list[tuple[str, str]]:
    """What was typed, to copy from: this page cannot know whose it is, so it keeps nothing."""
    verborgen = {"csrfmiddlewaretoken", "sleutel", "versie", "password", "login"}
    velden = ((naam, str(waarde)) for naam, waarde in request.POST.items())
    return [(naam, waarde) for naam, waarde in velden if naam not in verborgen and waarde]
