"""Een ander systeem biedt een lijst aan: het bestand erin, de aantallen en de werklijst eruit."""

import hashlib
from typing import Any

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, JsonResponse
from django.utils.http import parse_header_parameters
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from duoplus.actions import inleessleutels
from duoplus.bestandstype import MEGABYTE
from duoplus.inlezen import Soort, soorten_van
from duoplus.inlezen.overnemen import in_een_keer
from duoplus.inlezen.stroom import CONTROLETOTAAL
from duoplus.models import Gebruiker, Inlezing
from duoplus.transitions import StapKanNiet
from duoplus.werkblad import OnleesbaarBestand

KEUZES = (CONTROLETOTAAL, "jaar")  # what an address may say about the whole file
ONBEKEND = "Deze sleutel kennen wij niet, of hij is ingetrokken. Maak een nieuwe in het portaal."


@csrf_exempt  # no cookie lets anybody in here, only the key in the header
@login_not_required
@require_POST
def inlezen(request: HttpRequest, soort: str) -> JsonResponse:
    """201 with what was taken over; 200 with the same answer when these bytes were taken over before.

    401 without a key, 403 or 404 for a list its maker may not offer, 409 while another file is taken
    over, 413 for too many bytes, 422 with a sentence when the file is refused as a whole.
    """
    wie = _wie(request)
    if wie is None:
        return _fout(401, ONBEKEND, **{"WWW-Authenticate": "Bearer"})
    lijst = next((een for een in soorten_van(wie) if een.naam == soort and een.stroom), None)
    if lijst is None:
        return _fout(404, f"De lijst ‘{soort}’ is er niet, of u mag hem niet aanbieden.")
    inhoud, naam = _bestand(request, soort)
    if len(inhoud) > settings.BIJLAGE_MAX_BYTES:
        grens = settings.BIJLAGE_MAX_BYTES // MEGABYTE
        return _fout(413, f"Het bestand is te groot. Het mag hooguit {grens} MB zijn.")
    return _neem_aan(lijst, inhoud, naam, wie, {k: request.GET[k] for k in KEUZES if k in request.GET})


def _wie(request: HttpRequest) -> Gebruiker | None:
    soort, _, geheim = request.headers.get("Authorization", "").partition(" ")
    sleutel = inleessleutels.zoek(geheim.strip()) if soort.lower() == "bearer" else None
    if sleutel is None:
        return None
    inleessleutels.noteer_gebruik(sleutel)
    return sleutel.gebruiker


def _bestand(request: HttpRequest, soort: str) -> tuple[bytes, str]:
    """The first file of a form, or the body; never more than one byte beyond what we keep."""
    grens = settings.BIJLAGE_MAX_BYTES + 1
    if request.content_type == "multipart/form-data":
        bestand = next((bestanden[-1] for _, bestanden in request.FILES.lists()), None)
        return (bestand.read(grens), bestand.name or soort) if bestand else (b"", soort)
    _, velden = parse_header_parameters(request.headers.get("Content-Disposition", ""))
    return request.read(grens), velden.get("filename") or soort


def _neem_aan(lijst: Soort, inhoud: bytes, naam: str, wie: Gebruiker, keuzes: dict[str, str]) -> JsonResponse:
    eerder = Inlezing.objects.filter(
        soort=lijst.naam, sha256=hashlib.sha256(inhoud).hexdigest(), overnemer__isnull=False
    ).first()
    if eerder is not None:
        return _antwoord(eerder, 200)
    try:
        inlezing = in_een_keer(inhoud, soort=lijst, bestandsnaam=naam, by=wie, keuzes=keuzes)
    except OnleesbaarBestand as fout:
        return _fout(422, str(fout))
    except StapKanNiet as fout:
        return _fout(409, str(fout))
    except PermissionDenied:
        return _fout(403, "U mag deze lijst niet aanbieden.")
    return _antwoord(inlezing, 201)


def _antwoord(inlezing: Inlezing, status: int) -> JsonResponse:
    return _json(
        {
            "soort": inlezing.soort,
            "bestand": inlezing.bestandsnaam,
            "sha256": inlezing.sha256,
            "gelezen": inlezing.gelezen,
            "aangemaakt": inlezing.aangemaakt,
            "bijgewerkt": inlezing.bijgewerkt,
            "ongewijzigd": inlezing.overgenomen - inlezing.aangemaakt - inlezing.bijgewerkt,
            "apart_gezet": inlezing.apart_gezet,
            "cijfers": dict(inlezing.overzicht.get("cijfers", [])),
            "werklijst": f"{settings.BASE_URL}{inlezing.get_absolute_url()}",
        },
        status,
    )


def _fout(status: int, zin: str, **koppen: str) -> JsonResponse:
    antwoord = _json({"fout": zin}, status)
    for naam, waarde in koppen.items():
        antwoord[naam] = waarde
    return antwoord


def _json(gegevens: dict[str, Any], status: int) -> JsonResponse:
    antwoord = JsonResponse(gegevens, status=status, json_dumps_params={"ensure_ascii": False})
    antwoord["Cache-Control"] = "private, no-store"
    return antwoord
