"""Een aanvraag invullen in vijf korte stappen; het concept is van de eerste letter af bewaard."""

import uuid
from typing import Any, cast

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.views.generic import View

from duoplus.models import Gebruiker
from duoplus.transitions import Verouderd
from duoplus.web.vangnet import als_beginwaarden, geredde_invoer
from duoplus.web.views import vereis
from maatwerk.actions import dossier
from maatwerk.actions import indienen as acties
from maatwerk.choices import AanvraagStatus as S
from maatwerk.forms.indienen import DoelForm, VraagForm
from maatwerk.forms.vragenlijst import STAPPEN, adres
from maatwerk.indienkeuzes import eigen_gemeenten
from maatwerk.models import Aanvraag
from maatwerk.vergelijkbaar import vergelijkbare
from maatwerk.views.bewaren import antwoord_bewaren, toon_versies
from maatwerk.views.bijlagen import neem_bestanden_aan
from maatwerk.views.concept import CONTROLE, LATER, ConceptMixin, IndienMixin, bijlagen, doel, stapnummer

BEWAARD = "Uw concept is bewaard. U kunt later verder, ook op een ander apparaat."


class NieuwMixin(IndienMixin):
    """A draft that does not exist yet; the key in the form becomes its uuid, so it comes to be once."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        vereis(request.user, "maatwerk.add_aanvraag")
        gemeenten = eigen_gemeenten(self.user)
        if not gemeenten:
            raise PermissionDenied("maatwerk.add_aanvraag")
        gekozen = next((g for g in gemeenten if str(g.pk) == request.POST.get("organisatie")), gemeenten[0])
        self.concept = Aanvraag(uuid=self._sleutel(request), organisatie=gekozen)
        return super().dispatch(request, *args, **kwargs)  # type: ignore[misc]

    @staticmethod
    def _sleutel(request: HttpRequest) -> uuid.UUID:
        try:
            return uuid.UUID(request.POST.get("sleutel", ""))
        except ValueError:
            return uuid.uuid4()

    def begin(self) -> None:
        """Make the draft, or find it again, sent or not. Somebody else's draft does not exist."""
        nieuw = self.concept
        bestaand = Aanvraag.objects.filter(uuid=nieuw.uuid).select_related("organisatie").first()
        if bestaand is not None and not self.user.has_perm("maatwerk.view_aanvraag", bestaand):
            raise Http404
        self.concept = bestaand or acties.start_concept(
            by=self.user, organisatie=nieuw.organisatie, sleutel=nieuw.uuid
        )


class NieuwView(NieuwMixin, View):
    """An empty first step; nothing is made until something is typed or sent."""

    def get(self, request: HttpRequest) -> HttpResponse:
        form = VraagForm(by=request.user, obj=self.concept, keuzes=self.keuzes)
        form.fields["sleutel"].initial = self.concept.uuid
        if (invoer := geredde_invoer(request)) is not None:
            form.initial = als_beginwaarden(form, invoer)
        return self.toon(form)

    def post(self, request: HttpRequest) -> HttpResponse:
        self.begin()
        if self.concept.status != S.CONCEPT:
            return redirect(self.concept)
        try:
            self.bewaar(self.gepost())
        except Verouderd:
            return toon_versies(request, self.vragenlijst, self.gepost())
        if naar := request.POST.get("naar"):
            return redirect(doel(self.concept, naar))
        klaar = self.vragenlijst.toets(1).is_valid()
        return redirect(adres(self.concept, 2) if klaar else f"{adres(self.concept, 1)}&controle=ja")


class NieuwBewarenView(NieuwMixin, View):
    """The first autosave: from now on the page has an address of its own."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest) -> HttpResponse:
        self.begin()
        return antwoord_bewaren(self)


class ConceptView(ConceptMixin, View):
    """One step: shown as it was left, kept as it is sent, judged only on the way forward."""

    def get(self, request: HttpRequest, uuid: uuid.UUID) -> HttpResponse:
        invoer = geredde_invoer(request)
        if invoer is not None:
            return self._herstel(invoer)
        if "stap" not in request.GET:
            return redirect(adres(self.concept, self.vragenlijst.verder))
        kies = self.vragenlijst.toets if "controle" in request.GET else self.vragenlijst.open
        return self.toon(kies(self.nummer()))

    def _herstel(self, invoer: QueryDict) -> HttpResponse:
        """What was sent after the session had ended, back in its step and not saved yet."""
        nummer = stapnummer(invoer.get("stap", ""))
        leeg = self.vragenlijst.open(nummer)
        return self.toon(self.vragenlijst.open(nummer, als_beginwaarden(leeg, invoer)))

    def post(self, request: HttpRequest, uuid: uuid.UUID) -> HttpResponse:
        weigeringen = neem_bestanden_aan(request, self.concept, self.user)
        try:
            self.bewaar(self.gepost())
        except Verouderd:
            return toon_versies(request, self.vragenlijst, self.gepost())
        if "verwijder" in request.POST:
            return self._verwijder(request.POST["verwijder"])
        if naar := request.POST.get("naar"):
            for weigering in weigeringen:
                messages.error(request, weigering)
            return self._naar(naar)
        return self._verder(weigeringen)

    def _naar(self, naar: str) -> HttpResponse:
        if naar == LATER:
            messages.success(self.request, BEWAARD)
        return redirect(doel(self.concept, naar))

    def _verder(self, weigeringen: list[str]) -> HttpResponse:
        form = self.vragenlijst.toets(self.nummer())
        form.is_valid()
        for weigering in weigeringen:
            form.add_error("bijlagen", weigering)
        if form.errors:
            return self.toon(form, status=422)
        laatste = form.nummer == len(STAPPEN)
        return redirect(doel(self.concept, CONTROLE if laatste else str(form.nummer + 1)))

    def _verwijder(self, sleutel: str) -> HttpResponse:
        bijlage = next((b for b in bijlagen(self.concept) if str(b.uuid) == sleutel), None)
        if bijlage is None:
            raise Http404
        dossier.verwijder_bijlage(bijlage, by=self.user)
        messages.success(self.request, f"{bijlage.naam} is verwijderd.")
        return redirect(adres(self.concept, len(STAPPEN)))


class OgonsView(ConceptMixin, View):
    """The OGON's that go with the municipalities ticked now (htmx)."""

    http_method_names = ["get", "head"]

    def get(self, request: HttpRequest, uuid: uuid.UUID) -> HttpResponse:
        gekozen = {"gemeenten": request.GET.getlist("gemeenten"), "ogon": request.GET.get("ogon", "")}
        form = DoelForm(initial=gekozen, by=request.user, obj=self.concept, keuzes=self.keuzes)
        return render(request, "maatwerk/indienen/ogons.html", {"form": form})


class VergelijkbaarView(View):
    """Earlier requests with a title like this one (htmx)."""

    http_method_names = ["get", "head"]

    def get(self, request: HttpRequest) -> HttpResponse:
        user = cast(Gebruiker, request.user)
        gevonden = vergelijkbare(request.GET.get("titel", ""), user=user)
        return render(request, "maatwerk/indienen/vergelijkbaar.html", {"vergelijkbaar": gevonden})
