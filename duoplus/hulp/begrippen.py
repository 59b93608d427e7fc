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
        "Afrekening",
        "Het verschil tussen de voorschotten en wat er echt is uitgegeven.",
        "In tabel L6 van een verantwoording.",
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
        "Begrotingswijziging",
        "Een besluit van de raad dat het bedrag voor dit jaar hoger of lager maakt.",
        "Bij Lumpsum, onder ‘Begroting’.",
    ),
    Begrip(
        "Beschikbaar",
        "De begroting van het jaar, met alle begrotingswijzigingen erbij.",
        "In tabel L1 van een verantwoording. Op de pagina Lumpsum heet dit ‘Begroot’.",
    ),
    Begrip(
        "Beslag",
        "Het deel van de lumpsum dat al is geboekt of toegezegd.",
        "Op de pagina Lumpsum. Bij 80, 95 en 100% krijgt u een signaal.",
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
        "Bestuursadviseur",
        "Iemand van Duo+ die het directieberaad en het bestuur helpt.",
        "Bij de rollen in deze handleiding.",
    ),
    Begrip(
        "Boeking",
        "Een regel met uren of kosten op een opdracht. Een fout herstelt u met een tegenboeking.",
        "Op de pagina van een opdracht.",
    ),
    Begrip(
        "Boekmaand",
        "De maand waarin een boeking meetelt. Meestal is dat de maand van het werk.",
        "In de lijst met boekingen, onder ‘Telt in’.",
    ),
    Begrip(
        "Budgethouder",
        "Degene bij de gemeente die over een budget gaat.",
        "In de aanvraag, bij Kosten, en bij het akkoord op het voorstel.",
    ),
    Begrip(
        "Burap",
        "De bestuursrapportage. De raad leest er twee keer per jaar hoe het jaar loopt.",
        "Bij een nieuwe verantwoording.",
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
        "Controletotaal",
        "Het totaal waarop een ingelezen bestand moet uitkomen. Scheelt het een cent, dan lezen wij niets.",
        "Bij Lijsten inlezen.",
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
        "Duo+",
        "De organisatie die werk doet voor Diemen, Uithoorn en Ouder-Amstel.",
    ),
    Begrip(
        "DUO-gemeenten",
        "De drie gemeenten Diemen, Uithoorn en Ouder-Amstel.",
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
        "Heropening",
        "Toestemming om toch nog iets te boeken over een gesloten maand. Een tweede persoon beslist.",
        "Op de pagina van een gesloten maand.",
    ),
    Begrip(
        "Incidenteel",
        "Eenmalig. De kosten komen daarna niet terug.",
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
        "Op de pagina Lumpsum, en in de aanvraag bij Kosten.",
    ),
    Begrip(
        "Maandafsluiting",
        "De maand gaat dicht. Daarna verandert er niets meer in.",
        "Op de pagina Maanden, bij Lumpsum.",
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
        "Nacalculatie",
        "Achteraf betalen wat het werk echt kostte.",
        "Op de pagina Lumpsum, bij ‘Lumpsum naast geleverd werk’.",
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
        "Onrechtmatigheid",
        "Een uitgave die niet volgens de regels was. Bijvoorbeeld boven de begroting.",
        "In het register bij Lumpsum.",
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
        "Peildatum",
        "De dag tot en met wanneer de cijfers tellen.",
        "Bovenaan elke verantwoording, na ‘Tot en met’.",
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
        "Prognose",
        "Wat een opdracht of een jaar naar verwachting kost als het klaar is.",
        "Op de pagina Lumpsum heet dit ‘Verwacht’.",
    ),
    Begrip(
        "Raming",
        "De berekening vooraf van de uren en de kosten.",
        "In het voorstel van Duo+.",
    ),
    Begrip(
        "Schaduwprijs",
        "Wat het geleverde werk zou kosten als u per uur betaalde.",
        "Op de pagina Lumpsum heet dit ‘Geleverd werk’.",
    ),
    Begrip(
        "Scherp maken",
        "De vraag samen duidelijk opschrijven: wat is het probleem en wanneer is het goed?",
        "Op de tijdlijn van een aanvraag. In stukken heet dit vraagarticulatie.",
    ),
    Begrip(
        "Signaal",
        "Een melding dat een grens is gepasseerd, zoals 80% van een plafond.",
        "Op de pagina Signalen, bij Lumpsum.",
    ),
    Begrip(
        "Standpunt",
        "Wat een gemeente van een voorstel vindt: akkoord, akkoord mits, onthouding of bezwaar.",
    ),
    Begrip(
        "Structureel",
        "Elk jaar opnieuw. De kosten blijven terugkomen.",
        "In de aanvraag, bij Kosten.",
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
        "Uitputting",
        "Het deel van de lumpsum dat al is geboekt.",
        "In tabel L1 van een verantwoording. Op de pagina Lumpsum staat het onder ‘Geboekt’.",
    ),
    Begrip(
        "Uurtarief",
        "Wat een uur werk kost. Het tarief van de dag van het werk telt.",
        "In het voorstel en bij de boekingen.",
    ),
    Begrip(
        "Verantwoording",
        "Het verslag over het geld van een jaar: tabellen, controles en een tekst.",
        "Op de pagina Verantwoordingen.",
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
        "Verplicht",
        "Wat opdrachten nog mogen kosten, maar wat nog niet is geboekt.",
        "Op de pagina Lumpsum.",
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
        "Voorschot",
        "Het deel van de lumpsum dat een gemeente per kwartaal vooruit betaalt.",
        "Bij Lumpsum, onder ‘Begroting’.",
    ),
    Begrip(
        "Voorstel",
        "Een stuk waarover besturen beslissen. Het voorstel van Duo+ bij een aanvraag is iets anders.",
        "Op de pagina Voorstellen.",
    ),
    Begrip(
        "Vrije ruimte",
        "Wat er van de lumpsum nog niet is geboekt en niet is toegezegd.",
        "Op de pagina Lumpsum.",
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
        "Wijzigingsverzoek",
        "De vraag om meer uren, geld of tijd voor een opdracht. Er zijn twee parafen nodig.",
        "Op de pagina van een opdracht, onder ‘Wijzigingen’.",
    ),
    Begrip(
        "Zegelcode",
        "Een code die bij precies deze inhoud hoort. Verandert er één letter, dan klopt zij niet meer.",
        "Onder meer bij een besluitenlijst, een DVO, een gesloten maand en een verantwoording.",
    ),
)  # fmt: skip

OP_ANKER = {begrip.anker: begrip for begrip in BEGRIPPEN}


def zoek(woord: str) -> Begrip:
    """The term with this word, whatever its capitals. Raises ``KeyError`` if the list does not have it."""
    return OP_ANKER[slugify(woord)]
