"""Een verhaal is wat er met één aanvraag gebeurde; het rooster zet elke stap op een werkdag."""

import tomllib
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from itertools import accumulate
from pathlib import Path
from typing import Any

from duoplus.calc.maanden import laatste_dag
from duoplus.calc.werkdagen import na_werkdagen
from maatwerk.choices import AanvraagStatus as S

BESTAND = Path(__file__).parent / "verhalen.toml"


@dataclass(frozen=True)
class Verhaal:
    """One table of verhalen.toml; the comment on top of that file says what the numbers mean."""

    nr: int
    titel: str
    gemeenten: str
    ogon: str
    team: str
    uren: int
    groep: str
    status: str
    aanleiding: str
    urgentie: str
    taakveld: str
    probleem: str
    resultaat: str
    extern: int = 0
    extern_wat: str = ""
    vergadering: int | None = None
    geleden: int = 0
    klaar: int = 0
    nog: int = 40
    opnieuw: int = 0
    opgeschaald: bool = False
    vervanger: bool = False
    motivering: str = ""
    effect: str = ""
    merkbaar: int = 1
    afbakening: str = ""
    afbakening_eerst: str = ""
    criteria: str = ""
    niet_doen: str = ""
    vraag: str = ""
    antwoord: str = ""
    correctie: str = ""
    tegenvoorstel: str = ""
    reden: str = ""
    voorwaarde: str = ""
    code: str = ""
    vervolg: str = ""
    uren_geboekt: str = "0"
    herstel: bool = False
    oplevering: str = ""
    score: int = 0
    oordeel: str = ""
    hierna: str = ""
    risico: str = ""
    ook: dict[str, Any] = field(default_factory=dict)
    facturen: list[list[str]] = field(default_factory=list)
    voortgang: list[str] = field(default_factory=list)
    bijlagen: list[str] = field(default_factory=list)
    gesprek: list[dict[str, Any]] = field(default_factory=list)
    weekstaat: bool = False
    uit_bestand: bool = False
    vergeten: int = 0
    wijziging: dict[str, Any] = field(default_factory=dict)

    @property
    def geboekt(self) -> Decimal:
        return Decimal(self.uren_geboekt)

    @property
    def besluit(self) -> str:
        """The step with which the OGON decides."""
        if self.opgeschaald:
            return "opschalen"
        return BESLUIT.get(S(self.status), "prioriteren")


BESLUIT = {S.WACHTLIJST: "op_wachtlijst_zetten", S.AANGEHOUDEN: "aanhouden", S.AFGEWEZEN: "afwijzen"}

# (step, working days after the step before, the field without which it does not happen)
VOOR_BESLUIT = (
    ("concept", 0, ""),
    ("indienen", 1, ""),
    ("in_behandeling_nemen", 2, ""),
    ("vraag_stellen", 2, "vraag"),
    ("aanvullen", 4, "vraag"),
    ("ter_verificatie", 3, "effect"),
    ("paraferen", 1, "effect"),
    ("corrigeren", 3, "correctie"),
    ("ter_verificatie_2", 2, "correctie"),
    ("paraferen_2", 1, "correctie"),
    ("bevestigen", 3, "effect"),
    ("voorstellen", 6, ""),
    ("tegenvoorstel", 4, "tegenvoorstel"),
    ("voorstellen_2", 4, "tegenvoorstel"),
    ("akkoord_inhoud", 3, ""),
    ("akkoord_dekking", 2, ""),
)
NA_BESLUIT = (("opdracht_klaarzetten", 1), ("opdracht_paraferen", 1), ("starten", 4))
AAN_HET_EIND = (("opleveren", 0), ("accepteren", 3), ("afsluiten", 5))
SLUITEN = 8  # working days after its last day a month closes (the term ``periode.sluiten``)
LAATSTE = {
    S.INGEDIEND: "indienen",
    S.IN_INTAKE: "in_behandeling_nemen",
    S.IN_VERIFICATIE: "paraferen",
    S.IN_RAMING: "bevestigen",
    S.TER_PRIORITERING: "akkoord_dekking",
    S.AFGEWEZEN: "bevestigen",
    S.GEPRIORITEERD: "opdracht_klaarzetten",
    S.OPDRACHT_VERLEEND: "opdracht_paraferen",
    S.IN_UITVOERING: "starten",
    S.OPGELEVERD: "opleveren",
    S.AFGESLOTEN: "afsluiten",
}


