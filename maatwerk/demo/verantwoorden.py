"""Verantwoorden in het voorbeeldjaar: signalen, uitleg, het register, en rapporten in elke stand.

Of last year the yearly account over all. Of Uithoorn a definite quarter with a second version, and the
quarter after it: handed in when its months are closed, else still a draft.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from functools import partial

from duoplus.calc.maanden import laatste_dag
from duoplus.calc.nederlands import AMSTERDAM
from duoplus.choices import IncidenteelStructureel
from duoplus.models import Gebruiker, Organisatie
from duoplus.transitions import StapKanNiet
from maatwerk.actions import lumpsum, rubriceren, signalen, toelichting, verantwoording
from maatwerk.choices import Onrechtmatig, VerantwoordingStatus
from maatwerk.choices import Verantwoordingsoort as V
from maatwerk.demo.opvoering import Scene
from maatwerk.demo.overleg import NA_DE_VERHALEN
from maatwerk.demo.toneel import Toneel
from maatwerk.demo.verhaal import maand_dicht
from maatwerk.models import Boekingstotaal, Opdracht, Verantwoording

Daad = tuple[date, Callable[[], object]]
KWARTALEN = {3: V.K1, 6: V.K2, 9: V.K3, 12: V.K4}
LANG_GENOEG = timedelta(days=100)  # after the end of a quarter: reported, and corrected once
GEMEENTE = "U"
VORIG_JAAR = (
    "Duo+ werkt sinds dit jaar in het portaal. Het werk van vorig jaar staat in het oude register en is daar "
    "verantwoord. In het portaal staan van dat jaar alleen de begroting en de voorschotten."
)
DIT_JAAR = (
    "De stembureaus en het advies over erfpacht kostten minder dan begroot. Over de opvanglocatie is nog "
    "niet besloten: gaat die door, dan is het bedrag nodig."
)
VERPLAATST = "Doorrekening onderwijshuisvesting (IHP)"
TAAKVELD, WAAROM = (
    "0.4",
    "De gemeente heeft dit werk begroot onder overhead, niet onder onderwijshuisvesting.",
)
ONRECHTMATIG = "Toegankelijkheidsonderzoek website"
OORZAAK = "Het bureau kreeg de opdracht na één offerte. Boven € 5.000 vraagt het inkoopbeleid er drie."
MAATREGEL = "De contactpersoon inkoop kijkt voortaan mee voordat het team een bureau een opdracht geeft."


def scenes(toneel: Toneel) -> Iterator[Scene]:
    """Each deed on its day, after the stories and the closing of that day."""
    for dag, doe in (*_signalen(toneel), *_uitleg(toneel), *_jaarrekening(toneel), *_kwartalen(toneel)):
        if dag <= toneel.gisteren:
            yield Scene(datetime.combine(dag, time(17, 20), AMSTERDAM), NA_DE_VERHALEN, doe)


def _signalen(toneel: Toneel) -> Iterator[Daad]:
    """What the worker does every night, here once in two weeks."""
    for dag in toneel.elke_week(date(toneel.peildatum.year, 1, 1), toneel.gisteren)[::-2]:
        yield dag, partial(signalen.bewaak_jaar, dag.year)


def _uitleg(toneel: Toneel) -> Iterator[Daad]:
    """Why Diemen keeps money, and what was bought against the rules."""
    dag = toneel.na(laatste_dag(toneel.laatste_maand), -4)
    yield dag, partial(_licht_toe, toneel, "D", dag.year, DIT_JAAR)
    yield toneel.na(toneel.peildatum, -5), partial(_meld_onrechtmatigheid, toneel)


def _licht_toe(toneel: Toneel, letter: str, jaar: int, tekst: str) -> None:
    by = toneel.van("controller", letter)
    toelichting.licht_toe(toneel.organisaties[letter], jaar, by=by, tekst=tekst)


def _meld_onrechtmatigheid(toneel: Toneel) -> None:
    opdracht = Opdracht.objects.get(aanvraag__titel=ONRECHTMATIG)
    lumpsum.meld_onrechtmatigheid(
        toneel.organisaties["D"],
        toneel.peildatum.year,
        by=toneel.van("controller", "D"),
        criterium=Onrechtmatig.VOORWAARDEN,
        bedrag=Decimal("7486.35"),
        oorzaak=OORZAAK,
        maatregel=MAATREGEL,
        opdracht=opdracht,
    )


# Reports --------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Rapport:
    """One report and who acts on it."""

    jaar: int
    soort: V
    organisatie: Organisatie | None
    maker: Gebruiker
    controleur: Gebruiker

    def stel_op(self) -> None:
        verantwoording.opstellen(self.jaar, self.soort, self.organisatie, by=self.maker)

    def dien_in(self) -> None:
        verantwoording.indienen(self._laatste(), by=self.maker)

    def maak_definitief(self) -> None:
        """As the worker does. Raises ``StapKanNiet`` with the reason when it is not definite."""
        verantwoording.goedkeuren(self._laatste(), by=self.controleur)
        verantwoording.geef_uit(self._laatste().pk)
        if self._laatste().status != VerantwoordingStatus.DEFINITIEF:
            raise StapKanNiet(f"{self._laatste()}: {verantwoording.waarom_mislukt(self._laatste())}")

    def begin_opnieuw(self) -> None:
        """With an assignment that was on the wrong taakveld."""
        opdracht = Opdracht.objects.get(aanvraag__titel=VERPLAATST)
        incidenteel = IncidenteelStructureel.INCIDENTEEL
        rubriceren.rubriceer(opdracht, by=self.maker, taakveld=TAAKVELD, i_s=incidenteel, reden=WAAROM)
        verantwoording.nieuwe_versie(self._laatste(), reden=WAAROM, by=self.maker)

    def _laatste(self) -> Verantwoording:
        zelfde = Verantwoording.objects.filter(jaar=self.jaar, soort=self.soort, organisatie=self.organisatie)
        return zelfde.latest("versie")


def _jaarrekening(toneel: Toneel) -> Iterator[Daad]:
    """In March, for who has to have it before 30 April.

    Handed in and made definite on one day: a ceiling that changes in between would send it back.
    """
    jaar, dag = toneel.peildatum.year, toneel.na(date(toneel.peildatum.year, 3, 15), 1)
    maker, beraad = toneel.wie("concerncontroller"), toneel.wie("directieberaad")
    rapport = Rapport(jaar - 1, V.JAARREKENING, None, maker, beraad)
    for letter in "DUO":
        yield dag, partial(_licht_toe, toneel, letter, jaar - 1, VORIG_JAAR)
    yield dag, rapport.stel_op
    yield toneel.na(dag, 1), rapport.dien_in
    yield toneel.na(dag, 1), rapport.maak_definitief


def _kwartalen(toneel: Toneel) -> Iterator[Daad]:
    """A quarter of some time ago, and the one after it."""
    eind = _kwartaaleinde(toneel.peildatum - LANG_GENOEG)
    rapport, dag = _van_kwartaal(toneel, eind), maand_dicht(eind, toneel.vrij)
    yield dag, rapport.stel_op
    yield toneel.na(dag, 1), rapport.dien_in
    yield toneel.na(dag, 1), rapport.maak_definitief
    yield toneel.na(toneel.peildatum, -16), partial(_corrigeer, rapport, eind)
    yield from _volgend_kwartaal(toneel, laatste_dag((eind + timedelta(days=80)).replace(day=1)))


def _volgend_kwartaal(toneel: Toneel, eind: date) -> Iterator[Daad]:
    rapport = _van_kwartaal(toneel, eind)
    if eind < toneel.peildatum:
        yield toneel.na(toneel.peildatum, -4), rapport.stel_op
    if eind < toneel.laatste_maand and maand_dicht(eind, toneel.vrij) <= toneel.na(toneel.peildatum, -3):
        yield toneel.na(toneel.peildatum, -3), rapport.dien_in


def _kwartaaleinde(dag: date) -> date:
    """The last day of the last quarter that was over on this day."""
    eerste = dag.replace(month=dag.month - (dag.month - 1) % 3, day=1)
    return eerste - timedelta(days=1)


def _van_kwartaal(toneel: Toneel, eind: date) -> Rapport:
    maker, controleur = toneel.wie("concerncontroller"), toneel.van("controller", GEMEENTE)
    return Rapport(eind.year, KWARTALEN[eind.month], toneel.organisaties[GEMEENTE], maker, controleur)


def _corrigeer(rapport: Rapport, eind: date) -> None:
    """A second version, if the assignment that was on the wrong taakveld is in the report."""
    dit_jaar = (date(eind.year, 1, 1), eind)
    if Boekingstotaal.objects.filter(
        opdracht__aanvraag__titel=VERPLAATST, periode__maand__range=dit_jaar
    ).exists():
        rapport.begin_opnieuw()
        rapport.dien_in()
        rapport.maak_definitief()
