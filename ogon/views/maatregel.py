"""Efficiencymaatregelen: de lijst, één maatregel met doel en resultaat, en wat ermee gebeurt."""

from decimal import Decimal
from typing import Any

from django.contrib import messages
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_safe

from duoplus import spoor
from duoplus.choices import BijlageSoort
from duoplus.models import Bijlage, Gebeurtenis
from duoplus.web.downloads import bijlage_als_download
from duoplus.web.forms import DoeForm
from duoplus.web.lijst import LijstView
from duoplus.web.views import DoeView, vereis
from ogon.actions import maatregel as acties
from ogon.forms import maatregel as forms
from ogon.models import Efficiencymaatregel
from ogon.transitions import MAATREGEL
from ogon.views import doen

LIJST = ("Efficiencymaatregelen", "ogon:maatregel_list")


def maatregel_of_404(user: Any, nummer: str) -> Efficiencymaatregel:
    leesbaar = Efficiencymaatregel.objects.visible_to(user).select_related("eigenaar__organisatie", "besluit")
    gevonden: Efficiencymaatregel = get_object_or_404(leesbaar, nummer=nummer)
    return gevonden


class MaatregelListView(LijstView):
    """De maatregelen die deze lezer mag kennen."""

    lijstnaam = "maatregelen"
    template_name = "ogon/maatregel/lijst.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        mag_nieuw = self.request.user.has_perm("ogon.add_efficiencymaatregel")
        return super().get_context_data(mag_nieuw=mag_nieuw, **kwargs)


@require_safe
def maatregel(request: HttpRequest, nummer: str) -> HttpResponse:
    gevonden = maatregel_of_404(request.user, nummer)
    rijen = _rijen(gevonden, request.user)
    feiten = Gebeurtenis.objects.over(gevonden).select_related("door__organisatie").order_by("-pk")
    context = {
        "maatregel": gevonden,
        "stappen": MAATREGEL.available(gevonden, request.user),  # type: ignore[arg-type]
        "rijen": rijen,
        "doel": sum((rij["doel"] for rij in rijen), Decimal(0)),
        "gehaald": sum((rij["gehaald"].bedrag for rij in rijen if rij["gehaald"]), Decimal(0)),
        "alles_zichtbaar": not gevonden.van_wie_zichtbaar(request.user),
        "verloop": [(feit, spoor.zin(feit)) for feit in feiten],
    }
    return render(request, "ogon/maatregel/detail.html", context)


def _rijen(maatregel: Efficiencymaatregel, user: Any) -> list[dict[str, Any]]:
    """Target and what came of it per municipality and year, of those that this reader may see."""
    mag = maatregel.van_wie_zichtbaar(user)
    gehaald = {(r.organisatie_id, r.jaar): r for r in acties.resultaten(maatregel, mag)}
    doelen = maatregel.doelen.filter(mag).select_related("organisatie")
    return [
        {
            "gemeente": doel.organisatie,
            "jaar": doel.jaar,
            "doel": doel.bedrag,
            "gehaald": gehaald.get((doel.organisatie_id, doel.jaar)),
        }
        for doel in doelen
    ]


class NieuwView(doen.NieuwView):
    form_class = forms.NieuwForm
    lijst = LIJST
    recht = "ogon.add_efficiencymaatregel"
    klaar = "Maatregel {nummer} is vastgelegd."


class HandelingView(DoeView):
    """A step of one measure; in another state its page says how it is now."""

    object: Efficiencymaatregel
    lijst = LIJST

    def get_object(self) -> Efficiencymaatregel:
        return maatregel_of_404(self.request.user, self.kwargs["nummer"])

    def controleer(self) -> None:
        if self.kwargs["handeling"] not in forms.HANDELINGEN:
            raise Http404
        vereis(self.request.user, MAATREGEL.permission(self.kwargs["handeling"]), self.object)

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        stap = MAATREGEL.stappen[self.kwargs["handeling"]]
        if self.object.status not in stap.van:
            messages.info(request, MAATREGEL.kan_niet(stap, self.object))
            return redirect(self.object)
        return super().get(request, *args, **kwargs)

    def get_form_class(self) -> type[DoeForm]:
        return forms.HANDELINGEN[self.kwargs["handeling"]]


@require_safe
def bewijs(request: HttpRequest, nummer: str, uuid: str) -> FileResponse:
    """Evidence of a result that this reader may see."""
    gevonden = maatregel_of_404(request.user, nummer)
    leesbaar = gevonden.resultaten.filter(gevonden.van_wie_zichtbaar(request.user)).values("bijlage")
    stukken = Bijlage.objects.over(gevonden).filter(soort=BijlageSoort.BEWIJS, pk__in=leesbaar)
    return bijlage_als_download(get_object_or_404(stukken, uuid=uuid))
