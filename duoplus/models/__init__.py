from duoplus.models.bericht import Bericht
from duoplus.models.dossier import Bijlage, Reactie, Volger
from duoplus.models.export import Export
from duoplus.models.gebeurtenis import Gebeurtenis
from duoplus.models.gebruiker import Gebruiker, Roltoewijzing
from duoplus.models.hulp import Feestdag, Handeling, Teller, Termijn, Vangnet
from duoplus.models.inlezen import Inleesrij, Inlezing, Koppeling
from duoplus.models.lijstweergave import Lijstweergave
from duoplus.models.organisatie import (
    Afdeling,
    Bestaand,
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
from duoplus.models.tekst import Tekst
from duoplus.models.tip import GezieneTip
from duoplus.models.voorstel import Wijzigingsvoorstel

__all__ = [
    "Afdeling",
    "Bericht",
    "Besluit",
    "Bestaand",
    "Bijlage",
    "Deelname",
    "Export",
    "Feestdag",
    "Gebeurtenis",
    "Gebruiker",
    "Gedateerd",
    "GedateerdQuerySet",
    "GezieneTip",
    "Gremium",
    "Handeling",
    "Inleesrij",
    "Inlezing",
    "Koppeling",
    "Lijstweergave",
    "Organisatie",
    "Programma",
    "Reactie",
    "Roltoewijzing",
    "Team",
    "Tekst",
    "Teller",
    "Termijn",
    "Vangnet",
    "Vergadering",
    "Volger",
    "Wijzigingsvoorstel",
    "geen_overlap",
    "geldig",
]
