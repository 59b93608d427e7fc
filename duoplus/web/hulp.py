"""De hulp in beeld: de handleiding per rol, vragen en antwoorden, begrippen, en tips wegklikken."""

from itertools import groupby
from typing import Any, cast

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from duoplus import hulp, klok
from duoplus.choices import Rol
from duoplus.hulp.begrippen import BEGRIPPEN
from duoplus.hulp.rollen import INLEIDING
from duoplus.models import Gebruiker, GezieneTip, Termijn
from duoplus.web.weergave import volgende


@require_safe
def handleiding(request: HttpRequest, rol: str = "") -> HttpResponse:
    """What one role does here; without a role in the address, the first of one's own."""
    eigen = _eigen_rollen(cast(Gebruiker, request.user))
    gekozen = _rol(rol) if rol else next(iter(eigen), None)
    context = {
        "rol": gekozen,
        "inleiding": INLEIDING[gekozen] if gekozen else "",
        "taken": hulp.taken(gekozen) if gekozen else [],
        "eigen": eigen,
        "andere": [ander for ander in Rol if ander not in eigen],
        "termijnen": termijnen(),
    }
    return render(request, "duoplus/hulp/handleiding.html", context)


def _eigen_rollen(gebruiker: Gebruiker) -> list[Rol]:
    return list(dict.fromkeys(Rol(toewijzing.rol) for toewijzing in gebruiker.rollen))


def _rol(waarde: str) -> Rol:
    try:
        return Rol(waarde)
    except ValueError as onbekend:
        raise Http404 from onbekend


def termijnen() -> dict[str, int]:
    """The number of working days per term as it holds today."""
    return dict(Termijn.objects.geldig_op(klok.vandaag()).values_list("sleutel", "aantal"))


@require_safe
def vragen(request: HttpRequest) -> HttpResponse:
    context = {"vragen": hulp.vragen(), "termijnen": termijnen()}
    return render(request, "duoplus/hulp/vragen.html", context)


@require_safe
def begrippen(request: HttpRequest) -> HttpResponse:
    """Every word that pages link to, by letter, and every status."""
    op_woord = sorted(BEGRIPPEN, key=lambda begrip: begrip.anker)
    per_letter = groupby(op_woord, lambda begrip: begrip.woord[0].upper())
    context = {
        "letters": [(letter, list(woorden)) for letter, woorden in per_letter],
        "statussen": hulp.statussen(),
    }
    return render(request, "duoplus/hulp/begrippen.html", context)


@require_POST
def tip_gezien(request: HttpRequest, sleutel: str) -> HttpResponse:
    """Put one tip away for good; twice is as good as once."""
    if hulp.tip(sleutel) is None:
        raise Http404
    gezien = GezieneTip(gebruiker=cast(Gebruiker, request.user), sleutel=sleutel)
    GezieneTip.objects.bulk_create([gezien], ignore_conflicts=True)
    return redirect(volgende(request))


@require_POST
def tips_terug(request: HttpRequest) -> HttpResponse:
    GezieneTip.objects.filter(gebruiker=cast(Any, request.user)).delete()
    messages.success(request, "U ziet alle tips weer. Op elke pagina komt er één tegelijk.")
    return redirect("hulp")
