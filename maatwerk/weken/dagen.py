"""Op welke dagen iemand nog uren kan schrijven, en waarom op een dag niet."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from duoplus import klok
from duoplus.calc.nederlands import datum, maand_en_jaar
from maatwerk.looptijd import Looptijd
from maatwerk.models import Heropening, Opdracht, Periode

DAGEN = 7
LATER = "Deze dag is nog niet geweest."


def maandag_van(dag: date) -> date:
    return dag - timedelta(days=dag.weekday())


def week_van(maandag: date) -> list[date]:
    return [maandag + timedelta(days=nr) for nr in range(DAGEN)]


@dataclass(frozen=True)
class Schrijfdagen:
    """What decides whether a day can be written on, read once for all assignments.

    The twin of ``boeken.controleer_datum`` and ``boeken.boekmaand``, which judge one booking at a time.
    """

    dicht: frozenset[date]
    looptijd: Looptijd

    @classmethod
    def lees(cls, dagen: Iterable[date]) -> "Schrijfdagen":
        maanden = {dag.replace(day=1) for dag in dagen}
        gesloten = Periode.objects.gesloten().filter(maand__in=maanden)
        heropend = Heropening.objects.geldig(klok.vandaag()).values("periode")
        return cls(
            frozenset(gesloten.exclude(pk__in=heropend).values_list("maand", flat=True)),
            Looptijd.lees(),
        )

    def weigering(self, opdracht: Opdracht, dag: date) -> str:
        """Why this day is out of reach for this assignment; empty if it is not."""
        if dag > klok.vandaag():
            return LATER
        if opdracht.gestart_op and dag < (gestart := klok.dag(opdracht.gestart_op)):
            return f"De opdracht begon op {datum(gestart)}."
        if dag > self.looptijd.laatste_dag(opdracht):
            return f"De opdracht liep tot {datum(opdracht.klaar_voor)}."
        if (maand := dag.replace(day=1)) in self.dicht:
            return f"De maand {maand_en_jaar(maand)} is afgesloten."
        return ""
