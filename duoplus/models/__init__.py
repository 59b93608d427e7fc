from duoplus.models.bericht import Bericht
from duoplus.models.besluit import Actiepunt, Besluit, Erratum, Uitvoering
from duoplus.models.dossier import Bijlage, Reactie, Volger
from duoplus.models.export import Export
from duoplus.models.gebeurtenis import Gebeurtenis
from duoplus.models.gebruiker import Gebruiker, Roltoewijzing
from duoplus.models.gedaan import Gedaan
from duoplus.models.hulp import Feestdag, Handeling, Teller, Termijn, Vangnet
from duoplus.models.inlezen import Inleesrij, Inleessleutel, Inlezing, Koppeling
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
from duoplus.models.overleg import (
    Aanwezigheid,
    Agendapunt,
    Agendasleutel,
    Gremium,
    Reeks,
    Vergadering,
    Zetel,
)
from duoplus.models.tekst import Tekst
from duoplus.models.tip import GezieneTip
from duoplus.models.voorstel import Wijzigingsvoorstel

__all__ = [
    "Aanwezigheid",
    "Actiepunt",
    "Afdeling",
    "Agendapunt",
    "Agendasleutel",
    "Bericht",
    "Besluit",
    "Bestaand",
    "Bijlage",
    "Deelname",
    "Erratum",
    "Export",
    "Feestdag",
    "Gebeurtenis",
    "Gebruiker",
    "Gedaan",
    "Gedateerd",
    "GedateerdQuerySet",
    "GezieneTip",
    "Gremium",
    "Handeling",
    "Inleesrij",
    "Inleessleutel",
    "Inlezing",
    "Koppeling",
    "Lijstweergave",
    "Organisatie",
    "Programma",
    "Reactie",
    "Reeks",
    "Roltoewijzing",
    "Team",
    "Tekst",
    "Teller",
    "Termijn",
    "Uitvoering",
    "Vangnet",
    "Vergadering",
    "Volger",
    "Wijzigingsvoorstel",
    "Zetel",
    "geen_overlap",
    "geldig",
]
