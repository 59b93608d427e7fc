"""A piece of work begun on Monday 16 November 2026, looked at on the Friday of that week."""

from collections.abc import Iterator
from datetime import date, datetime

import pytest

from duoplus import klok
from duoplus.choices import Rol
from duoplus.models import Gebruiker
from maatwerk.models import Opdracht
from tests.factories import iemand
from tests.factories.lumpsums import lopende_opdracht
from tests.maatwerk.conftest import AMSTERDAM

MAANDAG = date(2026, 11, 16)
BEGIN = datetime(2026, 11, 16, 9, tzinfo=AMSTERDAM)
VRIJDAG = datetime(2026, 11, 20, 15, tzinfo=AMSTERDAM)


@pytest.fixture
def opdracht(db) -> Iterator[Opdracht]:
    with klok.op(BEGIN):
        begonnen = lopende_opdracht()
    with klok.op(VRIJDAG):
        yield begonnen


@pytest.fixture
def ik(opdracht) -> Gebruiker:
    """Who does the work."""
    return iemand(Rol.UITVOERDER)
