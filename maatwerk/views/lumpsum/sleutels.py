"""Hoe een opdracht in de verantwoording valt: naar welke gemeenten, en op welk taakveld."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.urls import reverse

from duoplus.web.views import WEIGERING, ActieView, DoeView, vereis, zin
from maatwerk.actions import opdrachtsleutel, rubriceren
from maatwerk.forms.sleutels import OpdrachtsleutelForm, RubriceerForm, SamenRubricerenForm
from maatwerk.lumpsum.rubriceren import Ongerubriceerd
from maatwerk.models import Opdracht
from maatwerk.views.lumpsum.begroting import vereis_jaar
from maatwerk.views.opdracht import gevonden_of_404


class SleutelView(ActieView):
    """First shows what the change does for each municipality; the second press carries it out."""

    object: Opdracht
    form_class = OpdrachtsleutelForm
    template_name = "maatwerk/lumpsum/begroting/sleutel.html"

    def get_object(self) -> Opdracht:
        return gevonden_of_404(self.request.user, self.kwargs["nummer"])

    def controleer(self) -> None:
        vereis(self.request.user, opdrachtsleutel.RECHT, self.object)

    def form_valid(self, form: OpdrachtsleutelForm) -> HttpResponse:
        if form.is_gezien:
            return super().form_valid(form)
        try:
            effect = form.effect()
        except WEIGERING as weigering:
            form.add_error(None, zin(weigering))
            return self.form_invalid(form)
        form.toon_gezien()
        return self.render_to_response(self.get_context_data(form=form, effect=effect))

    def voer_uit(self, form: OpdrachtsleutelForm) -> Opdracht:
        messages.success(self.request, form.voer_uit())
        return self.object

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        effect = kwargs.get("effect")
        return super().get_context_data(
            titel=self.form_class.titel,
            tekst=self.form_class.uitleg,
            knop="Sleutel geven" if effect else "Bekijk wat het betekent",
            perioden=self.object.sleutelperioden.select_related("sleutel", "besluit", "door"),
            **kruimels_van(self.object),
            **kwargs,
        )


def kruimels_van(opdracht: Opdracht) -> dict[str, str]:
    return {
        "terug_url": opdracht.get_absolute_url(),
        "object_naam": str(opdracht),
        "object_titel": opdracht.aanvraag.titel,
        "lijst_url": reverse("maatwerk:opdracht_list"),
        "lijst_naam": "Opdrachten",
    }


class RubriceerView(DoeView):
    object: Opdracht
    form_class = RubriceerForm

    def get_object(self) -> Opdracht:
        return gevonden_of_404(self.request.user, self.kwargs["nummer"])

    def controleer(self) -> None:
        vereis(self.request.user, rubriceren.RECHT, self.object)

    def _kruimels(self) -> dict[str, str]:
        return kruimels_van(self.object)


class SamenView(DoeView):
    """All assignments of a year without a place, many in one go."""

    object: Any
    form_class = SamenRubricerenForm
    template_name = "maatwerk/lumpsum/begroting/rubriceren.html"

    def get_object(self) -> Any:
        vereis_jaar(self.kwargs["jaar"])
        return Ongerubriceerd(self.kwargs["jaar"], self.request.user)

    def controleer(self) -> None:
        vereis(self.request.user, rubriceren.RECHT)

    def terug(self) -> str:
        return reverse("maatwerk:begroting", args=[self.object.jaar])

    def daarna(self, form: Any) -> str:
        """Back to what is still left."""
        return reverse("maatwerk:rubriceren", args=[self.object.jaar])

    def _kruimels(self) -> dict[str, str]:
        return {"object_naam": f"Begroting en voorschotten {self.object.jaar}"}
