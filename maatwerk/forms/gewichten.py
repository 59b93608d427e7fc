"""Hoe zwaar elk onderdeel van de score telt."""

from typing import Any

from duoplus.web.instellingen.forms import InstellingForm, dag, getal

SAMEN = 100
ONDERDELEN = {
    "wettelijk": "Moet van de wet",
    "bestuurlijk": "Besloten door bestuur",
    "effect": "Effect voor inwoners",
    "urgentie": "Urgentie",
    "gemeenten": "Aantal gemeenten",
    "haalbaarheid": "Haalbaarheid",
}


class GewichtForm(InstellingForm):
    """Six numbers that add up to 100."""

    wettelijk, bestuurlijk, effect, urgentie, gemeenten, haalbaarheid = (
        getal(label, 0, SAMEN) for label in ONDERDELEN.values()
    )
    van = dag("Vanaf welke dag?")

    def clean(self) -> dict[str, Any]:
        gegevens = super().clean()
        getallen = [gegevens[naam] for naam in ONDERDELEN if gegevens.get(naam) is not None]
        if len(getallen) == len(ONDERDELEN) and (som := sum(getallen)) != SAMEN:
            self.add_error(None, f"Samen zijn de gewichten {som}. Maak er precies {SAMEN} van.")
        return gegevens
