"""Een bestand als download: alleen voor wie het vroeg, en nooit als bladzijde van ons."""

import hashlib
import logging
from collections.abc import Mapping
from io import BytesIO
from typing import BinaryIO

from django.core.exceptions import PermissionDenied
from django.core.files import File
from django.http import FileResponse, Http404

from duoplus import klok
from duoplus.choices import BijlageStatus, ExportFormaat
from duoplus.models import Bijlage, Gebruiker
from duoplus.reports.base import Dataset, leg_export_vast
from duoplus.reports.formaten import FORMATEN, schrijf

logger = logging.getLogger(__name__)
# A file never runs as a page of ours, whatever is inside it.
CSP = "default-src 'none'; sandbox"


def als_download(
    bestand: BinaryIO | File, naam: str, mime: str, *, grootte: int, sha256: str
) -> FileResponse:
    """The size lets a browser see that a download broke off; the hash stands in the audit trail too."""
    antwoord = FileResponse(bestand, as_attachment=True, filename=naam, content_type=mime)
    antwoord["Content-Length"] = grootte
    antwoord["ETag"] = f'"{sha256}"'
    antwoord["Content-Security-Policy"] = CSP
    antwoord["Cache-Control"] = "private, no-store"
    return antwoord


def bijlage_als_download(bijlage: Bijlage) -> FileResponse:
    """The bytes as they were kept; who may read them is asked before."""
    if bijlage.status == BijlageStatus.QUARANTAINE:
        raise PermissionDenied("Dit document staat in quarantaine.")
    try:
        bestand = bijlage.bestand.open("rb")
    except FileNotFoundError:
        logger.error("Bijlage %s ontbreekt in de opslag", bijlage.uuid)
        raise Http404 from None
    return als_download(bestand, bijlage.naam, bijlage.mime, grootte=bijlage.grootte, sha256=bijlage.sha256)


def rapport_als_download(
    rapport: Dataset, formaat: str, *, by: Gebruiker, naam: str, rijen: int, filter: Mapping[str, str]
) -> FileResponse:
    """A short report made at once; it leaves its line in the audit trail as every export does."""
    schrijf(rapport, formaat, bestand := BytesIO(), moment=klok.nu())
    sha256 = hashlib.sha256(bestand.getvalue()).hexdigest()
    leg_export_vast(rapport.title, by=by, formaat=formaat, filter=dict(filter), rijen=rijen, sha256=sha256)
    grootte = bestand.tell()
    bestand.seek(0)
    return als_download(bestand, naam, FORMATEN[ExportFormaat(formaat)].mime, grootte=grootte, sha256=sha256)
