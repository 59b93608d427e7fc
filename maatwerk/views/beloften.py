"""Hoe betrouwbaar de beloften in een OGON zijn, op elke dag die u kiest."""

from datetime import date
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.views.decorators.http import require_safe

from duoplus import klok
from duoplus.calc.nederlands import Onleesbaar, lees_datum
from duoplus.choices import ExportFormaat
from duoplus.models.export import bestandsnaam
from duoplus.reports.formaten import FORMATEN
from duoplus.web.downloads import rapport_als_download
from duoplus.web.views import vereis
from maatwerk.planning.beloften import Verslag, als_dataset, lees
from maatwerk.views.cyclus import gevonden_ogon
from ogon.models import Ogon

FORMATEN_HIER = (ExportFormaat.XLSX, ExportFormaat.CSV)


@require_safe
def beloften(request: HttpRequest, slug: str) -> HttpResponse:
    """Kept and broken, what moved and by whose doing, per promise and together."""
    ogon = _ogon(request, slug)
    getypt = request.GET.get("peildatum", "").strip()
    peildag, fout = _peildag(getypt)
    context = {
        "ogon": ogon,
        "verslag": _verslag(request, ogon, peildag),
        "getypt": getypt,
        "fout": fout,
        "formaten": FORMATEN_HIER,
    }
    return render(request, "maatwerk/beloften.html", context, status=422 if fout else 200)


@require_safe
def download(request: HttpRequest, slug: str, formaat: str) -> HttpResponseBase:
    """The promises on the page as a file; leaves its line in the audit trail as every export does."""
    if formaat not in FORMATEN_HIER:
        raise Http404(formaat)
    ogon, user = _ogon(request, slug), request.user
    peildag, fout = _peildag(request.GET.get("peildatum", ""))
    if fout:
        raise Http404(fout)
    if request.method == "HEAD":
        return HttpResponse(content_type=FORMATEN[ExportFormaat(formaat)].mime)
    verslag = _verslag(request, ogon, peildag)
    return rapport_als_download(
        als_dataset(verslag),
        formaat,
        by=user,  # type: ignore[arg-type]
        naam=bestandsnaam(f"beloften-{ogon.slug}", formaat, peildag),
        rijen=len(verslag.regels),
        filter={"peildatum": peildag.isoformat()},
    )


def _ogon(request: HttpRequest, slug: str) -> Ogon:
    user: Any = request.user
    ogon = gevonden_ogon(user, slug)
    vereis(user, "maatwerk.beloften_ogon", ogon)
    return ogon


def _verslag(request: HttpRequest, ogon: Ogon, peildag: date) -> Verslag:
    user: Any = request.user
    return lees(ogon, peildag, user)


def _peildag(getypt: str) -> tuple[date, str]:
    """The day that was asked for, today without one; with a sentence if it cannot be."""
    if not getypt:
        return klok.vandaag(), ""
    try:
        dag = lees_datum(getypt)
    except Onleesbaar as fout:
        return klok.vandaag(), str(fout)
    if dag > klok.vandaag():
        return klok.vandaag(), "Kies vandaag of een dag die voorbij is."
    return dag, ""
