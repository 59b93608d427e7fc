"""Een portaal met het register erin, en de korte weg om regels in te lezen."""

from collections.abc import Callable
from datetime import date
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import call_command
from django.test import override_settings

from duoplus.inlezen import Soort
from duoplus.inlezen.overnemen import in_een_keer
from duoplus.models import Gebruiker, Inlezing
from maatwerk.management.commands.demodata import maak_basis

DATA = Path(__file__).parents[2] / "data"


@pytest.fixture(scope="module")
def register(vooraf, tmp_path_factory) -> None:
    """The register of 2026 taken over: assignments without a start, some of them closed long ago."""
    with override_settings(MEDIA_ROOT=tmp_path_factory.mktemp("register")):
        maak_basis(date(2026, 11, 21))
        call_command("importeer_register", DATA / "maatwerkregister-2026.xlsx", stdout=StringIO())


@pytest.fixture
def lees(register, db, settings, tmp_path) -> Callable[..., Inlezing]:
    """Take over these lines under their header, as the portal itself."""
    settings.MEDIA_ROOT = tmp_path

    def lees(soort: Soort, kop: str, *regels: str, naam: str = "lijst-2026.csv", **keuzes: str) -> Inlezing:
        inhoud = "\r\n".join([kop, *regels]).encode("cp1252")
        by = Gebruiker.objects.systeem()
        return in_een_keer(inhoud, soort=soort, bestandsnaam=naam, by=by, keuzes=keuzes)

    return lees
