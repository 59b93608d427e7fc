"""Tarieven en verdeelsleutels van de demo (domain.md, hoofdstuk 7): aannames, dus gegevens met een datum."""

from datetime import date, timedelta
from decimal import Decimal

from duoplus.models import Gebruiker, Organisatie
from maatwerk.calc.registercellen import TARIEVEN_2026
from maatwerk.calc.verdeling import als_fracties
from maatwerk.choices import SleutelBasis
from maatwerk.demo.cast import DOMEIN
from maatwerk.models import SleutelAandeel, Tarief, Verdeelsleutel

VANAF = date(2026, 1, 1)
NAMEN = {
    "T1": "Ondersteunend",
    "T2": "Medewerker",
    "T3": "Adviseur",
    "T4": "Senior of projectleider",
    "T5": "Strategisch",
    "BU": "Buitendienst",
}
# D+U and D+O follow from the inhabitants in D+U+O, as U+O does.
SLEUTELS = {
    "Inwoners D+U+O": {"D": "42.0", "U": "39.5", "O": "18.5"},
    "Inwoners U+O": {"U": "68.1", "O": "31.9"},
    "Inwoners D+U": {"D": "51.5", "U": "48.5"},
    "Inwoners D+O": {"D": "69.4", "O": "30.6"},
}


def maak(peildatum: date) -> None:
    """Open-ended from 2026; a demo dated earlier gets the same amounts for the years before."""
    begin = date(peildatum.year - 1, 1, 1)
    if begin < VANAF:
        _maak_periode(begin, VANAF - timedelta(days=1))
    _maak_periode(VANAF, None)


def _maak_periode(van: date, tot: date | None) -> None:
    opsteller, vaststeller = (
        Gebruiker.objects.get(email=f"{login}@{DOMEIN}") for login in ("concerncontroller", "directieberaad")
    )
    Tarief.objects.bulk_create(
        Tarief(
            functiegroep=groep,
            naam=NAMEN[groep],
            bedrag=bedrag,
            van=van,
            tot=tot,
            opgesteld_door=opsteller,
            vastgesteld_door=vaststeller,
        )
        for groep, bedrag in TARIEVEN_2026.items()
    )
    for naam, delen in SLEUTELS.items():
        _maak_sleutel(naam, {letter: Decimal(deel) for letter, deel in delen.items()}, van, tot)


def _maak_sleutel(naam: str, procenten: dict[str, Decimal], van: date, tot: date | None) -> None:
    sleutel = Verdeelsleutel.objects.create(
        naam=naam,
        basis=SleutelBasis.INWONERS,
        besluit=f"Directieberaad, tarieven en sleutels {van.year}",
        van=van,
        tot=tot,
    )
    SleutelAandeel.objects.bulk_create(
        SleutelAandeel(sleutel=sleutel, organisatie=Organisatie.objects.get(letter=letter), aandeel=deel)
        for letter, deel in als_fracties(procenten).items()
    )
