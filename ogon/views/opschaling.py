"""Opschalingen: de lijst, één dossier met wat u ermee kunt doen, en het dossier als PDF."""

from typing import Any

from django.contrib import messages
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.functional import cached_property
from django.views.decorators.http import require_safe

from duoplus.models import Besluit
from duoplus.transitions import Stap
from duoplus.web.downloads import bijlage_als_download
from duoplus.web.lijst import LijstView
from duoplus.web.views import DoeView, vereis
from ogon.forms.opschaling import STAPPEN
from ogon.models import Opschaling
from ogon.opschaling.lezen import ERBIJ, lees
from ogon.opschaling.zaken import zaak_van
from ogon.reports.opschaling import maak_dossier
from ogon.transitions import OPSCHALING

LEZEN = "ogon.view_opschalingen"


class OpschalingListView(LijstView):
    """De opschalingen waarvan deze lezer het dossier mag openen."""

    lijstnaam = "opschalingen"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        vereis(self.request.user, LEZEN)
        return super().get_context_data(**kwargs)


def gevonden_of_404(request: HttpRequest, nummer: str) -> Opschaling:
    gezien = Opschaling.objects.visible_to(request.user).select_related(*ERBIJ)
    gevonden: Opschaling = get_object_or_404(gezien, nummer=nummer)
    return gevonden


@require_safe
def opschaling(request: HttpRequest, nummer: str) -> HttpResponse:
    blad = lees(gevonden_of_404(request, nummer), request.user)  # type: ignore[arg-type]
    return render(request, "ogon/opschaling/detail.html", {"blad": blad, "opschaling": blad.opschaling})


def besluitbladzijde(request: HttpRequest, besluit: Besluit, context: dict[str, Any]) -> HttpResponse | None:
    """Of a decision that answers a question; None when it is about something else."""
    vraag = Opschaling.objects.filter(antwoordbesluit=besluit).first()
    if vraag is None:
        return None
    onderwerp: Any = vraag.onderwerp
    context |= {
        "vraag": vraag,
        "leest_dossier": request.user.has_perm("ogon.view_opschaling", vraag),
        "draad_url": zaak_van(onderwerp).draad(onderwerp, request.user),  # type: ignore[arg-type]
    }
    return render(request, "ogon/opschaling/besluit.html", context)


@require_safe
def dossier(request: HttpRequest, nummer: str) -> FileResponse:
    """The frozen dossier; it is made when the question is put, and here if that was not done yet."""
    return bijlage_als_download(maak_dossier(gevonden_of_404(request, nummer)))


class StapView(DoeView):
    """A step that cannot be taken any more says so; one that is not yours is refused; the rest is 404."""

    object: Opschaling
    template_name = "ogon/opschaling/stap.html"

    def get_object(self) -> Opschaling:
        if self.kwargs["stap"] not in STAPPEN:
            raise Http404
        return gevonden_of_404(self.request, self.kwargs["nummer"])

    @cached_property
    def stap(self) -> Stap:
        return OPSCHALING.stappen[self.kwargs["stap"]]

    def controleer(self) -> None:
        vereis(self.request.user, OPSCHALING.permission(self.stap.name), self.object)

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if self.object.status not in self.stap.van:
            messages.info(request, OPSCHALING.kan_niet(self.stap, self.object))
            return redirect(self.object)
        return super().get(request, *args, **kwargs)

    def get_form_class(self) -> Any:
        return STAPPEN[self.stap.name]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            object_naam=self.object.nummer,
            lijst_url=reverse("ogon:opschalingen"),
            lijst_naam="Opschalingen",
            **kwargs,
        )
