"""Everything that must hold before a change goes in: each check a named step, all of them run."""

import os
import secrets
import sys

from tools import stap
from tools.services import ROOT

NOWHERE = "postgresql://duoplus_app@127.0.0.1:1/duoplus"  # no check needs a database
PRODUCTION = {
    "DJANGO_SETTINGS_MODULE": "duoplus.settings",
    "DATABASE_URL": NOWHERE,
    "REDIS_URL": "redis://127.0.0.1:1/0",
    "SECRET_KEY": secrets.token_urlsafe(64),
    "ALLOWED_HOSTS": "duoplus.example.nl",
    "CSRF_TRUSTED_ORIGINS": "https://duoplus.example.nl",
    "BASE_URL": "https://duoplus.example.nl",
    "DUOPLUS_DEMO": "0",
    "DUOPLUS_DEBUG": "0",
    "DUOPLUS_TLS": "1",
}


def steps() -> list[tuple[str, list[str]]]:
    """Name and command of each check."""
    manage = [sys.executable, "-W", "ignore::RuntimeWarning", "manage.py"]
    found = [
        ("Opmaak", _module("ruff", "format", "--check", "--quiet", ".")),
        ("Lint", _module("ruff", "check", "--quiet", ".")),
        ("Typen", _module("mypy")),
        ("Wie wie importeert", _beside("lint-imports", "--no-cache")),
        ("Ontbrekende migraties", [*manage, "makemigrations", "--check", "--dry-run"]),
        ("Instellingen voor productie", [*manage, "check", "--deploy", "--fail-level", "WARNING"]),
    ]
    if templates := sorted(str(path) for path in (ROOT / "templates").rglob("*.html")):
        found.append(("Sjablonen", _beside("djade", "--target-version", "5.2", "--check", *templates)))
    if (ROOT / "docker-compose.yml").exists():
        schema = ["--builtin-schema", "vendor.compose-spec", "docker-compose.yml"]
        found.append(("Compose-bestand", _module("check_jsonschema", *schema)))
    return found


def _module(name: str, *arguments: str) -> list[str]:
    return [sys.executable, "-m", name, *arguments]


def _beside(program: str, *arguments: str) -> list[str]:
    """A program of this environment that is no module."""
    return [os.path.join(os.path.dirname(sys.executable), program), *arguments]


def main() -> int:
    env = os.environ | PRODUCTION
    failed = [name for name, command in steps() if not stap.run(name, command, env)]
    print(f"\nNiet goed: {', '.join(failed)}." if failed else "\nAlles in orde.")
    return bool(failed)


if __name__ == "__main__":
    sys.exit(main())
