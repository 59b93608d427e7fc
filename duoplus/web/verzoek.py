"""Every request has a number: in the log, in the answer, on the page that says it went wrong."""

import logging
import re
import time
import uuid
from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from duoplus import logboek

logger = logging.getLogger(__name__)

KOP = "X-Request-ID"
NUMMER = re.compile(r"[A-Za-z0-9-]{8,64}")
STIL = {"/livez", "/readyz"}  # a monitor asks every few seconds; only a no is news


class VerzoekMiddleware:
    """Outermost: takes the proxy's number if it looks like one, else makes one, and logs one line."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        begin, nummer = time.perf_counter(), _nummer(request.headers.get(KOP, ""))
        logboek.verzoek.set(nummer)
        response = self.get_response(request)
        response[KOP] = nummer
        if request.path not in STIL or response.status_code >= 400:
            _schrijf(request, response, round((time.perf_counter() - begin) * 1000))
        return response


def _nummer(gekregen: str) -> str:
    return gekregen if NUMMER.fullmatch(gekregen) else uuid.uuid4().hex


def _schrijf(request: HttpRequest, response: HttpResponse, ms: int) -> None:
    """The person by number, and only if the page asked who it is: logging costs no query."""
    pad, status = logboek.pad(request), response.status_code
    wie = getattr(getattr(request, "_cached_user", None), "pk", None)
    velden = {"method": request.method, "path": pad, "status": status, "ms": ms, "user": wie}
    logger.info("%s %s %s", request.method, pad, status, extra=velden)
