"""Waar de tabellen uit lezen, en wat zij gemeen hebben."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from functools import cached_property
from typing import Any

from duoplus.models import Organisatie
from duoplus.reports.base import Column
from maatwerk.lumpsum.stand import Stand, lees
from maatwerk.models import Boeking
from maatwerk.models.opdracht import BoekingQuerySet
from maatwerk.verantwoording.pakket import Tabel


@dataclass(frozen=True)
class Bron:
    """One year up to and including the month of ``peildatum``, of one municipality or of all.

    ``tot`` bounds what is read of the audit trail, so that a later reading gives the same rows.
    """

    jaar: int
    peildatum: date
    gemeente: Organisatie | None
    tot: datetime

    @cached_property
    def stand(self) -> Stand:
        return self.stand_op(self.peildatum)

    def stand_op(self, dag: date) -> Stand:
        return lees(self.jaar, peildatum=dag, gemeenten={self.gemeente.pk} if self.gemeente else None)

    @cached_property
    def organisaties(self) -> dict[int, Organisatie]:
        return Organisatie.objects.in_bulk()

    @cached_property
    def opdrachten(self) -> list[int]:
        return [regel.pk for regel in self.stand.regels]

    def deelnemers(self, aandelen: Iterable[int]) -> list[Organisatie]:
        """Those with a share, in the order of the house; of one municipality only that one."""
        wie = [self.organisaties[pk] for pk in aandelen if self.gemeente in (None, self.organisaties[pk])]
        return sorted(wie, key=lambda organisatie: (organisatie.volgorde, organisatie.pk))

    def boekingen(self) -> BoekingQuerySet:
        """What counts in the year up to and including the month of ``peildatum``, in ledger order."""
        boekingen = Boeking.objects.filter(periode__gte=date(self.jaar, 1, 1), periode__lte=self.peildatum)
        if self.gemeente is not None:
            boekingen = boekingen.filter(opdracht__in=self.opdrachten)
        return boekingen.order_by("periode", "opdracht_id", "pk")


def kolom(naam: str, soort: str = "text", *, telt: bool = False) -> Column:
    """A column under its own name; ``telt``: its sum is a control total."""
    return Column(naam, naam, soort, totals=telt)


def in_geheugen(code: str, naam: str, kolommen: Sequence[Column], rijen: Iterable[Any]) -> Tabel:
    """A table short enough to keep, with its totals."""
    alle = tuple(rijen)
    optellen = [kolom.key for kolom in kolommen if kolom.totals]
    per_gemeente = _per_gemeente(alle, optellen) if _is_per_gemeente(kolommen, alle) else {}
    return Tabel(
        code,
        naam,
        kolommen,
        rijen=lambda: alle,
        aantal=len(alle),
        totalen=_sommen(alle, optellen),
        per_gemeente=per_gemeente,
    )


def _is_per_gemeente(kolommen: Sequence[Column], rijen: Sequence[Any]) -> bool:
    """Whether municipalities have more rows than one: else each row is its own total."""
    if not any(kolom.key == "gemeente" for kolom in kolommen):
        return False
    return len({rij.gemeente for rij in rijen}) < len(rijen)


def _per_gemeente(rijen: Sequence[Any], optellen: Sequence[str]) -> dict[str, Mapping[str, Decimal]]:
    """In the order in which the municipalities first come by."""
    namen = dict.fromkeys(rij.gemeente for rij in rijen)
    return {naam: _sommen([rij for rij in rijen if rij.gemeente == naam], optellen) for naam in namen}


def _sommen(rijen: Sequence[Any], optellen: Sequence[str]) -> dict[str, Decimal]:
    return {naam: sum((getattr(rij, naam) or Decimal(0) for rij in rijen), Decimal(0)) for naam in optellen}
