"""De bestanden van een rapport: uitgegeven bytes, of een concept dat nu wordt gemaakt."""

import hashlib
from io import BytesIO
from typing import Any, cast

from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from duoplus.exports import een_moment
from duoplus.models import Gebruiker
from duoplus.reports import TeVeelRijen, leg_export_vast
from duoplus.web.downloads import als_download
from maatwerk.choices import VerantwoordingStatus as V
from maatwerk.models import Verantwoording
from maatwerk.verantwoording import tonen
from maatwerk.verantwoording.formaten import FORMATEN
from maatwerk.verantwoording.formaten.uitgave import NietVanEenMoment
from maatwerk.verantwoording.uitgeven import bestandsnaam, neem_de_tijd, schrijf
from maatwerk.views.verantwoording.stappen import rapport_of_404

MEESTE_REGELS = 20_000  # of hours in a draft that a page waits for; CSV is written by the database itself
TE_LANG = "Dit concept heeft te veel urenregels om u op te laten wachten. Kies CSV, of maak het definitief."


@require_safe
@transaction.non_atomic_requests  # opens its own, of one moment
def bestand(request: HttpRequest, nummer: str, naam: str) -> HttpResponseBase:
    """With a line in the audit trail: who took which bytes."""
    user = cast(Gebruiker, request.user)
    with een_moment():
        v = rapport_of_404(user, nummer)
        try:
            inhoud, formaat = _uitgegeven(v, naam) if v.status == V.DEFINITIEF else _concept(v, naam)
        except (TeVeelRijen, NietVanEenMoment) as fout:
            return render(request, "maatwerk/verantwoording/te_veel.html", {"v": v, "zin": fout}, status=422)
        sha256 = hashlib.sha256(inhoud).hexdigest()
        if request.method == "HEAD":
            return HttpResponse(content_type=FORMATEN[formaat].mime)
        filter = {"nummer": v.nummer, "status": v.status}
        leg_export_vast(str(v), by=user, formaat=formaat, filter=filter, rijen=_rijen(v), sha256=sha256)
    mime = FORMATEN[formaat].mime
    return als_download(BytesIO(inhoud), naam, mime, grootte=len(inhoud), sha256=sha256)


def _uitgegeven(v: Verantwoording, naam: str) -> tuple[bytes, str]:
    rij = get_object_or_404(v.bestanden, naam=naam)
    return bytes(rij.inhoud), rij.formaat


def _concept(v: Verantwoording, naam: str) -> tuple[bytes, str]:
    """Raises ``TeVeelRijen``."""
    formaten = {bestandsnaam(v.nummer, formaat): formaat for formaat in FORMATEN}
    if naam not in formaten or v.status == V.INGETROKKEN:
        raise Http404(naam)
    formaat = formaten[naam]
    neem_de_tijd()
    pakket = tonen.pakket(v)
    if formaat in ("xlsx", "ods") and pakket.tabel("L3").aantal > MEESTE_REGELS:
        raise TeVeelRijen(TE_LANG)
    schrijf(pakket, formaat, buffer := BytesIO())
    return buffer.getvalue(), formaat


def _rijen(v: Verantwoording) -> int:
    tabellen: dict[str, Any] = v.momentopname.get("tabellen", {})
    return sum(tabel["aantal"] for tabel in tabellen.values())
