"""De begrippenlijst: woorden die een nieuwe collega niet hoeft te kennen.

Meanings follow the glossary of the domain reference; statuses come from the app that has them.
"""

from django.utils.text import slugify

from duoplus.hulp import Begrip

BEGRIPPEN = (
    Begrip(
        "Aanhouden",
        "Het OGON beslist nu nog niet. Er is een datum om er weer naar te kijken.",
        "Bij een besluit van het OGON.",
    ),
    Begrip(
        "Aanvraag",
        "Het verzoek van een gemeente aan Duo+ om maatwerk te doen.",
        "Op de pagina Aanvragen. Elke aanvraag heeft een nummer, zoals MW-2026-0001.",
    ),
    Begrip(
        "Acceptatiecriteria",
        "De punten waaraan het werk moet voldoen. Zijn ze alle waar, dan is het werk goed.",
        "In de tekst die u bevestigt, bij ‘Wanneer is het goed’.",
    ),
    Begrip(
        "Addendum",
        "Een wijziging op een getekende DVO. Er staat alleen in wat anders wordt.",
        "Bij een DVO, onder ‘Versies’.",
    ),
    Begrip(
        "Afspraak",
        "Wat gemeente en Duo+ beloven over haalbaar, op tijd en goed.",
        "In het voorstel van Duo+.",
    ),
    Begrip(
        "Agendafeed",
        "Een adres waarmee uw agendaprogramma zelf uw vergaderingen ophaalt.",
        "Onderaan elke pagina, bij ‘Agenda op uw telefoon’.",
    ),
    Begrip(
        "Agendapunt",
        "Een onderwerp waar een vergadering over praat of beslist.",
        "Op de pagina van een vergadering.",
    ),
    Begrip(
        "Akkoord mits",
        "Het OGON zegt ja, maar met een voorwaarde. De voorwaarde staat in het besluit.",
        "Bij een besluit van het OGON.",
    ),
    Begrip(
        "AVG-toets",
        "Een controle of het werk veilig omgaat met persoonsgegevens.",
        "In het voorstel van Duo+, bij ‘Ook nodig’.",
    ),
    Begrip(
        "Basistakenpakket",
        "Het vaste werk dat Duo+ voor alle deelnemende gemeenten doet. De gemeenten betalen dit samen.",
        "Bij de eerste vraag van een nieuwe aanvraag.",
    ),
    Begrip(
        "Bestuursadviseur",
        "Iemand van Duo+ die het directieberaad en het bestuur helpt.",
        "Bij de rollen in deze handleiding.",
    ),
    Begrip(
        "Besluit",
        "Wat een overleg kiest, met de reden. Niemand kan een besluit later wijzigen.",
        "Op de pagina Besluiten. Elk besluit heeft een nummer, zoals BES-2026-0001.",
    ),
    Begrip(
        "Besluitenlijst",
        "Alle besluiten en acties van één vergadering bij elkaar. Het overleg stelt de lijst vast.",
        "Op de pagina van een vergadering.",
    ),
    Begrip(
        "Boeking",
        "Een regel met uren of kosten op een opdracht. Een fout herstelt u met een tegenboeking.",
        "Op de pagina van een opdracht.",
    ),
    Begrip(
        "Budgethouder",
        "Degene bij de gemeente die over een budget gaat.",
        "In de aanvraag, bij Kosten, en bij het akkoord op het voorstel.",
    ),
    Begrip(
        "Businesscase",
        "De uitwerking van een idee: wat kost het en wat levert het op?",
        "Bij een maatregel.",
    ),
    Begrip(
        "Concerncontroller",
        "Degene bij Duo+ die het geld bewaakt en dossiers sluit.",
        "Bij het afsluiten van een aanvraag.",
    ),
    Begrip(
        "CPI-overleg",
        "Het overleg van de contactpersonen inkoop van de vier organisaties.",
    ),
    Begrip(
        "Cyclus",
        "Een jaar van een OGON, van vraag ophalen tot terugkijken. Er is steeds één fase.",
        "Op de pagina van een OGON.",
    ),
    Begrip(
        "Dekking",
        "Waar het geld vandaan komt. Bijvoorbeeld de lumpsum of een eigen budget.",
        "In de aanvraag, bij Kosten, en bij het akkoord van de budgethouder.",
    ),
    Begrip(
        "Directieberaad",
        "Het overleg van de gemeentesecretarissen en de directie van Duo+.",
        "In het menu, voor wie erin zit. Ook bij een aanvraag die is opgeschaald.",
    ),
    Begrip(
        "Draad",
        "De weg van een vraag naar besluit, opdracht, DVO, werkplan en uren, en terug.",
        "Bij een aanvraag, onder ‘De draad’.",
    ),
    Begrip(
        "Draaischijf",
        "Het OGON dat tussen alle OGON’s afstemt. Het brengt nieuwe aanvragen op hun plek.",
        "In het menu, voor de voorzitter en de secretaris van dat OGON.",
    ),
    Begrip(
        "DUO-gemeenten",
        "De drie gemeenten Diemen, Uithoorn en Ouder-Amstel.",
    ),
    Begrip(
        "Duo+",
        "De organisatie die werk doet voor Diemen, Uithoorn en Ouder-Amstel.",
    ),
    Begrip(
        "DVO",
        "Dienstverleningsovereenkomst. Daarin staat welk werk Duo+ in een jaar voor uw gemeente doet.",
        "Op de pagina DVO’s, en bij de eerste vraag van een nieuwe aanvraag.",
    ),
    Begrip(
        "Efficiencymaatregel",
        "Een plan om geld te besparen. Per gemeente staat erbij hoeveel.",
        "Op de pagina Maatregelen.",
    ),
    Begrip(
        "Erratum",
        "Een verbetering bij een besluitenlijst die al vastligt. De lijst zelf verandert niet.",
        "Onder de besluitenlijst van een vergadering.",
    ),
    Begrip(
        "Externe kosten",
        "Kosten van buiten Duo+, zoals een licentie of een bureau. Altijd zonder btw.",
        "In het voorstel en op de opdracht.",
    ),
    Begrip(
        "Functiegroep",
        "Een groep functies met hetzelfde uurtarief.",
        "In het voorstel, bij de uren per team.",
    ),
    Begrip(
        "Haalbaar, op tijd en goed",
        "De drie afspraken bij elk voorstel: kan het, wanneer is het klaar en hoe goed wordt het?",
        "In het voorstel van Duo+.",
    ),
    Begrip(
        "Handtekening",
        "Uw akkoord onder een DVO, met naam, functie, mandaat en tijd. U zet haar in het portaal.",
        "Bij een DVO, onder ‘Parafen en handtekeningen’.",
    ),
    Begrip(
        "Incidenteel",
        "Eenmalig. De kosten komen daarna niet terug.",
        "In de aanvraag, bij Kosten.",
    ),
    Begrip(
        "Structureel",
        "Elk jaar opnieuw. De kosten blijven terugkomen.",
        "In de aanvraag, bij Kosten.",
    ),
    Begrip(
        "Inkoopcontactgroep",
        "De groep die de inkoop van Duo+, Uithoorn en Ouder-Amstel afstemt. Diemen heeft een eigen groep.",
    ),
    Begrip(
        "KPI",
        "Iets dat u meet om te zien of een product goed gaat. De norm zegt hoeveel het moet zijn.",
        "Bij de producten van een DVO.",
    ),
    Begrip(
        "Lumpsum",
        "Het vaste bedrag dat een gemeente per jaar heeft voor maatwerk.",
        "In de aanvraag, bij Kosten.",
    ),
    Begrip(
        "Maatwerk",
        "Werk dat één of meer gemeenten apart vragen. Het zit niet in het basistakenpakket of de DVO.",
        "Op de hele site: elke aanvraag gaat over maatwerk.",
    ),
    Begrip(
        "Mandaat",
        "De bevoegdheid om namens een ander te beslissen.",
        "Bij een paraaf of handtekening onder een DVO.",
    ),
    Begrip(
        "Norm",
        "Wat Duo+ voor een product belooft, zoals een aantal uren of een percentage op tijd.",
        "Bij de producten van een DVO.",
    ),
    Begrip(
        "OGON",
        "Het overleg van gemeenten en Duo+ over één vakgebied. Hier wordt besloten welk werk eerst gaat.",
        "Op de pagina OGON’s. OGON betekent opdrachtgever-opdrachtnemer-overleg.",
    ),
    Begrip(
        "Opdracht",
        "De afspraak dat Duo+ het werk gaat doen, met plafonds en een einddatum.",
        "Op de pagina Opdrachten.",
    ),
    Begrip(
        "Opdrachtgever",
        "Degene die namens de gemeente beslist over de inhoud.",
        "Bij het bevestigen van de vraag en het akkoord.",
    ),
    Begrip(
        "Opdrachtnemer",
        "De organisatie die het werk doet. In het portaal is dat Duo+.",
    ),
    Begrip(
        "Opschalen",
        "Een OGON komt er niet uit en vraagt het directieberaad om een antwoord: een opschaling.",
        "Op de pagina Opschalingen, en als merkje bij een aanvraag.",
    ),
    Begrip(
        "Paraaf",
        "Uw bevestiging in het portaal, met uw naam en de datum. Het is geen handtekening.",
        "Bij een vraag, een opdracht, een DVO en een voorstel.",
    ),
    Begrip(
        "Plafond",
        "Het hoogste aantal uren of het hoogste bedrag voor een opdracht.",
        "Op de pagina van een opdracht, bij ‘Gebruikt van de plafonds’.",
    ),
    Begrip(
        "Plan van aanpak",
        "Wat u doet met een advies van buiten: acties met een eigenaar en een dag.",
        "Op de pagina Plannen van aanpak.",
    ),
    Begrip(
        "Plustaak",
        "Werk dat een gemeente vast extra vraagt, boven het basistakenpakket.",
        "Als de secretaris kiest waar het werk onder valt.",
    ),
    Begrip(
        "Prioriteren",
        "Kiezen welk werk eerst gaat. Het OGON doet dit samen.",
        "Op de pagina van een OGON.",
    ),
    Begrip(
        "Raming",
        "De berekening vooraf van de uren en de kosten.",
        "In het voorstel van Duo+.",
    ),
    Begrip(
        "Scherp maken",
        "De vraag samen duidelijk opschrijven: wat is het probleem en wanneer is het goed?",
        "Op de tijdlijn van een aanvraag. In stukken heet dit vraagarticulatie.",
    ),
    Begrip(
        "Standpunt",
        "Wat een gemeente van een voorstel vindt: akkoord, akkoord mits, onthouding of bezwaar.",
    ),
    Begrip(
        "Taakveld",
        "Een landelijke code die zegt op welk onderwerp kosten horen. Bijvoorbeeld 0.4 Overhead.",
        "In de aanvraag, bij Kosten.",
    ),
    Begrip(
        "Tegenboeking",
        "Een boeking die een foute boeking ongedaan maakt. Beide blijven zichtbaar.",
        "Op de pagina van een opdracht.",
    ),
    Begrip(
        "Termijn",
        "Het aantal werkdagen waarin een stap af moet zijn.",
        "Op elke aanvraag, bij ‘Nu aan zet’.",
    ),
    Begrip(
        "Uurtarief",
        "Wat een uur werk kost. Het tarief van de dag van het werk telt.",
        "In het voorstel en bij de boekingen.",
    ),
    Begrip(
        "Verdeelsleutel",
        "De afspraak hoe gemeenten samen kosten verdelen. Bijvoorbeeld naar het aantal inwoners.",
        "In het voorstel, bij ‘Wie betaalt wat’.",
    ),
    Begrip(
        "Verificatie",
        "Samen controleren of de vraag goed is opgeschreven. Daarna ligt de tekst vast.",
        "In de tijdlijn. Op het scherm heet dit ‘Klopt dit?’.",
    ),
    Begrip(
        "Vervanging",
        "Iemand doet tijdelijk uw werk. Bij elke stap staat dan ‘namens’ en uw naam.",
        "In de tijdlijn en bij een paraaf.",
    ),
    Begrip(
        "Voorbehoud",
        "Een ja dat pas telt als de begroting is vastgesteld.",
        "Bij een voorstel, achter het besluit van een gemeente.",
    ),
    Begrip(
        "Voorstel",
        "Een stuk waarover besturen beslissen. Het voorstel van Duo+ bij een aanvraag is iets anders.",
        "Op de pagina Voorstellen.",
    ),
    Begrip(
        "Wees",
        "Iets dat nergens bij hoort, zoals uren zonder opdracht. Alle wezen samen zijn het wezenrapport.",
        "Op de pagina ‘Wat los hangt’.",
    ),
    Begrip(
        "Werkdag",
        "Maandag tot en met vrijdag, behalve op feestdagen. 5 mei telt nooit mee.",
        "Bij elke termijn.",
    ),
    Begrip(
        "Werkplan",
        "Het plan met het werk van een team voor een jaar, in uren per kwartaal.",
        "Op de pagina Werkplannen.",
    ),
    Begrip(
        "Zegelcode",
        "Een code die bij precies deze inhoud hoort. Verandert er één letter, dan klopt zij niet meer.",
        "Bij een besluitenlijst, een DVO, een opschaling en een werkplan.",
    ),
)  # fmt: skip

OP_ANKER = {begrip.anker: begrip for begrip in BEGRIPPEN}


def zoek(woord: str) -> Begrip:
    """The term with this word, whatever its capitals. Raises ``KeyError`` if the list does not have it."""
    return OP_ANKER[slugify(woord)]
