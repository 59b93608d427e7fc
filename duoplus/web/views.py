"""The two shapes of a page that does something, and what happens when it cannot."""

import uuid
from typing import Any, ClassVar

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, OperationalError, models, transaction
from django.forms.boundfield import BoundField
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.generic import FormView

from duoplus.bestandstype import GeweigerdBestand
from duoplus.choices import zonder_hint
from duoplus.models import Gebeurtenis, Handeling
from duoplus.transitions import StapKanNiet, Verouderd
from duoplus.web.forms import ActieForm, DoeForm
from duoplus.web.vangnet import als_beginwaarden, bewaar_invoer, geredde_invoer

# Refusals that a person can do something about: the sentence goes in the error summary.
WEIGERING = (StapKanNiet, GeweigerdBestand, ValidationError)
AL_GEBRUIKT = "Dit formulier is al eens verstuurd. Laad de pagina opnieuw."
NOG_BEZIG = "Wij zijn nog bezig met wat u net verstuurde. Wacht even en verstuur dit dan nog eens."


class PartialMixin:
    """Answer an htmx request with the page's ``partial`` instead of the whole page."""

    partial = "resultaat"
    request: HttpRequest

    @property
    def is_deel(self) -> bool:
        """htmx wants the fragment; a step back in history wants the whole page again."""
        htmx = self.request.htmx  # type: ignore[attr-defined]
        return bool(htmx) and not htmx.history_restore_request

    def get_template_names(self) -> list[str]:
        names = super().get_template_names()  # type: ignore[misc]
        return [f"{name}#{self.partial}" for name in names] if self.is_deel else names

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        response = super().dispatch(request, *args, **kwargs)  # type: ignore[misc]
        response["Vary"] = "HX-Request, HX-History-Restore-Request, Cookie"
        return response


class ActieView(FormView):
    """Run one domain action on one object, once per press.

    A refusal leaves everything typed on the page (422); somebody else's earlier change gives both
    versions (409); what may not be seen does not exist (404).
    """

    form_class: type[ActieForm]
    http_method_names = ["get", "post", "head", "options"]  # Django would take a PUT for a POST
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
        if (eerder := eerder_antwoord(request)) is not None:
            return redirect(eerder)  # first: the press itself may have put the object out of sight
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
            return self.conflict(form, conflict.obj)
        except WEIGERING as weigering:
            self.object.refresh_from_db()  # the action may have got halfway in memory
            form.add_error(None, zin(weigering))
            return self.form_invalid(form)
        if self.success_message:
            messages.success(self.request, self.success_message)
        return antwoord

    def conflict(self, form: Any, obj: Any) -> HttpResponse:
        """Somebody else was first; ``obj`` is what stands there now."""
        return toon_conflict(self.request, form, obj)

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
            eerder = Handeling.objects.filter(**velden).first()
            raise AlGedaan(eerder) if eerder else StapKanNiet(AL_GEBRUIKT) from None
        except OperationalError:  # the first takes longer than a page waits for a lock
            raise StapKanNiet(NOG_BEZIG) from None

    def _onthoud(self, handeling: Handeling | None, antwoord: HttpResponse) -> None:
        if handeling is not None:
            handeling.antwoord = antwoord["Location"][:300]
            handeling.save(update_fields=["antwoord"])


class DoeView(ActieView):
    """An act on a page of its own: the form says what it does, and afterwards what was done.

    ``lijst``: name of the list that the page stands under, and of its address.
    """

    object: Any
    form_class: type[DoeForm]
    lijst: ClassVar[tuple[str, str] | None] = None

    def voer_uit(self, form: Any) -> Any:
        messages.success(self.request, form.voer_uit())
        return self.daarna(form)

    def terug(self) -> str:
        """Where one goes who does not do it after all."""
        adres: str = self.object.get_absolute_url()
        return adres

    def daarna(self, form: Any) -> Any:
        """Where the act leads."""
        return self.terug()

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        form = kwargs.pop("form", None) or self.get_form()
        vast = {
            "titel": form.titel,
            "tekst": form.uitleg,
            "knop": form.knop,
            "negatief": form.negatief,
            "terug_url": self.terug(),
        }
        return super().get_context_data(form=form, **vast | self._kruimels() | kwargs)

    def _kruimels(self) -> dict[str, str]:
        if self.lijst is None:
            return {}
        naam, adres = self.lijst
        nummer = getattr(self.object, "nummer", naam)
        return {"object_naam": nummer, "lijst_url": reverse(adres), "lijst_naam": naam}


def eerder_antwoord(request: HttpRequest) -> str | None:
    """Where the first press of this button led. What it changed may forbid the step by now."""
    sleutel = request.POST.get("sleutel") if request.method == "POST" else None
    try:
        velden = {"sleutel": uuid.UUID(sleutel or ""), "gebruiker": request.user, "pad": request.path[:300]}
    except ValueError:
        return None
    return Handeling.objects.filter(**velden).values_list("antwoord", flat=True).first()


class AlGedaan(Exception):
    """This press of the button was already handled."""

    def __init__(self, handeling: Handeling) -> None:
        super().__init__(handeling.antwoord)
        self.antwoord = handeling.antwoord


def zin(weigering: Exception) -> str:
    """The refusal in words for the person who pressed the button."""
    return " ".join(getattr(weigering, "messages", [str(weigering)]))


def toon_conflict(request: HttpRequest, form: Any, obj: Any, opnieuw: bool = True) -> HttpResponse:
    """Both versions side by side; nothing of what was typed is lost.

    ``opnieuw``: the form can still be sent, so offer it with the typed answers and the new version.
    """
    laatste = Gebeurtenis.objects.over(obj).select_related("door").last()
    context = {
        "velden": [(veld.label, getypt(veld), form.waarde_nu(veld.name)) for veld in form.inhoud],
        "wie": laatste.door.naam if laatste else "",
        "wanneer": laatste.op if laatste else None,
        "terug_url": obj.get_absolute_url(),
        "opnieuw_url": bewaar_invoer(request, form.by, conflict=1) if opnieuw else "",
    }
    return render(request, "409.html", context, status=409)


def getypt(veld: BoundField) -> str:
    """What somebody answered, as read on screen: the label of a choice, not its value."""
    keuzes = {str(waarde): zonder_hint(label) for waarde, label in getattr(veld.field, "choices", ())}
    waarde = veld.value()
    waarden = waarde if isinstance(waarde, list) else [] if waarde in (None, False) else [waarde]
    return ", ".join(keuzes.get(str(deel), "Ja" if deel is True else str(deel)) for deel in waarden)


def vereis(user: Any, perm: str, obj: Any = None) -> None:
    """Raise ``PermissionDenied`` unless the user has this permission."""
    if not user.has_perm(perm, obj):
        raise PermissionDenied(perm)
