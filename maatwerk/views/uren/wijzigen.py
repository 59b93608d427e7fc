"""Een opdracht wijzigen: vragen, paraferen, weigeren en intrekken; elk op een eigen bladzijde."""

from typing import Any

from django.shortcuts import get_object_or_404
from django.urls import reverse

from duoplus.web.views import vereis
from maatwerk.actions.wijzigen import AF, AL_GEVRAAGD, NIET_NU, PARAFEREN, VRAGEN
from maatwerk.forms.wijzigen import IntrekkenForm, ParaferenForm, VragenForm, WeigerenForm
from maatwerk.models import Opdracht, Wijzigingsverzoek
from maatwerk.signalen.noodzaak import TE_WIJZIGEN
from maatwerk.views.opdracht import OpdrachtActieView


class WijzigView(OpdrachtActieView):
    """With what it is now beside what is asked."""

    template_name = "maatwerk/wijzigen/stap.html"

    @property
    def reden_van_niet(self) -> str:
        return "" if self.opdracht.aanvraag.status in TE_WIJZIGEN else NIET_NU

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        bedragen = self.request.user.has_perm("maatwerk.bedragen_aanvraag", self.opdracht.aanvraag)
        return super().get_context_data(bedragen=bedragen, **kwargs)


class VragenView(WijzigView):
    form_class = VragenForm
    permission = VRAGEN

    @property
    def reden_van_niet(self) -> str:
        ligt_er = self.opdracht.wijzigingsverzoeken.filter(afgedaan_op=None).exists()
        return AL_GEVRAAGD if ligt_er else super().reden_van_niet


class VerzoekView(WijzigView):
    """An act on one request for change."""

    permission = PARAFEREN

    def get_object(self) -> Wijzigingsverzoek:
        opdracht = super().get_object()
        verzoeken = opdracht.wijzigingsverzoeken.select_related("door", "voorzitter", "budgethouder")
        verzoek: Wijzigingsverzoek = get_object_or_404(verzoeken, pk=self.kwargs["pk"])
        verzoek.opdracht = opdracht
        return verzoek

    @property
    def opdracht(self) -> Opdracht:
        opdracht: Opdracht = self.object.opdracht
        return opdracht

    @property
    def reden_van_niet(self) -> str:
        if not self.object.is_open:
            return AF.format(self.object.get_stand_display().lower())
        return super().reden_van_niet

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(verzoek=self.object, **kwargs)


class ParaferenView(VerzoekView):
    form_class = ParaferenForm

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        weigeren = reverse("maatwerk:wijziging_weigeren", args=[self.opdracht.nummer, self.object.pk])
        return super().get_context_data(weigeren_url=weigeren, **kwargs)


class WeigerenView(VerzoekView):
    form_class = WeigerenForm


class IntrekkenView(VerzoekView):
    form_class = IntrekkenForm

    def controleer(self) -> None:
        vereis(self.request.user, VRAGEN, self.opdracht)
