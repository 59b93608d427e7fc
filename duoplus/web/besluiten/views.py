"""Besluiten op het scherm. Wat over een onderwerp te zien is, voegt de app van dat onderwerp toe."""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from duoplus import inzage
from duoplus.actions.uitvoering import MAG
from duoplus.besluiten import LOOPT, stand
from duoplus.models import Actiepunt, Besluit, Gebruiker
from duoplus.web.besluiten.lijst import TOON
from duoplus.web.besluiten.vormen import UitvoerForm
from duoplus.web.lijst import LijstView
from duoplus.web.views import DoeView, vereis

MET = (
    *("gremium", "genomen_door", "namens", "vervangt", "vervangen_door"),
    *("agendapunt__vergadering__gremium",),
)
Bladzijde = Callable[[HttpRequest, Besluit, dict[str, Any]], HttpResponse | None]
_bladzijden: list[Bladzijde] = []


def register(bladzijde: Bladzijde) -> None:
    """The page of a decision about something of another app; None where it is not about that."""
    _bladzijden.append(bladzijde)


class BesluitListView(LijstView):
    """Wat deze gebruiker van alle overleggen mag kennen."""

    lijstnaam = "besluiten"


def zichtbaar(user: Any, nummer: str) -> Besluit:
    """Raises ``Http404`` for a decision that this person may not know of."""
    gevonden: Besluit = get_object_or_404(
        inzage.visible_to(Besluit, user).select_related(*MET), nummer=nummer
    )
    return gevonden


@require_safe
def besluit(request: HttpRequest, nummer: str) -> HttpResponse:
    """One decision: what, why, and how far it was carried out."""
    gevonden = zichtbaar(request.user, nummer)
    context = _context(gevonden, request.user)
    for bladzijde in _bladzijden:
        if (antwoord := bladzijde(request, gevonden, context)) is not None:
            return antwoord
    return render(request, "duoplus/besluiten/besluit.html", context)


def _context(besluit: Besluit, user: Any) -> dict[str, Any]:
    nu, punt = stand(besluit), besluit.agendapunt
    acties = Actiepunt.objects.filter(agendapunt=punt) if punt else Actiepunt.objects.none()
    return {
        "besluit": besluit,
        "stand": nu,
        "stand_toon": TOON[nu],
        "loopt": nu in LOOPT,
        "regels": list(besluit.uitvoering.select_related("eigenaar", "door", "namens")),
        "mag_uitvoeren": user.has_perm(MAG, besluit),
        "vervangen_door": getattr(besluit, "vervangen_door", None),
        "vergadering": _vergadering(besluit, user),
        "acties": list(acties.select_related("eigenaar")),
    }


def _vergadering(besluit: Besluit, user: Gebruiker) -> Any:
    """Where it was taken; for who may open that meeting."""
    vergadering = besluit.agendapunt.vergadering if besluit.agendapunt else None
    if vergadering is None or not user.has_perm("duoplus.view_vergadering", vergadering):
        return None
    return vergadering


class UitvoerenView(DoeView):
    """How far it is, by who leads the body or sees to it."""

    object: Besluit
    form_class = UitvoerForm

    def get_object(self) -> Besluit:
        return zichtbaar(self.request.user, self.kwargs["nummer"])

    def controleer(self) -> None:
        vereis(self.request.user, MAG, self.object)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            object_naam=self.object.nummer,
            lijst_url=reverse("besluit_list"),
            lijst_naam="Besluiten",
            **kwargs,
        )
