"""Een vraag aan het directieberaad, door de echte acties.

opschaling = opgeschaald(kandidaat("Zaaksysteem", {"I&A": 120}))
"""

from typing import Any

from duoplus.choices import Rol
from maatwerk.actions import besluiten
from maatwerk.models import Aanvraag
from ogon.actions.opschaling import Vraag, open_over
from ogon.models import Opschaling
from tests.factories.mensen import iemand


def opgeschaald(aanvraag: Aanvraag, reden: str = "Wie gaat voor?", **vraag: Any) -> Opschaling:
    """The chair of its OGON put the question about this request."""
    by = iemand(Rol.VOORZITTER, ogon=aanvraag.ogon)
    besluiten.opschalen(aanvraag, by=by, reden=reden, vraag=Vraag(reden, **vraag))
    gevonden = open_over(aanvraag)
    assert gevonden is not None
    return gevonden
