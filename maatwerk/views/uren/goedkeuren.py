"""Uren van collega's goedkeuren of terugsturen: wat op deze teammanager wacht."""

from functools import cached_property
from typing import Any

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.urls import reverse

from duoplus.calc.nederlands import uren as als_uren
from duoplus.models import Gebruiker
from duoplus.web.views import ActieView, DoeView, vereis
from maatwerk.actions import weken
from maatwerk.forms.weken import GoedkeurForm, TerugsturenForm
from maatwerk.models import Weekconcept
from maatwerk.views.uren.week import concept_op
from maatwerk.weken import akkoord


class GoedkeurenView(ActieView):
    """Per colleague and week what waits; one button approves what is ticked."""

    form_class = GoedkeurForm
    template_name = "maatwerk/uren/goedkeuren.html"

    def get_object(self) -> Any:
        return self.request.user

    def controleer(self) -> None:
        vereis(self.request.user, "maatwerk.goedkeuren_week")

    @cached_property
    def groepen(self) -> list[akkoord.Groep]:
        return akkoord.overzicht(self.request.user)  # type: ignore[arg-type]

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"groepen": self.groepen}

    def voer_uit(self, form: GoedkeurForm) -> str:
        uren = weken.goedkeuren(form.boekingen, by=self.request.user)  # type: ignore[arg-type]
        messages.success(self.request, f"U heeft {als_uren(uren)} uur goedgekeurd.")
        return reverse("maatwerk:uren_goedkeuren")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(groepen=self.groepen, **kwargs)


class TerugsturenView(DoeView):
    """One week of one colleague, as far as it waits for this manager."""

    form_class = TerugsturenForm
    template_name = "maatwerk/uren/terugsturen.html"
    lijst = ("Uren goedkeuren", "maatwerk:uren_goedkeuren")

    def get_object(self) -> Weekconcept:
        """Whoever has nothing waiting here for this user does not exist for him."""
        medewerker = get_object_or_404(Gebruiker, pk=self.kwargs["pk"])
        maandag = self.kwargs["maandag"]
        self.boekingen = akkoord.van_week(self.request.user, medewerker, maandag)  # type: ignore[arg-type]
        if not self.boekingen:
            raise Http404
        return concept_op(self.request, medewerker, maandag)

    def terug(self) -> str:
        return reverse("maatwerk:uren_goedkeuren")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        (groep,) = akkoord.per_week(self.boekingen)
        return super().get_context_data(
            groep=groep, object_naam=f"{groep.medewerker.naam}, {groep.weeknaam}", **kwargs
        )
