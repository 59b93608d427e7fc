"""De rijen van een lijst: voor een bladzijde, voor een teller en voor een export."""

from collections import namedtuple
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime, time
from functools import cached_property, lru_cache
from typing import Any

from django.core.paginator import EmptyPage, PageNotAnInteger
from django.db.models import F, QuerySet
from django.utils.timezone import get_default_timezone

from duoplus.calc.nederlands import datum_kort
from duoplus.lijsten import bladen
from duoplus.lijsten.bladen import Bladzijde, Boek
from duoplus.lijsten.kolommen import Kolom
from duoplus.lijsten.stand import Stand
from duoplus.reports import Column, Dataset, uit_eigen_transactie
from duoplus.sql import Elk


@lru_cache(maxsize=256)
def _rij_met(namen: tuple[str, ...]) -> Any:
    return namedtuple("Rij", namen)


class Lijst(Stand):
    """What one user sees of something: the rows of the filters, columns and order in the address."""

    def bron(self) -> QuerySet[Any]:
        """Everything this user may see, before any filter."""
        raise NotImplementedError

    @cached_property
    def gevonden(self) -> QuerySet[Any]:
        """What the filters leave, in no order."""
        voorwaarden = (f.pas_toe(self, self.waarden[f.naam]) for f in self.filters if f.naam in self.waarden)
        return self.bron().filter(*voorwaarden).order_by()

    @property
    def totalen(self) -> Sequence[tuple[str, str]]:
        """Names and sums over every row, said above the table; a list has none of its own."""
        return ()

    def aantal(self) -> int:
        """How many rows there are, counted exactly: for an export, not for a page."""
        return self.gevonden.count()

    @property
    def _op_volgorde(self) -> tuple[Any, ...]:
        """The primary key makes the order certain; what is empty comes last either way."""
        kolom = self.toegestaan[self.sorteer.removeprefix("-")]
        op, pk = self._bron_van(kolom.op), F("pk")
        if self.sorteer.startswith("-"):
            return op.desc(), pk.desc()
        return op.asc(), pk.asc()

    def _bron_van(self, bron: Any) -> Any:
        return bron(self) if callable(bron) else bron

    @cached_property
    def sleutels(self) -> list[int]:
        """The keys of the list in no order, one more than ``TEL_TOT`` at most: counting on costs too much."""
        return list(self.gevonden.values_list("pk", flat=True)[: bladen.TEL_TOT + 1])

    @property
    def is_lang(self) -> bool:
        return len(self.sleutels) > bladen.TEL_TOT

    def rijen(self, van: int, tot: int) -> list[Any]:
        """These rows, with an attribute per column. Only keys are ordered and skipped, for deep pages.

        A short list is ordered from its keys: the database guesses badly how rare a word or a mix of
        filters is, and would walk the whole table in order to find the few.
        """
        alle = self.gevonden.model._default_manager
        bron = self.gevonden if self.is_lang else alle.filter(pk__in=Elk(self.sleutels))
        sleutels = bron.order_by(*self._op_volgorde).values("pk")[van:tot]
        maak = _rij_met(tuple(self._kolommen_van_rij))._make
        return list(map(maak, self._velden(alle.filter(pk__in=sleutels))))

    @cached_property
    def _kolommen_van_rij(self) -> dict[str, Any]:
        """Per attribute of a row what to read for it."""
        namen = dict.fromkeys([*self.gelezen, *(kolom.key for kolom in self.getoond)])
        alle = {kolom.key: kolom for kolom in self.kolommen}
        velden = {naam: self._bron_van(alle[naam].bron) for naam in namen}
        return velden | {f"toen_{k.key}": k.toen(self) for k in self.vergeleken if k.toen}

    def _velden(self, rijen: QuerySet[Any]) -> QuerySet[Any, Any]:
        return rijen.order_by(*self._op_volgorde).values_list(*self._kolommen_van_rij.values())

    @property
    def gelezen(self) -> Sequence[str]:
        """Columns that every row reads, shown or not."""
        return ()

    @property
    def moment(self) -> datetime:
        """The beginning of the day to compare with."""
        if self.sinds is None:
            raise ValueError("Deze lijst vergelijkt niet.")
        return datetime.combine(self.sinds, time.min, get_default_timezone())

    @property
    def vergeleken(self) -> list[Kolom]:
        """The columns that also show what stood there on the day to compare with."""
        return [kolom for kolom in self.getoond if kolom.toen] if self.sinds else []

    def dataset(self) -> Dataset:
        """Every row, in the columns and the order of the screen; who compares gets the old values after."""
        paren = [(Column(k.key, k.label, k.kind), k.zeg) for k in self.getoond]
        paren += self._oude_kolommen(datum_kort(self.sinds)) if self.sinds else []
        rijen = uit_eigen_transactie(self._velden(self.gevonden))
        return Dataset(self.titel, [kolom for kolom, _ in paren], self._gezegd(rijen, paren))

    def _oude_kolommen(self, dag: str) -> list[tuple[Column, Any]]:
        nieuw = [(Column("nieuw", f"Nieuw sinds {dag}"), lambda nieuw, naslag: "ja" if nieuw else "")]
        toen = [(Column(f"toen_{k.key}", f"{k.label} op {dag}", k.kind), k.zeg) for k in self.vergeleken]
        return [*(nieuw if "nieuw" in self._kolommen_van_rij else []), *toen]

    def _gezegd(self, rijen: Iterable[Any], paren: Sequence[tuple[Column, Any]]) -> Iterator[Any]:
        plek = {naam: plek for plek, naam in enumerate(self._kolommen_van_rij)}
        maak, naslag = _rij_met(tuple(kolom.key for kolom, _ in paren))._make, self.naslag
        lees = [(plek[kolom.key], zeg) for kolom, zeg in paren]
        for rij in rijen:
            yield maak([zeg(rij[i], naslag) if zeg else rij[i] for i, zeg in lees])

    def bladzijde(self, nummer: str | None) -> Bladzijde:
        """The page asked for; one that does not exist gives the first, with a sentence."""
        boek = Boek(self)
        try:
            return boek.page(nummer or 1)
        except (EmptyPage, PageNotAnInteger):
            self.meldingen.append("Deze bladzijde bestaat niet. U ziet bladzijde 1.")
            return boek.page(1)
