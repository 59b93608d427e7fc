"""De lijst met aanvragen als één vraag: bladzijde, teller en download lezen dezelfde."""

from collections.abc import Iterator
from functools import cached_property
from typing import Any, NamedTuple

from django.core.paginator import EmptyPage, Page, PageNotAnInteger, Paginator
from django.db.models import Case, F, QuerySet, Value, When
from django.db.models.functions import Coalesce
from django.http import QueryDict
from django.utils.http import urlencode

from duoplus.models import Gebruiker
from duoplus.reports import Dataset, uit_eigen_transactie
from duoplus.web.templatetags.duo import getal
from maatwerk.choices import AanvraagStatus as S
from maatwerk.filters import STATUSKEUZES, AanvraagFilter
from maatwerk.models import Aanvraag
from maatwerk.reports.aanvragenlijst import KOLOMMEN, Naslag, Regel, als_regels, regels

PER_BLADZIJDE = 50
MAX_BLADZIJDEN = 100
TEL_TOT = 1000  # beyond this the screen says "1.000+"
STANDAARD = "-gewijzigd"

_VOLGORDE = Case(*(When(status=status, then=Value(plek)) for plek, status in enumerate(S)))
_KLAAR_OP = Coalesce("opdracht__einddatum", "gewenste_datum")
# Per value of ?sorteer=: what to order by; the primary key makes the order certain.
SORTERINGEN: dict[str, Any] = {
    "nummer": Coalesce("nummer", "extern_nummer"),
    "titel": F("titel_sorteer"),
    "gemeente": F("organisatie__volgorde"),
    "team": F("team__kort"),
    "status": _VOLGORDE,
    "klaar": _KLAAR_OP,
    "gewijzigd": F("gewijzigd_op"),
}


class Chip(NamedTuple):
    label: str
    url: str


class Kop(NamedTuple):
    """The head of a column; ``richting`` as aria-sort says it, empty when not sorted by it."""

    label: str
    url: str
    richting: str
    is_getal: bool


KOPPEN = (
    ("Nummer", "nummer"),
    ("Aanvraag", "titel"),
    ("Gemeente", "gemeente"),
    ("Team", "team"),
    ("Status", "status"),
    ("Uren", ""),
    ("Klaar op", "klaar"),
    ("Gewijzigd", "gewijzigd"),
)
GETALLEN = {"Uren", "Klaar op", "Gewijzigd"}


