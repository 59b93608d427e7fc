"""Wat bij een besluit over een aanvraag of over een volgorde te lezen is."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from duoplus import inzage
from duoplus.models import Besluit
from maatwerk.choices import AfwijsReden
from maatwerk.models import AanvraagBesluit
from maatwerk.views.scenario import overgenomen
from maatwerk.volgorde import vaststelling


def bladzijde(request: HttpRequest, besluit: Besluit, context: dict[str, Any]) -> HttpResponse | None:
    """For who may know of this decision; None when it is about something else."""
    regel = AanvraagBesluit.objects.select_related("aanvraag").filter(besluit=besluit).first()
    if regel is not None:
        return render(
            request, "maatwerk/besluit.html", context | _over_aanvraag(request.user, besluit, regel)
        )
    if scenario := getattr(besluit, "scenario", None):
        return overgenomen(request, besluit, scenario)
    if ronde := vaststelling.ronde_van(besluit):
        inhoud = vaststelling.lees(besluit.gegevens, ronde, request.user)  # type: ignore[arg-type]
        eigen = {"ronde": ronde, "ogon": ronde.cyclus.ogon, "inhoud": inhoud}
        return render(request, "maatwerk/volgorde/besluit.html", context | eigen)
    return None


def _over_aanvraag(user: Any, besluit: Besluit, regel: AanvraagBesluit) -> dict[str, Any]:
    """Who decides along reads the decision; the dossier itself only who may open it."""
    bekend = inzage.visible_to(Besluit, user).filter(
        aanvraagregel__aanvraag=regel.aanvraag, genomen_op__gt=besluit.genomen_op
    )
    return {
        "aanvraag": regel.aanvraag,
        "ziet_aanvraag": user.has_perm("maatwerk.view_aanvraag", regel.aanvraag),
        "code": dict(AfwijsReden.choices).get(besluit.gegevens.get("code"), ""),
        "vervolg": besluit.gegevens.get("vervolg", ""),
        "plaatsing": besluit.plaatsingen.first(),
        "latere": list(bekend.order_by("genomen_op")),
    }
