"""De stand van een lijst: wat het adres zegt, gelezen voor wie kijkt, en de adressen die verder gaan."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from functools import cached_property
from typing import Any, ClassVar, NamedTuple

from django.urls import reverse
from django.utils.http import urlencode

from duoplus.lijsten.filters import Filter, Onbegrepen
from duoplus.lijsten.kolommen import Kolom
from duoplus.models import Gebruiker, Lijstweergave

STANDAARD = "standaard"  # ?weergave=standaard: the list without any view
GEEN_FILTER = ("sorteer", "kolommen")


class Chip(NamedTuple):
    label: str
    url: str


class Kop(NamedTuple):
    """The head of a column; ``richting`` as aria-sort says it, empty when not sorted by it."""

    kolom: Kolom
    url: str
    richting: str


class Stand:
    """Which filters, columns and order one user has on a list, with these parameters of the address.

    Nothing in the address can break it: what makes no sense, or what this user may not see, is left out
    and becomes a sentence in ``meldingen``.
    """

    naam: ClassVar[str]
    titel: ClassVar[str]
    ding: ClassVar[tuple[str, str]]  # one, many
    niets: ClassVar[tuple[str, str]]  # what an empty list says, and what to do then
    kolommen: ClassVar[Sequence[Kolom]]
    vast: ClassVar[Sequence[str]]  # columns that always stand in front
    standaardkolommen: ClassVar[Sequence[str]]
    filters: ClassVar[Sequence[Filter]]
    standaardsortering: ClassVar[str]
    sorteerzin: ClassVar[str]
    urlnaam: ClassVar[str]  # of the page

    def __init__(
        self, params: Mapping[str, str], user: Gebruiker, weergave: Lijstweergave | None = None
    ) -> None:
        self.user, self.weergave = user, weergave
        self.meldingen: list[str] = []
        self.heeft_start = False  # the bare address opens a view, so "everything off" needs one of its own
        self.params = self._bekend(params)
        self.waarden = self._waarden()
        self.getoond = self._getoond()
        self.sorteer = self._sortering()

    @property
    def url(self) -> str:
        """The address of the page."""
        return reverse(self.urlnaam)

    def _bekend(self, params: Mapping[str, str]) -> dict[str, str]:
        """The view with what the address says over it; what is empty there is taken off."""
        basis = self.weergave.params if self.weergave else {}
        namen = [*(filter.naam for filter in self.filters), *GEEN_FILTER]
        samen = {naam: str(params.get(naam, basis.get(naam, ""))).strip() for naam in namen}
        return {naam: waarde for naam, waarde in samen.items() if waarde}

    def _waarden(self) -> dict[str, Any]:
        """What to filter by, per name, understood and allowed."""
        waarden = {}
        for filter in self.filters:
            tekst = self.params.get(filter.naam) or filter.standaard(self)
            if tekst and self._mag(filter, filter.label):
                try:
                    waarden[filter.naam] = filter.lees(self, tekst)
                except Onbegrepen as fout:
                    self._sla_over(filter, str(fout))
                    if standaard := filter.standaard(self):
                        waarden[filter.naam] = filter.lees(self, standaard)
        return waarden

    def _sla_over(self, filter: Filter, waarom: str) -> None:
        self.params.pop(filter.naam, None)
        self.meldingen.append(f"{filter.label}: {waarom} Dit filter is overgeslagen.")

    def _mag(self, wat: Kolom | Filter, label: str) -> bool:
        if wat.mag(self.user):
            return True
        naam = wat.naam if isinstance(wat, Filter) else wat.key
        self.params.pop(naam, None)
        self.meldingen.append(f"‘{label}’ mag u niet zien. Wij hebben dit overgeslagen.")
        return False

    @cached_property
    def toegestaan(self) -> dict[str, Kolom]:
        """The columns that this user may choose."""
        return {k.key: k for k in self.kolommen if k.mag(self.user) and not k.verborgen}

    def _getoond(self) -> list[Kolom]:
        """The columns of the screen, in order; those that name the row always come first."""
        gevraagd = [k for k in self.params.get("kolommen", "").split(",") if k]
        alle = {kolom.key: kolom for kolom in self.kolommen if not kolom.verborgen}
        if any(sleutel not in alle for sleutel in gevraagd):
            self.meldingen.append("Een van de kolommen kennen wij niet. Die hebben wij overgeslagen.")
            self.params["kolommen"] = ",".join(dict.fromkeys(k for k in gevraagd if k in alle))
        goed = [k for k in gevraagd if k in alle and self._mag(alle[k], alle[k].label)]
        keuze = goed or self.standaardkolommen
        return [alle[k] for k in dict.fromkeys([*self.vast, *keuze]) if k in self.toegestaan]

    def _sortering(self) -> str:
        gevraagd = self.params.get("sorteer") or self.standaardsortering
        kolom = next((k for k in self.kolommen if k.key == gevraagd.removeprefix("-")), None)
        if kolom is None or kolom.op is None:
            self.params.pop("sorteer", None)
            self.meldingen.append(f"Zo kunnen wij niet sorteren. {self.sorteerzin}")
            return self.standaardsortering
        if not kolom.mag(self.user):
            self.meldingen.append(f"Op ‘{kolom.label}’ kunt u niet sorteren. {self.sorteerzin}")
            return self.standaardsortering
        return gevraagd

    @property
    def sorteer_gekozen(self) -> bool:
        return self.sorteer != self.standaardsortering

    @cached_property
    def naslag(self) -> Any:
        """What filters and columns look names up in; read once for a page."""
        return None

    @cached_property
    def sinds(self) -> date | None:
        """The day to compare with; ``None`` when nothing is compared."""
        return None

    @cached_property
    def gekozen(self) -> dict[str, str]:
        """The filters in use, as said on the screen; what is so without choosing is left out."""
        return {
            filter.naam: filter.zeg(self, self.waarden[filter.naam])
            for filter in self.filters
            if filter.naam in self.waarden and filter.naam in self.params
        }

    @property
    def filterzinnen(self) -> list[str]:
        """All that narrows the rows, also what does so without choosing: for who has only the paper."""
        return [f.zeg(self, self.waarden[f.naam]) for f in self.filters if f.naam in self.waarden]

    def adres(self, **anders: str | None) -> str:
        """The same list with something else in the address, back on page 1.

        Within a view only what differs from it is said; what the view has and this list has not, is empty.
        """
        doel = {naam: w for naam, w in (self.params | anders).items() if w}
        basis = self.weergave.params if self.weergave else {}
        verschil = {naam: w for naam, w in doel.items() if basis.get(naam) != w}
        verschil |= dict.fromkeys((naam for naam in basis if naam not in doel), "")
        if self.weergave:
            verschil = {"weergave": str(self.weergave.uuid)} | verschil
        elif not verschil and self.heeft_start:
            verschil = {"weergave": STANDAARD}
        return f"?{urlencode(verschil)}"

    @property
    def wis_adres(self) -> str:
        """The list without filters; its columns and order stay."""
        return self.adres(**dict.fromkeys(filter.naam for filter in self.filters))

    @property
    def chips(self) -> list[Chip]:
        return [Chip(label, self.adres(**{naam: None})) for naam, label in self.gekozen.items()]

    @property
    def koppen(self) -> Iterator[Kop]:
        for kolom in self.getoond:
            yield Kop(kolom, self._sorteerlink(kolom), self._richting(kolom.key))

    def _sorteerlink(self, kolom: Kolom) -> str:
        if kolom.op is None:
            return ""
        return self.adres(sorteer=f"-{kolom.key}" if self.sorteer == kolom.key else kolom.key)

    def _richting(self, sleutel: str) -> str:
        if self.sorteer.removeprefix("-") != sleutel:
            return ""
        return "descending" if self.sorteer.startswith("-") else "ascending"
