"""Een lijst van feestdagen, zo lang en zo traag als een test haar wil; alleen de beheerder ziet haar."""

import time
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import QueryDict

from duoplus import lijsten
from duoplus.choices import Rol
from duoplus.models import Feestdag
from duoplus.reports import Column, Dataset, uit_eigen_transactie

NAAM = "feestdagen"
KOLOMMEN = [Column("datum", "Datum", "date"), Column("naam", "Feestdag")]
BEGIN = date(2100, 1, 1)


class Proeflijst:
    """By day. ``?naam=`` narrows it; ``?traag=`` is the number of seconds that each row takes."""

    toegestaan = {kolom.key: kolom for kolom in KOLOMMEN}
    sorteer = "datum"
    weergave = None

    def __init__(self, params: QueryDict, user: Any, weergave: Any = None) -> None:
        if not user.heeft_rol(Rol.BEHEERDER):
            raise PermissionDenied
        self.params = {naam: str(waarde) for naam, waarde in params.items()}
        self.meldingen = ["Zo kunnen wij niet sorteren."] if "sorteer" in params else []
        self.traag = float(params.get("traag", 0))

    @property
    def filterzinnen(self) -> list[str]:
        return [f"‘{self.params['naam']}’"] if "naam" in self.params else []

    @property
    def _rijen(self) -> Any:
        return Feestdag.objects.filter(naam__contains=self.params.get("naam", "")).order_by("datum")

    def aantal(self) -> int:
        return self._rijen.count()

    def dataset(self) -> Dataset:
        return Dataset("Feestdagen", KOLOMMEN, self._langzaam())

    def _langzaam(self) -> Iterator[Feestdag]:
        for rij in uit_eigen_transactie(self._rijen):
            time.sleep(self.traag)
            yield rij


def meld_aan() -> None:
    lijsten.register(NAAM, Proeflijst)


def vul(aantal: int, naam: str = "Proefdag") -> None:
    """So many days more, from 2100 on."""
    Feestdag.objects.bulk_create(
        [Feestdag(datum=BEGIN + timedelta(plek), naam=f"{naam} {plek}") for plek in range(aantal)]
    )
