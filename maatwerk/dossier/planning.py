"""De zes stappen van een aanvraag, elk met de datum waarop zij bereikt is of verwacht wordt.

An expected date is a chain: what is left of the present term, then the terms of the states that follow,
then the first meeting of the OGON. Each link is one sentence, so that the page can show how it came about.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from duoplus import klok
from duoplus.calc.nederlands import datum, datum_kort
from duoplus.calc.werkdagen import leg_uit, werkdagen_tussen
from duoplus.models import Gebeurtenis
from maatwerk.choices import AanvraagStatus as S
from maatwerk.choices import AfspraakSoort
from maatwerk.models import Aanvraag
from maatwerk.rules import geldige_raming, opdracht_van
from maatwerk.transitions import TOT_OGON, WACHT_OP

# Each step with the field that says when it was reached.
STAPPEN = (
    ("Ingediend", "ingediend_op"),
    ("Scherp gemaakt", "bevestigd_op"),
    ("Getoetst", "akkoord_op"),
    ("Geprioriteerd", "geprioriteerd_op"),
    ("In uitvoering", "gestart_op"),
    ("Verantwoord", "afgesloten_op"),
)
# The step that is under way in each state; IN_UITVOERING has reached its step and is still in it.
ONDERWEG = {
    S.INGEDIEND: 1,
    S.IN_INTAKE: 1,
    S.IN_VERIFICATIE: 1,
    S.IN_RAMING: 2,
    S.TER_AKKOORD: 2,
    S.TER_PRIORITERING: 3,
    S.WACHTLIJST: 3,
    S.AANGEHOUDEN: 3,
    S.GEPRIORITEERD: 4,
    S.OPDRACHT_VERLEEND: 4,
    S.IN_UITVOERING: 4,
    S.OPGELEVERD: 5,
    S.AFGESLOTEN: 6,
}
# The states of the straight road, with the step that their end completes.
WEG = (
    (S.INGEDIEND, None),
    (S.IN_INTAKE, None),
    (S.IN_VERIFICATIE, 1),
    (S.IN_RAMING, None),
    (S.TER_AKKOORD, 2),
    (S.TER_PRIORITERING, 3),
    (S.GEPRIORITEERD, None),
    (S.OPDRACHT_VERLEEND, 4),
    (S.IN_UITVOERING, None),
    (S.OPGELEVERD, 5),
)
GESTOPT = (S.AFGEWEZEN, S.INGETROKKEN)
PARTIJ = {"duoplus": "wacht op Duo+", "gemeente": "wacht op de gemeente", "ogon": "wacht op het OGON"}


@dataclass(frozen=True)
class Kalender:
    """What dates are reckoned with: terms in working days, days off with their names, coming meetings."""

    vandaag: date
    termijnen: Mapping[str, int]
    vrij: Mapping[date, str]
    vergaderingen: Sequence[date]

    def vergadering_vanaf(self, dag: date) -> date | None:
        return next((v for v in self.vergaderingen if v >= dag), None)


@dataclass(frozen=True)
class Verwacht:
    """An expected date with the sentences that explain it; without a date the last one says why."""

    datum: date | None
    uitleg: tuple[str, ...]


@dataclass(frozen=True)
class Stap:
    """``staat``: done, current, stopped or nothing for what is still to come."""

    label: str
    staat: str
    tekst: str
    verwacht: Verwacht | None = None


def stappen(aanvraag: Aanvraag, kalender: Kalender, feiten: Sequence[Gebeurtenis], op_u: bool) -> list[Stap]:
    """``op_u``: the request waits for who looks at it."""
    if aanvraag.status in GESTOPT:
        return _gestopt(aanvraag, feiten)
    onderweg = ONDERWEG[_plek(aanvraag)]
    verwacht = Keten(aanvraag, kalender).verwacht()
    return [
        _bereikt(aanvraag, i)
        if i < onderweg
        else Stap(
            label,
            "current" if i == onderweg else "",
            _nu(aanvraag, kalender, op_u) if i == onderweg else _later(verwacht.get(i)),
            verwacht.get(i),
        )
        for i, (label, _) in enumerate(STAPPEN)
    ]


def _plek(aanvraag: Aanvraag) -> S:
    """Where it stands on the road; a question does not move it."""
    status = aanvraag.status if aanvraag.status != S.AANVULLING_GEVRAAGD else aanvraag.kwam_van
    return S(status or S.IN_INTAKE)


def _bereikt(aanvraag: Aanvraag, i: int) -> Stap:
    label, veld = STAPPEN[i]
    moment = getattr(aanvraag, veld)
    return Stap(label, "done", datum_kort(moment) if moment else "datum niet bekend")


def _gestopt(aanvraag: Aanvraag, feiten: Sequence[Gebeurtenis]) -> list[Stap]:
    van = next((f.gegevens["van"] for f in reversed(feiten) if f.gegevens.get("naar") == aanvraag.status), "")
    tot = ONDERWEG.get(S(van), 1) if van and van != S.CONCEPT else 1
    stop = f"{aanvraag.get_status_display().lower()} op {datum_kort(aanvraag.status_sinds)}"
    return [
        _bereikt(aanvraag, i)
        if i < tot
        else Stap(label, "stopped" if i == tot else "", stop if i == tot else "vervalt")
        for i, (label, _) in enumerate(STAPPEN)
    ]


def _later(verwacht: Verwacht | None) -> str:
    if verwacht is None or verwacht.datum is None:
        return "nog niet te zeggen"
    return f"verwacht {datum_kort(verwacht.datum)}"


def _nu(aanvraag: Aanvraag, kalender: Kalender, op_u: bool) -> str:
    status, termijn = aanvraag.status, aanvraag.termijn_op
    if status == S.IN_UITVOERING:
        return f"sinds {datum_kort(aanvraag.gestart_op)}" if aanvraag.gestart_op else "bezig"
    if status == S.WACHTLIJST:
        wat = "op de wachtlijst"
    elif status == S.AANGEHOUDEN:
        return f"aangehouden tot {datum_kort(termijn)}" if termijn else "aangehouden"
    elif status == S.GEPRIORITEERD and not op_u:
        wat = "wacht op de parafen"
    elif status == S.OPGELEVERD and getattr(opdracht_van(aanvraag), "geaccepteerd_op", None):
        return "geaccepteerd, Duo+ rondt af"
    else:
        wat = "wacht op u" if op_u else PARTIJ[WACHT_OP[S(status)]]
    return f"{wat}, {_termijn(status, termijn, kalender.vandaag)}" if termijn else wat


def _termijn(status: str, termijn: date, vandaag: date) -> str:
    op_tafel, voorbij = status in TOT_OGON, termijn < vandaag
    if op_tafel:
        return f"{'stond' if voorbij else 'komt'} op tafel op {datum_kort(termijn)}"
    return f"{'dat moest voor' if voorbij else 'uiterlijk'} {datum_kort(termijn)}"


@dataclass
class Keten:
    """Walks the road from where the request is and remembers each date and how it was found."""

    aanvraag: Aanvraag
    kalender: Kalender
    zinnen: list[str] = field(default_factory=list)

    def verwacht(self) -> dict[int, Verwacht]:
        """Per step that is still to come: the expected date and its explanation."""
        gevonden: dict[int, Verwacht] = {}
        dag: date | None = self.kalender.vandaag
        for status, stap in self._te_gaan():
            dag = self._eind(status, dag) if dag else None
            if stap is not None:
                gevonden[stap] = Verwacht(dag, tuple(self.zinnen))
                self.zinnen = [] if dag else ["Dat hangt af van een datum die nog niet bekend is."]
        return gevonden

    def _te_gaan(self) -> Iterator[tuple[S, int | None]]:
        """The state of today under its own name, so that its own term counts, then the road ahead."""
        plek = _plek(self.aanvraag)
        op_weg = S.TER_PRIORITERING if plek in (S.WACHTLIJST, S.AANGEHOUDEN) else plek
        statussen = [status for status, _ in WEG]
        vanaf = statussen.index(op_weg) if op_weg in statussen else len(WEG)
        for i, (status, stap) in enumerate(WEG[vanaf:]):
            yield (S(self.aanvraag.status) if i == 0 else status), stap

    def _eind(self, status: S, dag: date) -> date | None:
        if status == S.AANVULLING_GEVRAAGD:
            return self._na_antwoord(dag)
        if status in (*TOT_OGON, S.AANGEHOUDEN):
            return self._vergadering(dag)
        if status == S.IN_UITVOERING:
            return self._einddatum(dag)
        dag = self._na_termijn(status, dag)
        return self._vroegste_start(dag) if status == S.OPDRACHT_VERLEEND else dag

    def _na_termijn(self, status: S, dag: date) -> date:
        aantal, vrij = self.kalender.termijnen.get(f"maatwerk.{status}"), self.kalender.vrij
        termijn = self.aanvraag.termijn_op if status == self.aanvraag.status else None
        if termijn and termijn >= dag:
            dag = min(dag, klok.dag(self.aanvraag.status_sinds))
            aantal = werkdagen_tussen(dag, termijn, vrij)
        elif termijn:
            self.zinnen.append(f"‘{status.label}’ had klaar moeten zijn op {datum(termijn)}.")
            return dag
        if aantal is None:
            return dag
        uitkomst = leg_uit(dag, aantal, vrij)
        self.zinnen.append(f"‘{status.label}’: {uitkomst.zin}")
        return uitkomst.einddatum

    def _na_antwoord(self, dag: date) -> date:
        """The clock stands still; the rest of the term runs on from the day the answer is due."""
        vraag = next((v for v in self.aanvraag.vragen.all() if v.beantwoord_op is None), None)
        antwoord = max(dag, vraag.uiterlijk_op) if vraag else dag
        uitkomst = leg_uit(antwoord, max(self.aanvraag.rest_werkdagen or 0, 0), self.kalender.vrij)
        self.zinnen.append(
            f"De klok staat stil tot het antwoord er is. Komt dat op {datum(antwoord)}, dan loopt de rest "
            f"van de termijn verder: {uitkomst.zin}"
        )
        return uitkomst.einddatum

    def _vergadering(self, dag: date) -> date | None:
        if self.aanvraag.status == S.AANGEHOUDEN and self.aanvraag.termijn_op:
            dag = max(dag, self.aanvraag.termijn_op)
            self.zinnen.append(f"Het OGON kijkt er weer naar vanaf {datum(dag)}.")
        komend = self.kalender.vergadering_vanaf(dag)
        if komend is None:
            self.zinnen.append(f"Er is na {datum(dag)} nog geen vergadering van het OGON gepland.")
        else:
            self.zinnen.append(
                f"De eerste vergadering van {self.aanvraag.ogon} vanaf {datum(dag)} is op {datum(komend)}."
            )
        return komend

    def _vroegste_start(self, dag: date) -> date:
        raming = geldige_raming(self.aanvraag)
        if raming is None or raming.vroegste_start is None or raming.vroegste_start <= dag:
            return dag
        self.zinnen.append(f"Duo+ kan op zijn vroegst beginnen op {datum(raming.vroegste_start)}.")
        return raming.vroegste_start

    def _einddatum(self, dag: date) -> date | None:
        eind = einddatum(self.aanvraag)
        if eind is None:
            self.zinnen.append("Er is nog geen einddatum.")
            return None
        zin = f"De einddatum van het werk is {datum(eind)}."
        if eind < dag and self.aanvraag.status != S.IN_UITVOERING:
            zin += f" Dat is eerder dan het werk kan beginnen, dus wij rekenen vanaf {datum(dag)}."
        self.zinnen.append(zin)
        return max(dag, eind)


def einddatum(aanvraag: Aanvraag) -> date | None:
    """What was ordered, else what was promised, else what was wished."""
    opdracht = opdracht_van(aanvraag)
    if opdracht is not None:
        return opdracht.klaar_voor
    belofte = next((a for a in aanvraag.afspraken.all() if a.soort == AfspraakSoort.TIJDIGHEID), None)
    return (belofte and belofte.datum) or aanvraag.gewenste_datum
