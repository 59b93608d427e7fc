"""De volgorde als geheel: voorleggen, een standpunt geven, vaststellen, opschalen en antwoorden."""

from functools import cached_property
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from maatwerk.actions import standpunten as acties
from maatwerk.actions import vaststellen as besluit
from maatwerk.choices import RondeStatus as S
from maatwerk.forms import standpunten as forms
from maatwerk.models import Standpunt
from maatwerk.views.bord import OpBordView
from maatwerk.volgorde import bord as borden
from maatwerk.volgorde import vaststelling
from maatwerk.volgorde.standpunten import Stand, namens_wie, stand


class VolgordeView(OpBordView):
    """An act on the order in one state; in another the board says how it is now."""

    status = S.VOORGELEGD

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if self.object.status != self.status:
            messages.warning(request, acties.KAN_NIET[S(self.object.status)])
            return redirect(self.bord_url)
        return super().get(request, *args, **kwargs)

    @cached_property
    def bord(self) -> borden.Bord:
        return borden.lees(self.object, self.gebruiker)

    @cached_property
    def stand(self) -> Stand:
        return stand(self.object, self.gebruiker)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(stand=self.stand, **kwargs)


class VoorleggenView(VolgordeView):
    form_class = forms.VoorleggenForm
    perm = acties.VOORLEGGEN
    template_name = "maatwerk/volgorde/voorleggen.html"
    status = S.RANGSCHIKKEN

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(beletsels=acties.beletsels(self.bord), **kwargs)


class TerugnemenView(VolgordeView):
    form_class = forms.TerugnemenForm
    perm = acties.VOORLEGGEN


class StandpuntView(VolgordeView):
    form_class = forms.StandpuntForm
    perm = acties.STANDPUNT
    template_name = "maatwerk/volgorde/standpunt.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(rijen=self.bord.rijen, eigen=self._eigen(), **kwargs)

    def _eigen(self) -> list[Standpunt]:
        """What the own municipalities thought, in every submission of this order, the last one first."""
        eigen = self.object.standpunten.filter(organisatie__in=namens_wie(self.gebruiker, self.object))
        return list(eigen.select_related("organisatie", "door", "namens").order_by("-pk"))


class VaststellenView(VolgordeView):
    form_class = forms.VaststellenForm
    perm = besluit.VASTSTELLEN
    template_name = "maatwerk/volgorde/vaststellen.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            beletsel=besluit.beletsel(self.object),
            inhoud=vaststelling.lees(
                besluit.voorbeeld(self.bord, self.gebruiker), self.object, self.gebruiker
            ),
            **kwargs,
        )


class OpschalenView(VolgordeView):
    form_class = forms.OpschalenForm
    perm = besluit.VASTSTELLEN
    template_name = "maatwerk/volgorde/opschalen.html"


class AntwoordenView(VolgordeView):
    form_class = forms.AntwoordForm
    perm = besluit.BEANTWOORDEN
    template_name = "maatwerk/volgorde/antwoorden.html"
    status = S.OPGESCHAALD

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(vraag=besluit.vraag_aan_directieberaad(self.object), **kwargs)
