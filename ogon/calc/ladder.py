"""De ladder: wie het wanneer hoort als een antwoord uitblijft, in werkdagen na elkaar."""

from collections.abc import Collection, Iterable
from datetime import date
from typing import NamedTuple

from duoplus.calc.werkdagen import na_werkdagen


class Trede(NamedTuple):
    """A step: ``uiterlijk`` is the last day to prevent it, on ``sinds`` (a working day) it is reached."""

    nummer: int
    uiterlijk: date
    sinds: date


def treden(start: date, duur: Iterable[tuple[int, int]], vrij: Collection[date]) -> list[Trede]:
    """Each step counts its working days from the last day of the step before; ``start`` does not count."""
    gevonden, dag = [], start
    for nummer, werkdagen in duur:
        dag = na_werkdagen(dag, werkdagen, vrij)
        gevonden.append(Trede(nummer, dag, na_werkdagen(dag, 1, vrij)))
    return gevonden
