"""De ladder als instelling: wie het hoort als een antwoord uitblijft, en na hoeveel werkdagen."""

from typing import Any

from django.db.models import QuerySet

from duoplus import instellingen
from duoplus.calc.nederlands import datum
from duoplus.choices import Rol
from duoplus.instellingen import INTREKKEN, OPVOLGEN, Gevolg, Kolom, Onderdeel, Wijziging
from duoplus.web.instellingen.afspraken import GROEP, LANGSTE_TERMIJN
from duoplus.web.instellingen.forms import InstellingForm, dag, getal
from duoplus.web.instellingen.organisatie import PERIODE
from ogon.models import Ladder

NA = "Geteld vanaf de vorige trede; de eerste vanaf de dag van de vraag."


class LadderForm(InstellingForm):
    werkdagen = getal("Na hoeveel werkdagen?", 1, LANGSTE_TERMIJN, NA)
    werkdagen_spoed = getal("Na hoeveel werkdagen bij spoed?", 1, LANGSTE_TERMIJN, NA)
    van = dag("Vanaf welke dag?")


class Laddertreden(Onderdeel):
    slug, naam, enkel, groep = "ladder", "Ladder van een opschaling", "trede van de ladder", GROEP
    uitleg = "Wie het hoort als een vraag aan het directieberaad zonder antwoord blijft, en wanneer."
    icoon = "stairs-up"
    model = Ladder
    formulier = LadderForm
    velden = {
        "trede": "Trede",
        "wie": "Wie",
        "rol": "Rol",
        "werkdagen": "Werkdagen",
        "werkdagen_spoed": "Werkdagen bij spoed",
        "van": "Geldt vanaf",
        "tot": "Geldt tot en met",
    }
    kolommen = (
        Kolom("Wie", lambda trede: trede.wie),
        Kolom("Trede", lambda trede: trede.trede, is_getal=True),
        Kolom("Werkdagen", lambda trede: trede.werkdagen, is_getal=True),
        Kolom("Bij spoed", lambda trede: trede.werkdagen_spoed, is_getal=True),
        PERIODE,
    )
    handelingen = (OPVOLGEN, INTREKKEN)
    sleutel = ("trede", "wie", "rol")

    def queryset(self) -> QuerySet[Any]:
        return Ladder.objects.order_by("trede", "van")

    def als_tekst(self, naam: str, waarde: Any) -> str:
        return Rol(waarde).label if naam == "rol" and waarde else super().als_tekst(naam, waarde)

    def gevolgen(self, wijziging: Wijziging) -> list[Gevolg]:
        if wijziging.handeling != OPVOLGEN:
            return [Gevolg("De trede die er nu is, blijft gelden.")]
        vanaf = datum(wijziging.waarden["van"])
        return [
            Gevolg(f"Dit geldt voor vragen die vanaf {vanaf} aan het directieberaad worden voorgelegd."),
            Gevolg("Vragen die er dan al liggen, houden hun dagen."),
        ]


def meld_aan() -> None:
    instellingen.register(Laddertreden())
