"""Een lijst per bladzijde, geteld tot zover het scherm telt."""

from functools import cached_property
from typing import TYPE_CHECKING, Any

from django.core.paginator import EmptyPage, Page, Paginator

from duoplus.calc.nederlands import met_punten

if TYPE_CHECKING:
    from duoplus.lijsten.lijst import Lijst

PER_BLADZIJDE = 50
MAX_BLADZIJDEN = 100
TEL_TOT = 1000  # beyond this the screen says "1.000+"


class Boek(Paginator):
    """Pages of a list that counts no further than it shows."""

    def __init__(self, lijst: "Lijst") -> None:
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
    return "1.000+" if aantal > TEL_TOT else met_punten(aantal)
