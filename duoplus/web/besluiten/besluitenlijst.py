"""De besluitenlijst van een vergadering, op het scherm en als PDF."""

from io import BytesIO
from typing import Any

from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from duoplus import overleg
from duoplus.choices import VergaderingStatus
from duoplus.models import Vergadering
from duoplus.reports import besluitenlijst as lijst
from duoplus.web.downloads import als_download
from duoplus.zegel import zegel

ER_IS_IETS = (VergaderingStatus.BEZIG, VergaderingStatus.GEHOUDEN, VergaderingStatus.VASTGESTELD)
MET = ("gremium", "vastgesteld_door", "vastgesteld_in")


def zichtbaar(user: Any, pk: int) -> Vergadering:
    """Raises ``Http404`` too as long as the meeting did not begin: there is nothing decided yet."""
    gevonden: Vergadering = get_object_or_404(
        overleg.zichtbaar_voor(user).select_related(*MET), pk=pk, status__in=ER_IS_IETS
    )
    return gevonden


@require_safe
def besluitenlijst(request: HttpRequest, pk: int) -> HttpResponse:
    """What was decided, with the errata that came after."""
    gelezen = lijst.lees(zichtbaar(request.user, pk))
    bewaard = None if gelezen.is_concept else lijst.bestaand(gelezen.vergadering)
    context = {"lijst": gelezen, "vergadering": gelezen.vergadering, "bewaard": bewaard}
    return render(request, "duoplus/besluiten/besluitenlijst.html", context)


@require_safe
def als_pdf(request: HttpRequest, pk: int) -> FileResponse:
    """The stored bytes of an adopted list; before that a draft, set from what is there now."""
    vergadering = zichtbaar(request.user, pk)
    if vergadering.vastgesteld_op is None:
        return _concept(vergadering)
    bijlage = lijst.bestaand(vergadering)
    if bijlage is None:
        raise Http404
    return als_download(
        bijlage.bestand.open("rb"), bijlage.naam, bijlage.mime, grootte=bijlage.grootte, sha256=bijlage.sha256
    )


def _concept(vergadering: Vergadering) -> FileResponse:
    gelezen = lijst.lees(vergadering)
    inhoud = lijst.als_pdf(gelezen)
    return als_download(
        BytesIO(inhoud),
        f"Concept {lijst.bestandsnaam(vergadering)}",
        lijst.MIME,
        grootte=len(inhoud),
        sha256=zegel(lijst.gegevens(gelezen)),
    )
