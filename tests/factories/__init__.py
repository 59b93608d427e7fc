"""Rows for tests. A factory makes what its name says and nothing else; see `aanvragen` for requests."""

from tests.factories.aanvragen import aanvraag_in, concept, indieningsvelden, verificatievelden, zet
from tests.factories.geld import TariefFactory, VerdeelsleutelFactory, geldzaken
from tests.factories.mensen import GebruikerFactory, RoltoewijzingFactory, iemand, maak, vervanger
from tests.factories.organisaties import (
    AfdelingFactory,
    DeelnameFactory,
    OgonFactory,
    OrganisatieFactory,
    ProgrammaFactory,
    TeamFactory,
    VergaderingFactory,
    duoplus,
    gemeente,
    ogon,
    team,
)

__all__ = [
    "AfdelingFactory",
    "DeelnameFactory",
    "GebruikerFactory",
    "OgonFactory",
    "OrganisatieFactory",
    "ProgrammaFactory",
    "RoltoewijzingFactory",
    "TariefFactory",
    "TeamFactory",
    "VerdeelsleutelFactory",
    "VergaderingFactory",
    "aanvraag_in",
    "concept",
    "duoplus",
    "geldzaken",
    "gemeente",
    "iemand",
    "indieningsvelden",
    "maak",
    "ogon",
    "team",
    "verificatievelden",
    "vervanger",
    "zet",
]
