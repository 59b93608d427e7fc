"""Elke lijst downloaden: meteen, of als een worker haar heeft gemaakt; en wat er te halen is."""

import logging
from typing import Any, cast

from django.contrib import messages
from django.core.paginator import Paginator
from django.db import transaction
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST, require_safe
from django.views.generic import TemplateView

from duoplus import exports as service
from duoplus import klok
from duoplus.choices import ExportFormaat
from duoplus.lijsten import Lijst
from duoplus.models import Export, Gebruiker
from duoplus.models.export import bestandsnaam
from duoplus.reports import TeVeelRijen
from duoplus.reports.formaten import FORMATEN
from duoplus.web.downloads import als_download
from duoplus.web.views import PartialMixin

logger = logging.getLogger(__name__)

PER_BLADZIJDE = 50


@require_safe
@transaction.non_atomic_requests  # opens its own, of one moment
def export(request: HttpRequest, lijst: str, formaat: str) -> HttpResponseBase:
    """Every row of a list as on the screen: the file itself, or where to wait for it."""
    if formaat not in ExportFormaat:
        raise Http404(formaat)
    try:
        return _antwoord(request, lijst, ExportFormaat(formaat))
    except service.GeenLijst as fout:
        raise Http404(lijst) from fout
    except TeVeelRijen as fout:
        return _te_veel(request, lijst, formaat, fout)
    except service.Geweigerd as fout:
        messages.warning(request, str(fout))
        return redirect("exports")


def _antwoord(request: HttpRequest, naam: str, formaat: ExportFormaat) -> HttpResponseBase:
    user, soort = cast(Gebruiker, request.user), FORMATEN[formaat]
    with service.een_moment():
        lijst = service.open_lijst(naam, request.GET, user)
        soort.controleer(aantal := lijst.aantal())
        if request.method == "HEAD":
            return HttpResponse(content_type=soort.mime)
        if soort.is_meteen(aantal):
            return _meteen(naam, lijst, formaat, user)
    return redirect("export_stand", uuid=service.vraag_aan(naam, lijst, formaat, voor=user).uuid)


def _meteen(naam: str, lijst: Lijst, formaat: ExportFormaat, user: Gebruiker) -> FileResponse:
    """Made in full before the first byte leaves: half a file never passes for a whole one."""
    weergave = service.naam_van_weergave(lijst)
    gemaakt = service.maak_bestand(lijst, formaat, by=user, weergave=weergave)
    service.leg_vast(naam, lijst, formaat, gemaakt, by=user)
    return als_download(
        gemaakt.bestand,
        bestandsnaam(naam, formaat, klok.vandaag()),
        FORMATEN[formaat].mime,
        grootte=gemaakt.grootte,
        sha256=gemaakt.sha256,
    )


def _te_veel(request: HttpRequest, naam: str, formaat: str, fout: TeVeelRijen) -> HttpResponse:
    """What this kind of file cannot hold, with the kinds that can."""
    anders = [soort for soort in ExportFormaat if soort != formaat]
    context = {"lijst": naam, "zin": str(fout), "formaat": ExportFormaat(formaat).label, "anders": anders}
    return render(request, "duoplus/export_te_veel.html", context, status=422)


@require_safe
def exports(request: HttpRequest) -> HttpResponse:
    """What this person can download or waits for, newest first."""
    eigen = Export.objects.van(request.user)
    bladzijde = Paginator(eigen, PER_BLADZIJDE).get_page(request.GET.get("pagina"))
    return render(request, "duoplus/exports.html", {"bladzijde": bladzijde})


class StandView(PartialMixin, TemplateView):
    """How far one download is; the page asks again by itself, or when asked to."""

    http_method_names = ["get", "head", "options"]
    template_name = "duoplus/export.html"
    partial = "stand"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(export=_eigen_of_404(self.request, kwargs.pop("uuid")), **kwargs)


@require_safe
def bestand(request: HttpRequest, uuid: str) -> HttpResponseBase:
    """The bytes, for who asked for them and still has the roles of then."""
    export = _eigen_of_404(request, uuid)
    if not export.is_klaar:
        return redirect("export_stand", uuid=uuid)
    if not export.rollen_gelden(cast(Gebruiker, request.user)):
        return render(request, "duoplus/export_rollen.html", {"export": export}, status=403)
    return als_download(
        _geopend(export),
        export.naam,
        FORMATEN[ExportFormaat(export.formaat)].mime,
        grootte=export.grootte or 0,
        sha256=export.sha256,
    )


def _geopend(export: Export) -> Any:
    try:
        return export.bestand.open("rb")
    except FileNotFoundError:
        logger.error("Export %s ontbreekt in de opslag", export.uuid)
        raise Http404 from None


@require_POST
def verwijderen(request: HttpRequest, uuid: str) -> HttpResponse:
    """Throw the file away, or stop a download that is still being made."""
    export = _eigen_of_404(request, uuid)
    export.gooi_weg()
    messages.success(request, f"De download ‘{export.titel}’ is verwijderd.")
    return redirect("exports")


def _eigen_of_404(request: HttpRequest, uuid: Any) -> Export:
    return get_object_or_404(Export.objects.van(request.user), uuid=uuid)
