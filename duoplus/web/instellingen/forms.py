"""De vragen bij een instelling: welke er staan hangt af van het onderdeel en van wat u doet."""

from datetime import date
from typing import Any

from django import forms
from django.core.validators import MaxLengthValidator

from duoplus import klok
from duoplus.actions.instellingen import versie_van
from duoplus.instellingen import BEEINDIGEN, OPVOLGEN, Handeling, Onderdeel
from duoplus.web.forms import ActieForm, DatumVeld

MAX_TEKST = 5000
TE_LANG = "Maak dit korter: er passen %(limit_value)d tekens in en u heeft er %(show_value)d."
LEIDINGEN = {"versie", "sleutel", "gezien", "reden"}
EERSTE, LAATSTE = date(1990, 1, 1), date(2100, 12, 31)


def dag(label: str, hint: str = "Bijvoorbeeld 15-3-2027", **opties: Any) -> DatumVeld:
    return DatumVeld(label=label, help_text=hint, **opties)


def regel(label: str, maximum: int, hint: str = "", **opties: Any) -> forms.CharField:
    fouten = {"required": "Vul dit in.", "max_length": TE_LANG}
    return forms.CharField(label=label, max_length=maximum, help_text=hint, error_messages=fouten, **opties)


def tekst(label: str, hint: str = "", *, rijen: int = 3, fout: str = "Vul dit in.", **opties: Any) -> Any:
    return forms.CharField(
        label=label,
        help_text=hint,
        validators=[MaxLengthValidator(MAX_TEKST, TE_LANG)],
        widget=forms.Textarea(attrs={"rows": rijen}),
        error_messages={"required": fout},
        **opties,
    )


def getal(label: str, laagst: int, hoogst: int, hint: str = "", **opties: Any) -> forms.IntegerField:
    tussen = f"Vul een heel getal in van {laagst} tot en met {hoogst}."
    return forms.IntegerField(
        label=label,
        help_text=hint,
        min_value=laagst,
        max_value=hoogst,
        widget=forms.NumberInput(attrs={"class": "duo-w-narrow"}),
        error_messages=dict.fromkeys(("required", "invalid", "min_value", "max_value"), tussen),
        **opties,
    )


def keuze(label: str, keuzes: Any, hint: str = "", **opties: Any) -> forms.ChoiceField:
    fout = "Kies een van de antwoorden uit de lijst."
    return forms.ChoiceField(
        label=label,
        choices=keuzes,
        help_text=hint,
        error_messages={"required": fout, "invalid_choice": fout},
        **opties,
    )


class UitLijst(forms.ModelChoiceField):
    """One row out of a list that is read when the form is made; an id that is not in it is refused."""

    def __init__(self, label: str, queryset: Any, hint: str = "", **opties: Any) -> None:
        fout = "Kies iets uit de lijst."
        opties.setdefault("empty_label", "Kies …")
        super().__init__(
            queryset,
            label=label,
            help_text=hint,
            error_messages={"required": fout, "invalid_choice": fout},
            **opties,
        )


class InstellingForm(ActieForm):
    """The questions of one kind of setting, cut down to those that this act asks."""

    onderdeel: Onderdeel
    fields: dict[str, Any]

    tot = dag("Geldt tot en met", "Zonder laatste dag blijft het gelden.", required=False)
    reden = tekst("Waarom?", "De reden staat bij de geschiedenis.", fout="Schrijf op waarom u dit doet.")
    gezien = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, onderdeel: Onderdeel, handeling: Handeling, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.onderdeel, self.handeling = onderdeel, handeling
        self._snoei()
        self.richt_in()
        self.initial = {**self.beginwaarden(), **self.initial}
        self.order_fields([*self.vragen(), "reden"])

    def _snoei(self) -> None:
        blijft = self.onderdeel.velden_van(self.handeling) | LEIDINGEN
        for naam in set(self.fields) - blijft:
            del self.fields[naam]
        self.fields["versie"].initial = versie_van(self.obj)
        self.fields["reden"].required = self.onderdeel.reden_nodig or self.handeling.eist_voorbeeld
        if self.handeling == BEEINDIGEN:
            self.fields["tot"].label = "Wat is de laatste dag?"
            self.fields["tot"].help_text = "Die dag telt nog mee. Zonder laatste dag blijft het gelden."

    def richt_in(self) -> None:
        """Fit the questions to this row."""

    def vragen(self) -> list[str]:
        """The questions as they stand on screen."""
        return list(self.onderdeel.velden)

    def beginwaarden(self) -> dict[str, Any]:
        """A new row starts today; an existing one shows how it stands."""
        if self.obj is None:
            return {"van": klok.vandaag()}
        namen = (naam for naam in self.fields if naam in self.onderdeel.velden and naam not in LEIDINGEN)
        nu = {naam: self.onderdeel.waarde(self.obj, naam) for naam in namen}
        return nu | ({"van": None} if self.handeling == OPVOLGEN else {})

    @property
    def waarden(self) -> dict[str, Any]:
        """The answers to the questions of this kind of setting."""
        return {naam: waarde for naam, waarde in self.gegevens.items() if naam not in LEIDINGEN}

    def waarde_nu(self, naam: str) -> Any:
        if naam not in self.onderdeel.velden:
            return ""
        return self.onderdeel.als_tekst(naam, self.onderdeel.waarde(self.obj, naam))

    def clean(self) -> dict[str, Any]:
        gegevens = super().clean() or self.cleaned_data
        for naam in ("van", "tot"):
            gekozen = gegevens.get(naam)
            if gekozen is not None and not EERSTE <= gekozen <= LAATSTE:
                self.add_error(naam, "Kies een dag tussen 1990 en 2100.")
        if (gegevens.get("van") or EERSTE) > (gegevens.get("tot") or LAATSTE):
            self.add_error("tot", "De laatste dag ligt voor de eerste dag.")
        return gegevens

    def toon_gelezen(self, merk: str) -> None:
        """Show the form again with what was typed; sending it once more says that ``merk`` was read."""
        gelezen: Any = self.data.copy()  # type: ignore[attr-defined]  # a QueryDict
        gelezen["gezien"] = merk
        self.data = gelezen
