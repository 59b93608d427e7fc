"""Wat de pagina’s van één concept delen: wie het ziet, wat er bewaard is en waar elke knop heen leidt."""

from functools import cached_property
from typing import Any, cast

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse

from duoplus.choices import BijlageSoort
from duoplus.models import Bijlage, Gebruiker, Organisatie
from maatwerk.actions import indienen as acties
from maatwerk.choices import AanvraagStatus as S
from maatwerk.forms.indienen import VraagForm
from maatwerk.forms.indienstap import StapForm
from maatwerk.forms.vragenlijst import STAPPEN, Vragenlijst, adres
from maatwerk.indienkeuzes import Keuzes, eigen_gemeenten
from maatwerk.models import Aanvraag
from maatwerk.vergelijkbaar import vergelijkbare

LATER = "later"
CONTROLE = "controle"


class IndienMixin:
    """What every page of the form needs: the draft, its lists and its questions."""

    request: HttpRequest
    concept: Aanvraag

    @property
    def user(self) -> Gebruiker:
        return cast(Gebruiker, self.request.user)

    @cached_property
    def keuzes(self) -> Keuzes:
        return Keuzes(self.concept.organisatie, self.user)

    @cached_property
    def vragenlijst(self) -> Vragenlijst:
        return Vragenlijst(self.concept, by=self.user, keuzes=self.keuzes)

    def nummer(self) -> int:
        """The step that is asked for; nonsense is the first one."""
        return stapnummer(self.request.POST.get("stap") or self.request.GET.get("stap") or "")

    def gepost(self) -> StapForm:
        """The step as it was posted."""
        klasse = STAPPEN[self.nummer() - 1]
        return klasse(self.request.POST, by=self.user, obj=self.concept, keuzes=self.keuzes)

    def bewaar(self, form: StapForm) -> None:
        """Keep what was typed. Raises ``Verouderd``."""
        acties.bewaar_concept(
            self.concept,
            by=self.user,
            invoer=form.getypt(),
            organisatie=self._gemeente(),
            versie=self._versie(),
        )

    def _versie(self) -> int | None:
        versie = self.request.POST.get("versie", "")[:9]  # int() refuses more than 4,300 digits
        return int(versie) if versie.isascii() and versie.isdigit() else None

    def _gemeente(self) -> Organisatie | None:
        """Which own municipality was chosen, where somebody asks for more than one."""
        gekozen = self.request.POST.get("organisatie")
        eigen = eigen_gemeenten(self.user) if gekozen else []
        return next((gemeente for gemeente in eigen if str(gemeente.pk) == gekozen), None)

    def toon(self, form: StapForm, status: int = 200) -> HttpResponse:
        return render(self.request, "maatwerk/indienen/stap.html", self._context(form), status=status)

    def _context(self, form: StapForm) -> dict[str, Any]:
        return self._adressen(form) | {
            "form": form,
            "concept": self.concept,
            "stappen": stappen(self.vragenlijst, form.nummer),
            "volgende": STAPPEN[form.nummer].kop if form.nummer < len(STAPPEN) else "",
            "aantal": len(STAPPEN),
            "bijlagen": bijlagen(self.concept) if form.nummer == len(STAPPEN) else [],
            "vergelijkbaar": self._vergelijkbaar() if form.nummer == VraagForm.nummer else [],
        }

    def _adressen(self, form: StapForm) -> dict[str, Any]:
        """Where the form is sent and kept; before the draft exists that is the page of a new one."""
        if self.concept._state.adding:
            nieuw = reverse("maatwerk:aanvraag_nieuw")
            return {"actie_url": nieuw, "bewaar_url": reverse("maatwerk:aanvraag_nieuw_bewaren")}
        return {
            "actie_url": adres(self.concept, form.nummer),
            "bewaar_url": reverse("maatwerk:concept_bewaren", args=[self.concept.uuid]),
            "bewaard_op": self.concept.gewijzigd_op,
        }

    def _vergelijkbaar(self) -> list[Any]:
        titel = self.concept.concept_invoer.get("titel", "")
        return vergelijkbare(titel, user=self.user, behalve=self.concept)


class ConceptMixin(IndienMixin):
    """The draft of this address, for its writers only; once submitted its own page takes over."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        zichtbaar = Aanvraag.objects.visible_to(request.user).select_related("organisatie")
        self.concept = get_object_or_404(zichtbaar, uuid=kwargs["uuid"])
        if self.concept.status != S.CONCEPT:
            return self.al_ingediend()
        return super().dispatch(request, *args, **kwargs)  # type: ignore[misc]

    def al_ingediend(self) -> HttpResponse:
        return redirect(self.concept)


def stappen(vragenlijst: Vragenlijst, huidig: int) -> list[dict[str, Any]]:
    """The stepper; the check is the last stop."""
    klaar = vragenlijst.compleet if vragenlijst.concept.pk else set()
    rijen = [
        {"nummer": s.nummer, "label": s.kop, "staat": "done" if s.nummer in klaar else ""} for s in STAPPEN
    ]
    rijen.append({"nummer": CONTROLE, "label": "Controleren en indienen", "staat": ""})
    rijen[huidig - 1]["huidig"] = True
    return rijen


def bijlagen(concept: Aanvraag) -> list[Bijlage]:
    return list(concept.bijlagen.filter(soort=BijlageSoort.BIJLAGE).order_by("pk")) if concept.pk else []


def doel(concept: Aanvraag, naar: str) -> str:
    """Where a button of the form leads: a step, the check, or away."""
    if naar == LATER:
        return reverse("maatwerk:concepten")
    if naar == CONTROLE:
        return reverse("maatwerk:concept_controleren", args=[concept.uuid])
    return adres(concept, stapnummer(naar))


def stapnummer(gevraagd: str) -> int:
    return next((stap.nummer for stap in STAPPEN if str(stap.nummer) == gevraagd), 1)
