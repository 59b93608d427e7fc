"""Een kolom van een lijst, als gegeven."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from duoplus.models import Gebruiker
from duoplus.reports import Column

Toets = Callable[[Gebruiker], bool]


def iedereen(_user: Gebruiker) -> bool:
    return True


@dataclass(frozen=True)
class Kolom(Column):
    """One column: where it is read, how it sorts, how it looks and who may see it.

    ``bron``: a path or an expression, or a function that gives one for this list; a right that differs per
    row is part of the expression, so that order and filter know no more than the screen.
    ``zeg(value, naslag)``: what an export says; ``toon(row, naslag)``: the cell as HTML.
    ``toen(list)``: an expression with the value at ``list.moment``, for who compares. ``verborgen``: is read
    by the list itself and not to be chosen.
    """

    bron: Any = ""
    op: Any = None  # what to order by; None: cannot be sorted
    zeg: Callable[[Any, Any], Any] | None = None
    toon: Callable[[Any, Any], str] | None = None
    toen: Callable[[Any], Any] | None = None
    mag: Toets = iedereen
    is_kop: bool = False  # names the row
    css: str = ""
    kaartlabel: bool = True  # on a phone the name of the column stands before the value
    verborgen: bool = False

    @property
    def is_getal(self) -> bool:
        return self.kind != "text"
