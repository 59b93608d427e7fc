from maatwerk.models.aanvraag import EINDSTATUS, OP_TAFEL, Aanvraag, Deelnemer
from maatwerk.models.beslag import Financiering, Mutatie
from maatwerk.models.draad import OpdrachtInWerkplan, OpdrachtOnderArtikel
from maatwerk.models.geld import SleutelAandeel, Tarief, Verdeelsleutel
from maatwerk.models.lumpsum import (
    Begrotingsregel,
    Grens,
    Lumpsum,
    Methode,
    Onrechtmatigheid,
    Opdrachtsleutel,
    Prognose,
    Signaal,
    Taakveld,
    Toelichting,
)
from maatwerk.models.opdracht import (
    AanvraagBesluit,
    Boeking,
    Opdracht,
    OpdrachtAandeel,
    Paraaf,
    Plaatsing,
    Voortgang,
)
from maatwerk.models.periode import Boekingstotaal, Bron, Heropening, Periode
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
from maatwerk.models.uren import Goedkeuring, Weekconcept, Wijzigingsverzoek
from maatwerk.models.verantwoording import Verantwoording, Verantwoordingsbestand
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
    "Begrotingsregel",
    "Boeking",
    "Boekingstotaal",
    "Bron",
    "Consultatie",
    "Deelnemer",
    "ExterneKosten",
    "Financiering",
    "Gewicht",
    "Goedkeuring",
    "Grens",
    "Heropening",
    "Lumpsum",
    "Methode",
    "Mutatie",
    "Onrechtmatigheid",
    "Opdracht",
    "OpdrachtAandeel",
    "OpdrachtInWerkplan",
    "OpdrachtOnderArtikel",
    "Opdrachtsleutel",
    "Paraaf",
    "Periode",
    "Plaatsing",
    "Plek",
    "Prognose",
    "Raming",
    "RamingRegel",
    "Ronde",
    "Rondeplaats",
    "Scenario",
    "Signaal",
    "SleutelAandeel",
    "Standpunt",
    "Taakveld",
    "Tarief",
    "Toelichting",
    "Verantwoording",
    "Verantwoordingsbestand",
    "Verdeelsleutel",
    "Verificatie",
    "Vindbaar",
    "Voortgang",
    "Vraag",
    "Weekconcept",
    "Wijzigingsverzoek",
    "Zet",
    "Zoekstuk",
]
