"""De weg van een aanvraag: elke stap van design.md hoofdstuk 8, één keer."""

from datetime import date

from duoplus import klok
from duoplus.calc.werkdagen import na_werkdagen, werkdagen_tussen
from duoplus.models import Feestdag, Termijn, Vergadering
from duoplus.transitions import StateMachine, stap
from maatwerk.calc.wachttijd import Partij
from maatwerk.choices import AanvraagStatus as S
from maatwerk.models import Aanvraag
from maatwerk.models.aanvraag import IN_TRIAGE

VOOR_OPDRACHT = (
    S.INGEDIEND,
    S.IN_INTAKE,
    S.AANVULLING_GEVRAAGD,
    S.IN_VERIFICATIE,
    S.IN_RAMING,
    S.TER_AKKOORD,
    S.TER_PRIORITERING,
    S.GEPRIORITEERD,
    S.WACHTLIJST,
    S.AANGEHOUDEN,
)
NA_BEVESTIGING = (S.IN_RAMING, S.TER_AKKOORD, S.TER_PRIORITERING, S.WACHTLIJST, S.AANGEHOUDEN)
# Until there is a proposal: that is of one team, and agreed in one OGON.
VOOR_VOORSTEL = (S.IN_INTAKE, S.AANVULLING_GEVRAAGD, S.IN_VERIFICATIE, S.IN_RAMING)
# Somebody took it up, and it is not over.
ONDERWEG = (*VOOR_OPDRACHT[1:], S.OPDRACHT_VERLEEND, S.IN_UITVOERING, S.OPGELEVERD)
MET_VRAAG = (S.INGEDIEND, S.IN_INTAKE, S.IN_VERIFICATIE, S.IN_RAMING)

# From a proposal with an amount until the work is under way.
MET_GELD = (
    S.TER_AKKOORD,
    S.TER_PRIORITERING,
    S.GEPRIORITEERD,
    S.WACHTLIJST,
    S.AANGEHOUDEN,
    S.OPDRACHT_VERLEEND,
    S.IN_UITVOERING,
)

# States whose end is the next meeting of the OGON instead of a number of working days.
TOT_OGON = (S.TER_PRIORITERING, S.WACHTLIJST)

# On whom a request waits in each state: the timeline, the waiting time and the work list read it.
WACHT_OP: dict[str, Partij] = {
    S.INGEDIEND: "duoplus",
    S.IN_INTAKE: "duoplus",
    S.AANVULLING_GEVRAAGD: "gemeente",
    S.IN_VERIFICATIE: "gemeente",
    S.IN_RAMING: "duoplus",
    S.TER_AKKOORD: "gemeente",
    S.TER_PRIORITERING: "ogon",
    S.GEPRIORITEERD: "ogon",
    S.WACHTLIJST: "ogon",
    S.AANGEHOUDEN: "ogon",
    S.OPDRACHT_VERLEEND: "duoplus",
    S.IN_UITVOERING: "duoplus",
    S.OPGELEVERD: "gemeente",
}

# The steps that bring a request further; who may take one of these is the one it waits for.
VERDER = {
    S.INGEDIEND: ("in_behandeling_nemen",),
    S.IN_INTAKE: ("ter_verificatie",),
    S.AANVULLING_GEVRAAGD: ("aanvullen",),
    S.IN_VERIFICATIE: ("paraferen", "bevestigen"),
    S.IN_RAMING: ("voorstellen",),
    S.TER_AKKOORD: ("akkoord_geven",),
    S.TER_PRIORITERING: ("prioriteren",),
    S.WACHTLIJST: ("prioriteren",),
    S.AANGEHOUDEN: ("prioriteren",),
    S.GEPRIORITEERD: ("opdracht_geven",),
    S.OPDRACHT_VERLEEND: ("starten",),
    S.IN_UITVOERING: ("opleveren",),
    S.OPGELEVERD: ("accepteren", "afsluiten"),
}


def zet_termijn(aanvraag: Aanvraag, van: str, naar: str) -> None:
    """Set since when the new state holds and when it should end.

    Asking a question stops the clock: the rest of the term is kept and runs on after the answer.
    """
    vandaag, vrij = klok.vandaag(), Feestdag.objects.als_vrij()
    if naar == S.AANVULLING_GEVRAAGD and aanvraag.termijn_op:
        aanvraag.rest_werkdagen = werkdagen_tussen(vandaag, aanvraag.termijn_op, vrij)
    aanvraag.status_sinds = aanvraag.gewijzigd_op = klok.nu()
    aanvraag.geparkeerd_tot = None
    if van == S.AANVULLING_GEVRAAGD and aanvraag.rest_werkdagen is not None:
        aanvraag.termijn_op = na_werkdagen(vandaag, max(aanvraag.rest_werkdagen, 0), vrij)
        aanvraag.rest_werkdagen = None
    else:
        aanvraag.termijn_op = _termijn(aanvraag, naar, vandaag, vrij)


