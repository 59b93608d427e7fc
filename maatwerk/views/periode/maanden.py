"""De maanden van een jaar, één maand, maanden sluiten, en alsnog boeken in een gesloten maand."""

from collections.abc import Sequence
from datetime import date
from functools import cached_property
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from duoplus import klok
from duoplus.calc.maanden import maanden_van
from duoplus.web.forms import DoeForm
from duoplus.web.views import DoeView, vereis
from maatwerk.actions import perioden as acties
from maatwerk.forms.perioden import ANTWOORDEN, SluitForm, VraagForm
from maatwerk.lumpsum.begroting import jaren
from maatwerk.models import Heropening, Periode
from maatwerk.models.lumpsum import leesbare_regels
from maatwerk.perioden import overzicht
from maatwerk.perioden.overzicht import Maand

ZIEN = "maatwerk.view_lumpsum"
NAGEKOMEN = 50  # lines on the page of a month; the list of bookings has them all


def vereis_jaar(user: Any, jaar: int) -> None:
    """For who sees the money of any municipality; years of which there can be no bookings do not exist."""
    vereis(user, ZIEN)
    if not 2016 <= jaar <= 2100:
        raise Http404


@require_safe
def nu(request: HttpRequest) -> HttpResponse:
    """The year that the menu leads to."""
    vereis(request.user, ZIEN)
    return redirect("maatwerk:maanden", klok.vandaag().year)


@require_safe
def maanden(request: HttpRequest, jaar: int) -> HttpResponse:
    """Twelve months: how far, until when, what is in the way; and which ones to close together."""
    user: Any = request.user
    vereis_jaar(user, jaar)
    alles = overzicht.ziet_alles(user)
    gelezen = overzicht.lees(maanden_van(jaar), alles=alles)
    context = {
        "jaar": jaar,
        "maanden": gelezen,
        "nu": _eerst_te_sluiten(gelezen),
        "ziet_alles": alles,
        "mag_sluiten": user.has_perm(acties.SLUITEN) and any(een.is_te_kiezen for een in gelezen),
        "jaren": jaren(jaar),
    }
    return render(request, "maatwerk/periode/maanden.html", context)


def _eerst_te_sluiten(gelezen: Sequence[Maand]) -> Maand | None:
    """The earliest open month that is over: the one the countdown is about."""
    return next((m for m in gelezen if m.datums.is_voorbij and not m.is_gesloten), None)


def een_maand(user: Any, jaar: int, nummer: int) -> Maand:
    vereis_jaar(user, jaar)
    if not 1 <= nummer <= 12:
        raise Http404
    (gelezen,) = overzicht.lees([date(jaar, nummer, 1)], alles=overzicht.ziet_alles(user))
    return gelezen


@require_safe
def maand(request: HttpRequest, jaar: int, maand: int) -> HttpResponse:
    """What is booked, what the checks say, and once closed its seal and what came after."""
    user: Any = request.user
    gelezen = een_maand(user, jaar, maand)
    alles = overzicht.ziet_alles(user)
    context = {
        "jaar": jaar,
        "maand": gelezen,
        "eerst": None if gelezen.is_gesloten else acties.eerst(gelezen.maand),
        "gemeenten": overzicht.per_gemeente(gelezen, user),
        "ziet_alles": alles,
        "heropeningen": overzicht.heropeningen(gelezen.maand) if alles else (),
        "nagekomen": overzicht.nagekomen(gelezen.maand, user)[:NAGEKOMEN] if alles else (),
        "mag_sluiten": gelezen.is_te_kiezen and user.has_perm(acties.SLUITEN),
        "mag_vragen": gelezen.is_gesloten and user.has_perm(acties.VRAGEN),
    }
    return render(request, "maatwerk/periode/maand.html", context)


class MaandPagina(DoeView):
    """An act that stands under the months of a year."""

    def terug(self) -> str:
        return reverse("maatwerk:maanden", args=[self.kwargs["jaar"]])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        lijst = {"lijst_url": reverse("maatwerk:maanden", args=[self.kwargs["jaar"]])}
        lijst["lijst_naam"] = f"Maanden {self.kwargs['jaar']}"
        return super().get_context_data(**lijst | kwargs)


