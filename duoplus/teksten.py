"""De plekken waar de beheerder een eigen tekst kan zetten, elk met de tekst waarmee het portaal komt."""

from dataclasses import dataclass

from duoplus import klok
from duoplus.models import Tekst


@dataclass(frozen=True)
class Plek:
    """``standaard`` stands there until somebody writes an own text; it may be empty."""

    sleutel: str
    naam: str
    standaard: str


PLEKKEN = (
    Plek("inloggen", "Bericht op de inlogpagina", ""),
    Plek(
        "contact",
        "Contact bij Hulp",
        "Komt u er niet uit? Vraag het de functioneel beheerder van uw organisatie.",
    ),
    Plek(
        "contact_privacy",
        "Contact bij Privacy",
        "Wilt u weten wat wij van u bewaren? Vraag het de functioneel beheerder van uw organisatie.",
    ),
    Plek(
        "contact_toegankelijkheid",
        "Contact bij Toegankelijkheid",
        "Meld het bij de functioneel beheerder van uw organisatie. U krijgt binnen 5 werkdagen antwoord.",
    ),
    Plek(
        "toegankelijkheid_status",
        "Status bij Toegankelijkheid",
        "De status is D: voldoet niet. Er is nog geen volledig onderzoek gedaan. "
        "Er is er ook nog geen gepland.",
    ),
    Plek("intake", "Uitleg boven een nieuwe aanvraag", ""),
    Plek("mail_afsluiting", "Afsluiting van e-mails", "Met vriendelijke groet,\nDuo+ portaal"),
)
_PLEKKEN = {plek.sleutel: plek for plek in PLEKKEN}


def plek(sleutel: str) -> Plek | None:
    return _PLEKKEN.get(sleutel)


def naam_van(sleutel: str) -> str:
    """The place in words; a place that no longer exists keeps its key."""
    gevonden = _PLEKKEN.get(sleutel)
    return gevonden.naam if gevonden else sleutel


def tekst(sleutel: str) -> str:
    """What stands in this place today. Raises ``KeyError`` for a place that does not exist."""
    eigen = Tekst.objects.geldig_op(klok.vandaag()).op_plek(sleutel)
    return eigen.values_list("tekst", flat=True).first() or _PLEKKEN[sleutel].standaard
