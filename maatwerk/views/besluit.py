"""Eén besluit: wat, waarom, door wie, en wat erna kwam."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from duoplus.models import Besluit
from maatwerk.choices import AfwijsReden
from maatwerk.jaarcyclus.tafel import ogons_van
from maatwerk.models import Aanvraag, AanvraagBesluit
from maatwerk.views.scenario import overgenomen
from maatwerk.volgorde import vaststelling

VAN_BESLUIT = ("gremium", "genomen_door", "namens", "vervangt", "vervangen_door")


@require_safe
def besluit(request: HttpRequest, nummer: str) -> HttpResponse:
    """Who may open the request may read what was decided on it; on an order, who is in that OGON."""
    gevonden = get_object_or_404(Besluit.objects.select_related(*VAN_BESLUIT), nummer=nummer)
    regels = AanvraagBesluit.objects.select_related("aanvraag", *(f"besluit__{naam}" for naam in VAN_BESLUIT))
    regel = regels.filter(besluit=gevonden).first()
    if regel is None:
        return _over_volgorde(request, gevonden)
    if not Aanvraag.objects.visible_to(request.user).filter(pk=regel.aanvraag_id).exists():
        raise Http404
    later = regels.filter(aanvraag=regel.aanvraag, besluit__genomen_op__gt=gevonden.genomen_op)
    context = {
        "besluit": gevonden,
        "aanvraag": regel.aanvraag,
        "code": dict(AfwijsReden.choices).get(gevonden.gegevens.get("code"), ""),
        "vervolg": gevonden.gegevens.get("vervolg", ""),
        "vervangen_door": getattr(gevonden, "vervangen_door", None),
        "plaatsing": gevonden.plaatsingen.first(),
        "latere": [ander.besluit for ander in later.order_by("besluit__genomen_op")],
    }
    return render(request, "maatwerk/besluit.html", context)


def _over_volgorde(request: HttpRequest, besluit: Besluit) -> HttpResponse:
    user: Any = request.user
    if scenario := getattr(besluit, "scenario", None):
        return overgenomen(request, scenario)
    ronde = vaststelling.ronde_van(besluit)
    if ronde is None or not ogons_van(user).filter(pk=ronde.cyclus.ogon_id).exists():
        raise Http404
    inhoud = vaststelling.lees(besluit.gegevens, ronde, user)
    context = {"besluit": besluit, "ronde": ronde, "ogon": ronde.cyclus.ogon, "inhoud": inhoud}
    return render(request, "maatwerk/volgorde/besluit.html", context)
