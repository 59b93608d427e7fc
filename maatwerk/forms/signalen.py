"""Wat er met een concept-opschaling gebeurt: voorleggen of wegleggen."""

from typing import Any

from duoplus.web.forms import DatumVeld, DoeForm
from duoplus.web.velden import tekst, vinkje
from maatwerk.actions import signalen
from ogon.actions.opschaling import Vraag
from ogon.choices import OpschalingAanleiding


class VoorleggenForm(DoeForm):
    titel = "Voorleggen aan het directieberaad"
    knop = "Leg voor aan het directieberaad"
    uitleg = (
        "De bedragen hieronder gaan mee zoals zij nu zijn. Daarna veranderen zij in het dossier niet meer."
    )

    vraag = tekst(
        "Wat is de vraag?",
        "Noem hier geen bedragen: die staan al in het dossier.",
        fout="Schrijf op waarover het directieberaad moet besluiten.",
        rijen=3,
    )
    gevraagd_besluit = tekst("Welk besluit vraagt u?", fout="Schrijf op welk besluit u vraagt.", rijen=3)
    spoed = vinkje("Dit heeft spoed", required=False)
    antwoord_voor = DatumVeld(
        label="Voor welke dag is het antwoord nodig?",
        help_text="Laat u dit leeg, dan geldt de gewone termijn.",
        required=False,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for naam in ("vraag", "gevraagd_besluit"):
            self.fields[naam].initial = self.obj.concept[naam]

    def voer_uit(self) -> str:
        vraag = Vraag(aanleiding=OpschalingAanleiding.LUMPSUM, **self.gegevens)
        gemeld = signalen.leg_voor(self.obj, vraag, by=self.by)
        return f"De vraag ligt als {gemeld.nummer} bij het directieberaad."


class WegleggenForm(DoeForm):
    titel = "Concept wegleggen"
    knop = "Leg weg"
    uitleg = "Het signaal blijft staan. Uw reden komt erbij. Het directieberaad krijgt geen vraag."
    negatief = True

    reden = tekst("Waarom is de vraag niet nodig?", fout="Schrijf op waarom u het concept weglegt.", rijen=3)

    def voer_uit(self) -> str:
        signalen.leg_weg(self.obj, by=self.by, reden=self.gegevens["reden"])
        return "Het concept is weggelegd."
