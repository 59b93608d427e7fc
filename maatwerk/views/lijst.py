"""De lijst met aanvragen, op het scherm en als download."""

from typing import Any

from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.views.decorators.http import require_GET
from django.views.generic import TemplateView

from duoplus.reports import leg_export_vast
from duoplus.web.downloads import als_csv
from duoplus.web.views import PartialMixin
from maatwerk.filters import STATUSKEUZES
from maatwerk.lijst import Lijst


class AanvraagListView(PartialMixin, TemplateView):
    """Wat deze gebruiker mag zien, te filteren, te sorteren en per vijftig te doorlopen."""

    template_name = "maatwerk/lijst.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        lijst = Lijst(self.request.GET, self.request.user)  # type: ignore[arg-type]
        bladzijde = lijst.bladzijde()
        return super().get_context_data(
            lijst=lijst,
            bladzijde=bladzijde,
            gekozen=lijst.filter.form.data,
            statuskeuzes=STATUSKEUZES,
            mag_indienen=self.request.user.has_perm("maatwerk.add_aanvraag"),
            **kwargs,
        )

    def render_to_response(self, context: dict[str, Any], **kwargs: Any) -> HttpResponse:
        """A fragment puts the list in the address bar; the same list again is no new step in history."""
        response = super().render_to_response(context, **kwargs)
        if self.is_deel:
            adres = f"{self.request.path}{context['lijst'].adres()}"
            is_zelfde = self.request.htmx.current_url_abs_path == adres  # type: ignore[attr-defined]
            response["HX-Replace-Url" if is_zelfde else "HX-Push-Url"] = adres
        return response


@require_GET
def exporteer(request: HttpRequest) -> StreamingHttpResponse:
    """Every line of the list on screen, in the same columns and order."""
    lijst = Lijst(request.GET, request.user)  # type: ignore[arg-type]
    leg_export_vast(
        "aanvragen",
        by=request.user,  # type: ignore[arg-type]
        formaat="csv",
        filter={**lijst.filter.gekozen, "sorteer": lijst.sorteer},
        rijen=lijst.aanvragen.count(),
    )
    return als_csv(lijst.dataset(), "aanvragen")
