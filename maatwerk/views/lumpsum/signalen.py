"""Signalen van een jaar: welke grens gepasseerd is, en het concept dat dan klaarstaat."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from duoplus.web.views import DoeView, vereis
from maatwerk.actions.signalen import OPSCHALEN
from maatwerk.forms.signalen import VoorleggenForm, WegleggenForm
from maatwerk.models import Lumpsum, Signaal
from maatwerk.signalen import lezen
from maatwerk.views.lumpsum.begroting import LEZEN, vereis_jaar


@require_safe
def signalen(request: HttpRequest, jaar: int) -> HttpResponse:
    """What was passed in this year, and the drafts that wait; each reads what is his."""
    vereis(request.user, LEZEN)
    vereis_jaar(jaar)
    blad = lezen.lees(jaar, request.user)
    return render(request, "maatwerk/signalen/signalen.html", {"blad": blad, "jaar": jaar})


class ConceptView(DoeView):
    """An act on a draft; who may not see the lumpsum finds nothing here."""

    object: Signaal

    def get_object(self) -> Signaal:
        van = Lumpsum.objects.visible_to(self.request.user).filter(jaar=self.kwargs["jaar"])
        concepten = Signaal.objects.filter(lumpsum__in=van).exclude(concept={})
        gevonden: Signaal = get_object_or_404(
            concepten.select_related("lumpsum__organisatie"), pk=self.kwargs["pk"]
        )
        return gevonden

    def controleer(self) -> None:
        vereis(self.request.user, OPSCHALEN, self.object.lumpsum)

    def terug(self) -> str:
        return lezen.adres(self.kwargs["jaar"])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        jaar = self.kwargs["jaar"]
        return super().get_context_data(
            object_naam=f"Signalen {jaar}",
            lijst_naam=f"Lumpsum {jaar}",
            lijst_url=reverse("maatwerk:lumpsum", args=[jaar]),
            **kwargs,
        )


class VoorleggenView(ConceptView):
    form_class = VoorleggenForm
    template_name = "maatwerk/signalen/voorleggen.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(dossier=lezen.dossier_nu(self.object), **kwargs)


class WegleggenView(ConceptView):
    form_class = WegleggenForm
