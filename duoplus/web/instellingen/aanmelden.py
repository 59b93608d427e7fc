"""De onderdelen van de instellingen die iedereen deelt, in de volgorde van het scherm."""

from duoplus import instellingen
from duoplus.web.instellingen.afspraken import Feestdagen, Teksten, Termijnen
from duoplus.web.instellingen.mensen import Gebruikers
from duoplus.web.instellingen.organisatie import Afdelingen, Deelnames, Organisaties, Programmas, Teams
from duoplus.web.instellingen.overleg import Reeksen, Zetels
from duoplus.web.instellingen.rollen import Rollen, rollen_van

ONDERDELEN = (
    Organisaties(),
    Programmas(),
    Deelnames(),
    Afdelingen(),
    Teams(),
    Gebruikers(),
    Rollen(),
    Reeksen(),
    Zetels(),
    Termijnen(),
    Feestdagen(),
    Teksten(),
)


def meld_aan() -> None:
    for onderdeel in ONDERDELEN:
        instellingen.register(onderdeel)
    instellingen.register_gebruik("gebruikers", rollen_van)
