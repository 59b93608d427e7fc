"""Maanden sluiten, en vragen of antwoorden of er alsnog in een gesloten maand geboekt mag worden."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django import forms

from duoplus.calc.nederlands import datum, maand_en_jaar
from duoplus.web.forms import DoeForm
from duoplus.web.velden import tekst
from maatwerk.actions import perioden


class SluitForm(DoeForm):
    """The months were chosen on the page before; here stands what closing them means."""

    titel = "Maanden sluiten"
    uitleg = (
        "Daarna kan niemand meer boeken in deze maanden en verandert er niets meer aan. "
        "Wat later nog nodig is, telt in een open maand."
    )

    m = forms.MultipleChoiceField(
        widget=forms.MultipleHiddenInput,
        error_messages={"required": "Kies eerst een of meer maanden.", "invalid_choice": "Kies een maand."},
    )

    def __init__(self, *args: Any, te_kiezen: Sequence[date], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["m"].choices = [(dag.isoformat(), maand_en_jaar(dag)) for dag in te_kiezen]  # type: ignore[attr-defined]
        self.gekozen = [dag for dag in te_kiezen if dag.isoformat() in set(self["m"].value() or ())]

    @property
    def knop(self) -> str:  # type: ignore[override]
        aantal = len(self.gekozen)
        return f"Sluit {maand_en_jaar(self.gekozen[0])}" if aantal == 1 else f"Sluit {aantal} maanden"


class VraagForm(DoeForm):
    """``obj`` is the closed month."""

    titel, knop = "Heropenen vragen", "Verzoek versturen"
    uitleg = (
        "Het directieberaad besluit. De maand zelf blijft zoals zij is. "
        "Wat alsnog wordt geboekt, telt in de eerste open maand en verwijst naar dit verzoek."
    )
    reden = tekst(
        "Wat is er vergeten, en waarom moet het toch?",
        fout="Schrijf op waarom er nog in deze maand geboekt moet worden.",
        maximum=2000,
    )

    def voer_uit(self) -> str:
        self.heropening = perioden.vraag_heropening(self.obj.maand, by=self.by, reden=self.gegevens["reden"])
        return "Uw verzoek ligt bij het directieberaad."


class ToestaanForm(DoeForm):
    """``obj`` is what was asked."""

    titel, knop = "Boeken toestaan", "Toestaan"
    antwoord = tekst("Wilt u er iets bij zeggen?", required=False, maximum=2000, rijen=3)

    @property
    def uitleg(self) -> str:  # type: ignore[override]
        return (
            f"Tot en met {datum(perioden.tot_en_met())} kan er dan in {self.obj.periode} worden geboekt. "
            "De gesloten maand verandert niet: deze boekingen tellen in de eerste open maand."
        )

    def voer_uit(self) -> str:
        heropening = perioden.sta_toe(self.obj, by=self.by, antwoord=self.gegevens["antwoord"])
        return f"Boeken in {heropening.periode} kan tot en met {datum(heropening.tot)}."


class WeigerForm(DoeForm):
    titel, knop, negatief = "Verzoek weigeren", "Weigeren", True
    uitleg = "De maand blijft gesloten. Degene die het vroeg, krijgt uw antwoord."
    antwoord = tekst("Waarom niet?", fout="Schrijf op waarom niet.", maximum=2000, rijen=3)

    def voer_uit(self) -> str:
        perioden.weiger(self.obj, by=self.by, antwoord=self.gegevens["antwoord"])
        return "Het verzoek is geweigerd."


ANTWOORDEN: dict[str, type[DoeForm]] = {"toestaan": ToestaanForm, "weigeren": WeigerForm}
