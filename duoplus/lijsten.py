"""Elke lijst van het portaal bij naam, zodat exports, bewaarde weergaven en tellers er één bron voor hebben.

lijsten.register("aanvragen", AanvragenLijst)
"""

from collections.abc import Callable
from typing import Any, Protocol

from django.http import QueryDict

from duoplus.reports import Dataset


class Lijst(Protocol):
    """What one user sees of something, with these parameters of the address: rows, columns and order."""

    @property
    def gekozen(self) -> dict[str, str]:
        """The filters in use, in the words of the screen."""
        ...

    def aantal(self) -> int:
        """How many rows there are, counted exactly: for an export, not for a page."""
        ...

    def dataset(self) -> Dataset:
        """Every row, in the columns and the order of the screen."""
        ...


Maker = Callable[[QueryDict, Any], Lijst]
_lijsten: dict[str, Maker] = {}


def register(naam: str, maker: Maker) -> None:
    _lijsten[naam] = maker


def maak(naam: str, params: QueryDict, user: Any) -> Lijst:
    """The list called ``naam`` as ``user`` sees it. Raises ``KeyError`` for a name nobody registered."""
    return _lijsten[naam](params, user)
