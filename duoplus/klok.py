"""De klok van het portaal. Wie wil weten hoe laat het is, vraagt het hier.

Business code never asks Django or Python directly, so that the demo year can be made through the
real actions on the days on which they would have happened.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import date, datetime

from django.utils import timezone

_gezet: ContextVar[datetime | None] = ContextVar("gezet", default=None)


def nu() -> datetime:
    """The present moment, aware."""
    return _gezet.get() or timezone.now()


def vandaag() -> date:
    """Today's date in Amsterdam."""
    return dag(nu())


def dag(moment: datetime) -> date:
    """The date in Amsterdam at this moment; ``moment.date()`` is yesterday's for an hour or two a night."""
    return timezone.localdate(moment)


@contextmanager
def op(moment: datetime) -> Iterator[None]:
    """Within this block it is ``moment``, in this thread or task only."""
    token = _gezet.set(moment)
    try:
        yield
    finally:
        _gezet.reset(token)