class SluitView(MaandPagina):
    """Look once more at what goes along, then close the chosen months one after the other."""

    form_class = SluitForm
    template_name = "maatwerk/periode/sluiten.html"

    def get_object(self) -> Any:
        vereis_jaar(self.request.user, self.kwargs["jaar"])
        return self.request.user  # the act is recorded with who did it; each month is judged by itself

    def controleer(self) -> None:
        vereis(self.request.user, acties.SLUITEN)

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not self.get_form().gekozen:
            messages.warning(request, "Kies eerst een of meer maanden die kunnen sluiten.")
            return redirect(self.terug())
        return super().get(request, *args, **kwargs)

    def get_initial(self) -> dict[str, Any]:
        return {"m": self.request.GET.getlist("m")}

    def get_form_kwargs(self) -> dict[str, Any]:
        voorbij = [dag for dag in maanden_van(self.kwargs["jaar"]) if dag < klok.vandaag().replace(day=1)]
        return super().get_form_kwargs() | {"te_kiezen": voorbij}

    def form_valid(self, form: SluitForm) -> HttpResponse:
        """Not in the one transaction of other acts: a month that is closed is let go of at once."""
        for uitkomst in acties.sluit(form.gekozen, by=form.by):
            meld = messages.success if uitkomst.is_gelukt else messages.warning
            meld(self.request, uitkomst.zin)
        return redirect(self.terug())

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        form = kwargs.get("form") or self.get_form()
        gekozen = overzicht.lees(form.gekozen, alles=True)
        boven = {"object_naam": f"Maanden {self.kwargs['jaar']}", "lijst_url": ""}
        return super().get_context_data(gekozen=gekozen, **boven | kwargs | {"form": form})


class VraagView(MaandPagina):
    """Ask whether one may still book in a closed month."""

    form_class = VraagForm
    object: Periode

    def get_object(self) -> Periode:
        gelezen = een_maand(self.request.user, self.kwargs["jaar"], self.kwargs["maand"])
        if gelezen.periode is None:
            raise Http404
        return gelezen.periode

    def controleer(self) -> None:
        vereis(self.request.user, acties.VRAGEN)

    def terug(self) -> str:
        return reverse("maatwerk:maand", args=[self.kwargs["jaar"], self.kwargs["maand"]])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(object_naam=str(self.object), **kwargs)


def heropening_of_404(user: Any, pk: int) -> Heropening:
    """Only for who sees the money of all: the reason names work of every municipality."""
    if not user.has_perm(ZIEN) or not overzicht.ziet_alles(user):
        raise Http404
    alle = Heropening.objects.select_related("periode", "door", "toegestaan_door")
    gevonden: Heropening = get_object_or_404(alle, pk=pk)
    return gevonden


@require_safe
def heropening(request: HttpRequest, pk: int) -> HttpResponse:
    """What was asked, what was answered, and every line that was booked because of it."""
    user: Any = request.user
    gevonden = heropening_of_404(user, pk)
    mag = user.has_perm(acties.BESLISSEN, gevonden) and not gevonden.is_beantwoord
    boekingen = gevonden.boekingen.filter(leesbare_regels(user))
    context = {
        "heropening": gevonden,
        "antwoorden": [(slug, form.titel, form.negatief) for slug, form in ANTWOORDEN.items() if mag],
        "boekingen": boekingen.select_related("opdracht", "periode").order_by("pk")[:NAGEKOMEN],
    }
    return render(request, "maatwerk/periode/heropening.html", context)


class AntwoordView(DoeView):
    """Allow it or refuse it."""

    object: Heropening

    def get_object(self) -> Heropening:
        return heropening_of_404(self.request.user, self.kwargs["pk"])

    def get_form_class(self) -> type[DoeForm]:
        try:
            return ANTWOORDEN[self.kwargs["antwoord"]]
        except KeyError:
            raise Http404 from None

    def controleer(self) -> None:
        vereis(self.request.user, acties.BESLISSEN, self.object)

    @cached_property
    def jaar(self) -> int:
        return self.object.periode.maand.year

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            object_naam=str(self.object),
            lijst_url=reverse("maatwerk:maanden", args=[self.jaar]),
            lijst_naam=f"Maanden {self.jaar}",
            **kwargs,
        )
