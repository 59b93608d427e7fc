"""Opdrachten: de lijst, één opdracht met haar boekingen, en wat er bij kan."""

from dataclasses import dataclass, replace
from typing import Any

from django.contrib import messages
from django.core.paginator import Page, Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from duoplus import klok
from duoplus.web.views import ActieView, vereis
from maatwerk.actions.uitvoering import NIET_OPEN, OPEN
from maatwerk.calc.ramingen import Plafondsignaal, plafond_signaal
from maatwerk.choices import Boekingstatus
from maatwerk.dossier.geld import Meter, meters
from maatwerk.forms.opdracht import HerstelForm, KostenForm, UrenForm, VoortgangForm
from maatwerk.forms.stap import StapForm
from maatwerk.looptijd import Looptijd
from maatwerk.models import Boeking, Opdracht
from maatwerk.rules import boekt, concerncontroller, leidt_team
from maatwerk.signalen import wijzigingen

PER_BLADZIJDE = 50
# What the colour of the bar says, in words.
SIGNAAL = {
    Plafondsignaal.GEEN: "",
    Plafondsignaal.TACHTIG: "Let op: 80% of meer is gebruikt.",
    Plafondsignaal.VIJFENNEGENTIG: "Let op: 95% of meer is gebruikt. Overleg met de gemeente.",
    Plafondsignaal.VOL: "Het plafond is bereikt. Vraag een nieuw besluit voordat u verdergaat.",
}


STATUSTOON = {Boekingstatus.INGEDIEND: "info", Boekingstatus.GOEDGEKEURD: "ok", Boekingstatus.GESLOTEN: ""}


@dataclass(frozen=True)
class Regel:
    """A booking in the table; ``mag_hersteld`` if this user may reverse it now."""

    boeking: Boeking
    mag_hersteld: bool

    @property
    def hersteld(self) -> bool:
        return hasattr(self.boeking, "gecorrigeerd_door")

    @property
    def is_eerste(self) -> bool:
        """Neither a reversal nor reversed."""
        return self.boeking.corrigeert_id is None and not self.hersteld

    @property
    def status(self) -> Boekingstatus:
        return Boekingstatus(self.boeking.status)  # type: ignore[attr-defined]  # see met_status

    @property
    def toon(self) -> str:
        return STATUSTOON[self.status]


@dataclass(frozen=True)
class Stand:
    """One ceiling: the bar, and a sentence when it nears its end."""

    meter: Meter
    signaal: str


@require_safe
def opdracht(request: HttpRequest, nummer: str) -> HttpResponse:
    """Ceilings, initials, people, bookings and progress of one assignment."""
    gevonden, gebruiker = gevonden_of_404(request.user, nummer), request.user
    bedragen = gebruiker.has_perm("maatwerk.bedragen_aanvraag", gevonden.aanvraag)
    boekingen = gevonden.boekingen.met_status().select_related(
        "team", "medewerker", "geboekt_door", "corrigeert", "gecorrigeerd_door"
    )
    page = Paginator(boekingen, PER_BLADZIJDE).get_page(request.GET.get("pagina"))
    context = {
        "opdracht": gevonden,
        "aanvraag": gevonden.aanvraag,
        "bedragen": bedragen,
        "standen": standen(gevonden, bedragen),
        "aandelen": gevonden.aandelen.select_related("organisatie"),
        "page": page,
        "regels": _regels(page, gevonden, gebruiker),
        "voortgang": gevonden.voortgang.select_related("door"),
        "uitvoerders": gevonden.uitvoerders.select_related("organisatie"),
        "parafen": gevonden.parafen.select_related("door", "namens"),
        "sleutelperioden": gevonden.sleutelperioden.select_related("sleutel", "besluit"),
        "mag": _mag(gevonden, gebruiker),
        "wijzigingen": wijzigingen.lees(gevonden, gebruiker),
    }
    return render(request, "maatwerk/opdracht/detail.html", context)


def gevonden_of_404(gebruiker: Any, nummer: str) -> Opdracht:
    zichtbaar = Opdracht.objects.visible_to(gebruiker).select_related(
        "aanvraag__organisatie", "aanvraag__ogon", "aanvraag__team", "raming", "sleutel"
    )
    return get_object_or_404(zichtbaar, nummer=nummer)


def standen(opdracht: Opdracht, bedragen: bool) -> list[Stand]:
    return [
        Stand(meter, SIGNAAL[plafond_signaal(meter.gebruikt, meter.plafond)])
        for meter in meters(opdracht, bedragen)
    ]


def is_open(opdracht: Opdracht) -> bool:
    return opdracht.aanvraag.status in OPEN


