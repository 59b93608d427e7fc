"""De bladzijde van het directieberaad: een plek voor elk van zijn vier rollen."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from duoplus import klok
from duoplus.choices import GremiumSoort
from duoplus.models import Gremium
from duoplus.web.views import DoeView, vereis
from ogon.choices import Beraadrol
from ogon.forms.opschaling import InbrengenForm
from ogon.opschaling.beraad import lees

LEZEN, INBRENGEN = "ogon.view_directieberaad", "duoplus.inbrengen_vergadering"


def _beraad_of_404() -> Gremium:
    beraad = Gremium.objects.geldig_op(klok.vandaag()).filter(soort=GremiumSoort.DIRECTIEBERAAD).first()
    if beraad is None:
        raise Http404
    return beraad


@require_safe
def directieberaad(request: HttpRequest) -> HttpResponse:
    vereis(request.user, LEZEN)
    beraad, user = _beraad_of_404(), request.user
    context = {"beraad": lees(beraad, user), "mag_inbrengen": user.has_perm(INBRENGEN, beraad)}  # type: ignore[arg-type]
    return render(request, "ogon/directieberaad.html", context)


class InbrengenView(DoeView):
    """``?rol=``: the place from which somebody came."""

    form_class = InbrengenForm

    def get_object(self) -> Gremium:
        vereis(self.request.user, LEZEN)
        return _beraad_of_404()

    def controleer(self) -> None:
        vereis(self.request.user, INBRENGEN, self.object)

    def get_initial(self) -> dict[str, Any]:
        rol = self.request.GET.get("rol", "")
        return {"rubriek": rol} if rol in Beraadrol.values else {}

    def terug(self) -> str:
        return reverse("ogon:directieberaad")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(object_naam="Directieberaad", **kwargs)
