"""De volgorde van OGON Burger ligt voor: één van de twee gemeenten gaf al een standpunt."""

from datetime import datetime, time

from duoplus import klok
from duoplus.calc.nederlands import AMSTERDAM
from maatwerk.actions.standpunten import geef_standpunt, voorleggen
from maatwerk.choices import StandpuntSoort
from maatwerk.demo.toneel import Toneel
from maatwerk.models import Ronde

OGON = "burger"
VOORWAARDE = "Als de wachttijden voor de Wmo elk kwartaal in het overleg terugkomen."


def maak(toneel: Toneel) -> None:
    """Put forward at the end of the last working day; the one position stays hidden until both are in."""
    ronde = Ronde.objects.get(cyclus__ogon__slug=OGON, cyclus__jaar=toneel.peildatum.year + 1)
    with klok.op(datetime.combine(toneel.gisteren, time(17, 15), AMSTERDAM)):
        voorleggen(ronde, by=toneel.wie(f"voorzitter.{OGON}"))
    with klok.op(datetime.combine(toneel.gisteren, time(17, 25), AMSTERDAM)):
        geef_standpunt(
            ronde,
            toneel.organisaties["O"],
            soort=StandpuntSoort.AKKOORD_MITS,
            tekst=VOORWAARDE,
            by=toneel.van("opdrachtgever", "O"),
        )
