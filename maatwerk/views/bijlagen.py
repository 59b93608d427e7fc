"""Documenten bij een concept: bewaard zodra iemand ze kiest."""

import uuid

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.html import format_html
from django.views.generic import View

from duoplus.bestandstype import MEGABYTE, GeweigerdBestand
from duoplus.models import Gebruiker
from maatwerk.actions import dossier
from maatwerk.models import Aanvraag
from maatwerk.views.concept import ConceptMixin, bijlagen

MEESTE_BIJLAGEN = 20


class ConceptBijlagenView(ConceptMixin, View):
    """A chosen file goes up at once; the answer is the new list, or the refusal."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest, uuid: uuid.UUID) -> HttpResponse:
        bestanden = request.FILES.getlist("bijlagen")
        weigeringen = (
            neem_bestanden_aan(request, self.concept, self.user) if bestanden else ["Kies eerst een bestand."]
        )
        if weigeringen:
            return HttpResponse(format_html("<p>{}</p>", " ".join(weigeringen)), status=422)
        context = {"bijlagen": bijlagen(self.concept), "concept": self.concept}
        return render(request, "maatwerk/indienen/bijlagen.html#lijst", context)


def neem_bestanden_aan(request: HttpRequest, concept: Aanvraag, by: Gebruiker) -> list[str]:
    """Keep every uploaded file that may be kept; a sentence for each that may not."""
    bestanden = request.FILES.getlist("bijlagen")
    zinnen = [neem_bestand_aan(concept, bestand, by) for bestand in bestanden]
    return [zin for zin in zinnen if zin]


def neem_bestand_aan(concept: Aanvraag, bestand: UploadedFile, by: Gebruiker) -> str:
    """Keep an uploaded file with the draft; returns the refusal as a sentence, or nothing."""
    naam = bestand.name or "Bestand"
    if len(bijlagen(concept)) >= MEESTE_BIJLAGEN:
        return f"{naam}: u kunt hooguit {MEESTE_BIJLAGEN} documenten toevoegen. Verwijder er eerst een."
    if (bestand.size or 0) > settings.BIJLAGE_MAX_BYTES:
        grens = settings.BIJLAGE_MAX_BYTES // MEGABYTE
        return f"{naam}: het bestand is te groot. Het mag hooguit {grens} MB zijn."
    try:
        dossier.voeg_bijlage_toe(concept, by=by, naam=naam, inhoud=bestand.read())
    except GeweigerdBestand as weigering:
        return f"{naam}: {weigering}"
    return ""
