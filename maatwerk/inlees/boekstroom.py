"""Een bestand waarvan de regels boekingen op opdrachten worden, welk systeem het ook schreef."""

from collections.abc import Sequence
from typing import Any

from django.db import connection

from duoplus.inlezen.stroom import Stroom
from duoplus.models import Gebruiker, Inlezing
from maatwerk.inlees.boeker import Boeker, overzicht
from maatwerk.inlees.doelen import Doelen


class Boekstroom(Stroom):
    """The assignment of a line is found by its code; all lines are written together, or none."""

    def __init__(self, inlezing: Inlezing, by: Gebruiker) -> None:
        super().__init__(inlezing, by)
        self.boeker, self.doelen = Boeker(inlezing, by), Doelen()

    def bekend(self, kenmerken: Sequence[str]) -> set[str]:
        """Of these fingerprints (hex), those that are in the ledger."""
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT kenmerk FROM maatwerk_boeking WHERE kenmerk = ANY(%s::uuid[])", [list(kenmerken)]
            )
            return {str(kenmerk).replace("-", "") for (kenmerk,) in cursor.fetchall()}

    def overzicht(self) -> dict[str, Any]:
        return overzicht(self.boeker.posten)

    def schrijf(self) -> None:
        self.boeker.schrijf()