def _mag(opdracht: Opdracht, gebruiker: Any) -> set[str]:
    """What may be done now. Where the money falls may also be set right once the work is closed."""
    stappen: tuple[str, ...] = ("rubriceren", "sleutel")
    stappen += ("boeken_uren", "boeken_kosten", "voortgang") if is_open(opdracht) else ()
    return {stap for stap in stappen if gebruiker.has_perm(f"maatwerk.{stap}_opdracht", opdracht)}


def _regels(page: Page, opdracht: Opdracht, gebruiker: Any) -> list[Regel]:
    """The rule ``corrigeren_boeking`` for a page of rows of one assignment, without a query per row."""
    alle = leidt_team(gebruiker, opdracht) or concerncontroller(gebruiker)
    eigen = boekt(gebruiker)
    regels = [Regel(boeking, alle or (eigen and boeking.geboekt_door_id == gebruiker.pk)) for boeking in page]
    kan_nu = is_open(opdracht)
    return [replace(r, mag_hersteld=kan_nu and r.mag_hersteld and r.is_eerste) for r in regels]


class OpdrachtActieView(ActieView):
    """One act on an assignment, on a page of its own."""

    form_class: type[StapForm]
    permission = ""
    object: Any

    def get_object(self) -> Any:
        return gevonden_of_404(self.request.user, self.kwargs["nummer"])

    @property
    def opdracht(self) -> Opdracht:
        return self.object

    @property
    def reden_van_niet(self) -> str:
        """Why this cannot be done now, for who may do it otherwise."""
        return "" if is_open(self.opdracht) else NIET_OPEN

    def controleer(self) -> None:
        vereis(self.request.user, self.permission, self.object)

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if self.reden_van_niet:
            messages.info(request, self.reden_van_niet)
            return redirect(self.opdracht)
        return super().get(request, *args, **kwargs)

    def voer_uit(self, form: StapForm) -> Opdracht:
        form.voer_uit()
        messages.success(self.request, form.klaar)
        return self.opdracht

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        form = self.form_class
        return super().get_context_data(
            titel=form.titel,
            tekst=form.uitleg,
            knop=form.knop or form.titel,
            negatief=form.negatief,
            opdracht=self.opdracht,
            terug_url=self.opdracht.get_absolute_url(),
            object_naam=self.opdracht.nummer,
            object_titel=self.opdracht.aanvraag.titel,
            lijst_url=reverse("maatwerk:opdracht_list"),
            lijst_naam="Opdrachten",
            **kwargs,
        )


class BoekView(OpdrachtActieView):
    """Booking warns when a ceiling comes near; it does not stop, for the work was done.

    Once the days to run out are over, the page leads to the request for another end date.
    """

    template_name = "maatwerk/opdracht/boeken.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        laatste = Looptijd.lees().laatste_dag(self.opdracht)
        return super().get_context_data(
            laatste=laatste,
            is_uitgelopen=klok.vandaag() > laatste,
            mag_vragen=self.request.user.has_perm("maatwerk.wijziging_vragen_opdracht", self.opdracht),
            **kwargs,
        )

    def voer_uit(self, form: StapForm) -> Opdracht:
        opdracht = super().voer_uit(form)
        bedragen = self.request.user.has_perm("maatwerk.bedragen_aanvraag", opdracht.aanvraag)
        for stand in standen(opdracht, bedragen):
            if stand.signaal:
                messages.warning(self.request, f"{stand.meter.naam}: {stand.meter.zin}. {stand.signaal}")
        return opdracht


class UrenBoekenView(BoekView):
    form_class = UrenForm
    permission = "maatwerk.boeken_uren_opdracht"


class KostenBoekenView(BoekView):
    form_class = KostenForm
    permission = "maatwerk.boeken_kosten_opdracht"


class VoortgangView(OpdrachtActieView):
    form_class = VoortgangForm
    permission = "maatwerk.voortgang_opdracht"


class HerstelView(OpdrachtActieView):
    form_class = HerstelForm
    permission = "maatwerk.corrigeren_boeking"
    template_name = "maatwerk/opdracht/herstellen.html"

    def get_object(self) -> Boeking:
        opdracht = super().get_object()
        boeking: Boeking = get_object_or_404(
            opdracht.boekingen.select_related("team", "medewerker", "gecorrigeerd_door"), pk=self.kwargs["pk"]
        )
        boeking.opdracht = opdracht
        return boeking

    @property
    def opdracht(self) -> Opdracht:
        return self.object.opdracht

    @property
    def reden_van_niet(self) -> str:
        if self.object.corrigeert_id or hasattr(self.object, "gecorrigeerd_door"):
            return "Deze boeking is al hersteld."
        return super().reden_van_niet
