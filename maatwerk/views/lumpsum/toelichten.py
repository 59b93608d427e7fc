"""Waarom een bedrag afwijkt: alles wat dat vraagt op een rij, en de uitleg van één."""

from functools import cached_property
from typing import Any

from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from duoplus.models import Organisatie
from duoplus.web.views import DoeView, vereis
from maatwerk.actions import toelichting as toelichten
from maatwerk.forms.lumpsum import ToelichtingForm
from maatwerk.lumpsum import stand, toelichting
from maatwerk.lumpsum.begroting import gemeenten_van
from maatwerk.lumpsum.blik import Blik
from maatwerk.models import Lumpsum, Toelichting
from maatwerk.views.lumpsum.begroting import vereis_jaar
from maatwerk.views.lumpsum.kijken import bekijk

PER_BLADZIJDE = 50


@require_safe
def afwijkingen(request: HttpRequest, jaar: int) -> HttpResponse:
    """Everything of this choice that asks for an explanation, and what was said about it."""
    bekeken = bekijk(request, jaar)
    alle = toelichting.te_tonen(bekeken.stand, bekeken.ids)
    context = {
        "blik": bekeken,
        "bladzijde": Paginator(alle, PER_BLADZIJDE).get_page(request.GET.get("pagina")),
        "te_verklaren": len(alle),
        "uitgelegd": sum(een.is_uitgelegd for een in alle),
        "mag_toelichten": mag_toelichten(request.user, bekeken),
    }
    return render(request, "maatwerk/lumpsum/afwijkingen.html", context)


def mag_toelichten(user: Any, bekeken: Blik) -> set[int]:
    """The municipalities that this person explains deviations of."""
    return {
        een.pk
        for een in bekeken.gemeenten
        if user.has_perm(toelichten.RECHT, Lumpsum(organisatie=een, jaar=bekeken.jaar))
    }


class ToelichtenView(DoeView):
    """Why an amount of one municipality differs: as a whole, of an assignment or of a taakveld."""

    object: Organisatie
    form_class = ToelichtingForm
    template_name = "maatwerk/lumpsum/toelichten.html"

    def get_object(self) -> Organisatie:
        self.jaar = self.kwargs["jaar"]
        vereis_jaar(self.jaar)
        zichtbaar = gemeenten_van(self.request.user, self.jaar)
        return get_object_or_404(zichtbaar, letter__iexact=self.kwargs["letter"])

    def controleer(self) -> None:
        vereis(self.request.user, toelichten.RECHT, Lumpsum(organisatie=self.object, jaar=self.jaar))

    @cached_property
    def afwijking(self) -> toelichting.Afwijking:
        """What is explained, as it stands now; nothing asks for an explanation below the limit."""
        gelezen = stand.lees(self.jaar, gemeenten={self.object.pk})
        nummer, taakveld = self.kwargs.get("nummer"), self.kwargs.get("taakveld", "")
        for een in toelichting.afwijkingen(gelezen):
            if (een.regel.nummer if een.regel else None, een.taakveld) == (nummer, taakveld):
                return een
        raise Http404

    @property
    def waarover(self) -> dict[str, Any]:
        regel = self.afwijking.regel
        return {"opdracht": regel.opdracht if regel else None, "taakveld": self.afwijking.taakveld}

    def get_form_kwargs(self) -> dict[str, Any]:
        eigen = {"jaar": self.jaar, "waarover": self.waarover, "eerder": self.afwijking.tekst}
        return super().get_form_kwargs() | eigen

    def terug(self) -> str:
        return reverse("maatwerk:lumpsum_gemeente", args=[self.jaar, self.object.letter.lower()])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            object_naam=f"Lumpsum {self.jaar} {self.object}",
            lijst_naam=f"Lumpsum {self.jaar}",
            lijst_url=reverse("maatwerk:lumpsum", args=[self.jaar]),
            afwijking=self.afwijking,
            eerder=self._eerder(),
            **kwargs,
        )

    def _eerder(self) -> QuerySet[Toelichting]:
        """What was said before about the same, newest first."""
        over = Toelichting.objects.filter(lumpsum__jaar=self.jaar, **self.waarover)
        van = over if self.afwijking.regel else over.filter(lumpsum__organisatie=self.object)
        return van.select_related("door", "namens")
