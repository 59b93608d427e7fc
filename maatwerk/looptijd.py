"""Van welke tot welke dag er op een opdracht geboekt kan worden; de enige plek die dat weet (R6)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from duoplus import klok
from duoplus.calc.werkdagen import na_werkdagen
from duoplus.models import Feestdag, Termijn
from maatwerk.models import Opdracht

UITLOOP = "opdracht.uitloop"


def uitloop(dag: date) -> int:
    """How many working days an assignment may run on after its end date."""
    return Termijn.objects.werkdagen(UITLOOP, dag) or 0


@dataclass(frozen=True)
class Looptijd:
    """The term and the days off as they hold today, read once for any number of assignments."""

    uitloop: int
    vrij: Mapping[date, str]

    @classmethod
    def lees(cls) -> "Looptijd":
        return cls(uitloop(klok.vandaag()), Feestdag.objects.als_vrij())

    def laatste_dag(self, opdracht: Opdracht) -> date:
        """The end date and the working days that it may run out (domain.md section 3: 10, an assumption)."""
        return na_werkdagen(opdracht.klaar_voor, self.uitloop, self.vrij)

    def dagen(self, opdracht: Opdracht) -> tuple[date, date]:
        """The first and the last day of its bookings.

        An assignment from an old list has no known start, and its end date there is a wish: only the day
        it was closed counts.
        """
        gestart, dicht = opdracht.gestart_op, opdracht.aanvraag.afgesloten_op
        einde = self.laatste_dag(opdracht) if gestart else date.max
        return klok.dag(gestart) if gestart else date.min, min(einde, klok.dag(dicht)) if dicht else einde