def lees() -> list[Verhaal]:
    with BESTAND.open("rb") as bestand:
        return [Verhaal(**tabel) for tabel in tomllib.load(bestand)["verhaal"]]


def rooster(
    verhaal: Verhaal, peildatum: date, vergaderingen: list[date], vrij: Collection[date]
) -> dict[str, date]:
    """The day of each step, in order; ``vergaderingen`` of its OGON, latest first, all before today."""
    gisteren = na_werkdagen(peildatum, -1, vrij)
    dagen = dict(_tot_besluit(verhaal, gisteren, vergaderingen, vrij))
    if verhaal.status in (S.OPGELEVERD, S.AFGESLOTEN):
        dagen |= _vanaf(AAN_HET_EIND, na_werkdagen(peildatum, -verhaal.klaar, vrij), vrij)
        dagen["afsluiten"] = max(dagen["afsluiten"], maand_dicht(dagen["opleveren"], vrij))
    if verhaal.status == S.OPGELEVERD and verhaal.score:
        dagen.pop("afsluiten")
    else:
        dagen = _tot_en_met(dagen, verhaal)
    return {stap: min(dag, gisteren) for stap, dag in dagen.items()}


def maand_dicht(dag: date, vrij: Collection[date]) -> date:
    """The working day after the one on which the month of ``dag`` closes: until then a file stays open."""
    return na_werkdagen(laatste_dag(dag.replace(day=1)), SLUITEN + 1, vrij)


def _tot_besluit(
    verhaal: Verhaal, gisteren: date, vergaderingen: list[date], vrij: Collection[date]
) -> Iterator[tuple[str, date]]:
    """Counted back from the meeting, or from the last step where nothing has been decided yet."""
    stappen = [(stap, gat) for stap, gat, veld in VOOR_BESLUIT if not veld or getattr(verhaal, veld)]
    if verhaal.vergadering is None or verhaal.status == S.AFGEWEZEN:
        stappen = stappen[: 1 + [stap for stap, _ in stappen].index(_laatste_voor_besluit(stappen, verhaal))]
    plaatsen = list(accumulate(gat for _, gat in stappen))
    if verhaal.vergadering is None:
        eind, speling = na_werkdagen(gisteren, 1 - verhaal.geleden, vrij), 0
    else:
        eind, speling = vergaderingen[verhaal.vergadering], 3 + verhaal.nr % 4
    for (stap, _), plaats in zip(stappen, plaatsen, strict=True):
        yield stap, na_werkdagen(eind, plaats - plaatsen[-1] - speling, vrij)
    if verhaal.vergadering is not None:
        yield verhaal.besluit, eind
        yield from _vanaf(NA_BESLUIT, eind, vrij).items()


def _laatste_voor_besluit(stappen: list[tuple[str, int]], verhaal: Verhaal) -> str:
    laatste = LAATSTE[S(verhaal.status)]
    return f"{laatste}_2" if f"{laatste}_2" in dict(stappen) else laatste


def _vanaf(stappen: tuple[tuple[str, int], ...], dag: date, vrij: Collection[date]) -> dict[str, date]:
    gaten = accumulate(gat for _, gat in stappen)
    return {stap: na_werkdagen(dag, gat, vrij) for (stap, _), gat in zip(stappen, gaten, strict=True)}


def _tot_en_met(dagen: dict[str, date], verhaal: Verhaal) -> dict[str, date]:
    """Cut after the step with which this story ends for now."""
    if verhaal.vergadering is None:
        return dagen
    laatste = LAATSTE[S(verhaal.status)] if verhaal.besluit == "prioriteren" else verhaal.besluit
    stappen = list(dagen)
    return {stap: dagen[stap] for stap in stappen[: stappen.index(laatste) + 1]}
