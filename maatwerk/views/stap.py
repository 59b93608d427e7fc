"""Eén bladzijde voor elke stap van een aanvraag na het concept."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.functional import cached_property

from duoplus.transitions import Stap
from duoplus.web.vangnet import geredde_invoer
from duoplus.web.views import ActieView, toon_conflict, vereis
from maatwerk.forms.stap import StapForm
from maatwerk.forms.stappen import STAPPEN
from maatwerk.jaarcyclus.draaischijf import VANDAAN
from maatwerk.models import Aanvraag
from maatwerk.transitions import AANVRAAG
from maatwerk.views.aanvraag import gevonden_of_404

# The other way out of a question that asks for a yes.
WEIGEREN = ("corrigeren", "tegenvoorstel")


class StapView(ActieView):
    """A step that cannot be taken now says so; one that is not yours is refused; the rest is 404.

    A form with rows sends ``bewerk`` to change itself in between: nothing is judged, nothing is stored.
    """

    object: Aanvraag

    def get_object(self) -> Aanvraag:
        if self.kwargs["stap"].replace("-", "_") not in STAPPEN or "_" in self.kwargs["stap"]:
            raise Http404
        return gevonden_of_404(self.request.user, self.kwargs["sleutel"])

    @property
    def gebruiker(self) -> Any:
        return self.request.user

    @cached_property
    def stap(self) -> Stap:
        return AANVRAAG.stappen[self.kwargs["stap"].replace("-", "_")]

    def controleer(self) -> None:
        """Too late is not forbidden: who looks or was overtaken gets an explanation instead of a 403."""
        te_laat = not self.kan_nu if self.request.method in ("GET", "HEAD") else self.is_ingehaald
        if not te_laat:
            vereis(self.request.user, AANVRAAG.permission(self.stap.name), self.object)

    @property
    def kan_nu(self) -> bool:
        return self.object.status in self.stap.van

    @property
    def is_ingehaald(self) -> bool:
        return self.request.POST.get("versie", "") not in ("", str(self.object.versie))

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not self.kan_nu:
            messages.info(request, AANVRAAG.kan_niet(self.stap, self.object))
            return redirect(self.object)
        return super().get(request, *args, **kwargs)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if self.is_ingehaald:
            return self.conflict(self.get_form(), self.object)
        if bewerking := request.POST.get("bewerk"):
            return self.render_to_response(self.get_context_data(form=self.bewerkt(bewerking)))
        return super().post(request, *args, **kwargs)

    def bewerkt(self, bewerking: str) -> StapForm:
        form = self.get_form_class()(by=self.request.user, obj=self.object)
        form.herstel(self.request.POST, bewerking)
        return form

    def conflict(self, form: Any, obj: Any) -> HttpResponse:
        self.object.refresh_from_db()
        opnieuw = AANVRAAG.mag(self.object, self.stap.name, self.gebruiker)
        return toon_conflict(self.request, form, self.object, opnieuw)

    def get_form_class(self) -> type[StapForm]:
        return STAPPEN[self.stap.name]

    def get_form(self, form_class: Any = None) -> StapForm:
        form = (form_class or self.get_form_class())(**self.get_form_kwargs())
        if self.request.method == "GET" and (invoer := geredde_invoer(self.request)) is not None:
            form.herstel(invoer)
        return form

    def voer_uit(self, form: StapForm) -> Aanvraag | str:
        """Back to the request, or to the list for who does not see it any more."""
        aanvraag = form.voer_uit()
        messages.success(self.request, form.klaar)
        if self.van_draaischijf:
            return reverse("maatwerk:draaischijf")
        ziet = self.gebruiker.has_perm("maatwerk.view_aanvraag", aanvraag)
        return aanvraag if ziet else reverse("maatwerk:aanvraag_list")

    @property
    def van_draaischijf(self) -> bool:
        """Who came from the list goes back to it: there is a next one."""
        return self.request.GET.get("vandaan") == VANDAAN

    def get_template_names(self) -> list[str]:
        return [f"maatwerk/stap/{self.stap.name}.html", self.template_name]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        form = context["form"]
        return context | {
            "aanvraag": self.object,
            "stap": self.stap,
            "mag": {naam for naam in WEIGEREN if AANVRAAG.mag(self.object, naam, self.gebruiker)},
            "bedragen": self.request.user.has_perm("maatwerk.bedragen_aanvraag", self.object),
            "bekeken": "bewerk" in self.request.POST,
            "titel": form.titel or self.stap.label,
            "tekst": form.uitleg,
            "knop": form.knop or self.stap.label,
            "negatief": form.negatief,
            "terug_url": reverse("maatwerk:draaischijf")
            if self.van_draaischijf
            else self.object.get_absolute_url(),
            "object_naam": self.object.kenmerk,
            "lijst_url": reverse("maatwerk:aanvraag_list"),
            "lijst_naam": "Aanvragen",
        }
