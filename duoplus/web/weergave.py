"""Colours and table density: a person's own choice, kept in a cookie so that the server can render it."""

from datetime import timedelta

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

KEUZES = {"thema": ("auto", "licht", "donker"), "dichtheid": ("ruim", "compact")}
BEWAARTIJD = timedelta(days=365)


def gekozen(request: HttpRequest, naam: str) -> str:
    """The choice for ``naam``, or its default when the cookie is absent or unknown."""
    waarde = request.COOKIES.get(naam, "")
    return waarde if waarde in KEUZES[naam] else KEUZES[naam][0]


@login_not_required
@require_POST
def weergave(request: HttpRequest) -> HttpResponse:
    """Keep the posted choice and go back to where the person was; anything unknown is ignored."""
    antwoord = redirect(volgende(request))
    for naam, keuzes in KEUZES.items():
        if (waarde := request.POST.get(naam)) in keuzes:
            _onthoud(antwoord, naam, waarde, veilig=request.is_secure())
    return antwoord


def _onthoud(antwoord: HttpResponse, naam: str, waarde: str, *, veilig: bool) -> None:
    antwoord.set_cookie(naam, waarde, max_age=BEWAARTIJD, secure=veilig, httponly=True, samesite="Lax")


def volgende(request: HttpRequest) -> str:
    """Where the form was, or home when it names another site."""
    doel = request.POST.get("volgende", "")
    eigen = url_has_allowed_host_and_scheme(doel, {request.get_host()}, require_https=request.is_secure())
    return doel if eigen else "/"
