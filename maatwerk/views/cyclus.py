"""De cyclus van een OGON: waar het jaar staat, wat u nu kunt, en wat voorzitter en secretaris doen."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from duoplus.models import Gebruiker
from duoplus.transitions import StapKanNiet
from duoplus.web.forms import ActieForm
from duoplus.web.views import ActieView, vereis
from maatwerk.jaarcyclus.cyclus import Blad
from maatwerk.jaarcyclus.tafel import ogons_van
from ogon.actions.cyclus import naar_fase, open_cyclus, sluit, verzet_fase
from ogon.forms.cyclus import DagenForm, FaseForm, JaarForm, SluitForm
from ogon.models import Cyclus, Cyclusfase, Ogon


def gevonden_ogon(user: Gebruiker, slug: str) -> Ogon:
    """An OGON that this person has to do with; another does not exist."""
    return get_object_or_404(ogons_van(user).select_related("programma"), slug=slug)


def gevonden_cyclus(user: Gebruiker, slug: str, jaar: int) -> Cyclus:
    """The same for a cycle of it."""
    eigen = Cyclus.objects.filter(ogon__in=ogons_van(user)).select_related("ogon__programma")
    return get_object_or_404(eigen.prefetch_related("fasen"), ogon__slug=slug, jaar=jaar)


@require_safe
def cyclus(request: HttpRequest, slug: str, jaar: int) -> HttpResponse:
    """Where the year stands, what comes, what was decided and who is who."""
    user: Any = request.user
    return render(request, "maatwerk/cyclus.html", {"blad": Blad(gevonden_cyclus(user, slug, jaar), user)})


class CyclusView(ActieView):
    """An act on one cycle, for who holds ``perm``."""

    object: Cyclus
    perm = ""
    titel = tekst = knop = klaar = ""
    negatief = False

    def get_object(self) -> Any:
        return gevonden_cyclus(self.request.user, self.kwargs["slug"], self.kwargs["jaar"])  # type: ignore[arg-type]

    def controleer(self) -> None:
        vereis(self.request.user, self.perm, self.object)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Somebody else's change goes before our own questions: the phases on offer have changed too."""
        if request.POST.get("versie", "") not in ("", str(self.object.versie)):
            return self.conflict(self.get_form(), self.object)
        return super().post(request, *args, **kwargs)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        cyclus = self.object
        return super().get_context_data(**kwargs) | {
            "titel": self.titel,
            "tekst": self.tekst,
            "knop": self.knop or self.titel,
            "negatief": self.negatief,
            "terug_url": cyclus.get_absolute_url(),
            "object_naam": f"Cyclus {cyclus.jaar}",
            "object_titel": f"Nu: {cyclus.get_fase_display().lower()}",
            "lijst_url": cyclus.ogon.get_absolute_url(),
            "lijst_naam": cyclus.ogon.naam,
        }

    def voer_uit(self, form: Any) -> Cyclus:
        self.doe(form)
        messages.success(self.request, self.klaar.format(fase=self.object.get_fase_display()))
        return self.object

    def doe(self, form: Any) -> None:
        raise NotImplementedError


class FaseView(CyclusView):
    form_class = FaseForm
    perm = "ogon.naar_fase_cyclus"
    titel, knop = "Naar een andere fase", "Fase wijzigen"
    tekst = "Er is altijd één fase. Wat er mag, verandert meteen voor iedereen in dit OGON."
    klaar = "De cyclus is nu in de fase ‘{fase}’."

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        if self.object.rondes.open().exists():
            context["tekst"] = f"{self.tekst} Let op: de volgorde is nog niet vastgesteld."
        return context

    def doe(self, form: Any) -> None:
        naar_fase(
            self.object,
            form.cleaned_data["fase"],
            by=form.by,
            reden=form.cleaned_data["reden"],
            versie=form.cleaned_data["versie"],
        )


class DagenView(CyclusView):
    form_class = DagenForm
    perm = "ogon.verzetten_cyclus"
    knop, klaar = "Dagen bewaren", "De dagen zijn gewijzigd."
    tekst = "Fasen blijven op volgorde en vallen nooit samen. Niemand krijgt hier een e-mail van."

    @property
    def fase(self) -> Cyclusfase:
        return get_object_or_404(self.object.fasen, fase=self.kwargs["fase"])

    @property
    def titel(self) -> str:  # type: ignore[override]
        return f"Andere dagen voor ‘{self.fase.get_fase_display()}’"

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"fase": self.fase}

    def doe(self, form: Any) -> None:
        antwoorden = form.gegevens
        verzet_fase(
            self.object, self.kwargs["fase"], by=form.by, versie=form.cleaned_data["versie"], **antwoorden
        )


class SluitView(CyclusView):
    form_class: type[ActieForm] = SluitForm
    perm = "ogon.sluiten_cyclus"
    titel, knop, klaar = "Cyclus sluiten", "Cyclus sluiten", "De cyclus is gesloten."
    tekst = "Daarna verandert er niets meer aan deze cyclus. U kunt dit niet ongedaan maken."
    negatief = True

    def doe(self, form: Any) -> None:
        if self.object.rondes.open().exists():
            raise StapKanNiet("De volgorde van deze cyclus is nog niet vastgesteld. Rond haar eerst af.")
        sluit(self.object, by=form.by, versie=form.cleaned_data["versie"])


class OpenView(ActieView):
    """A new year for this OGON, with the days of the yearly calendar."""

    form_class = JaarForm
    object: Ogon

    def get_object(self) -> Any:
        return gevonden_ogon(self.request.user, self.kwargs["slug"])  # type: ignore[arg-type]

    def controleer(self) -> None:
        vereis(self.request.user, "ogon.openen_cyclus", self.object)

    def voer_uit(self, form: Any) -> Cyclus:
        nieuw = open_cyclus(self.object, form.cleaned_data["jaar"], by=form.by)
        messages.success(self.request, f"De cyclus van {nieuw.jaar} is begonnen.")
        return nieuw

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**kwargs) | {
            "titel": "Cyclus openen",
            "tekst": "De jaarkalender geeft elke fase haar dagen. U kunt die daarna nog wijzigen.",
            "knop": "Cyclus openen",
            "terug_url": self.object.get_absolute_url(),
            "object_naam": self.object.naam,
            "lijst_url": reverse("maatwerk:ogon_list"),
            "lijst_naam": "OGON’s",
        }
