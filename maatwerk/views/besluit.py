"""Eén besluit: wat, waarom, door wie, en wat erna kwam."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from maatwerk.choices import AfwijsReden
from maatwerk.models import Aanvraag, AanvraagBesluit

VAN_BESLUIT = ("gremium", "genomen_door", "namens", "vervangt", "vervangen_door")


@require_safe
def besluit(request: HttpRequest, nummer: str) -> HttpResponse:
    """Who may open the request may read what was decided on it."""
    regels = AanvraagBesluit.objects.select_related("aanvraag", *(f"besluit__{naam}" for naam in VAN_BESLUIT))
    regel = get_object_or_404(regels, besluit__nummer=nummer)
    if not Aanvraag.objects.visible_to(request.user).filter(pk=regel.aanvraag_id).exists():
        raise Http404
    gevonden = regel.besluit
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
