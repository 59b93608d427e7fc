"""De vragen bij een andere sleutel voor een opdracht, en bij haar taakveld."""

from datetime import date
from typing import Any

from django import forms

from duoplus import inzage
from duoplus.calc.nederlands import datum_kort, maand_en_jaar
from duoplus.choices import IncidenteelStructureel
from duoplus.models import Besluit
from duoplus.web.forms import ActieForm, DatumVeld, DoeForm
from duoplus.web.velden import keuze, regel, tekst
from maatwerk.actions import opdrachtsleutel, rubriceren
from maatwerk.lumpsum.rubriceren import Ongerubriceerd
from maatwerk.models import Opdracht
from maatwerk.taakvelden import als_keuzes

KIES = ("", "Kies …")


class OpdrachtsleutelForm(ActieForm):
    """``gezien`` holds the change whose effect was shown; only that one is carried out."""

    titel = "Andere verdeelsleutel"
    uitleg = (
        "Vanaf een maand gaan de kosten van deze opdracht anders over de gemeenten. Dat kan alleen als het "
        "is besloten. U ziet eerst wat het voor elke gemeente betekent."
    )
    obj: Opdracht

    sleutel_id = forms.ChoiceField(
        label="Welke sleutel?",
        error_messages={"required": "Kies een sleutel.", "invalid_choice": "Kies een sleutel uit de lijst."},
    )
    vanaf = DatumVeld(label="Vanaf welke maand?", help_text="De eerste dag, bijvoorbeeld 1-7-2027")
    besluit = regel(
        "Bij welk besluit?",
        "Het nummer van het besluit.",
        fout="Vul het nummer van het besluit in.",
        maximum=20,
    )
    gezien = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.sleutels = {str(s.pk): s for s in opdrachtsleutel.mogelijke_sleutels(self.obj)}
        keuzes = [(pk, f"{s.naam}, vanaf {datum_kort(s.van)}") for pk, s in self.sleutels.items()]
        self.fields["sleutel_id"].choices = [KIES, *keuzes]  # type: ignore[attr-defined]

    def clean_vanaf(self) -> date:
        dag: date = self.cleaned_data["vanaf"]
        if dag.day != 1:
            raise forms.ValidationError("Kies de eerste dag van een maand.")
        return dag

    def clean_besluit(self) -> Besluit:
        nummer = self.cleaned_data["besluit"].strip().upper()
        besluit: Besluit | None = inzage.visible_to(Besluit, self.by).filter(nummer=nummer).first()
        if besluit is None:
            raise forms.ValidationError(f"Wij vinden geen besluit {nummer}. Vul het nummer in zoals het is.")
        return besluit

    @property
    def wijziging(self) -> dict[str, Any]:
        antwoord = self.cleaned_data
        return {
            "sleutel": self.sleutels[antwoord["sleutel_id"]],
            "vanaf": antwoord["vanaf"],
            "besluit": antwoord["besluit"],
        }

    @property
    def merk(self) -> str:
        """Which change this is, to tell whether the effect shown is of this one."""
        antwoord = self.cleaned_data
        return f"{antwoord['sleutel_id']} {antwoord['vanaf']} {antwoord['besluit'].pk}"

    @property
    def is_gezien(self) -> bool:
        return bool(self.cleaned_data["gezien"] == self.merk)

    def effect(self) -> list[opdrachtsleutel.Verschuiving]:
        return opdrachtsleutel.effect(self.obj, by=self.by, **self.wijziging)

    def toon_gezien(self) -> None:
        """Show the form again; sending it once more carries out this very change."""
        gezien: Any = self.data.copy()  # type: ignore[attr-defined]  # a QueryDict
        gezien["gezien"] = self.merk
        self.data = gezien

    def voer_uit(self) -> str:
        vast = opdrachtsleutel.geef_sleutel(self.obj, by=self.by, **self.wijziging)
        return f"{self.obj} volgt vanaf {maand_en_jaar(vast.vanaf)} {vast.sleutel}."


def _taakveld(label: str = "Taakveld", **opties: Any) -> forms.ChoiceField:
    fout = "Kies een taakveld uit de lijst."
    return forms.ChoiceField(label=label, error_messages={"required": fout, "invalid_choice": fout}, **opties)