def zet_einde_termijn(aanvraag: Aanvraag, dag: date) -> None:
    """An act may name the end of the term itself; call it after the transition, in its transaction."""
    aanvraag.termijn_op = dag
    aanvraag.save(update_fields=["termijn_op"])


def _termijn(aanvraag: Aanvraag, status: str, vandaag: date, vrij: dict[date, str]) -> date | None:
    if status in TOT_OGON:
        return volgende_ogon(aanvraag, vandaag)
    aantal = Termijn.objects.werkdagen(f"maatwerk.{status}", vandaag)
    return na_werkdagen(vandaag, aantal, vrij) if aantal is not None else None


def volgende_ogon(aanvraag: Aanvraag, dag: date) -> date | None:
    """The date of the next meeting of this request's OGON; ``None`` if none is planned."""
    komend = Vergadering.objects.komend(dag).filter(gremium=aanvraag.ogon_id)
    return komend.values_list("datum", flat=True).first()


AANVRAAG = StateMachine(
    "maatwerk.aanvraag",
    stap(
        "indienen",
        van=S.CONCEPT,
        naar=S.INGEDIEND,
        label="Aanvraag indienen",
        wie="aanvrager",
        eist="het formulier is compleet",
    ),
    stap(
        "in_behandeling_nemen",
        van=S.INGEDIEND,
        naar=S.IN_INTAKE,
        label="In behandeling nemen",
        wie="secretaris, draaischijf",
        eist="waar het werk onder valt, met de grond, en een behandelaar",
    ),
    stap(
        "parkeren",
        van=IN_TRIAGE,
        label="Parkeren",
        wie="secretaris, draaischijf",
        eist="de datum om er weer naar te kijken en een reden; de status blijft",
    ),
    stap(
        "dubbel_melden",
        van=IN_TRIAGE,
        naar=S.AFGEWEZEN,
        label="Dubbele aanvraag",
        wie="secretaris, draaischijf",
        eist="de aanvraag die er al is en een reden; wie volgt, gaat mee",
    ),
    stap(
        "vraag_stellen",
        van=MET_VRAAG,
        naar=S.AANVULLING_GEVRAAGD,
        label="Vraag stellen",
        wie="secretaris, teammanager; draaischijf bij een nieuwe aanvraag",
        eist="de vraag, wie antwoordt en wanneer; de klok staat stil",
    ),
    stap(
        "aanvullen",
        van=S.AANVULLING_GEVRAAGD,
        naar=MET_VRAAG,
        label="Vraag beantwoorden",
        wie="aanvrager, opdrachtgever",
        eist="het antwoord",
    ),
    stap(
        "ter_verificatie",
        van=S.IN_INTAKE,
        naar=S.IN_VERIFICATIE,
        label="Ter bevestiging voorleggen",
        wie="secretaris",
        eist="zo hebben wij u begrepen, wanneer het goed is, dubbele gecontroleerd, anderen gevraagd",
    ),
    stap(
        "paraferen",
        van=S.IN_VERIFICATIE,
        label="Paraaf zetten",
        wie="teammanager",
        eist="de tekst van deze versie",
    ),
    stap(
        "corrigeren",
        van=S.IN_VERIFICATIE,
        naar=S.IN_INTAKE,
        label="Dit klopt niet",
        wie="opdrachtgever",
        eist="wat er niet klopt",
    ),
    stap(
        "bevestigen",
        van=S.IN_VERIFICATIE,
        naar=S.IN_RAMING,
        label="Ja, dit klopt",
        wie="opdrachtgever",
        eist="de paraaf van de teammanager",
    ),
    stap(
        "herzien",
        van=NA_BEVESTIGING,
        naar=S.IN_VERIFICATIE,
        label="Vraag aanpassen",
        wie="secretaris, teammanager",
        eist="een wijziging en de reden; de bevestiging en de raming vervallen",
    ),
    stap(
        "voorstellen",
        van=S.IN_RAMING,
        naar=S.TER_AKKOORD,
        label="Voorstel doen",
        wie="teammanager",
        eist="ramingsregels, de drie afspraken, vroegste start, risico’s",
    ),
    stap(
        "tegenvoorstel",
        van=S.TER_AKKOORD,
        naar=S.IN_RAMING,
        label="Ander voorstel doen",
        wie="opdrachtgever, budgethouder",
        eist="een reden",
    ),
    stap(
        "akkoord_geven",
        van=S.TER_AKKOORD,
        naar=(S.TER_AKKOORD, S.TER_PRIORITERING),
        label="Akkoord geven",
        wie="opdrachtgever en budgethouder",
        eist="twee akkoorden per gemeente, van twee mensen",
    ),
    stap(
        "prioriteren",
        van=(S.TER_PRIORITERING, S.WACHTLIJST, S.AANGEHOUDEN),
        naar=S.GEPRIORITEERD,
        label="Prioriteren",
        wie="voorzitter",
        eist="besluit akkoord of akkoord mits, een plaats en een reden",
    ),
    stap(
        "op_wachtlijst_zetten",
        van=(S.TER_PRIORITERING, S.GEPRIORITEERD, S.AANGEHOUDEN),
        naar=S.WACHTLIJST,
        label="Op de wachtlijst zetten",
        wie="voorzitter",
        eist="besluit en reden",
    ),
    stap(
        "aanhouden",
        van=(S.TER_PRIORITERING, S.WACHTLIJST, S.GEPRIORITEERD, S.AANGEHOUDEN),
        naar=S.AANGEHOUDEN,
        label="Aanhouden",
        wie="voorzitter",
        eist="besluit, reden en de datum om er weer naar te kijken",
    ),
    stap(
        "opschalen",
        van=(S.TER_PRIORITERING, S.GEPRIORITEERD, S.WACHTLIJST, S.AANGEHOUDEN),
        label="Opschalen",
        wie="voorzitter",
        eist="besluit en reden; de status blijft",
    ),
    stap(
        "afwijzen",
        van=VOOR_OPDRACHT,
        naar=S.AFGEWEZEN,
        label="Afwijzen",
        wie="voorzitter; secretaris bij een basistaak",
        eist="besluit, reden en wat de gemeente nu kan doen",
    ),
    stap(
        "opdracht_geven",
        van=S.GEPRIORITEERD,
        naar=(S.GEPRIORITEERD, S.OPDRACHT_VERLEEND),
        label="Opdracht geven",
        wie="voorzitter en budgethouder",
        eist="plafonds in uren en euro’s, einddatum, twee parafen",
    ),
    stap(
        "financiering",
        van=MET_GELD,
        label="Betaling vastleggen",
        wie="budgethouder",
        eist="per gemeente: gedekt, onder voorbehoud met een begrotingsmoment, of doet niet mee",
    ),
    stap(
        "op_risico",
        van=(S.GEPRIORITEERD, S.OPDRACHT_VERLEEND),
        label="Beginnen op risico",
        wie="voorzitter",
        eist="besluit en reden, zolang een gemeente een voorbehoud heeft",
    ),
    stap(
        "starten",
        van=S.OPDRACHT_VERLEEND,
        naar=S.IN_UITVOERING,
        label="Starten",
        wie="teammanager",
        eist="een of meer uitvoerders",
    ),
    stap(
        "opleveren",
        van=S.IN_UITVOERING,
        naar=S.OPGELEVERD,
        label="Opleveren",
        wie="teammanager",
        eist="het resultaat",
    ),
    stap(
        "niet_akkoord",
        van=S.OPGELEVERD,
        naar=S.IN_UITVOERING,
        label="Nog niet goed",
        wie="opdrachtgever",
        eist="wat er ontbreekt",
    ),
    stap(
        "accepteren",
        van=S.OPGELEVERD,
        label="Accepteren",
        wie="opdrachtgever",
        eist="een cijfer van 1 tot en met 5",
    ),
    stap(
        "afsluiten",
        van=S.OPGELEVERD,
        naar=S.AFGESLOTEN,
        label="Afsluiten",
        wie="concerncontroller",
        eist="acceptatie, of geen reactie binnen de termijn na een herinnering",
    ),
    stap(
        "intrekken",
        van=(S.CONCEPT, *VOOR_OPDRACHT),
        naar=S.INGETROKKEN,
        label="Intrekken",
        wie="aanvrager, opdrachtgever",
        eist="een reden",
    ),
    stap(
        "heropenen",
        van=(S.AFGEWEZEN, S.INGETROKKEN),
        naar=(S.IN_INTAKE, S.INGEDIEND),
        label="Heropenen",
        wie="secretaris",
        eist="een reden",
    ),
    stap(
        "toewijzen",
        van=ONDERWEG,
        label="Toewijzen",
        wie="secretaris, teammanager",
        eist="een team, een behandelaar of beide; de status blijft",
    ),
    stap(
        "naar_ogon",
        van=(S.INGEDIEND, *VOOR_VOORSTEL),
        label="Naar een ander OGON",
        wie="secretaris; draaischijf bij een nieuwe aanvraag",
        eist="het OGON en een reden; de status blijft",
    ),
    stap(
        "betrekken",
        van=ONDERWEG,
        label="Ander OGON betrekken",
        wie="secretaris, voorzitter",
        eist="welke andere OGON’s de aanvraag raakt; de status blijft",
    ),
    bij_overgang=zet_termijn,
)
