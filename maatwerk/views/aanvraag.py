"""De pagina van één aanvraag, en alles wat er gebeurde op een rij."""

from typing import Any

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from duoplus.models import Gebeurtenis, Gebruiker, Reactie
from maatwerk import dossier
from maatwerk.choices import AanvraagStatus
from maatwerk.dossier import Dossier
from maatwerk.forms.gesprek import ReactieForm
from maatwerk.models import Aanvraag
from maatwerk.tijdlijn import Feit, als_feit, gebeurtenissen_voor

FEITEN_PER_PAGINA = 100


@require_safe
def aanvraag(request: HttpRequest, sleutel: str) -> HttpResponse:
    """Everything about one request; a draft opens where it is written."""
    gevonden = gelezen_of_404(request.user, sleutel)
    if gevonden.status == AanvraagStatus.CONCEPT:
        return redirect(gevonden)
    return toon(request, gevonden)


def toon(
    request: HttpRequest, gevonden: Aanvraag, form: ReactieForm | None = None, status: int = 200
) -> HttpResponse:
    """The page, with the reply as it was sent when something is wrong with it."""
    lezer: Any = request.user
    pagina = Dossier(gevonden, lezer)
    if form is None and pagina.mag_reageren:
        form = ReactieForm(by=lezer, obj=gevonden)
    context = {"pagina": pagina, "aanvraag": gevonden, "form": form}
    return render(request, "maatwerk/aanvraag/detail.html", context, status=status)


def gelezen_of_404(user: Any, sleutel: str) -> Aanvraag:
    """The request with all its page shows; what may not be seen does not exist."""
    try:
        return dossier.lees(user, sleutel)
    except Aanvraag.DoesNotExist:
        raise Http404 from None


def gevonden_of_404(user: Any, sleutel: str) -> Aanvraag:
    """The bare request, for pages that show less."""
    try:
        return dossier.vind(user, sleutel)
    except Aanvraag.DoesNotExist:
        raise Http404 from None


@require_safe
def tijdlijn(request: HttpRequest, sleutel: str) -> HttpResponse:
    """Every fact this user may read, newest first."""
    lezer: Any = request.user
    gevonden = gevonden_of_404(lezer, sleutel)
    feiten = gebeurtenissen_voor(gevonden, lezer).order_by("-op", "-pk")
    page = Paginator(feiten, FEITEN_PER_PAGINA).get_page(request.GET.get("pagina"))
    context = {"aanvraag": gevonden, "page": page, "feiten": _feiten(list(page), lezer)}
    return render(request, "maatwerk/aanvraag/tijdlijn.html", context)


def _feiten(gebeurtenissen: list[Gebeurtenis], user: Gebruiker) -> list[Feit]:
    sleutels = [g.gegevens["reactie"] for g in gebeurtenissen if "reactie" in g.gegevens]
    teksten = dict(Reactie.objects.leesbaar_voor(user).filter(pk__in=sleutels).values_list("pk", "tekst"))
    return [als_feit(g, teksten) for g in gebeurtenissen]
