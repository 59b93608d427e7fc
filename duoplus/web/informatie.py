"""Pages that anybody may read, and the post box of the demo."""

import email
import email.policy
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from duoplus import klok
from duoplus.web.hulp import termijnen

GETOOND = 100
# When somebody last read the accessibility statement against what is tested; it is renewed every year.
VERKLAARD_OP = date(2026, 11, 22)


@login_not_required
@require_GET
def toegankelijkheid(request: HttpRequest) -> HttpResponse:
    context = {"adres": settings.BASE_URL, "gemaakt_op": VERKLAARD_OP}
    return render(request, "duoplus/toegankelijkheid.html", context)


@login_not_required
@require_GET
def privacy(request: HttpRequest) -> HttpResponse:
    return render(request, "duoplus/privacy.html", {"termijnen": termijnen()})


@login_not_required
@require_GET
def security_txt(request: HttpRequest) -> HttpResponse:
    """Where to report a leak (RFC 9116); it never expires while the portal runs."""
    regels = [
        f"Contact: mailto:{settings.SECURITY_CONTACT}",
        f"Expires: {klok.nu() + timedelta(days=180):%Y-%m-%dT00:00:00Z}",
        "Preferred-Languages: nl, en",
        f"Canonical: {settings.BASE_URL}/.well-known/security.txt",
    ]
    return HttpResponse("\n".join(regels) + "\n", content_type="text/plain; charset=utf-8")


@dataclass(frozen=True)
class Brief:
    """One mail as it left the portal."""

    aan: str
    onderwerp: str
    tekst: str
    datum: datetime


@require_GET
def demopost(request: HttpRequest) -> HttpResponse:
    """The mails of the demo, newest first; elsewhere this address does not exist."""
    if not settings.DEMO:
        raise Http404
    bestanden = sorted(settings.DEMO_POST_DIR.glob("*.eml"), reverse=True)
    brieven = [_lees(bestand) for bestand in bestanden[:GETOOND]]
    return render(request, "duoplus/demopost.html", {"brieven": brieven, "aantal": len(bestanden)})


def _lees(bestand: Path) -> Brief:
    brief = email.message_from_bytes(bestand.read_bytes(), policy=email.policy.default)
    inhoud = brief.get_body(("plain",))
    return Brief(
        aan=str(brief["To"]),
        onderwerp=str(brief["Subject"]),
        tekst=inhoud.get_content() if inhoud else "",
        datum=brief["Date"].datetime if brief["Date"] else klok.nu(),
    )
