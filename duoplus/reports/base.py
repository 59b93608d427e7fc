"""Wat een lijst of rapport zegt, los van hoe het eruitziet."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import models, transaction

from duoplus import events
from duoplus.choices import Zichtbaarheid
from duoplus.models import Gebeurtenis, Gebruiker

# Rows held in memory at a time; a fetch of these stays far below the statement time-out.
RIJEN_TEGELIJK = 1000


@dataclass(frozen=True)
class Column:
    """``key`` is the attribute of a row; ``kind``: text, hours, money, date or moment."""

    key: str
    label: str
    kind: str = "text"


@dataclass(frozen=True)
class Dataset:
    """Columns and rows in the order of the screen; ``rows`` may be read only once."""

    title: str
    columns: Sequence[Column]
    rows: Iterable[Any]


def uit_eigen_transactie(rijen: models.QuerySet[Any]) -> Iterator[Any]:
    """Read row by row from a server-side cursor: a streamed answer outlives its request's transaction."""
    with transaction.atomic():
        yield from rijen.iterator(chunk_size=RIJEN_TEGELIJK)


def leg_export_vast(
    lijst: str, *, by: Gebruiker, formaat: str, filter: dict[str, str], rijen: int
) -> Gebeurtenis:
    """The line in the audit trail that every export leaves: who took what, and how much of it."""
    return events.record(
        "duoplus.export",
        by,
        by=by,
        zichtbaarheid=Zichtbaarheid.INTERN,
        lijst=lijst,
        formaat=formaat,
        filter=filter,
        rijen=rijen,
    )
