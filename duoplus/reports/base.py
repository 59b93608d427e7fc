"""Wat een lijst of rapport zegt, los van hoe het eruitziet."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db import models, transaction

from duoplus import events
from duoplus.choices import Zichtbaarheid
from duoplus.models import Gebeurtenis, Gebruiker

# Rows held in memory at a time; a fetch of these stays far below the statement time-out.
RIJEN_TEGELIJK = 1000
GEEN_RIJEN = "Er staat niets in deze lijst."


class TeVeelRijen(ValueError):
    """The format cannot hold this many rows. The text is a sentence for people."""


@dataclass(frozen=True)
class Column:
    """``key`` is the attribute of a row; ``kind``: text, hours, money, number, date or moment.

    ``number`` is a count, a mark or a percentage: it has decimals only where they say something.

    ``totals``: the page shows the sum of this column, so every sheet and document ends with it.
    """

    key: str
    label: str
    kind: str = "text"
    totals: bool = field(default=False, kw_only=True)


class Opnieuw(Iterable[Any]):
    """Rows that can be read more than once: each time from the first on."""

    def __init__(self, rijen: Callable[[], Iterable[Any]]) -> None:
        self._rijen = rijen

    def __iter__(self) -> Iterator[Any]:
        return iter(self._rijen())


@dataclass(frozen=True)
class Dataset:
    """Columns and rows in the order of the screen; ``rows`` may be read only once, or are ``Opnieuw``.

    ``head`` is what a sheet or document says above the table, line by line: the filter, who made it,
    when, how many rows. ``bare``: nothing above the names of the columns, as one sheet among others.
    ``closing``: the lines with totals at the end (their name, amount per key), where those are not simply
    the sum of the rows that go by.
    """

    title: str
    columns: Sequence[Column]
    rows: Iterable[Any]
    head: Sequence[str] = ()
    bare: bool = False
    closing: Sequence[tuple[str, Mapping[str, Any]]] | None = None

    @property
    def kopregel(self) -> int:
        """The line with the names of the columns, counted from 0: after title, head and an empty line."""
        return 0 if self.bare else len(self.head) + 2


def uit_eigen_transactie(rijen: models.QuerySet[Any]) -> Iterator[Any]:
    """Read row by row from one server-side cursor: however long it takes, the rows are of one moment."""
    with transaction.atomic():
        yield from rijen.iterator(chunk_size=RIJEN_TEGELIJK)


def leg_export_vast(
    lijst: str, *, by: Gebruiker, formaat: str, filter: dict[str, str], rijen: int, sha256: str = ""
) -> Gebeurtenis:
    """The line in the audit trail that every export leaves: who took what, how much of it, which bytes."""
    return events.record(
        "duoplus.export",
        by,
        by=by,
        zichtbaarheid=Zichtbaarheid.INTERN,
        lijst=lijst,
        formaat=formaat,
        filter=filter,
        rijen=rijen,
        sha256=sha256,
    )
