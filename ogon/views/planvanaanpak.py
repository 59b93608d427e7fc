"""Plannen van aanpak: wat er met een extern advies gebeurt."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_safe

from duoplus.web.forms import DoeForm
from duoplus.web.lijst import LijstView
from duoplus.web.views import DoeView, vereis
from ogon.actions import planvanaanpak as acties
from ogon.choices import PlanStatus
from ogon.forms import planvanaanpak as forms
from ogon.models import PlanVanAanpak
from ogon.views import doen

LIJST = ("Plannen van aanpak", "ogon:plan_list")


def plan_of_404(user: Any, nummer: str) -> PlanVanAanpak:
    leesbaar = PlanVanAanpak.objects.visible_to(user).select_related("eigenaar__organisatie", "gremium")
    gevonden: PlanVanAanpak = get_object_or_404(leesbaar, nummer=nummer)
    return gevonden


class PlanListView(LijstView):
    """De plannen die deze lezer mag kennen, met hoe ver hun acties zijn."""

    lijstnaam = "plannen-van-aanpak"
    template_name = "ogon/plan/lijst.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        mag_nieuw = self.request.user.has_perm("ogon.add_planvanaanpak")
        return super().get_context_data(mag_nieuw=mag_nieuw, **kwargs)


@require_safe
def plan(request: HttpRequest, nummer: str) -> HttpResponse:
    """The advice, and each action with who does it, by when and how far it is."""
    gevonden = plan_of_404(request.user, nummer)
    rijen = list(acties.acties(gevonden))
    context = {
        "plan": gevonden,
        "acties": rijen,
        "voortgang": acties.voortgang(rijen),
        "mag_wijzigen": gevonden.status == PlanStatus.LOOPT
        and request.user.has_perm(acties.WIJZIGEN, gevonden),
    }
    return render(request, "ogon/plan/detail.html", context)


class NieuwView(doen.NieuwView):
    form_class = forms.NieuwForm
    lijst = LIJST
    recht = "ogon.add_planvanaanpak"
    klaar = "Plan {nummer} is vastgelegd."


class HandelingView(DoeView):
    """Agree on an action, or close the plan."""

    object: PlanVanAanpak
    lijst = LIJST

    def get_object(self) -> PlanVanAanpak:
        return plan_of_404(self.request.user, self.kwargs["nummer"])

    def controleer(self) -> None:
        if self.kwargs["handeling"] not in forms.HANDELINGEN:
            raise Http404
        vereis(self.request.user, acties.WIJZIGEN, self.object)

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if self.object.status == PlanStatus.AFGESLOTEN:
            messages.info(request, "Dit plan is afgesloten. Er verandert niets meer.")
            return redirect(self.object)
        return super().get(request, *args, **kwargs)

    def get_form_class(self) -> type[DoeForm]:
        return forms.HANDELINGEN[self.kwargs["handeling"]]
