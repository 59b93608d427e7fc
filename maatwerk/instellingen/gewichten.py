"""De gewichten van de voorgestelde volgorde als instelling."""

from functools import partial

from duoplus.calc.nederlands import datum
from duoplus.instellingen import OPVOLGEN, Gevolg, Kolom, Onderdeel, Wijziging
from duoplus.web.instellingen.afspraken import GROEP as AFSPRAKEN
from duoplus.web.instellingen.organisatie import PERIODE
from maatwerk.forms.gewichten import ONDERDELEN, GewichtForm
from maatwerk.models import Gewicht


def _gewicht(naam: str, obj: Gewicht) -> int:
    return getattr(obj, naam)


class Gewichten(Onderdeel):
    slug, naam, enkel, groep = "gewichten", "Gewichten", "gewichten", AFSPRAKEN
    uitleg = "Hoe zwaar elk onderdeel telt in de voorgestelde volgorde, samen 100."
    icoon = "scale"
    model = Gewicht
    formulier = GewichtForm
    velden = {**ONDERDELEN, "van": "Geldt vanaf", "tot": "Geldt tot en met"}
    kolommen = (
        *(Kolom(label, partial(_gewicht, naam), is_getal=True) for naam, label in ONDERDELEN.items()),
        PERIODE,
    )
    handelingen = (OPVOLGEN,)

    def gevolgen(self, wijziging: Wijziging) -> list[Gevolg]:
        vanaf = datum(wijziging.waarden["van"])
        return [
            Gevolg(f"Vanaf {vanaf} stelt het portaal op elk bord de volgorde met deze gewichten voor."),
            Gevolg("Volgorden die al zijn vastgesteld, blijven zoals zij zijn."),
        ]
