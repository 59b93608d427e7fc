"""Uren van een team invullen, en verdelen als OGON's samen te veel vragen."""

from datetime import date
from decimal import Decimal
from typing import Any

from duoplus.calc.nederlands import MAANDEN
from duoplus.web.velden import keuze, regel, tekst, uren_veld
from maatwerk.actions import consultaties
from maatwerk.forms.geld import ProcentVeld
from maatwerk.forms.stap import StapForm
from ogon.actions import capaciteit, conflict
from ogon.choices import CapaciteitSoort, OpschalingAanleiding, Reactie
from ogon.forms.opschaling import VraagVelden

KEUZES = [(soort.value, soort.label) for soort in CapaciteitSoort]
REACTIES = [(Reactie.AKKOORD.value, "Akkoord"), (Reactie.BEZWAAR.value, "Bezwaar | U zegt waarom.")]


class InvulForm(StapForm):
    titel = "Uren invullen"
    uitleg = "De regel telt meteen mee in de waterval van dit team."
    klaar = "De uren zijn ingevuld."

    maand = keuze("Welke maand?", (), fout="Kies een maand.")
    soort = keuze("Waar gaat het om?", KEUZES, fout="Kies waar de uren voor zijn.")
    omschrijving = regel(
        "Omschrijving", "Bijvoorbeeld ‘Werkplekbeheer’.", fout="Schrijf op wat het is.", maximum=120
    )
    uren = uren_veld("Hoeveel uur in deze maand?", "Bijvoorbeeld 120. Altijd 0 of meer.")
    reden = regel("Waarom vult u dit in?", fout="Schrijf op waarom u dit invult.")

    def __init__(self, *args: Any, jaar: int, **kwargs: Any) -> None:
        self.jaar = jaar
        super().__init__(*args, **kwargs)

    def richt_in(self) -> None:
        self.fields["maand"].choices = [
            (str(nr), f"{naam} {self.jaar}") for nr, naam in enumerate(MAANDEN, start=1)
        ]

    def voer_uit(self) -> Any:
        antwoorden = self.gegevens | {"maand": date(self.jaar, int(self.gegevens["maand"]), 1)}
        return capaciteit.vul_in(self.obj, by=self.by, **antwoorden)


class VerbeterForm(StapForm):
    titel = "Uren verbeteren"
    uitleg = "De oude regel blijft bewaard. De nieuwe telt meteen mee."
    klaar = "De uren zijn verbeterd."

    uren = uren_veld("Hoeveel uur moet het zijn?", "Bijvoorbeeld 120. Altijd 0 of meer.")
    reden = regel("Waarom verandert dit?", fout="Schrijf op waarom dit verandert.")

    def beginwaarden(self) -> dict[str, Any]:
        return {"uren": self.obj.uren}

    def voer_uit(self) -> Any:
        return capaciteit.verbeter(self.obj, by=self.by, **self.gegevens)


class ReactieForm(StapForm):
    """What an OGON thinks of a division, or of a decision of another OGON."""

    titel = "Reageren"
    klaar = "Uw reactie ligt vast."

    soort = keuze("Wat vindt uw OGON?", REACTIES, fout="Kies akkoord of bezwaar.")
    tekst = tekst("Toelichting", "Heeft u bezwaar? Vul dit dan in.", required=False, rijen=4)

    def clean(self) -> dict[str, Any]:
        gegevens: dict[str, Any] = super().clean() or {}
        if gegevens.get("soort") == Reactie.BEZWAAR and not gegevens.get("tekst"):
            self.add_error("tekst", "Zeg waarom u bezwaar heeft.")
        return gegevens


class ConflictReactieForm(ReactieForm):
    uitleg = "De voorzitter van de draaischijf leest dit en verdeelt daarna de uren."

    def voer_uit(self) -> Any:
        return conflict.reageer(self.obj, by=self.by, versie=self.cleaned_data.get("versie"), **self.gegevens)

    def beginwaarden(self) -> dict[str, Any]:
        return {"versie": self.obj.conflict.versie, "soort": self.obj.reactie, "tekst": self.obj.tekst}


class ConflictOpschalenForm(VraagVelden, StapForm):
    titel = "Naar het directieberaad"
    uitleg = "Wie wat vraagt en wat elk OGON ervan vindt, gaat mee. Tot het antwoord er is, verdeelt u niets."
    knop = "Opschalen"
    klaar = "De vraag ligt bij het directieberaad."

    vraag = tekst(
        "Welke vraag moet het directieberaad beantwoorden?",
        fout="Schrijf op waarover het directieberaad moet besluiten.",
    )

    field_order = ["vraag", "gevraagd_besluit", "aanleiding"]

    def beginwaarden(self) -> dict[str, Any]:
        return {"aanleiding": OpschalingAanleiding.CAPACITEIT}

    def voer_uit(self) -> Any:
        gegevens = self.cleaned_data
        return conflict.opschalen(
            self.obj, self.als_vraag(gegevens["vraag"]), by=self.by, versie=gegevens["versie"]
        )


class ConsultatieForm(ReactieForm):
    uitleg = "U reageert één keer. Uw reactie komt bij het besluit te staan."

    def voer_uit(self) -> Any:
        return consultaties.reageer(self.obj, by=self.by, **self.gegevens)


class VerdeelForm(StapForm):
    titel = "Uren verdelen"
    uitleg = "Dit is een besluit. De streep op het bord van elk OGON verandert meteen."
    klaar = "De uren zijn verdeeld."
    knop = "Besluit vastleggen"

    reden = tekst("Waarom deze verdeling?", fout="Schrijf op waarom u zo verdeelt.", rijen=4)

    def richt_in(self) -> None:
        self.partijen = list(self.obj.partijen.select_related("ogon"))
        reden = self.fields.pop("reden")
        for partij in self.partijen:
            self.fields[_naam(partij)] = ProcentVeld(
                label=f"Deel van {partij.ogon} in procenten",
                help_text="Samen hooguit 100.",
                min_value=0,
                max_value=100,
                max_digits=7,
                decimal_places=4,
                error_messages={
                    "required": f"Vul het deel van {partij.ogon} in.",
                    "min_value": "Een deel is 0% of meer. Haal het minteken weg.",
                    "max_value": "Een deel is hooguit 100%.",
                },
            )
        self.fields["reden"] = reden

    def voer_uit(self) -> Any:
        delen = {partij.ogon_id: self.gegevens[_naam(partij)] / Decimal(100) for partij in self.partijen}
        return conflict.verdeel(
            self.obj,
            delen,
            by=self.by,
            reden=self.gegevens["reden"],
            versie=self.cleaned_data.get("versie"),
        )


def _naam(partij: Any) -> str:
    return f"deel_{partij.ogon_id}"