class Lijst:
    """What one user sees of the requests with these parameters of the address."""

    def __init__(self, params: QueryDict, user: Gebruiker) -> None:
        self.params = params
        self.naslag = Naslag()
        self.filter = AanvraagFilter(
            params, Aanvraag.objects.ingediend_voor(user), naslag=self.naslag, user=user
        )
        self.meldingen = list(self.filter.meldingen)
        self.sorteer = self._sortering()

    def _sortering(self) -> str:
        gevraagd = self.params.get("sorteer") or STANDAARD
        if gevraagd.removeprefix("-") in SORTERINGEN:
            return gevraagd
        self.meldingen.append("Zo kunnen wij niet sorteren. De laatste wijziging staat bovenaan.")
        return STANDAARD

    @property
    def sorteer_gekozen(self) -> bool:
        return self.sorteer != STANDAARD

    @property
    def aanvragen(self) -> QuerySet[Aanvraag]:
        return self.filter.qs.order_by()

    @property
    def _op_volgorde(self) -> tuple[Any, ...]:
        op, pk = SORTERINGEN[self.sorteer.removeprefix("-")], F("pk")
        if self.sorteer.startswith("-"):
            return op.desc(), pk.desc()
        return op.asc(), pk.asc()

    @cached_property
    def sleutels(self) -> list[int]:
        """The keys of the list in no order, one more than ``TEL_TOT`` at most: counting on costs too much."""
        return list(self.aanvragen.values_list("pk", flat=True)[: TEL_TOT + 1])

    @property
    def is_lang(self) -> bool:
        return len(self.sleutels) > TEL_TOT

    def rijen(self, van: int, tot: int) -> list[Regel]:
        """These lines. Only the keys are ordered and skipped, so that a deep page stays cheap.

        A short list is ordered from its keys: the database guesses badly how rare a word or a mix of
        filters is, and would walk the whole table in order to find the few.
        """
        bron = self.aanvragen if self.is_lang else Aanvraag.objects.filter(pk__in=self.sleutels)
        sleutels = bron.order_by(*self._op_volgorde).values("pk")[van:tot]
        bladzijde = Aanvraag.objects.filter(pk__in=sleutels).order_by(*self._op_volgorde)
        return list(regels(als_regels(bladzijde), self.naslag))

    def aantal(self) -> int:
        return self.aanvragen.count()

    def dataset(self) -> Dataset:
        """Every line of the filter, for a download."""
        rijen = als_regels(self.aanvragen.order_by(*self._op_volgorde))
        return Dataset("Aanvragen", KOLOMMEN, regels(uit_eigen_transactie(rijen), self.naslag))

    def bladzijde(self) -> "Bladzijde":
        """The page asked for; one that does not exist gives the first, with a sentence."""
        boek = Boek(self)
        try:
            return boek.page(self.params.get("pagina") or 1)
        except (EmptyPage, PageNotAnInteger):
            self.meldingen.append("Deze bladzijde bestaat niet. U ziet bladzijde 1.")
            return boek.page(1)

    @property
    def gekozen(self) -> dict[str, str]:
        """The filters in use, as said on the screen; what is so without choosing is left out."""
        return {
            naam: self._zeg(naam, waarde)
            for naam, waarde in self.filter.gekozen.items()
            if self.params.get(naam)
        }

    def _zeg(self, naam: str, waarde: str) -> str:
        if naam == "q":
            return f"‘{waarde}’"
        if naam == "status":
            return f"Status: {dict(STATUSKEUZES)[waarde].lower()}"
        return self.filter.keuzes[naam][waarde].naam

    @property
    def chips(self) -> list[Chip]:
        return [Chip(label, self.adres(**{naam: None})) for naam, label in self.gekozen.items()]

    @property
    def koppen(self) -> Iterator[Kop]:
        for label, veld in KOPPEN:
            yield Kop(label, self._sorteerlink(veld), self._richting(veld), label in GETALLEN)

    def _sorteerlink(self, veld: str) -> str:
        return self.adres(sorteer=f"-{veld}" if self.sorteer == veld else veld) if veld else ""

    def _richting(self, veld: str) -> str:
        if not veld or self.sorteer.removeprefix("-") != veld:
            return ""
        return "descending" if self.sorteer.startswith("-") else "ascending"

    def adres(self, **anders: str | None) -> str:
        """The same list with something else in the address, back on page 1; what is empty is left out."""
        params = self.params.copy()
        for naam, waarde in {"pagina": None, **anders}.items():
            params[naam] = waarde or ""
        return f"?{urlencode([(naam, str(waarde)) for naam, waarde in params.items() if waarde])}"


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
        return "1.000+" if self.lijst.is_lang else getal(self.count)

    def page(self, number: Any) -> "Bladzijde":
        nummer = self.validate_number(number)
        van = (nummer - 1) * self.per_page
        bladzijde = Bladzijde(self.lijst.rijen(van, van + self.per_page + 1), nummer, self)
        if nummer > 1 and not bladzijde.object_list:
            raise EmptyPage("beyond the last line")
        return bladzijde


class Bladzijde(Page):
    """Knows that there is more from the one line it read too many."""

    def __init__(self, rijen: list[Regel], nummer: int, boek: Boek) -> None:
        super().__init__(rijen[: boek.per_page], nummer, boek)
        self.is_meer = len(rijen) > boek.per_page

    def has_next(self) -> bool:
        return self.is_meer and self.number < MAX_BLADZIJDEN

    def end_index(self) -> int:
        return int(self.start_index()) + len(self) - 1

    @property
    def is_einde(self) -> bool:
        """The last page there is, though the list goes on: narrow the filter."""
        return self.is_meer and self.number == MAX_BLADZIJDEN
