"""Text as colleagues write it: some thousands of words, a few of them everywhere, most of them rare."""

import random

VOOR = (
    "Bestuurs", "Burger", "Dienst", "Document", "Energie", "Gebieds", "Groen", "Huisvestings", "Inkoop",
    "Jeugd", "Kapitaal", "Klant", "Leerlingen", "Maatschappelijke ", "Omgevings", "Parkeer", "Personeels",
    "Raads", "Riolerings", "Schuldhulp", "Sport", "Subsidie", "Vastgoed", "Vergunning", "Verkeers",
    "Welzijns", "Wijk", "Woning", "Zaak", "Zorg",
)  # fmt: skip
NA = (
    "aanvraag", "administratie", "advies", "archief", "bestand", "beheer", "beleid", "besluit", "budget",
    "contract", "controle", "dossier", "formulier", "gegevens", "kaart", "koppeling", "kosten", "loket",
    "melding", "onderhoud", "overleg", "overzicht", "planning", "portaal", "proces", "project", "rapportage",
    "register", "registratie", "systeem", "team", "toezicht", "vergoeding", "verordening", "werkwijze",
)  # fmt: skip
WAT = ("Nieuw", "Beter", "Tijdelijk", "Digitaal", "Gezamenlijk", "Vernieuwd", "Extra", "Toegankelijk")
ZINNEN = (
    "Het {a} sluit niet meer aan op het {b}, waardoor collega’s gegevens twee keer invoeren.",
    "Wij willen dat inwoners via het {a} zelf kunnen zien hoe het met het {b} staat.",
    "De raad heeft gevraagd om het {a} voor het einde van het jaar op orde te hebben.",
    "Door ziekte en verloop loopt het {a} achter en komt het {b} in gevaar.",
    "Het {a} moet voldoen aan de nieuwe regels; het {b} doet dat nu nog niet.",
    "Met één {a} voor beide gemeenten besparen wij tijd en wordt het {b} eenvoudiger.",
)
ZELDZAAM = "kwartelkoning"  # in seven requests, however many there are
ALGEMEEN = "gegevens"


class Teksten:
    """Titles, sentences and paragraphs of some 320 characters, drawn from one source of chance."""

    def __init__(self, kans: random.Random) -> None:
        self.kans = kans
        woorden = [f"{voor}{na}".lower() for voor in VOOR for na in NA]
        kans.shuffle(woorden)
        gewicht = [1 / (rang + 3) for rang in range(len(woorden))]
        paren = zip(*(kans.choices(woorden, gewicht, k=4_000) for _ in "ab"), strict=True)
        self.zinnen = [kans.choice(ZINNEN).format(a=a, b=b) for a, b in paren]
        self.titels = [
            f"{kans.choice(WAT)} {woord}"[:120] for woord in kans.choices(woorden, gewicht, k=4_000)
        ]

    def titel(self) -> str:
        return self.kans.choice(self.titels)

    def zin(self) -> str:
        return self.kans.choice(self.zinnen)

    def alinea(self, nummer: int = -1) -> str:
        """Four sentences; in the paragraphs numbered 0, 100 … 600 one word that stands nowhere else."""
        zeldzaam = [f"Let op de {ZELDZAAM}."] if nummer in range(0, 700, 100) else []
        return " ".join([*zeldzaam, *self.kans.choices(self.zinnen, k=4)])
