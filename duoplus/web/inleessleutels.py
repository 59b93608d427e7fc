"""Sleutels waarmee andere systemen lijsten aanbieden: maken, zien welke werken, en intrekken."""

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from duoplus.actions import inleessleutels
from duoplus.inlezen import soorten_van
from duoplus.web.inleesvormen import SleutelForm


@require_http_methods(["GET", "HEAD", "POST"])
def sleutels(request: HttpRequest) -> HttpResponse:
    """The own keys; a new one is shown in the answer that makes it, and never again."""
    user: Any = request.user
    lijsten = [soort for soort in soorten_van(user) if soort.stroom]
    if not lijsten:
        raise Http404
    form = SleutelForm(request.POST if request.method == "POST" else None, by=user, obj=user)
    geheim = ""
    if request.method == "POST" and form.is_valid():
        geheim = inleessleutels.maak(by=user, naam=form.cleaned_data["naam"])
        form = SleutelForm(by=user, obj=user)
    antwoord = render(
        request,
        "duoplus/inlezen/sleutels.html",
        {
            "form": form,
            "geheim": geheim,
            "adressen": [(soort.titel, _adres(soort.naam)) for soort in lijsten],
            "sleutels": list(user.inleessleutels.filter(ingetrokken_op=None)),
        },
        status=422 if form.errors else 200,
    )
    if geheim:
        antwoord["Cache-Control"] = "private, no-store"
    return antwoord


def _adres(soort: str) -> str:
    return f"{settings.BASE_URL}{reverse('api_inlezen', args=[soort])}"


@require_POST
def intrekken(request: HttpRequest, pk: int) -> HttpResponse:
    user: Any = request.user
    sleutel = get_object_or_404(user.inleessleutels, pk=pk)
    inleessleutels.trek_in(sleutel, by=user)
    messages.success(request, "De sleutel werkt niet meer.")
    return redirect("inleessleutels")
