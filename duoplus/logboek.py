"""What the processes write down, and the number that ties the lines of one request together.

A line tells who (by number), what and how long; never a body, a query string, a token or an e-mail address.
"""

import json
import logging
import re
import time
from contextvars import ContextVar
from typing import Any

from django.http import HttpRequest

# Set anew by every request and every task, and left standing after it: a streamed answer goes on longer.
verzoek: ContextVar[str] = ContextVar("verzoek", default="")

VELDEN = ("method", "path", "status", "ms", "user")
GEHEIM = {"key", "token"}  # parts of an address that let somebody in
ADRES = re.compile(r"[\w.+-]+@[\w-]+\.[\w.-]+")


def pad(request: HttpRequest) -> str:
    """The path without query, and without what would let a reader of the log in."""
    delen = request.resolver_match.kwargs if request.resolver_match else {}
    path = request.path
    for naam in GEHEIM & delen.keys():
        path = path.replace(delen[naam], "…")
    return path


class JsonRegel(logging.Formatter):
    """One JSON object per line."""

    def format(self, record: logging.LogRecord) -> str:
        velden = {veld: getattr(record, veld) for veld in VELDEN if hasattr(record, veld)}
        return json.dumps(self._kop(record) | velden | self._fout(record), ensure_ascii=False, default=str)

    def _kop(self, record: logging.LogRecord) -> dict[str, Any]:
        moment = time.strftime("%Y-%m-%dT%H:%M:%S", time.gmtime(record.created))
        return {
            "time": f"{moment}.{int(record.msecs):03d}Z",
            "level": record.levelname,
            "logger": record.name,
            "request_id": verzoek.get(),
            "message": ADRES.sub("…@…", _bericht(record)),
        }

    def _fout(self, record: logging.LogRecord) -> dict[str, str]:
        if not record.exc_info:
            return {}
        return {"traceback": ADRES.sub("…@…", self.formatException(record.exc_info))}


def _bericht(record: logging.LogRecord) -> str:
    """Django puts the address in its message; it gets the one without secrets."""
    tekst, request = record.getMessage(), getattr(record, "request", None)
    return tekst.replace(request.path, pad(request)) if isinstance(request, HttpRequest) else tekst


def instellingen(*, als_json: bool, niveau: str) -> dict[str, Any]:
    """LOGGING for Django, Celery and gunicorn alike; readable lines where a person watches."""
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {
            "regel": {"format": "{asctime} {levelname} {name} {message}", "style": "{"},
            "json": {"()": JsonRegel},
        },
        "handlers": {
            "stderr": {"class": "logging.StreamHandler", "formatter": "json" if als_json else "regel"}
        },
        "root": {"handlers": ["stderr"], "level": niveau},
        "loggers": _PRODUCTIE if als_json else {},
    }


# Our own line per request says more than Django's warnings and gunicorn's access log.
_PRODUCTIE: dict[str, dict[str, Any]] = {
    "duoplus.web.verzoek": {"level": "INFO"},
    "django.request": {"level": "ERROR"},
    "django.security.DisallowedHost": {"level": "CRITICAL"},
    "gunicorn.access": {"level": "WARNING", "handlers": [], "propagate": True},
    "gunicorn.error": {"level": "INFO", "handlers": [], "propagate": True},
    "celery.app.trace": {"level": "INFO"},
    "celery.apps.worker": {"level": "INFO"},
}
