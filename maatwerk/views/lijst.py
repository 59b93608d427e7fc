"""De lijsten van maatwerk op het scherm."""

from typing import Any

from django.urls import reverse

from duoplus.web.lijst import LijstView
from maatwerk.views.bulk import knoppen


class AanvraagListView(LijstView):
    """Wat deze gebruiker mag zien; met gekozen rijen kan hij er samen iets mee doen."""

    lijstnaam = "aanvragen"
    template_name = "maatwerk/lijst.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        gebruiker: Any = self.request.user
        return super().get_context_data(
            mag_indienen=gebruiker.has_perm("maatwerk.add_aanvraag"),
            acties=knoppen(gebruiker),
            bulk_url=reverse("maatwerk:bulk"),
            **kwargs,
        )


class OpdrachtListView(LijstView):
    """De opdrachten die deze gebruiker mag zien, met wat er van elk plafond op is."""

    lijstnaam = "opdrachten"