class RubriceerForm(DoeForm):
    titel = "Taakveld kiezen"
    knop = "Opslaan"
    uitleg = "Met het taakveld komt de opdracht op de goede plek in de begroting en de verantwoording."
    obj: Opdracht

    taakveld = _taakveld()
    i_s = keuze("Is het eenmalig of elk jaar?", IncidenteelStructureel.choices)
    reden = tekst("Waarom dit taakveld?", fout="Schrijf op waarom u dit kiest.", rijen=3)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["taakveld"].choices = [KIES, *als_keuzes()]  # type: ignore[attr-defined]
        self.initial = {"taakveld": self.obj.taakveld, "i_s": self.obj.i_s, **self.initial}

    def voer_uit(self) -> str:
        gewijzigd = rubriceren.rubriceer(self.obj, by=self.by, **self.gegevens)
        return f"{gewijzigd} staat nu op taakveld {gewijzigd.taakveld}."


class SamenRubricerenForm(DoeForm):
    """Two questions for each assignment; what stays empty is left for later."""

    titel = "Opdrachten zonder taakveld"
    knop = "Opslaan"
    uitleg = "Elke opdracht krijgt een taakveld, en of zij eenmalig is of elk jaar. U mag er overslaan."
    obj: Ongerubriceerd

    reden = tekst(
        "Waarom?", "De reden komt bij elke opdracht die u invult.", fout="Vul een reden in.", rijen=3
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        keuzes = [KIES, *als_keuzes()]
        for opdracht in self.obj.opdrachten:
            for naam, veld in self._vragen(opdracht, keuzes).items():
                self.fields[f"{naam}_{opdracht.pk}"] = veld

    def _vragen(self, opdracht: Opdracht, keuzes: list[Any]) -> dict[str, forms.Field]:
        taakveld = _taakveld(f"Taakveld van {opdracht}", required=False, initial=opdracht.taakveld)
        taakveld.choices = keuzes
        i_s = forms.ChoiceField(
            label=f"Eenmalig of elk jaar: {opdracht}",
            choices=[KIES, *IncidenteelStructureel.choices],
            required=False,
            initial=opdracht.i_s,
            error_messages={"invalid_choice": "Kies incidenteel of structureel."},
        )
        return {"taakveld": taakveld, "i_s": i_s}

    @property
    def rijen(self) -> list[tuple[Opdracht, forms.BoundField, forms.BoundField]]:
        return [(o, self[f"taakveld_{o.pk}"], self[f"i_s_{o.pk}"]) for o in self.obj.opdrachten]

    @property
    def rubrieken(self) -> dict[int, tuple[str, str]]:
        antwoord = self.cleaned_data
        alle = {o.pk: (antwoord[f"taakveld_{o.pk}"], antwoord[f"i_s_{o.pk}"]) for o in self.obj.opdrachten}
        oud = {o.pk: (o.taakveld, o.i_s) for o in self.obj.opdrachten}
        return {pk: nieuw for pk, nieuw in alle.items() if nieuw != oud[pk]}

    def clean(self) -> dict[str, Any]:
        if not self.errors:
            self._controleer()
        return self.cleaned_data

    def _controleer(self) -> None:
        half = [pk for pk, (taakveld, i_s) in self.rubrieken.items() if not (taakveld and i_s)]
        for pk in half:
            leeg = "i_s" if self.cleaned_data[f"taakveld_{pk}"] else "taakveld"
            self.add_error(f"{leeg}_{pk}", "Vul beide in, of laat beide leeg.")
        if not half and not self.rubrieken:
            raise forms.ValidationError("Vul ten minste één opdracht in.")

    def voer_uit(self) -> str:
        op_pk = {opdracht.pk: opdracht for opdracht in self.obj.opdrachten}
        aantal = rubriceren.rubriceer_samen(
            op_pk, self.rubrieken, by=self.by, reden=self.cleaned_data["reden"]
        )
        return f"{aantal} {'opdracht heeft' if aantal == 1 else 'opdrachten hebben'} nu een taakveld."
