"""De jaarkalender: van regels naar de fasen van één cyclus, met hun dagen."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from typing import NamedTuple

from duoplus.calc.nederlands import datum
from duoplus.calc.werkdagen import DAG, na_werkdagen

GEWOON_JAAR = 2001


class OngeldigeKalender(ValueError):
    """Van deze regels komt geen kalender; het bericht is een zin voor de gebruiker."""


@dataclass(frozen=True)
class Faseregel:
    """Een fase begint op de eerste werkdag op of na ``dag``-``maand``.

    ``jaar_verschuiving``: -1 is the year before the cycle. The phase ends ``werkdagen`` working days later,
    or on ``tot_dag``-``tot_maand`` of the same year; with neither, on the day before the next phase.
    """

    fase: str
    maand: int
    dag: int
    jaar_verschuiving: int = 0
    werkdagen: int | None = None
    tot_maand: int | None = None
    tot_dag: int | None = None

    def __post_init__(self) -> None:
        _controleer_dag(self.fase, self.maand, self.dag)
        if (self.tot_maand is None) != (self.tot_dag is None):
            raise OngeldigeKalender(f"Geef van het einde van ‘{self.fase}’ de dag en de maand.")
        if self.tot_maand is not None and self.tot_dag is not None:
            _controleer_dag(self.fase, self.tot_maand, self.tot_dag)
        if self.werkdagen is not None and (self.werkdagen < 0 or self.tot_maand is not None):
            raise OngeldigeKalender(f"Kies voor ‘{self.fase}’ een aantal werkdagen of een laatste dag.")

    def begin(self, jaar: int, vrij: Collection[date]) -> date:
        dag = date(jaar + self.jaar_verschuiving, self.maand, self.dag)
        return na_werkdagen(dag - DAG, 1, vrij)


class Periode(NamedTuple):
    """Een fase met haar eerste en laatste dag."""

    fase: str
    van: date
    tot: date


def kalender(regels: Sequence[Faseregel], jaar: int, vrij: Collection[date]) -> list[Periode]:
    """The phases of the cycle of ``jaar``, in order and without overlap. Raises OngeldigeKalender.

    Between a phase with a length and the next one days may lie that belong to neither.
    """
    _controleer_namen(regels)
    begin = [regel.begin(jaar, vrij) for regel in regels]
    _controleer_begin(regels, begin)
    fasen = [
        Periode(regel.fase, van, _tot(regel, van, volgende, jaar, vrij))
        for regel, van, volgende in zip(regels, begin, [*begin[1:], None], strict=False)
    ]
    _controleer_einde(fasen)
    return fasen


def huidige(fasen: Iterable[Periode], dag: date) -> Periode | None:
    return next((fase for fase in fasen if fase.van <= dag <= fase.tot), None)


def _tot(regel: Faseregel, van: date, volgende: date | None, jaar: int, vrij: Collection[date]) -> date:
    if regel.werkdagen is not None:
        return na_werkdagen(van, regel.werkdagen, vrij)
    if regel.tot_maand is not None and regel.tot_dag is not None:
        return date(jaar + regel.jaar_verschuiving, regel.tot_maand, regel.tot_dag)
    if volgende is None:
        raise OngeldigeKalender(f"Geef ‘{regel.fase}’ een einde: er komt geen fase na.")
    return volgende - DAG


def _controleer_dag(fase: str, maand: int, dag: int) -> None:
    try:
        date(GEWOON_JAAR, maand, dag)
    except ValueError:
        raise OngeldigeKalender(f"‘{fase}’: {dag}-{maand} is geen dag die elk jaar bestaat.") from None


def _controleer_namen(regels: Sequence[Faseregel]) -> None:
    """A phase that comes back would make a circle."""
    namen = [regel.fase for regel in regels]
    if dubbel := next((naam for naam in namen if namen.count(naam) > 1), None):
        raise OngeldigeKalender(f"‘{dubbel}’ staat twee keer in de kalender.")


def _controleer_begin(regels: Sequence[Faseregel], begin: Sequence[date]) -> None:
    for (regel, van), (volgende, later) in pairwise(zip(regels, begin, strict=True)):
        if later <= van:
            zin = f"‘{regel.fase}’ begint op {datum(van)}, ‘{volgende.fase}’ op {datum(later)}."
            raise OngeldigeKalender(f"{zin} Zet de fasen op volgorde.")


def _controleer_einde(fasen: Sequence[Periode]) -> None:
    for fase in fasen:
        if fase.tot < fase.van:
            raise OngeldigeKalender(f"‘{fase.fase}’ eindigt op {datum(fase.tot)}, voordat de fase begint.")
    for eerste, tweede in pairwise(fasen):
        if eerste.tot >= tweede.van:
            zin = f"‘{eerste.fase}’ loopt tot en met {datum(eerste.tot)}"
            raise OngeldigeKalender(f"{zin}; dan is ‘{tweede.fase}’ al begonnen.")
