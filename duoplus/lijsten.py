"""Elke lijst van het portaal: kolommen en filters als gegevens, de hele stand in het adres.

Een lijst noemt haar kolommen, haar filters en waar de rijen vandaan komen; bladzijde, teller, weergave en
export lezen daarna hetzelfde object. Apps melden hun lijsten aan in ``ready()``:

    lijsten.register("aanvragen", AanvragenLijst)
"""

from collections import namedtuple
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from decimal import Decimal
from functools import cached_property
from typing import Any, ClassVar, NamedTuple, TypeVar

from django.core.exceptions import EmptyResultSet
from django.core.paginator import EmptyPage, Page, PageNotAnInteger, Paginator
from django.db import connection
from django.db.models import F, Q, QuerySet
from django.http import QueryDict
from django.utils.http import urlencode
from django.utils.timezone import get_default_timezone

from duoplus import klok
from duoplus.calc.nederlands import Onleesbaar, bedrag, datum_kort, lees_bedrag, lees_datum, uren
from duoplus.models import Gebruiker, Lijstweergave
from duoplus.reports import Column, Dataset, uit_eigen_transactie

PER_BLADZIJDE = 50
MAX_BLADZIJDEN = 100
TEL_TOT = 1000  # beyond this the screen says "1.000+"
MAX_TEKENS = 200
STANDAARD = "standaard"  # ?weergave=standaard: the list without any view
GEEN_FILTER = ("sorteer", "kolommen")
ONBEKEND = "Deze keuze kennen wij niet."

Waarde = TypeVar("Waarde")
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


class Onbegrepen(ValueError):
    """What stands in the address makes no sense; the text is a sentence."""


def _begrepen(lees: Callable[[str], Waarde], tekst: str) -> Waarde:
    try:
        return lees(tekst[:MAX_TEKENS])
    except Onleesbaar as fout:
        raise Onbegrepen(str(fout)) from fout


@dataclass(frozen=True)
class Filter:
    """Something to narrow a list by: a word, as the plainest of them. ``pas_toe(list, value)`` gives a Q.

    ``meer``: behind "Meer filters" as long as it is not in use; ``verborgen``: only in an address.
    """

    naam: str
    label: str
    pas_toe: Callable[[Any, Any], Q]
    zin: str = "{}"  # how the chip says it
    meer: bool = False
    verborgen: bool = False
    mag: Toets = iedereen
    standaard: Callable[[Any], str] = lambda lijst: ""

    soort: ClassVar[str] = "woord"

    def lees(self, lijst: "Lijst", tekst: str) -> Any:
        """The value that stands for ``tekst``. Raises ``Onbegrepen`` with a sentence."""
        if "\0" in tekst:
            raise Onbegrepen("Uw zoekwoord heeft een teken dat niet kan. Typ het opnieuw.")
        if len(tekst) > MAX_TEKENS:
            raise Onbegrepen(f"Gebruik ten hoogste {MAX_TEKENS} tekens om te zoeken.")
        return tekst

    def zeg(self, lijst: "Lijst", waarde: Any) -> str:
        return self.zin.format(waarde)


@dataclass(frozen=True)
class Keuze(Filter):
    """One of some choices; ``keuzes(list)`` gives pairs of value and name, the first the empty one."""

    keuzes: Callable[[Any], Iterable[tuple[str, str]]] = lambda lijst: ()
    klein: bool = False  # in a sentence the name has no capital

    soort: ClassVar[str] = "keuze"

    def lees(self, lijst: "Lijst", tekst: str) -> str:
        if tekst not in dict(self.keuzes(lijst)):
            raise Onbegrepen(ONBEKEND)
        return tekst

    def zeg(self, lijst: "Lijst", waarde: str) -> str:
        naam = dict(self.keuzes(lijst))[waarde]
        return self.zin.format(naam.lower() if self.klein else naam)


@dataclass(frozen=True)
class Dag(Filter):
    """A day as Dutch people type it."""

    soort: ClassVar[str] = "dag"

    def lees(self, lijst: "Lijst", tekst: str) -> date:
        return _begrepen(lees_datum, tekst)

    def zeg(self, lijst: "Lijst", waarde: date) -> str:
        return self.zin.format(datum_kort(waarde))


