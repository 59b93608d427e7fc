"""Een bestand als download: alleen voor wie het vroeg, en nooit als bladzijde van ons."""

from typing import BinaryIO

from django.core.files import File
from django.http import FileResponse

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
