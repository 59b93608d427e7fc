"""A plan of an OGON: ranked requests with hours and a promised date, and months with free hours.

plan_van(("A", 80, date(2027, 1, 29)), ("B", 60, date(2027, 2, 26)))
"""

from datetime import date
from typing import Any

from duoplus.choices import Rol
from maatwerk.actions.toetsen import leg_afspraak_vast
from maatwerk.choices import AanvraagStatus as S
from maatwerk.choices import AfspraakSoort, Oorzaak
from maatwerk.models import Aanvraag
from tests.factories.mensen import iemand
from tests.factories.rondes import geef_uren, kandidaat


def beloof(aanvraag: Aanvraag, dag: date) -> None:
    tekst = f"Klaar op {dag}."
    by = iemand(Rol.TEAMMANAGER)
    leg_afspraak_vast(aanvraag, AfspraakSoort.TIJDIGHEID, by, Oorzaak.EERSTE, tekst=tekst, datum=dag)


def ingepland(
    titel: str, uren: dict[str, Any], plaats: int, klaar: date | None = None, **velden: Any
) -> Aanvraag:
    """Ranked at this place, with the date on which it was promised."""
    aanvraag = kandidaat(titel, uren, status=S.GEPRIORITEERD, plaats=plaats, **velden)
    if klaar:
        beloof(aanvraag, klaar)
    return aanvraag


def plan_van(*regels: tuple[str, int, date], team: str = "I&A") -> dict[str, Aanvraag]:
    """Requests of one team on the list in this order, by their titles."""
    return {
        titel: ingepland(titel, {team: uren}, plaats, klaar)
        for plaats, (titel, uren, klaar) in enumerate(regels, 1)
    }


def honderd_per_maand(*maanden: int, team: str = "I&A") -> None:
    """A hundred free hours in these months of 2027."""
    for maand in maanden:
        geef_uren(team, 100, maand=date(2027, maand, 1))