@dataclass(frozen=True)
class Getal(Filter):
    """An amount of hours or euros."""

    is_bedrag: bool = False

    soort: ClassVar[str] = "getal"

    def lees(self, lijst: "Lijst", tekst: str) -> Decimal:
        return _begrepen(lees_bedrag, tekst)

    def zeg(self, lijst: "Lijst", waarde: Decimal) -> str:
        return self.zin.format(bedrag(waarde) if self.is_bedrag else uren(waarde))


@dataclass(frozen=True)
class Geweest(Dag):
    """A day that has been, to compare with."""

    def lees(self, lijst: "Lijst", tekst: str) -> date:
        dag = super().lees(lijst, tekst)
        if dag > klok.vandaag():
            raise Onbegrepen("Kies een dag die geweest is.")
        return dag


class Chip(NamedTuple):
    label: str
    url: str


class Kop(NamedTuple):
    """The head of a column; ``richting`` as aria-sort says it, empty when not sorted by it."""

    kolom: Kolom
    url: str
    richting: str


class Lijst:
    """What one user sees of something, with these parameters of the address: rows, columns and order.

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
    url: str  # the address of the page

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

    # What the address says -------------------------------------------------------------------------------

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

    # The rows --------------------------------------------------------------------------------------------

    @cached_property
    def naslag(self) -> Any:
        """What the columns look names up in; read once for a page."""
        return None

    def bron(self) -> QuerySet[Any]:
        """Everything this user may see, before any filter."""
        raise NotImplementedError

    @cached_property
    def gevonden(self) -> QuerySet[Any]:
        """What the filters leave, in no order."""
        voorwaarden = (f.pas_toe(self, self.waarden[f.naam]) for f in self.filters if f.naam in self.waarden)
        return self.bron().filter(*voorwaarden).order_by()

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
        return list(self.gevonden.values_list("pk", flat=True)[: TEL_TOT + 1])

    @property
    def is_lang(self) -> bool:
        return len(self.sleutels) > TEL_TOT

    def rijen(self, van: int, tot: int) -> list[Any]:
        """These rows, with an attribute per column. Only keys are ordered and skipped, for deep pages.

        A short list is ordered from its keys: the database guesses badly how rare a word or a mix of
        filters is, and would walk the whole table in order to find the few.
        """
        alle = self.gevonden.model._default_manager
        bron = self.gevonden if self.is_lang else alle.filter(pk__in=self.sleutels)
        sleutels = bron.order_by(*self._op_volgorde).values("pk")[van:tot]
        return list(map(self._rij._make, self._velden(alle.filter(pk__in=sleutels))))

    @cached_property
    def _kolommen_van_rij(self) -> dict[str, Any]:
        """Per attribute of a row what to read for it."""
        namen = dict.fromkeys([*self.gelezen, *(kolom.key for kolom in self.getoond)])
        alle = {kolom.key: kolom for kolom in self.kolommen}
        velden = {naam: self._bron_van(alle[naam].bron) for naam in namen}
        return velden | {f"toen_{k.key}": k.toen(self) for k in self.vergeleken if k.toen}

    @cached_property
    def _rij(self) -> Any:
        return namedtuple("Rij", self._kolommen_van_rij)

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
        rij_van: Any = namedtuple("Rij", [kolom.key for kolom, _ in paren])  # type: ignore[misc]
        maak, naslag = rij_van._make, self.naslag
        lees = [(plek[kolom.key], zeg) for kolom, zeg in paren]
        for rij in rijen:
            yield maak([zeg(rij[i], naslag) if zeg else rij[i] for i, zeg in lees])

    def bladzijde(self, nummer: str | None) -> "Bladzijde":
        """The page asked for; one that does not exist gives the first, with a sentence."""
        boek = Boek(self)
        try:
            return boek.page(nummer or 1)
        except (EmptyPage, PageNotAnInteger):
            self.meldingen.append("Deze bladzijde bestaat niet. U ziet bladzijde 1.")
            return boek.page(1)


class Boek(Paginator):
    """Pages of a list that counts no further than it shows."""

    def __init__(self, lijst: Lijst) -> None:
        self.lijst = lijst
        super().__init__([], PER_BLADZIJDE)

    @cached_property
    def count(self) -> int:
        return len(self.lijst.sleutels)

    @property
    def num_pages(self) -> int:
        return MAX_BLADZIJDEN if self.lijst.is_lang else super().num_pages

    @property
    def totaal(self) -> str:
        return zeg_aantal(self.count)

    def page(self, number: Any) -> "Bladzijde":
        nummer = self.validate_number(number)
        van = (nummer - 1) * self.per_page
        bladzijde = Bladzijde(self.lijst.rijen(van, van + self.per_page + 1), nummer, self)
        if nummer > 1 and not bladzijde.object_list:
            raise EmptyPage("beyond the last line")
        return bladzijde


class Bladzijde(Page):
    """Knows that there is more from the one line it read too many."""

    paginator: Any

    def __init__(self, rijen: list[Any], nummer: int, boek: Boek) -> None:
        super().__init__(rijen[: boek.per_page], nummer, boek)
        self.is_meer = len(rijen) > boek.per_page

    def has_next(self) -> bool:
        return self.is_meer and self.number < MAX_BLADZIJDEN

    def end_index(self) -> int:
        return int(self.start_index()) + len(self) - 1

    @property
    def vorige(self) -> str:
        return self._adres(self.number - 1)

    @property
    def hier(self) -> str:
        return self._adres(self.number)

    @property
    def volgende(self) -> str:
        return self._adres(self.number + 1)

    def _adres(self, nummer: int) -> str:
        return str(self.paginator.lijst.adres(pagina=str(nummer) if nummer > 1 else None))

    @property
    def is_einde(self) -> bool:
        """The last page there is, though the list goes on: narrow the filter."""
        return self.is_meer and self.number == MAX_BLADZIJDEN


def zeg_aantal(aantal: int) -> str:
    """As far as the screen counts: "212", "1.000+"."""
    return "1.000+" if aantal > TEL_TOT else f"{aantal:,}".replace(",", ".")


# The lists by name ---------------------------------------------------------------------------------------

_lijsten: dict[str, type[Lijst]] = {}


def register(naam: str, lijst: type[Lijst]) -> None:
    _lijsten[naam] = lijst


def maak(naam: str, params: QueryDict, user: Any) -> Lijst:
    """The list called ``naam`` as ``user`` sees it, in the view that the address names.

    Raises ``KeyError`` for a name nobody registered.
    """
    soort, gevraagd = _lijsten[naam], params.get("weergave", "")
    if gevraagd in ("", STANDAARD):
        return soort(params, user)
    weergave = Lijstweergave.objects.voor(user, naam).met_uuid(gevraagd)
    lijst = soort(params, user, weergave)
    if weergave is None:
        lijst.meldingen.append(
            "Deze weergave bestaat niet, of is niet voor u. U ziet de Standaardweergave."
            " Vraag uw collega het adres bij ‘Om te delen’."
        )
    return lijst


def open_lijst(naam: str, params: QueryDict, user: Any) -> tuple[Lijst, list[Lijstweergave]]:
    """The same for a page: the bare address opens the own default view, or else that of the role."""
    weergaven = list(Lijstweergave.objects.voor(user, naam))
    start = next((w for w in weergaven if w.is_standaard), None)
    if start is not None and not params:
        lijst = _lijsten[naam](params, user, start)
    else:
        lijst = maak(naam, params, user)
    lijst.heeft_start = start is not None
    return lijst, weergaven


def maak_met(naam: str, weergave: Lijstweergave, user: Any) -> Lijst:
    """The list as this view shows it to this reader."""
    return _lijsten[naam]({}, user, weergave)


def tellers(naam: str, weergaven: Iterable[Lijstweergave], user: Any) -> list[Lijstweergave]:
    """These views, each with ``teller``: how many rows it holds for this reader. One query for all."""
    geteld = list(weergaven)
    stukken = [_telbaar(maak_met(naam, weergave, user)) for weergave in geteld]
    if stukken:
        sql = ", ".join(f"(SELECT COUNT(*) FROM ({stuk}) AS rijen)" for stuk, _ in stukken)  # noqa: S608
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT {sql}", [waarde for _, waarden in stukken for waarde in waarden])
            for weergave, aantal in zip(geteld, cursor.fetchone(), strict=True):
                weergave.teller = zeg_aantal(aantal)
    return geteld


def _telbaar(lijst: Lijst) -> tuple[str, tuple[Any, ...]]:
    """The keys of this list as SQL; of a list that can hold nothing Django writes none."""
    try:
        return lijst.gevonden.values("pk")[: TEL_TOT + 1].query.sql_with_params()
    except EmptyResultSet:
        return "SELECT 1 WHERE FALSE", ()
