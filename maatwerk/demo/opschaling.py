"""De vraag van OGON Bedrijfsvoering aan het directieberaad, met een advies en een plek op de agenda."""

from datetime import datetime, time

from duoplus import klok
from duoplus.calc.nederlands import AMSTERDAM
from duoplus.models import Gebruiker, Vergadering
from maatwerk.actions import besluiten
from maatwerk.demo.toneel import Toneel
from maatwerk.models import Aanvraag
from ogon.actions.opschaling import Vraag, agendeer, bereid_voor
from ogon.models import Opschaling
from ogon.opschaling.zaken import Scenario, Standpunt

GEVRAAGD = "Besluit of Duo+ de locatie nu inricht, ook als de verhuizing in Uithoorn daardoor opschuift."
STANDPUNTEN = (
    Standpunt("Diemen", "Akkoord", "Wij moeten zestig mensen opvangen. De datum ligt vast."),
    Standpunt("Uithoorn", "Bezwaar", "Onze verhuizing is al twee keer verzet. Het personeel rekent erop."),
    Standpunt("Ouder-Amstel", "Onthouding", "Ons werk verandert er niet door."),
)
MOGELIJKHEDEN = (
    Scenario(
        "Nu inrichten", ("De verhuizing in Uithoorn schuift zes weken op.", "De opvang begint op tijd.")
    ),
    Scenario("Na de verhuizing", ("Diemen huurt acht weken duurdere noodopvang.",)),
    Scenario("Inrichten met inhuur", ("Beide gaan door. Het team Facilitair begeleidt de inhuur.",)),
)
ADVIES = (
    "Richt de locatie nu in en laat de inhuur het zware werk doen. De verhuizing in Uithoorn schuift dan "
    "hooguit twee weken op. Vraag Uithoorn vooraf om een standpunt over die twee weken."
)


def leg_voor(aanvraag: Aanvraag, *, by: Gebruiker, reden: str) -> None:
    """As the chair did in the meeting."""
    besluiten.opschalen(
        aanvraag,
        by=by,
        reden=reden,
        vraag=Vraag(reden, gevraagd_besluit=GEVRAAGD),
        standpunten=STANDPUNTEN,
        scenarios=MOGELIJKHEDEN,
    )


def maak(toneel: Toneel) -> None:
    """The bestuursadviseur read it the day before today, and the next meeting answers."""
    adviseur = toneel.wie("bestuursadviseur")
    with klok.op(datetime.combine(toneel.gisteren, time(15), AMSTERDAM)):
        for opschaling in Opschaling.objects.open().select_related("naar"):
            bereid_voor(opschaling, by=adviseur, advies=ADVIES)
            komend = Vergadering.objects.komend(toneel.peildatum).filter(gremium=opschaling.naar_id)
            agendeer(opschaling, komend[0], by=adviseur)
