"""Huisregels die niemand met de hand hoeft te bewaken: richting, templates, instellingen."""

import re
import subprocess
import sys
from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings
from django.core.management import call_command
from django.db import models
from django.template import engines

from tests.database import manage
from tools.services import ROOT

EIGEN = ("duoplus", "ogon", "maatwerk", "inkoop")
# Upper apps may point at lower ones, never the other way; ogon and inkoop do not know each other.
MAG_WIJZEN_NAAR = {
    "duoplus": {"duoplus", "contenttypes", "auth"},
    "ogon": {"ogon", "duoplus", "contenttypes"},
    "inkoop": {"inkoop", "duoplus"},
    "maatwerk": {"maatwerk", "ogon", "inkoop", "duoplus", "contenttypes"},
}
TEMPLATES = sorted(path.relative_to(ROOT / "templates") for path in (ROOT / "templates").rglob("*.*"))
VIEWS = sorted([*(ROOT / "maatwerk" / "views").rglob("*.py"), *(ROOT / "duoplus" / "web").rglob("*.py")])
# Reading without visible_to needs a reason.
ZONDER_VISIBLE_TO = {
    ("maatwerk/views/mijnwerk.py", "Aanvraag.objects.filter(Q(aanvrager=user)"): "own drafts",
    ("maatwerk/views/concepten.py", "Aanvraag.objects.filter(Q(aanvrager=user)"): "own drafts",
    ("maatwerk/views/indienen.py", "Aanvraag.objects.filter(uuid=nieuw.uuid)"): "found again, then judged",
    ("maatwerk/views/verantwoording/stappen.py", "Verantwoording.objects.filter(vervangt=v)"): "whether any",
}


@pytest.mark.parametrize("app", EIGEN)
def test_every_foreign_key_points_down(app):
    for model in apps.get_app_config(app).get_models():
        for veld in model._meta.get_fields():
            if isinstance(veld, models.ForeignKey | models.ManyToManyField):
                assert veld.related_model._meta.app_label in MAG_WIJZEN_NAAR[app], (
                    f"{model.__name__}.{veld.name}"
                )


def test_the_contracts_between_and_within_apps_hold():
    lint = [sys.executable, "-c", "from importlinter.cli import lint_imports_command as lint; lint()"]
    gedaan = subprocess.run(lint, cwd=ROOT, capture_output=True, text=True, check=False)

    assert gedaan.returncode == 0, gedaan.stdout


@pytest.mark.parametrize("template", TEMPLATES, ids=str)
def test_every_template_compiles(template):
    engines["django"].get_template(str(template))


@pytest.mark.parametrize("template", TEMPLATES, ids=str)
def test_no_template_breaks_the_content_security_policy_or_trusts_what_was_typed(template):
    tekst = (ROOT / "templates" / template).read_text()

    assert not re.search(r"\|\s*safe\b|{%\s*autoescape off", tekst) or template.parts[0] == "emails"
    assert not re.search(
        r"<[^>]*\sstyle\s*=|<style\b|<script(?![^>]*\bsrc=)|<[^>]*\son[a-z]+\s*=", tekst, re.I
    )
    assert "javascript:" not in tekst.lower()


def test_no_code_trusts_what_was_typed():
    for pad in _bronnen():
        assert "mark_safe(f" not in pad.read_text(), pad


def test_views_read_through_visible_to():
    zonder = re.compile(
        r"(?:Aanvraag|Opdracht|Boeking|Lumpsum|Verantwoording)\.objects\.(?:all|get|filter|exclude)\(.*"
    )
    gevonden = {
        (str(pad.relative_to(ROOT)), next((b for _, b in ZONDER_VISIBLE_TO if regel.startswith(b)), regel))
        for pad in VIEWS
        for regel in zonder.findall(pad.read_text())
    }

    assert gevonden == set(ZONDER_VISIBLE_TO)


def test_no_form_takes_every_field():
    for pad in _bronnen():
        assert not re.search(r"fields\s*=\s*\"__all__\"", pad.read_text()), pad


def test_only_the_gate_sets_a_status():
    """An assignment outside actions and the machine would pass by who may and when."""
    for pad in _bronnen():
        if "actions" in pad.parts or pad.name in ("transitions.py", "bericht.py", "overname.py"):
            continue
        assert not re.search(r"aanvraag\.status\s*=[^=]", pad.read_text()), pad


@pytest.mark.django_db
def test_the_models_need_no_new_migration():
    call_command("makemigrations", "--check", "--dry-run", verbosity=0)


def test_every_moment_knows_its_zone():
    assert settings.USE_TZ
    naief = re.compile(r"datetime\.(utcnow|now\(\)|utcfromtimestamp)|timezone\.now\(")
    for pad in _bronnen():
        if pad.name != "klok.py":
            assert not naief.search(pad.read_text()), pad


def test_every_setting_stands_in_the_example():
    instellingen = (ROOT / "duoplus" / "settings.py").read_text()
    gevraagd = set(re.findall(r"omgeving\.\w+\(\s*\"([A-Z_]+)\"", instellingen))
    voorbeeld = set(re.findall(r"^#?\s?([A-Z_]+)=", (ROOT / ".env.example").read_text(), re.M))

    assert gevraagd <= voorbeeld


def test_the_demo_refuses_to_run_as_production():
    with pytest.raises(RuntimeError, match="De demo geeft iedereen toegang"):
        manage("check", DUOPLUS_DEMO="1", DUOPLUS_TLS="1")


def test_nothing_starts_without_a_secret():
    with pytest.raises(RuntimeError, match="Zet SECRET_KEY"):
        _manage_zonder("SECRET_KEY")


def test_there_are_no_superusers():
    gebruiker = apps.get_model("duoplus", "Gebruiker")
    assert (gebruiker.is_superuser, gebruiker.is_staff) == (False, False)
    assert "django.contrib.auth.backends.ModelBackend" not in settings.AUTHENTICATION_BACKENDS


def _manage_zonder(naam: str) -> None:
    code = f"import os; os.environ.pop('{naam}', None); import django; django.setup()"
    gedaan = subprocess.run(
        [sys.executable, "-c", code],
        cwd=ROOT,
        env={"PATH": "/usr/bin", "DJANGO_SETTINGS_MODULE": "duoplus.settings"},
        capture_output=True,
        text=True,
        check=False,
    )
    if gedaan.returncode:
        raise RuntimeError(gedaan.stderr)


def _bronnen() -> list[Path]:
    return [pad for app in EIGEN for pad in (ROOT / app).rglob("*.py") if "migrations" not in pad.parts]
