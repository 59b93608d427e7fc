"""De taakvelden van Iv3 2025 en 2026. Een code is tekst: 0.10 is niet 0.1, en 6.60 is niet 6.6."""

TAAKVELDEN = {
    "0 Bestuur en ondersteuning": {
        "0.1": "Bestuur",
        "0.2": "Burgerzaken",
        "0.3": "Beheer overige gebouwen en gronden",
        "0.4": "Overhead",
        "0.5": "Treasury",
        "0.61": "OZB woningen",
        "0.62": "OZB niet-woningen",
        "0.63": "Parkeerbelasting",
        "0.64": "Belastingen overig",
        "0.7": "Algemene uitkering en overige uitkeringen gemeentefonds",
        "0.8": "Overige baten en lasten",
        "0.9": "Vennootschapsbelasting (Vpb)",
        "0.10": "Mutaties reserves",
        "0.11": "Resultaat van de rekening van baten en lasten",
    },
    "1 Veiligheid": {
        "1.1": "Crisisbeheersing en brandweer",
        "1.2": "Openbare orde en veiligheid",
    },
    "2 Verkeer, vervoer en waterstaat": {
        "2.1": "Verkeer en vervoer",
        "2.2": "Parkeren",
        "2.3": "Recreatieve havens",
        "2.4": "Economische havens en waterwegen",
        "2.5": "Openbaar vervoer",
    },
    "3 Economie": {
        "3.1": "Economische ontwikkeling",
        "3.2": "Fysieke bedrijfsinfrastructuur",
        "3.3": "Bedrijvenloket en bedrijfsregelingen",
        "3.4": "Economische promotie",
    },
    "4 Onderwijs": {
        "4.1": "Openbaar basisonderwijs",
        "4.2": "Onderwijshuisvesting",
        "4.3": "Onderwijsbeleid en leerlingzaken",
    },
    "5 Sport, cultuur en recreatie": {
        "5.1": "Sportbeleid en activering",
        "5.2": "Sportaccommodaties",
        "5.3": "Cultuurpresentatie, cultuurproductie en cultuurparticipatie",
        "5.4": "Musea",
        "5.5": "Cultureel erfgoed",
        "5.6": "Media",
        "5.7": "Openbaar groen en (openlucht) recreatie",
    },
    "6 Sociaal domein": {
        "6.1": "Samenkracht en burgerparticipatie",
        "6.21": "Toegang en eerstelijnsvoorzieningen Wmo",
        "6.22": "Toegang en eerstelijnsvoorzieningen Jeugd",
        "6.23": "Toegang en eerstelijnsvoorzieningen Integraal",
        "6.3": "Inkomensregelingen",
        "6.4": "WSW en beschut werk",
        "6.5": "Arbeidsparticipatie",
        "6.60": "Hulpmiddelen en diensten (Wmo)",
        "6.711": "Huishoudelijke hulp (Wmo)",
        "6.712": "Begeleiding (Wmo)",
        "6.713": "Dagbesteding (Wmo)",
        "6.714": "Overige maatwerkarrangementen (Wmo)",
        "6.751": "Jeugdhulp ambulant lokaal",
        "6.752": "Jeugdhulp ambulant regionaal",
        "6.753": "Jeugdhulp ambulant landelijk",
        "6.761": "Jeugdhulp met verblijf lokaal",
        "6.762": "Jeugdhulp met verblijf regionaal",
        "6.763": "Jeugdhulp met verblijf landelijk",
        "6.791": "PGB Wmo",
        "6.792": "PGB Jeugd",
        "6.811": "Beschermd wonen (Wmo)",
        "6.812": "Maatschappelijke- en vrouwenopvang (Wmo)",
        "6.821": "Jeugdbescherming",
        "6.822": "Jeugdreclassering",
        "6.91": "Coördinatie en beleid Wmo",
        "6.92": "Coördinatie en beleid Jeugd",
    },
    "7 Volksgezondheid en milieu": {
        "7.1": "Volksgezondheid",
        "7.2": "Riolering",
        "7.3": "Afval",
        "7.4": "Milieubeheer",
        "7.5": "Begraafplaatsen en crematoria",
    },
    "8 Wonen en ruimtelijke ordening": {
        "8.1": "Ruimte en leefomgeving",
        "8.2": "Grondexploitatie (niet-bedrijventerreinen)",
        "8.3": "Wonen en bouwen",
    },
}


def als_keuzes() -> list[tuple[str, list[tuple[str, str]]]]:
    """Grouped for a select: "5.7 Openbaar groen en (openlucht) recreatie"."""
    return [
        (hoofd, [(code, f"{code} {naam}") for code, naam in velden.items()])
        for hoofd, velden in TAAKVELDEN.items()
    ]
