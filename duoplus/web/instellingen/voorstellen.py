"""Een voorstel over geld: de één stelt het op, een ander stelt het vast of wijst het af."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_safe

from duoplus import instellingen
from duoplus.actions import instellingen as acties
from duoplus.instellingen import Onderdeel
from duoplus.models import Wijzigingsvoorstel
from duoplus.web.forms import ActieForm
from duoplus.web.instellingen.forms import tekst
from duoplus.web.instellingen.views import kop_voor, leesbaar
from duoplus.web.views import ActieView, vereis


def _voorstel(request: HttpRequest, pk: int) -> tuple[Wijzigingsvoorstel, Onderdeel]:
    alle = Wijzigingsvoorstel.objects.select_related("opgesteld_door", "besloten_door")
    voorstel = get_object_or_404(alle, pk=pk)
    return voorstel, leesbaar(request, voorstel.onderdeel)


@require_safe
def voorstel(request: HttpRequest, pk: int) -> HttpResponse:
    """A change that waits for a second person, or on which that person decided."""
    gevonden, deel = _voorstel(request, pk)
    is_open = gevonden.besloten_op is None
    context = {
        "thuis": kop_voor(request.user),
        "voorstel": gevonden,
        "deel": deel,
        "is_zelf": is_open and gevonden.opgesteld_door_id == request.user.pk,
        "mag": is_open
        and request.user.has_perm(deel.vaststellen)
        and gevonden.opgesteld_door_id != request.user.pk,
    }
    return render(request, "duoplus/instellingen/voorstel.html", context)


class VaststelForm(ActieForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["versie"].initial = acties.versie_van(self.obj)

    def voer_uit(self) -> Any:
        return acties.vaststellen(self.obj, by=self.by, versie=self.cleaned_data["versie"])


class AfwijsForm(VaststelForm):
    toelichting = tekst("Waarom niet?", "De opsteller leest dit.", fout="Schrijf op waarom u dit afwijst.")

    def voer_uit(self) -> Any:
        return acties.afwijzen(
            self.obj,
            by=self.by,
            toelichting=self.cleaned_data["toelichting"],
            versie=self.cleaned_data["versie"],
        )


class BesluitView(ActieView):
    """The second person decides on a proposal."""

    template_name = "duoplus/instellingen/besluit.html"
    object: Any
    titel = knop = klaar = ""
    negatief = False

    def get_object(self) -> Wijzigingsvoorstel:
        voorstel, self.deel = _voorstel(self.request, self.kwargs["pk"])
        return voorstel

    def controleer(self) -> None:
        vereis(self.request.user, self.deel.vaststellen)

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if self.object.besloten_op is not None or self.object.opgesteld_door_id == request.user.pk:
            return redirect(instellingen.adres_van_voorstel(self.object))
        return super().get(request, *args, **kwargs)

    def voer_uit(self, form: VaststelForm) -> str:
        form.voer_uit()
        messages.success(self.request, self.klaar)
        return instellingen.adres_van_voorstel(self.object)

    def conflict(self, form: Any, obj: Any) -> HttpResponse:
        obj.get_absolute_url = lambda: instellingen.adres_van_voorstel(obj)
        return super().conflict(form, obj)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            deel=self.deel,
            titel=self.titel,
            knop=self.knop,
            negatief=self.negatief,
            terug_url=instellingen.adres_van_voorstel(self.object),
            object_naam=self.object.titel,
            lijst_url=self.deel.adres,
            lijst_naam=self.deel.naam,
            **kwargs,
        )


class VaststelView(BesluitView):
    form_class = VaststelForm
    titel, knop, klaar = "Voorstel vaststellen", "Vaststellen", "Het voorstel is vastgesteld."


class AfwijsView(BesluitView):
    form_class = AfwijsForm
    titel, knop, klaar = "Voorstel afwijzen", "Afwijzen", "Het voorstel is afgewezen. Er verandert niets."
    negatief = True
