"""De besluitenlijst van een vergadering, op het scherm en als PDF."""

import hashlib
from io import BytesIO
from typing import Any

from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from duoplus import overleg
from duoplus.choices import VergaderingStatus
from duoplus.models import Vergadering
from duoplus.reports import besluitenlijst as lijst
from duoplus.web.downloads import als_download

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
    if (bijlage := lijst.bestaand(vergadering)) is None:
        return _vers_gezet(vergadering)
    return als_download(
        bijlage.bestand.open("rb"), bijlage.naam, bijlage.mime, grootte=bijlage.grootte, sha256=bijlage.sha256
    )


def _vers_gezet(vergadering: Vergadering) -> FileResponse:
    """A draft, or a list that was adopted before the portal kept them."""
    gelezen = lijst.lees(vergadering)
    inhoud = lijst.als_pdf(gelezen, moment=vergadering.vastgesteld_op)
    naam = lijst.bestandsnaam(vergadering)
    return als_download(
        BytesIO(inhoud),
        f"Concept {naam}" if gelezen.is_concept else naam,
        lijst.MIME,
        grootte=len(inhoud),
        sha256=hashlib.sha256(inhoud).hexdigest(),
    )
