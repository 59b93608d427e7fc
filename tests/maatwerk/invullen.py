"""Fill in the form for a new request as a browser would."""

from typing import Any

from django.test import Client
from django.urls import reverse

from duoplus import klok
from duoplus.choices import Rol
from duoplus.models import Gebruiker
from maatwerk.models import Aanvraag
from tests.factories import iemand, ogon


def antwoorden(aanvrager: Gebruiker) -> dict[int, dict[str, Any]]:
    """Complete answers per step for the municipality of this requester."""
    budgethouder = iemand(Rol.BUDGETHOUDER, organisatie=aanvrager.organisatie)
    return {
        1: {
            "valt_onder_dvo": "nee",
            "titel": "Extra stembureaus en centrale tellocatie",
            "probleem": "Het tellen duurt tot diep in de nacht.",
            "gewenst_resultaat": "De uitslag is om 23.00 uur bekend.",
        },
        2: {
            "gemeenten": [],
            "ogon": str(ogon().pk),
            "aanleiding": "wettelijk",
            "urgentie": "hoog",
            "urgentie_motivering": "De verkiezingen zijn in maart.",
        },
        3: {
            "gewenste_datum": f"1-3-{klok.vandaag().year + 1}",
            "datum_vast": "wet",
            "uren_indicatie": "90",
        },
        4: {"budgethouder": str(budgethouder.pk), "dekking": "Lumpsum", "taakveld": "0.2", "i_s": "I"},
        5: {"namens": ""},
    }


def url(naam: str, concept: Aanvraag, stap: int | None = None) -> str:
    return reverse(f"maatwerk:{naam}", args=[concept.uuid]) + (f"?stap={stap}" if stap else "")


def stuur(client: Client, concept: Aanvraag, stap: int, **velden: Any) -> Any:
    """Press the button of a step, with the version that stands in the database."""
    concept.refresh_from_db()
    gegevens = {"stap": stap, "versie": concept.versie} | velden
    return client.post(url("concept", concept, stap), gegevens)


def vul_in(client: Client, concept: Aanvraag, **anders: Any) -> None:
    """Answer every step; ``anders`` replaces answers by field name."""
    for stap, velden in antwoorden(concept.aanvrager).items():
        stuur(client, concept, stap, **velden | {n: w for n, w in anders.items() if n in velden})


def dien_in(client: Client, concept: Aanvraag, **velden: Any) -> Any:
    concept.refresh_from_db()
    return client.post(url("concept_controleren", concept), {"versie": concept.versie} | velden)


def foutloos(html: str) -> str:
    """The text of a page in one line, to look for a sentence."""
    return " ".join(html.split())
