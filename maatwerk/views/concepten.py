"""De concepten van één gebruiker: verdergaan of weggooien."""

from typing import Any, cast

from django.core.paginator import Paginator
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.generic import ListView

from duoplus.models import Gebruiker
from duoplus.web.forms import ActieForm
from duoplus.web.views import ActieView, eerder_antwoord
from maatwerk.actions import indienen as acties
from maatwerk.choices import AanvraagStatus as S
from maatwerk.forms.vragenlijst import STAPPEN, Vragenlijst
from maatwerk.indienkeuzes import Keuzes
from maatwerk.models import Aanvraag
from maatwerk.views.concept import ConceptMixin
from maatwerk.views.controleren import ControleForm

PER_BLADZIJDE = 50


class ConceptenView(ListView):
    """The drafts of this person, how far they are and when they were kept."""

    template_name = "maatwerk/indienen/concepten.html"
    extra_context = {"aantal": len(STAPPEN)}

    def get_queryset(self) -> Any:
        user = self.request.user
        eigen = Aanvraag.objects.filter(Q(aanvrager=user) | Q(ingevoerd_door=user), status=S.CONCEPT)
        return eigen.select_related("organisatie").order_by("-gewijzigd_op", "-pk")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        bladzijde = Paginator(self.object_list, PER_BLADZIJDE).get_page(self.request.GET.get("pagina"))
        return super().get_context_data(**kwargs) | {
            "page": bladzijde,
            "regels": self._regels(list(bladzijde)),
            "mag_nieuw": self.request.user.has_perm("maatwerk.add_aanvraag"),
        }

    def _regels(self, concepten: list[Aanvraag]) -> list[tuple[Aanvraag, int]]:
        """Each draft with its number of complete steps; the lists are read once per municipality."""
        user = cast(Gebruiker, self.request.user)
        keuzes = {concept.organisatie: Keuzes(concept.organisatie, user) for concept in concepten}
        return [
            (concept, len(Vragenlijst(concept, by=user, keuzes=keuzes[concept.organisatie]).compleet))
            for concept in concepten
        ]


class ConceptVerwijderenView(ConceptMixin, ActieView):
    form_class = ControleForm
    success_message = "Het concept is verwijderd."
    extra_context = {"titel": "Concept verwijderen?", "knop": "Concept verwijderen", "negatief": True}

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if (eerder := eerder_antwoord(request)) is not None:
            return redirect(eerder)  # a second press, after the draft was gone
        return super().dispatch(request, *args, **kwargs)

    def get_object(self) -> Aanvraag:
        return self.concept

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        tekst = f"U verwijdert ‘{self.concept.titel}’ met alle documenten. U kunt dit niet ongedaan maken."
        terug = reverse("maatwerk:concepten")
        concepten = {"object_naam": "Concepten", "object_url": terug, "terug_url": terug}
        return super().get_context_data(**kwargs) | {"tekst": tekst} | concepten

    def voer_uit(self, form: ActieForm) -> str:
        acties.verwijder_concept(self.concept, by=self.user)
        return reverse("maatwerk:concepten")
