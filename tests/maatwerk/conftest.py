"""What the tests of requests share: a fixed day, and the fact that the last act recorded."""

from collections.abc import Callable, Iterator
from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
from django.test import Client

from duoplus import klok
from duoplus.models import Gebruiker

AMSTERDAM = ZoneInfo("Europe/Amsterdam")


@pytest.fixture
def maandag() -> Iterator[datetime]:
    """It is Monday 16 November 2026, nine in the morning."""
    moment = datetime(2026, 11, 16, 9, tzinfo=AMSTERDAM)
    with klok.op(moment):
        yield moment


@pytest.fixture
def als(client: Client) -> Callable[[Gebruiker], Client]:
    """``als(iemand)``: the browser, logged in as this person from here on."""

    def inloggen(user: Gebruiker) -> Client:
        client.force_login(user)
        return client

    return inloggen
