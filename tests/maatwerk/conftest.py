"""What the tests of requests share: a fixed day, and the fact that the last act recorded."""

from collections.abc import Iterator
from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from duoplus import klok

AMSTERDAM = ZoneInfo("Europe/Amsterdam")


@pytest.fixture
def maandag() -> Iterator[datetime]:
    """It is Monday 16 November 2026, nine in the morning."""
    moment = datetime(2026, 11, 16, 9, tzinfo=AMSTERDAM)
    with klok.op(moment):
        yield moment
