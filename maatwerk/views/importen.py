"""Wat er uit de oude lijst is ingelezen, rij voor rij, en wat een mens nog moet bekijken."""

from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import Count, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from maatwerk.choices import ImportUitkomst as U
from maatwerk.models import RegisterImport

PER_BLADZIJDE = 50
OVERGENOMEN = (U.AANGEMAAKT, U.BIJGEWERKT, U.ONGEWIJZIGD)
GROEPEN: dict[str, tuple[str, tuple[U, ...]]] = {
    "apart": ("Apart gezet", (U.APART,)),
    "overgenomen": ("Overgenomen", OVERGENOMEN),
    "overgeslagen": ("Overgeslagen", (U.OVERGESLAGEN,)),
}
TOON = {U.AANGEMAAKT: "ok", U.BIJGEWERKT: "info", U.ONGEWIJZIGD: "plain"}


@require_safe
def importen(request: HttpRequest) -> HttpResponse:
    """Every list that was read, latest first."""
    _vereis(request)
    alle = RegisterImport.objects.select_related("door")
    return render(request, "maatwerk/importen.html", {"page": _bladzijde(alle, request)})


@require_safe
def importverslag(request: HttpRequest, pk: int) -> HttpResponse:
    """One list: what was set apart and why, what was taken over, what was not a request."""
    _vereis(request)
    verslag = get_object_or_404(RegisterImport.objects.select_related("door"), pk=pk)
    aantallen = dict(verslag.regels.order_by().values_list("uitkomst").annotate(Count("pk")))
    groep = request.GET.get("toon", "")
    if groep not in GROEPEN:
        groep = "apart" if verslag.apart_gezet else "overgenomen"
    regels = verslag.regels.filter(uitkomst__in=GROEPEN[groep][1]).select_related("aanvraag")
    page = _bladzijde(regels, request)
    context = {
        "verslag": verslag,
        "groep": groep,
        "tabbladen": [
            (naam, label, sum(aantallen.get(u, 0) for u in uitkomsten))
            for naam, (label, uitkomsten) in GROEPEN.items()
        ],
        "page": page,
        "regels": [(regel, TOON.get(U(regel.uitkomst), "")) for regel in page],
    }
    return render(request, "maatwerk/importverslag.html", context)


def _bladzijde(rijen: QuerySet[Any], request: HttpRequest) -> Page[Any]:
    return Paginator(rijen, PER_BLADZIJDE).get_page(request.GET.get("pagina"))


def _vereis(request: HttpRequest) -> None:
    """For who may not read this, the page does not exist."""
    if not request.user.has_perm("maatwerk.view_registerimport"):
        raise Http404
