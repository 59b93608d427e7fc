"""Rekenen met werkdagen: maandag tot en met vrijdag, zonder de vrije dagen.

``vrij`` is steeds een verzameling datums; een mapping van datum naar naam mag ook.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from duoplus.calc.nederlands import datum

DAG = timedelta(days=1)
WEEKEND = "weekend"


@dataclass(frozen=True)
class Termijn:
    """Een termijn in werkdagen die zichzelf uitlegt."""

    start: date
    aantal: int
    einddatum: date
    overgeslagen: tuple[tuple[date, str], ...]

    @property
    def zin(self) -> str:
        """'10 werkdagen na 3 december 2026 is 17 december 2026. Niet meegeteld: 2 weekenden.'"""
        niet = self._niet_meegeteld()
        return self._uitkomst() + (f" Niet meegeteld: {', '.join(niet)}." if niet else "")

    def _uitkomst(self) -> str:
        werkdagen = "werkdag" if abs(self.aantal) == 1 else "werkdagen"
        richting = "vóór" if self.aantal < 0 else "na"
        return f"{abs(self.aantal)} {werkdagen} {richting} {datum(self.start)} is {datum(self.einddatum)}."

    def _niet_meegeteld(self) -> list[str]:
        weekenden = {dag.isocalendar()[:2] for dag, reden in self.overgeslagen if reden == WEEKEND}
        feestdagen = [reden for _, reden in self.overgeslagen if reden != WEEKEND]
        geteld = f"{len(weekenden)} weekend{'en' if len(weekenden) > 1 else ''}"
        return [geteld, *feestdagen] if weekenden else feestdagen


def is_werkdag(dag: date, vrij: Collection[date]) -> bool:
    return dag.weekday() < 5 and dag not in vrij


def na_werkdagen(start: date, aantal: int, vrij: Collection[date]) -> date:
    """``aantal`` werkdagen na ``start``, dat zelf niet meetelt; negatief telt terug, 0 is ``start``."""
    stap = DAG if aantal > 0 else -DAG
    dag, over = start, abs(aantal)
    while over:
        dag += stap
        over -= is_werkdag(dag, vrij)
    return dag


def werkdagen_tussen(van: date, tot: date, vrij: Collection[date]) -> int:
    """Werkdagen na ``van`` tot en met ``tot``.

    Swapping the two days swaps the sign, and adjoining stretches add up, whatever days they meet on.
    """
    if tot < van:
        return -werkdagen_tussen(tot, van, vrij)
    vrije_werkdagen = sum(van < dag <= tot and dag.weekday() < 5 for dag in set(vrij))
    return _doordeweeks_tot_en_met(tot) - _doordeweeks_tot_en_met(van) - vrije_werkdagen


def wettelijke_termijn(einddag: date, vrij: Collection[date]) -> date:
    """A statutory term ending on a weekend or holiday runs on to the next working day.

    Source: Algemene termijnenwet (Stb. 1964, 314), artikel 1 lid 1.
    """
    while not is_werkdag(einddag, vrij):
        einddag += DAG
    return einddag


def leg_uit(start: date, aantal: int, vrij: Mapping[date, str]) -> Termijn:
    """Als na_werkdagen, met elke overgeslagen dag en waarom; een feestdag in het weekend is 'weekend'."""
    einddatum = na_werkdagen(start, aantal, vrij)
    eerste, laatste = sorted((start, einddatum))
    tussen = (eerste + DAG * n for n in range(1, (laatste - eerste).days))
    overgeslagen = tuple(
        (dag, WEEKEND if dag.weekday() >= 5 else vrij[dag]) for dag in tussen if not is_werkdag(dag, vrij)
    )
    return Termijn(start, aantal, einddatum, overgeslagen)


def _doordeweeks_tot_en_met(dag: date) -> int:
    """Mondays to Fridays since 1 January of year 1, which was a Monday."""
    weken, rest = divmod(dag.toordinal(), 7)
    return weken * 5 + min(rest, 5)
