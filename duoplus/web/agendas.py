"""Agenda's voor op de telefoon of in de mail: adressen maken en intrekken, en wat een programma er leest."""

import hashlib
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.cache import get_conditional_response
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from duoplus import agendafeed, leden
from duoplus.actions import agendasleutels
from duoplus.models import Gremium

MIME = "text/calendar; charset=utf-8"


@require_http_methods(["GET", "HEAD", "POST"])
def agendas(request: HttpRequest) -> HttpResponse:
    """The own addresses; the secret of a new one is shown in the answer that makes it, and never again."""
    user: Any = request.user
    adres = _maak(request, user) if request.method == "POST" else ""
    sleutels = user.agendasleutels.filter(ingetrokken_op=None).select_related("gremium")
    context = {
        "adres": adres,
        "webcal": adres.replace("https://", "webcal://", 1).replace("http://", "webcal://", 1),
        "sleutels": list(sleutels),
        "gremia": list(_leesbaar(user)),
    }
    antwoord = render(request, "duoplus/agendas.html", context)
    if adres:
        antwoord["Cache-Control"] = "private, no-store"
    return antwoord


def _leesbaar(user: Any) -> Any:
    return Gremium.objects.filter(pk__in=leden.gremia_van(user)).order_by("naam")


def _maak(request: HttpRequest, user: Any) -> str:
    slug = request.POST.get("gremium", "")
    gremium = get_object_or_404(_leesbaar(user), slug=slug) if slug else None
    geheim = agendasleutels.maak(by=user, gremium=gremium)
    return f"{settings.BASE_URL}{reverse('agendafeed', args=[geheim])}"


@require_POST
def intrekken(request: HttpRequest, pk: int) -> HttpResponse:
    user: Any = request.user
    sleutel = get_object_or_404(user.agendasleutels.select_related("gremium"), pk=pk)
    agendasleutels.trek_in(sleutel, by=user)
    messages.success(request, "Het adres werkt niet meer.")
    return redirect("agendas")


@login_not_required
@require_safe
def feed(request: HttpRequest, token: str) -> HttpResponse:
    """For whoever has the address; a program that has this already gets no second copy."""
    sleutel = agendasleutels.zoek(token)
    if sleutel is None:
        raise Http404
    agendasleutels.noteer_lezing(sleutel)
    inhoud = agendafeed.als_ical(sleutel)
    antwoord = HttpResponse(inhoud, content_type=MIME)
    etag = f'"{hashlib.sha256(inhoud).hexdigest()}"'
    antwoord["ETag"] = etag
    antwoord["Cache-Control"] = "private, no-cache"
    antwoord["Content-Disposition"] = 'inline; filename="duoplus.ics"'
    return get_conditional_response(request, etag=etag, response=antwoord)  # type: ignore[return-value]
