"""The two shapes of a page that does something, and what happens when it cannot."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, models, transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.generic import FormView

from duoplus.bestandstype import GeweigerdBestand
from duoplus.models import Gebeurtenis, Handeling
from duoplus.transitions import StapKanNiet, Verouderd
from duoplus.web.forms import ActieForm
from duoplus.web.vangnet import als_beginwaarden, geredde_invoer

# Refusals that a person can do something about: the sentence goes in the error summary.
WEIGERING = (StapKanNiet, GeweigerdBestand, ValidationError)


class PartialMixin:
    """Answer an htmx request with the page's ``partial`` instead of the whole page."""

    partial = "resultaat"
    request: HttpRequest

    def get_template_names(self) -> list[str]:
        names = super().get_template_names()  # type: ignore[misc]
        return [f"{name}#{self.partial}" for name in names] if self.request.htmx else names  # type: ignore[attr-defined]

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        response = super().dispatch(request, *args, **kwargs)  # type: ignore[misc]
        response["Vary"] = "HX-Request, Cookie"
        return response


class ActieView(FormView):
    """Run one domain action on one object, once per press.

    A refusal leaves everything typed on the page (422); somebody else's earlier change gives both
    versions (409); what may not be seen does not exist (404).
    """

    form_class: type[ActieForm]
    template_name = "components/actie.html"
    success_message = ""

    def get_object(self) -> models.Model:
        raise NotImplementedError

    def controleer(self) -> None:
        """Raise ``PermissionDenied`` if this user may not open the form."""

    def voer_uit(self, form: Any) -> Any:
        """Call the action; return what to redirect to."""
        raise NotImplementedError

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        self.object = self.get_object()
        self.controleer()
        return super().dispatch(request, *args, **kwargs)  # type: ignore[return-value]

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"by": self.request.user, "obj": self.object}

    def get_form(self, form_class: Any = None) -> Any:
        form = super().get_form(form_class)
        if self.request.method == "GET" and (invoer := geredde_invoer(self.request)) is not None:
            form.initial = form.initial | als_beginwaarden(form, invoer)
        return form

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(object=self.object, **kwargs)

    def form_valid(self, form: Any) -> HttpResponse:
        try:
            with transaction.atomic():
                handeling = self._claim(form)
                doel = self.voer_uit(form)
                antwoord = redirect(doel)
                self._onthoud(handeling, antwoord)
        except AlGedaan as eerder:
            return redirect(eerder.antwoord)
        except Verouderd as conflict:
            return toon_conflict(self.request, form, conflict.obj)
        except WEIGERING as weigering:
            form.add_error(None, zin(weigering))
            return self.form_invalid(form)
        if self.success_message:
            messages.success(self.request, self.success_message)
        return antwoord

    def form_invalid(self, form: Any) -> HttpResponse:
        return self.render_to_response(self.get_context_data(form=form), status=422)

    def _claim(self, form: Any) -> Handeling | None:
        """A second press with the same key waits for the first and gets its answer."""
        sleutel = form.cleaned_data.get("sleutel")
        if sleutel is None:
            return None
        velden = {"sleutel": sleutel, "gebruiker": self.request.user, "pad": self.request.path[:300]}
        try:
            with transaction.atomic():
                return Handeling.objects.create(**velden)
        except IntegrityError:
            raise AlGedaan(Handeling.objects.get(**velden)) from None

    def _onthoud(self, handeling: Handeling | None, antwoord: HttpResponse) -> None:
        if handeling is not None:
            handeling.antwoord = antwoord["Location"][:300]
            handeling.save(update_fields=["antwoord"])


class AlGedaan(Exception):
    """This press of the button was already handled."""

    def __init__(self, handeling: Handeling) -> None:
        super().__init__(handeling.antwoord)
        self.antwoord = handeling.antwoord


def zin(weigering: Exception) -> str:
    """The refusal in words for the person who pressed the button."""
    return " ".join(getattr(weigering, "messages", [str(weigering)]))


def toon_conflict(request: HttpRequest, form: Any, obj: Any) -> HttpResponse:
    """Both versions side by side; nothing of what was typed is lost."""
    laatste = Gebeurtenis.objects.over(obj).select_related("door").last()
    context = {
        "velden": [(veld.label, veld.value() or "", waarde_nu(obj, veld.name)) for veld in form.inhoud],
        "wie": laatste.door.naam if laatste else "",
        "wanneer": laatste.op if laatste else None,
        "terug_url": obj.get_absolute_url(),
        "bericht": "Iemand anders wijzigde dit net. Uw tekst staat hieronder en is nog niet verstuurd.",
    }
    return render(request, "409.html", context, status=409)


def waarde_nu(obj: Any, veld: str) -> Any:
    weergave = getattr(obj, f"get_{veld}_display", None)
    return weergave() if weergave else getattr(obj, veld, "")


def vereis(user: Any, perm: str, obj: Any = None) -> None:
    """Raise ``PermissionDenied`` unless the user has this permission."""
    if not user.has_perm(perm, obj):
        raise PermissionDenied(perm)
