"""Iets doen op een eigen bladzijde: wat elke handeling van dit huis deelt."""

import logging
from typing import Any, ClassVar

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import FileResponse, Http404
from django.urls import reverse

from duoplus.choices import BijlageStatus
from duoplus.models import Bijlage
from duoplus.web.downloads import als_download
from duoplus.web.forms import DoeForm
from duoplus.web.views import ActieView, vereis

logger = logging.getLogger(__name__)


class DoeView(ActieView):
    """The form says what happens and does it; afterwards one goes back to what it was about."""

    object: Any
    lijst: ClassVar[tuple[str, str]]  # name of the list and of its address

    @property
    def gebruiker(self) -> Any:
        return self.request.user

    def voer_uit(self, form: DoeForm) -> Any:
        messages.success(self.request, form.voer_uit())
        return self.terug()

    def terug(self) -> str:
        adres: str = self.object.get_absolute_url()
        return adres

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        form, (naam, adres) = context["form"], self.lijst
        return context | {
            "titel": form.titel,
            "tekst": form.uitleg,
            "knop": form.knop,
            "negatief": form.negatief,
            "terug_url": self.terug(),
            "object_naam": getattr(self.object, "nummer", naam),
            "lijst_url": reverse(adres),
            "lijst_naam": naam,
        }


class NieuwView(DoeView):
    """Begin something: there is no object yet, only who does it."""

    recht: ClassVar[str]
    klaar: ClassVar[str]  # with {nummer}

    def get_object(self) -> Any:
        return self.gebruiker

    def controleer(self) -> None:
        vereis(self.gebruiker, self.recht)

    def voer_uit(self, form: Any) -> str:
        nieuw = form.begin()
        messages.success(self.request, self.klaar.format(nummer=nieuw.nummer))
        return self.naar(nieuw)

    def naar(self, nieuw: Any) -> str:
        adres: str = nieuw.get_absolute_url()
        return adres

    def terug(self) -> str:
        return reverse(self.lijst[1])


def bijlage_als_download(bijlage: Bijlage) -> FileResponse:
    """The bytes as they were kept; who may read them is asked before."""
    if bijlage.status == BijlageStatus.QUARANTAINE:
        raise PermissionDenied("Dit document staat in quarantaine.")
    try:
        bestand = bijlage.bestand.open("rb")
    except FileNotFoundError:
        logger.error("Bijlage %s ontbreekt in de opslag", bijlage.uuid)
        raise Http404 from None
    return als_download(bestand, bijlage.naam, bijlage.mime, grootte=bijlage.grootte, sha256=bijlage.sha256)
