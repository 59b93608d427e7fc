"""Uitproberen wat een andere verdeelsleutel had gekost. Alleen lezen: er is niets om te bewaren."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from duoplus import klok
from duoplus.web.views import vereis
from maatwerk.calc.verdeling import OngeldigeVerdeling
from maatwerk.forms.sleutelproef import SleutelproefForm
from maatwerk.models import Verdeelsleutel
from maatwerk.sleutelproef import Proef, probeer, sleutels

EERSTE_JAAR = 2020


@require_safe
def sleutelproef(request: HttpRequest) -> HttpResponse:
    user: Any = request.user
    vereis(user, "maatwerk.proberen_sleutel")
    jaren = list(range(klok.vandaag().year, EERSTE_JAAR - 1, -1))
    jaar = _getal(request, "jaar", jaren[0])
    if jaar not in jaren:
        raise Http404
    keuzes = list(sleutels(jaar, user))
    context: dict[str, Any] = {"jaar": jaar, "jaren": jaren, "sleutels": keuzes}
    if not keuzes:
        return render(request, "maatwerk/sleutelproef.html", context)
    sleutel = _gekozen(request, keuzes)
    form = SleutelproefForm(sleutel, request.GET if _gevraagd(request) else None)
    proef, fout = _uitkomst(form, sleutel, jaar, user)
    status = 422 if fout or form.errors else 200
    context |= {"sleutel": sleutel, "form": form, "proef": proef, "fout": fout}
    return render(request, "maatwerk/sleutelproef.html", context, status=status)


def _gekozen(request: HttpRequest, keuzes: list[Verdeelsleutel]) -> Verdeelsleutel:
    pk = _getal(request, "sleutel", keuzes[0].pk)
    gekozen = next((sleutel for sleutel in keuzes if sleutel.pk == pk), None)
    if gekozen is None:
        raise Http404
    return gekozen


def _getal(request: HttpRequest, naam: str, anders: int) -> int:
    waarde = request.GET.get(naam, "")
    return int(waarde) if waarde.isascii() and waarde.isdigit() and len(waarde) < 10 else anders


def _gevraagd(request: HttpRequest) -> bool:
    return any(naam.startswith("deel-") for naam in request.GET)


def _uitkomst(
    form: SleutelproefForm, sleutel: Verdeelsleutel, jaar: int, user: Any
) -> tuple[Proef | None, str]:
    if not form.is_bound or not form.is_valid():
        return None, ""
    try:
        return probeer(sleutel, jaar, form.aandelen, user), ""
    except OngeldigeVerdeling as fout:
        return None, str(fout)
