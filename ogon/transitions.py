"""De wegen die een afspraak aflegt: elke stap van domain.md hoofdstuk 3, één keer."""

from duoplus.transitions import StateMachine, stap
from ogon.choices import DvoStatus as D
from ogon.choices import MaatregelStatus as M
from ogon.choices import OpschalingStatus as O
from ogon.choices import VoorstelStatus as V
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
        van=(W.CONCEPT, W.IN_HERZIENING),
        naar=W.GETOETST,
        label="Uren toetsen",
        wie="teammanager",
        eist="elk kwartaal past in de uren van het team",
    ),
    stap(
        "aanpassen",
        van=W.GETOETST,
        naar=(W.CONCEPT, W.IN_HERZIENING),
        label="Weer aanpassen",
        wie="teammanager",
    ),
    stap(
        "vaststellen",
        van=W.GETOETST,
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

VOORSTEL = StateMachine(
    "ogon.voorstel",
    stap(
        "schrijven",
        van=(V.CONCEPT, V.INTERNE_TOETS),
        label="Tekst wijzigen",
        wie="opsteller",
    ),
    stap(
        "ter_toetsing",
        van=V.CONCEPT,
        naar=V.INTERNE_TOETS,
        label="Om parafen vragen",
        wie="opsteller",
        eist="alle onderdelen ingevuld",
    ),
    stap(
        "terugnemen",
        van=V.INTERNE_TOETS,
        naar=V.CONCEPT,
        label="Terugnemen",
        wie="opsteller",
    ),
    stap(
        "paraferen",
        van=V.INTERNE_TOETS,
        label="Paraaf zetten",
        wie="wie het vakgebied toetst, nooit de opsteller",
        eist="de tekst van nu",
    ),
    stap(
        "op_weg",
        van=V.INTERNE_TOETS,
        naar=V.ONDERWEG,
        label="Op weg sturen",
        wie="opsteller",
        eist="vier parafen onder de tekst van nu",
    ),
    stap(
        "herzien",
        van=V.ONDERWEG,
        naar=V.INTERNE_TOETS,
        label="Tekst herzien",
        wie="opsteller",
        eist="een reden, en nog geen besluit van een college",
    ),
    stap(
        "uitkomst",
        van=V.ONDERWEG,
        naar=(V.ONDERWEG, V.BESLOTEN),
        label="Uitkomst vastleggen",
        wie="wie voor het orgaan spreekt",
        eist="het voorstel ligt daar voor",
    ),
    stap(
        "voorbehoud",
        van=(V.ONDERWEG, V.BESLOTEN),
        label="Voorbehoud vervalt",
        wie="wie voor het orgaan spreekt",
        eist="de begroting is vastgesteld",
    ),
    stap(
        "uitvoeren",
        van=V.BESLOTEN,
        naar=V.UITGEVOERD,
        label="Uitgevoerd melden",
        wie="opsteller",
        eist="niemand wees het af en er staat geen voorbehoud meer",
    ),
    stap(
        "intrekken",
        van=(V.CONCEPT, V.INTERNE_TOETS, V.ONDERWEG),
        naar=V.INGETROKKEN,
        label="Intrekken",
        wie="opsteller",
        eist="een reden",
    ),
)

MAATREGEL = StateMachine(
    "ogon.efficiencymaatregel",
    stap(
        "wijzigen",
        van=(M.IDEE, M.BUSINESSCASE),
        label="Tekst wijzigen",
        wie="eigenaar",
    ),
    stap(
        "doelen",
        van=(M.IDEE, M.BUSINESSCASE),
        label="Doel invullen",
        wie="eigenaar",
    ),
    stap(
        "uitwerken",
        van=M.IDEE,
        naar=M.BUSINESSCASE,
        label="Uitwerken tot businesscase",
        wie="eigenaar",
    ),
    stap(
        "voorleggen",
        van=M.BUSINESSCASE,
        naar=M.BESLUIT,
        label="Besluit vragen",
        wie="eigenaar",
        eist="een businesscase, incidenteel of structureel, en een doel",
    ),
    stap(
        "besluiten",
        van=M.BESLUIT,
        naar=(M.BUSINESSCASE, M.UITVOERING, M.VERVALLEN),
        label="Besluit nemen",
        wie="directieberaad",
    ),
    stap(
        "resultaat",
        van=(M.UITVOERING, M.GEREALISEERD),
        label="Resultaat vastleggen",
        wie="eigenaar of controller",
        eist="bewijs",
    ),
    stap(
        "afronden",
        van=M.UITVOERING,
        naar=M.GEREALISEERD,
        label="Als gerealiseerd afronden",
        wie="concerncontroller",
        eist="voor elk doel een resultaat met bewijs",
    ),
    stap("delen", van=tuple(M), label="Bedragen delen", wie="eigenaar"),
    stap(
        "vervallen",
        van=(M.IDEE, M.BUSINESSCASE, M.BESLUIT, M.UITVOERING),
        naar=M.VERVALLEN,
        label="Laten vervallen",
        wie="eigenaar",
        eist="een reden",
    ),
)

IN_DE_MAAK = (D.CONCEPT, D.IN_AFSTEMMING, D.TER_PARAAF, D.TER_ONDERTEKENING)

DVOVERSIE = StateMachine(
    "ogon.dvoversie",
    stap("wijzigen", van=(D.CONCEPT, D.IN_AFSTEMMING), label="Wijzigen", wie="teammanager"),
    stap(
        "voorleggen",
        van=D.CONCEPT,
        naar=D.IN_AFSTEMMING,
        label="Voorleggen aan de gemeente",
        wie="teammanager",
        eist="er staat iets in",
    ),
    stap(
        "opmerken",
        van=IN_DE_MAAK[1:],
        label="Opmerking geven",
        wie="gemeente, Duo+",
        eist="een tekst",
    ),
    stap(
        "ter_paraaf",
        van=D.IN_AFSTEMMING,
        naar=D.TER_PARAAF,
        label="Parafen vragen",
        wie="teammanager",
        eist="een regel die zegt wie er tekenen",
    ),
    stap(
        "terugnemen",
        van=(D.IN_AFSTEMMING, D.TER_PARAAF),
        naar=D.CONCEPT,
        label="Terugnemen om te wijzigen",
        wie="teammanager",
        eist="een reden, en nog geen paraaf",
    ),
    stap(
        "paraferen",
        van=D.TER_PARAAF,
        naar=(D.TER_PARAAF, D.TER_ONDERTEKENING),
        label="Paraferen",
        wie="wie deze functie heeft",
        eist="een mandaat",
    ),
    stap(
        "ondertekenen",
        van=D.TER_ONDERTEKENING,
        naar=(D.TER_ONDERTEKENING, D.VAN_KRACHT),
        label="Ondertekenen",
        wie="wie deze functie heeft",
        eist="een mandaat",
    ),
    stap(
        "intrekken",
        van=IN_DE_MAAK,
        naar=D.INGETROKKEN,
        label="Versie intrekken",
        wie="teammanager",
        eist="een reden",
    ),
)

WACHT_OP_ANTWOORD = (O.GEMELD, O.VOORBEREID, O.GEAGENDEERD)
OPSCHALING = StateMachine(
    "ogon.opschaling",
    stap(
        "voorbereiden",
        van=(O.GEMELD, O.VOORBEREID),
        naar=O.VOORBEREID,
        label="Advies schrijven",
        wie="bestuursadviseur",
        eist="een advies",
    ),
    stap(
        "agenderen",
        van=(O.GEMELD, O.VOORBEREID),
        naar=O.GEAGENDEERD,
        label="Op de agenda zetten",
        wie="bestuursadviseur",
    ),
    stap(
        "intrekken",
        van=WACHT_OP_ANTWOORD,
        naar=O.INGETROKKEN,
        label="Vraag intrekken",
        wie="voorzitter",
        eist="een reden",
    ),
    stap(
        "beantwoorden",
        van=WACHT_OP_ANTWOORD,
        naar=O.BESLOTEN,
        label="Antwoord geven",
        wie="lid directieberaad",
        eist="een antwoord en waarom; bij akkoord mits een voorwaarde",
    ),
    stap(
        "terugkoppelen",
        van=O.BESLOTEN,
        naar=O.TERUGGEKOPPELD,
        label="Antwoord terugkoppelen",
        wie="bestuursadviseur",
        eist="wat het OGON nu kan doen",
    ),
    stap(
        "sluiten",
        van=O.TERUGGEKOPPELD,
        naar=O.GESLOTEN,
        label="Opschaling sluiten",
        wie="voorzitter of secretaris",
    ),
)
