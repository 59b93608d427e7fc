"""Reading the environment: every setting that differs per place, every secret also as NAME_FILE."""

import os
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured


def tekst(naam: str, standaard: str | None = None) -> str:
    """The value of NAME, or the contents of the file that NAME_FILE names."""
    if bestand := os.environ.get(f"{naam}_FILE"):
        return Path(bestand).read_text(encoding="utf-8").strip()
    waarde = os.environ.get(naam, standaard)
    if waarde is None:
        raise ImproperlyConfigured(f"Zet {naam} (of {naam}_FILE) in de omgeving; zie .env.example.")
    return waarde


def waar(naam: str, *, standaard: bool = False) -> bool:
    return tekst(naam, "1" if standaard else "0").lower() in {"1", "true", "ja"}


def lijst(naam: str, standaard: str = "") -> list[str]:
    return [deel.strip() for deel in tekst(naam, standaard).split(",") if deel.strip()]


def database(url: str) -> dict[str, Any]:
    """``postgresql://role:password@host:port/name?option=value`` as Django wants it."""
    delen = urlsplit(url)
    if delen.scheme not in {"postgres", "postgresql"}:
        raise ImproperlyConfigured("DATABASE_URL begint met postgresql://; een andere database is er niet.")
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(delen.path.lstrip("/")),
        "USER": unquote(delen.username or ""),
        "PASSWORD": unquote(delen.password or ""),
        "HOST": unquote(delen.hostname or ""),
        "PORT": str(delen.port or ""),
        "OPTIONS": dict(parse_qsl(delen.query)),
    }
