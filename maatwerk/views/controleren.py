"""Alle antwoorden nog één keer zien, en de aanvraag één keer indienen."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.html import format_html

from duoplus import klok
from duoplus.models import Termijn
from duoplus.transitions import StapKanNiet, Verouderd
from duoplus.web.forms import ActieForm
from duoplus.web.views import ActieView
from maatwerk.actions import indienen as acties
from maatwerk.choices import AanvraagStatus as S
from maatwerk.choices import Antwoord
from maatwerk.forms.vragenlijst import STAPPEN, adres
from maatwerk.models import Aanvraag
from maatwerk.views.concept import ConceptMixin, bijlagen, doel, stappen


class ControleForm(ActieForm):
    """Nothing to fill in: the version on screen and the key of this one press."""


class ConceptControlerenView(ConceptMixin, ActieView):
    """All answers once more, what still misses, what is alike; and then send it, once."""

    form_class = ControleForm
    template_name = "maatwerk/indienen/controleren.html"

    def get_object(self) -> Aanvraag:
        return self.concept

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        vragenlijst = self.vragenlijst
        return super().get_context_data(**kwargs) | {
            "concept": self.concept,
            "stappen": als_links(stappen(vragenlijst, len(STAPPEN) + 1), self.concept),
            "blokken": [(f.kop, adres(self.concept, f.nummer), f.rijen()) for f in vragenlijst.getoetst],
            "gaten": vragenlijst.gaten,
            "bijlagen": bijlagen(self.concept),
            "vergelijkbaar": self._vergelijkbaar(),
            "valt_onder_dvo": self.concept.concept_invoer.get("valt_onder_dvo") == Antwoord.JA,
            "documenten_url": adres(self.concept, len(STAPPEN)),
            "hierna": hierna(),
        }

    def form_valid(self, form: ActieForm) -> HttpResponse:
        return self.form_invalid(form) if self.vragenlijst.gaten else super().form_valid(form)

    def voer_uit(self, form: ActieForm) -> Aanvraag:
        try:
            self._dien_in(form)
        except (StapKanNiet, Verouderd):
            if self.concept.status == S.CONCEPT:
                raise
        else:
            self._meld()
        return self.concept

    def _dien_in(self, form: ActieForm) -> None:
        vragenlijst = self.vragenlijst
        acties.indienen(
            self.concept,
            by=self.user,
            velden=vragenlijst.velden(),
            gemeenten=vragenlijst.gemeenten(),
            antwoorden=vragenlijst.antwoorden(bijlagen(self.concept)),
            versie=form.cleaned_data["versie"],
        )

    def _meld(self) -> None:
        bewijs = reverse("maatwerk:ontvangstbewijs", args=[self.concept.sleutel])
        tekst = 'Uw aanvraag is ingediend, onder nummer {}. <a href="{}">Download het bewijs (PDF)</a>.'
        messages.success(self.request, format_html(tekst, self.concept.nummer, bewijs))

    def conflict(self, form: ActieForm, obj: Any) -> HttpResponse:
        """Changed on another device since this page was made: look again before sending."""
        messages.warning(self.request, "Het concept is intussen gewijzigd. Controleer uw antwoorden opnieuw.")
        return redirect("maatwerk:concept_controleren", uuid=self.concept.uuid)


def als_links(rijen: list[dict[str, Any]], concept: Aanvraag) -> list[dict[str, Any]]:
    """For a page without a form to keep."""
    return [rij | {"url": doel(concept, str(rij["nummer"]))} for rij in rijen]


def hierna() -> str:
    aantal = Termijn.objects.werkdagen("maatwerk.ingediend", klok.vandaag())
    wanneer = f"binnen {aantal} werkdagen" if aantal else "zo snel mogelijk"
    return (
        f"U krijgt meteen een ontvangstbewijs. De secretaris van het OGON leest uw aanvraag {wanneer}. "
        "Daarna maakt Duo+ de vraag samen met u scherp. U volgt de voortgang bij ‘Mijn werk’."
    )
