"""De taakvelden van Iv3 die op een dag gelden, uit de gedateerde lijst. Een code is tekst."""

from collections.abc import Iterable
from datetime import date
from itertools import groupby

from duoplus import klok
from maatwerk.models import Taakveld

Keuzes = list[tuple[str, list[tuple[str, str]]]]


def als_keuzes(dag: date | None = None) -> Keuzes:
    """Grouped for a select: "5.7 Openbaar groen en (openlucht) recreatie". One query: ask once per form."""
    velden = Taakveld.objects.geldig_op(dag or klok.vandaag())
    return [
        (hoofdstuk, [(veld.code, str(veld)) for veld in groep])
        for hoofdstuk, groep in groupby(velden, lambda veld: veld.hoofdstuk)
    ]


def namen(dag: date | None = None) -> dict[str, str]:
    """Code → name, of every taakveld on ``dag``."""
    return dict(Taakveld.objects.geldig_op(dag or klok.vandaag()).values_list("code", "naam"))


def labels(codes: Iterable[str] | None = None, dag: date | None = None) -> dict[str, str]:
    """Code → "0.4 Overhead": of these codes, or of all in the order in which they are listed.

    A code that does not hold on ``dag`` stays bare.
    """
    alle = {code: f"{code} {naam}" for code, naam in namen(dag).items()}
    return alle if codes is None else {code: alle.get(code, code) for code in codes}


def volgorde(code: str) -> tuple[int, ...]:
    """The place of a code: its parts are numbers, so 0.9 comes before 0.10."""
    return tuple(int(deel) if deel.isdigit() else 0 for deel in code.split("."))
