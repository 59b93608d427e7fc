"""Meepraten, volgen en documenten bij een aanvraag."""

from typing import Any

from django.contrib import messages
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from duoplus.models import Bijlage
from duoplus.web.downloads import bijlage_als_download
from duoplus.web.views import ActieView, vereis
from maatwerk.actions import dossier as acties
from maatwerk.dossier import gesprek
from maatwerk.forms.gesprek import DocumentForm, ReactieForm
from maatwerk.models import Aanvraag
from maatwerk.views.aanvraag import gelezen_of_404, gevonden_of_404, toon


class ReageerView(ActieView):
    """The reply under the conversation; with an error, or after a lost session, the page with the text."""

    object: Aanvraag
    form_class = ReactieForm
    success_message = "Uw reactie staat in het gesprek."

    def get_object(self) -> Aanvraag:
        return gelezen_of_404(self.request.user, self.kwargs["sleutel"])

    def controleer(self) -> None:
        vereis(self.request.user, "maatwerk.reageren_aanvraag", self.object)

    def voer_uit(self, form: ReactieForm) -> str:
        acties.reageren(self.object, by=form.by, **form.gegevens)
        return f"{self.object.get_absolute_url()}#gesprek"

    def render_to_response(self, context: dict[str, Any], **kwargs: Any) -> HttpResponse:
        return toon(self.request, self.object, context["form"], kwargs.get("status", 200))


@require_POST
def volgen(request: HttpRequest, sleutel: str) -> HttpResponse:
    """Follow, or with ``stop`` no longer."""
    lezer: Any = request.user
    aanvraag = gevonden_of_404(lezer, sleutel)
    if "stop" in request.POST:
        acties.ontvolgen(aanvraag, by=lezer)
        messages.success(request, "U volgt deze aanvraag niet meer.")
    else:
        acties.volgen(aanvraag, by=lezer)
        messages.success(request, "U volgt deze aanvraag. Nieuws staat in uw dagoverzicht.")
    return redirect(aanvraag)


class DocumentenView(ActieView):
    """The documents of a request, and the form that adds one."""

    object: Aanvraag
    form_class = DocumentForm
    template_name = "maatwerk/aanvraag/documenten.html"
    success_message = "Het document is toegevoegd."

    def get_object(self) -> Aanvraag:
        return gevonden_of_404(self.request.user, self.kwargs["sleutel"])

    def controleer(self) -> None:
        if self.request.method == "POST":
            vereis(self.request.user, "maatwerk.reageren_aanvraag", self.object)

    def voer_uit(self, form: DocumentForm) -> str:
        bestand = form.cleaned_data["bestand"]
        acties.voeg_bijlage_toe(
            self.object,
            by=form.by,
            naam=bestand.name,
            inhoud=bestand.read(),
            zichtbaarheid=form.cleaned_data["zichtbaarheid"],
        )
        return reverse("maatwerk:documenten", kwargs={"sleutel": self.object.sleutel})

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        lezer: Any = self.request.user
        return super().get_context_data(
            aanvraag=self.object,
            documenten=gesprek.documenten(self.object, lezer),
            mag_toevoegen=lezer.has_perm("maatwerk.reageren_aanvraag", self.object),
            **kwargs,
        )


@require_safe
def document(request: HttpRequest, sleutel: str, uuid: str) -> FileResponse:
    """The bytes as they were sent in, only ever as a download."""
    aanvraag = gevonden_of_404(request.user, sleutel)
    leesbaar = Bijlage.objects.over(aanvraag).leesbaar_voor(request.user)
    return bijlage_als_download(get_object_or_404(leesbaar, uuid=uuid))
