"""SQL dat Django één keer schrijft: een vraag opbouwen kost meer dan haar beantwoorden."""

from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple, Self

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import BigIntegerField, Func, QuerySet, Value

GEEN_RIJEN = "SELECT 1 WHERE FALSE"


class Sql(NamedTuple):
    """A question as the database gets it: to keep where it is always the same, or to ask beside others."""

    tekst: str
    waarden: tuple[Any, ...] = ()

    @classmethod
    def van(cls, rijen: QuerySet[Any, Any]) -> Self:
        """Of a set that can hold nothing Django writes no SQL."""
        try:
            return cls(*rijen.query.sql_with_params())
        except EmptyResultSet:
            return cls(GEEN_RIJEN)

    @property
    def als_aantal(self) -> "Sql":
        """How many rows this finds, as one value."""
        return Sql(f"(SELECT COUNT(*) FROM ({self.tekst}) AS rijen)", self.waarden)  # noqa: S608

    def lees(self) -> list[tuple[Any, ...]]:
        """The rows; where there can be none, nothing is asked."""
        if self.tekst == GEEN_RIJEN:
            return []
        with connection.cursor() as cursor:
            cursor.execute(self.tekst, self.waarden)
            return cursor.fetchall()


def selecteer(waarden: Sequence[Sql]) -> tuple[Any, ...]:
    """These single values, in one question."""
    tekst = ", ".join(waarde.tekst for waarde in waarden)
    return Sql(f"SELECT {tekst}", tuple(w for waarde in waarden for w in waarde.waarden)).lees()[0]


class Elk(Func):
    """``pk__in=Elk(keys)``: a thousand keys as one value. Apart, Django and the database read longer in them
    than in the rows.
    """

    template = "(SELECT unnest(%(expressions)s::bigint[]))"
    output_field = BigIntegerField()

    def __init__(self, sleutels: Iterable[int]) -> None:
        super().__init__(Value(f"{{{','.join(map(str, sleutels))}}}"))
