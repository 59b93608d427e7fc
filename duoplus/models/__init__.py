from duoplus.models.bericht import Bericht
from duoplus.models.dossier import Bijlage, Reactie, Volger
from duoplus.models.gebeurtenis import Gebeurtenis
from duoplus.models.gebruiker import Gebruiker, Roltoewijzing
from duoplus.models.hulp import Feestdag, Handeling, Teller, Termijn, Vangnet
from duoplus.models.organisatie import (
    Afdeling,
    Deelname,
    Gedateerd,
    GedateerdQuerySet,
    Organisatie,
    Programma,
    Team,
    geen_overlap,
    geldig,
)
from duoplus.models.overleg import Besluit, Gremium, Vergadering

__all__ = [
    "Afdeling",
    "Bericht",
    "Besluit",
    "Bijlage",
    "Deelname",
    "Feestdag",
    "Gebeurtenis",
    "Gebruiker",
    "Gedateerd",
    "GedateerdQuerySet",
    "Gremium",
    "Handeling",
    "Organisatie",
    "Programma",
    "Reactie",
    "Roltoewijzing",
    "Team",
    "Teller",
    "Termijn",
    "Vangnet",
    "Vergadering",
    "Volger",
    "geen_overlap",
    "geldig",
]
