"""De weg van een verantwoording: concept, ter controle, definitief; twee mensen."""

from duoplus.transitions import StateMachine, stap
from maatwerk.choices import VerantwoordingStatus as V

VERANTWOORDING = StateMachine(
    "maatwerk.verantwoording",
    stap("schrijven", van=V.CONCEPT, label="Tekst wijzigen", wie="concerncontroller"),
    stap(
        "indienen",
        van=V.CONCEPT,
        naar=V.TER_CONTROLE,
        label="Ter controle geven",
        wie="concerncontroller",
        eist="de gegevens worden vastgezet",
    ),
    stap(
        "terugleggen",
        van=V.TER_CONTROLE,
        naar=V.CONCEPT,
        label="Terug naar concept",
        wie="concerncontroller of wie controleert",
        eist="een reden",
    ),
    stap(
        "goedkeuren",
        van=V.TER_CONTROLE,
        label="Definitief maken",
        wie="directieberaad, of de controller van de gemeente; niet wie opstelde",
        eist="R1 tot en met R12 zijn groen",
    ),
    stap(
        "uitgeven",
        van=V.TER_CONTROLE,
        naar=V.DEFINITIEF,
        label="Uitgeven",
        wie="het portaal, namens wie goedkeurde",
        eist="er is niets gewijzigd sinds het indienen",
    ),
    stap(
        "intrekken",
        van=V.CONCEPT,
        naar=V.INGETROKKEN,
        label="Concept weggooien",
        wie="concerncontroller",
        eist="een reden",
    ),
    versieveld="rijversie",
)
