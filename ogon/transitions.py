"""De wegen die een afspraak aflegt: elke stap van domain.md hoofdstuk 3, één keer."""

from duoplus.transitions import StateMachine, stap
from ogon.choices import WerkplanStatus as W

WERKPLAN = StateMachine(
    "ogon.werkplan",
    stap("vullen", van=(W.CONCEPT, W.IN_HERZIENING), label="Vullen uit DVO’s", wie="teammanager"),
    stap("wijzigen", van=(W.CONCEPT, W.IN_HERZIENING), label="Regel toevoegen", wie="teammanager"),
    stap(
        "inplannen",
        van=(W.CONCEPT, W.VASTGESTELD, W.IN_UITVOERING, W.IN_HERZIENING),
        label="Opdracht inplannen",
        wie="teammanager",
        eist="een opdracht met uren van dit team",
    ),
    stap(
        "toetsen",
        van=W.CONCEPT,
        naar=W.GETOETST,
        label="Uren toetsen",
        wie="teammanager",
        eist="elk kwartaal past in de uren van het team",
    ),
    stap("aanpassen", van=W.GETOETST, naar=W.CONCEPT, label="Weer aanpassen", wie="teammanager"),
    stap(
        "vaststellen",
        van=(W.GETOETST, W.IN_HERZIENING),
        naar=W.VASTGESTELD,
        label="Werkplan vaststellen",
        wie="voorzitter",
        eist="een reden, en elk kwartaal past in de uren van het team",
    ),
    stap(
        "bijwerken",
        van=(W.VASTGESTELD, W.IN_UITVOERING),
        naar=W.IN_UITVOERING,
        label="Uren bijwerken",
        wie="teammanager",
        eist="gewerkte en nog verwachte uren in een kwartaal",
    ),
    stap(
        "herzien",
        van=(W.VASTGESTELD, W.IN_UITVOERING),
        naar=W.IN_HERZIENING,
        label="Werkplan herzien",
        wie="teammanager",
        eist="een reden",
    ),
    stap(
        "afsluiten",
        van=(W.VASTGESTELD, W.IN_UITVOERING),
        naar=W.AFGESLOTEN,
        label="Werkplan afsluiten",
        wie="concerncontroller",
        eist="het jaar is voorbij",
    ),
)
