from maatwerk.models.aanvraag import EINDSTATUS, OP_TAFEL, Aanvraag, Deelnemer
from maatwerk.models.beslag import Financiering, Mutatie
from maatwerk.models.draad import OpdrachtInWerkplan, OpdrachtOnderArtikel
from maatwerk.models.geld import SleutelAandeel, Tarief, Verdeelsleutel
from maatwerk.models.opdracht import (
    AanvraagBesluit,
    Boeking,
    Opdracht,
    OpdrachtAandeel,
    Paraaf,
    Plaatsing,
    Voortgang,
)
from maatwerk.models.prioritering import (
    Consultatie,
    Gewicht,
    Ronde,
    Rondeplaats,
    Scenario,
    Standpunt,
    Zet,
)
from maatwerk.models.raming import Aandeel, Afspraak, Akkoord, ExterneKosten, Raming, RamingRegel
from maatwerk.models.verificatie import BEVESTIGDE_VELDEN, Verificatie, Vraag
from maatwerk.models.vindbaar import Plek, Vindbaar, Zoekstuk

__all__ = [
    "BEVESTIGDE_VELDEN",
    "EINDSTATUS",
    "OP_TAFEL",
    "Aandeel",
    "Aanvraag",
    "AanvraagBesluit",
    "Afspraak",
    "Akkoord",
    "Boeking",
    "Consultatie",
    "Deelnemer",
    "ExterneKosten",
    "Financiering",
    "Gewicht",
    "Mutatie",
    "Opdracht",
    "OpdrachtAandeel",
    "OpdrachtInWerkplan",
    "OpdrachtOnderArtikel",
    "Paraaf",
    "Plaatsing",
    "Plek",
    "Raming",
    "RamingRegel",
    "Ronde",
    "Rondeplaats",
    "Scenario",
    "SleutelAandeel",
    "Standpunt",
    "Tarief",
    "Verdeelsleutel",
    "Verificatie",
    "Vindbaar",
    "Voortgang",
    "Vraag",
    "Zet",
    "Zoekstuk",
]
