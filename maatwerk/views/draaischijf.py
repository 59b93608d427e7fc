"""De draaischijf: één lijst van alles wat nog een plek zoekt."""

from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from duoplus.web.views import vereis
from maatwerk.jaarcyclus import draaischijf
from maatwerk.models.aanvraag import zit_op_draaischijf

PER_PAGINA = 50


@require_safe
def lijst(request: HttpRequest) -> HttpResponse:
    """Every new request that this person may take up or turn away, what waits longest first."""
    user: Any = request.user
    vereis(user, "maatwerk.triage")
    keuze = draaischijf.Keuze.uit(request.GET)
    page = Paginator(draaischijf.rijen(user, keuze), PER_PAGINA).get_page(request.GET.get("pagina"))
    context = {
        "keuze": keuze,
        "page": page,
        "regels": draaischijf.regels(page, user),
        "alle_ogons": zit_op_draaischijf(user),
        **draaischijf.filters(user),
    }
    return render(request, "maatwerk/draaischijf.html", context)
