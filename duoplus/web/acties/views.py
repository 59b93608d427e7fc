"""Actiepunten op het scherm: de lijst, één actie, en elke stap op haar eigen bladzijde."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from duoplus import inzage, leden, spoor
from duoplus.actions.actiepunten import ACTIEPUNT, GEVEN
from duoplus.choices import ActieStatus
from duoplus.models import Actiepunt, Gebeurtenis, Gremium
from duoplus.web.acties.lijst import TOON
from duoplus.web.acties.vormen import VORMEN, NieuweActieForm
from duoplus.web.lijst import LijstView
from duoplus.web.views import DoeView, vereis

MET = ("gremium", "agendapunt__vergadering__gremium", "eigenaar", "gemaakt_door")


class ActieListView(LijstView):
    """Wat deze gebruiker van alle overleggen en plannen mag kennen."""

    lijstnaam = "acties"
    template_name = "duoplus/acties/lijst.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(mag_in=mag_in(self.request.user), **kwargs)


def mag_in(user: Any) -> list[Gremium]:
    """The bodies in which this person can agree on an action outside a meeting."""
    zit_in = Gremium.objects.filter(pk__in=leden.gremia_van(user)).order_by("naam")
    return [gremium for gremium in zit_in if user.has_perm(GEVEN, gremium)]


def zichtbaar(user: Any, nummer: str) -> Actiepunt:
    """Raises ``Http404`` for an action that this person may not know of."""
    gevonden: Actiepunt = get_object_or_404(
        inzage.visible_to(Actiepunt, user).select_related(*MET), nummer=nummer
    )
    return gevonden


@require_safe
def actiepunt(request: HttpRequest, nummer: str) -> HttpResponse:
    """One action, where it comes from and what happened to it."""
    actie, user = zichtbaar(request.user, nummer), request.user
    feiten = Gebeurtenis.objects.over(actie).select_related("door__organisatie", "namens").order_by("-pk")
    context = {
        "actie": actie,
        "toon": TOON[ActieStatus(actie.status)],
        "stappen": ACTIEPUNT.available(actie, user),  # type: ignore[arg-type]
        "vergadering": _vergadering(actie, user),
        "verloop": [(feit, spoor.zin(feit)) for feit in feiten],
    }
    return render(request, "duoplus/acties/actie.html", context)


def _vergadering(actie: Actiepunt, user: Any) -> Any:
    vergadering = actie.agendapunt.vergadering if actie.agendapunt else None
    mag = vergadering is not None and user.has_perm("duoplus.view_vergadering", vergadering)
    return vergadering if mag else None


def in_lijst() -> dict[str, str]:
    """The way back on the page of an act."""
    return {"lijst_url": reverse("actie_list"), "lijst_naam": "Acties"}


class StapView(DoeView):
    """One of the steps of an action; what is done already says so."""

    object: Actiepunt

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        if kwargs["stap"] not in VORMEN:
            raise Http404
        self.form_class = VORMEN[kwargs["stap"]]

    def get_object(self) -> Actiepunt:
        return zichtbaar(self.request.user, self.kwargs["nummer"])

    def controleer(self) -> None:
        vereis(self.request.user, ACTIEPUNT.permission(self.kwargs["stap"]), self.object)

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        stap = ACTIEPUNT.stappen[self.kwargs["stap"]]
        if self.object.status not in stap.van:
            messages.info(request, ACTIEPUNT.kan_niet(stap, self.object))
            return redirect(self.object)
        return super().get(request, *args, **kwargs)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(object_naam=self.object.nummer, **in_lijst(), **kwargs)


class NieuweActieView(DoeView):
    """Agree on something in a body, also between two meetings."""

    object: Gremium
    form_class = NieuweActieForm

    def get_object(self) -> Gremium:
        gremium: Gremium = get_object_or_404(Gremium, slug=self.kwargs["slug"])
        if not self.request.user.has_perm("duoplus.view_vergadering", gremium):
            raise Http404
        return gremium

    def controleer(self) -> None:
        vereis(self.request.user, GEVEN, self.object)

    def voer_uit(self, form: Any) -> Actiepunt:
        """On to what was agreed."""
        actie: Actiepunt = form.geef()
        messages.success(self.request, f"{actie.nummer} is afgesproken met {actie.eigenaar.naam}.")
        return actie

    def terug(self) -> str:
        return reverse("actie_list")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(object_naam=str(self.object), **in_lijst(), **kwargs)
