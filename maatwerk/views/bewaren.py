"""Vanzelf bewaren, en kiezen als twee apparaten tegelijk iets anders bewaarden."""

import uuid
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.timezone import localtime
from django.views.generic import View

from duoplus.models import Vangnet
from duoplus.transitions import Verouderd
from maatwerk.choices import AanvraagStatus as S
from maatwerk.forms.indienstap import StapForm
from maatwerk.forms.vragenlijst import STAPPEN, Vragenlijst, adres
from maatwerk.models import Aanvraag
from maatwerk.views.concept import ConceptMixin, IndienMixin, stapnummer

ANDER_APPARAAT = "Dit concept is op een ander apparaat of tabblad gewijzigd. Uw tekst staat er nog."


class ConceptBewarenView(ConceptMixin, View):
    """Autosave, within two seconds of a change."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest, uuid: uuid.UUID) -> HttpResponse:
        return antwoord_bewaren(self)

    def al_ingediend(self) -> HttpResponse:
        return al_ingediend(self.concept)


def antwoord_bewaren(view: IndienMixin) -> HttpResponse:
    """Keep the posted step; 409 with a link to both versions when another device was first."""
    if view.concept.status != S.CONCEPT:
        return al_ingediend(view.concept)
    form = view.gepost()
    try:
        view.bewaar(form)
    except Verouderd:
        return _conflict(form, view.concept)
    return JsonResponse(
        {
            "versie": view.concept.versie,
            "bewaard_om": f"{localtime(view.concept.gewijzigd_op):%H.%M}",
            "url": adres(view.concept, form.nummer),
            "bewaar_url": reverse("maatwerk:concept_bewaren", args=[view.concept.uuid]),
        }
    )


def al_ingediend(aanvraag: Aanvraag) -> JsonResponse:
    melding = "Deze aanvraag is al ingediend. Uw laatste wijziging is niet bewaard."
    return JsonResponse({"melding": melding, "url": aanvraag.get_absolute_url()}, status=409)


def _conflict(form: StapForm, concept: Aanvraag) -> JsonResponse:
    """Keep the loser's text an hour, so that the link can show both versions."""
    pad = reverse("maatwerk:concept_versies", args=[concept.uuid])
    invoer = {"stap": [str(form.nummer)]} | {naam: als_lijst(w) for naam, w in form.getypt().items()}
    vangnet = Vangnet.objects.create(gebruiker=form.by, pad=pad, invoer=invoer)
    return JsonResponse({"melding": ANDER_APPARAAT, "url": f"{pad}?vangnet={vangnet.uuid}"}, status=409)


def als_lijst(waarde: Any) -> list[str]:
    return waarde if isinstance(waarde, list) else [waarde]


class VersiesView(ConceptMixin, View):
    """Both versions, for who was second while typing."""

    http_method_names = ["get"]

    def get(self, request: HttpRequest, uuid: uuid.UUID) -> HttpResponse:
        gered = bewaarde_invoer(request)
        if gered is None:
            return redirect(self.concept)
        klasse = STAPPEN[stapnummer(gered.get("stap", "")) - 1]
        form = klasse(gered, by=request.user, obj=self.concept, keuzes=self.keuzes)
        return toon_versies(request, self.vragenlijst, form)


def bewaarde_invoer(request: HttpRequest) -> QueryDict | None:
    try:
        sleutel = uuid.UUID(request.GET.get("vangnet", ""))
    except ValueError:
        return None
    gered = Vangnet.objects.bruikbaar(request.user).filter(uuid=sleutel, pad=request.path).first()
    return als_querydict(gered.invoer) if gered else None


def als_querydict(invoer: dict[str, list[str]]) -> QueryDict:
    query = QueryDict(mutable=True)
    for naam, waarden in invoer.items():
        query.setlist(naam, waarden)
    return query


def toon_versies(request: HttpRequest, vragenlijst: Vragenlijst, mijn: StapForm) -> HttpResponse:
    """What differs, side by side. Either version can be kept; until then nothing is lost."""
    concept, hun = vragenlijst.concept, vragenlijst.open(mijn.nummer)
    getypt = mijn.getypt()
    anders = [naam for naam, waarde in getypt.items() if concept.concept_invoer.get(naam, "") != waarde]
    context = {
        "concept": concept,
        "stap": mijn,
        "url": adres(concept, mijn.nummer),
        "rijen": [(mijn[naam].label, mijn.in_woorden(naam), hun.in_woorden(naam)) for naam in anders],
        "getypt": [(naam, deel) for naam, waarde in getypt.items() for deel in als_lijst(waarde)],
    }
    return render(request, "maatwerk/indienen/versies.html", context, status=409)
