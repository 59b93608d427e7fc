"""Wat elke stap van het indienformulier kan: woordelijk bewaren, controleren en in woorden tonen."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any, ClassVar, cast

from django import forms
from django.core.validators import MaxLengthValidator, RegexValidator

from duoplus.calc.nederlands import datum, uren
from duoplus.choices import zonder_hint
from duoplus.web.forms import ActieForm
from maatwerk.indienkeuzes import Keuzes

VERBORGEN = {"versie", "sleutel", "stap"}

WEET_NIET = "weet_niet"

# Where the question on the form is not a good heading for its answer.
KORT = {"titel": "Titel", "gemeenten": "Welke gemeenten vragen dit aan?"}

# Databases keep no NUL; it stays in sight under its own symbol until its writer takes it away.
NUL, NUL_IN_BEELD = "\0", "\N{SYMBOL FOR NULL}"

GEEN_NUL = RegexValidator(
    NUL_IN_BEELD,
    f"Hier staat een onzichtbaar teken dat wij niet kunnen bewaren ({NUL_IN_BEELD}). Haal dat teken weg.",
    inverse_match=True,
)


def tekst(meeste: int, widget: forms.Widget | None = None, **opties: Any) -> forms.CharField:
    """The counter shows how much fits; the message says how long it is and how long it may be."""
    widget = widget or forms.TextInput()
    widget.attrs["data-max"] = meeste
    te_lang = f"De tekst is te lang: %(show_value)d tekens. Er passen {meeste} tekens. Maak de tekst korter."
    return forms.CharField(
        validators=[MaxLengthValidator(meeste, te_lang), GEEN_NUL], widget=widget, **opties
    )


def lange_tekst(regels: int = 5, **opties: Any) -> forms.CharField:
    return tekst(4000, forms.Textarea(attrs={"rows": regels}), **opties)


def radio(keuzes: Iterable[tuple[str, str]], vraag: str, leeg: str, **opties: Any) -> forms.ChoiceField:
    fouten = {"required": leeg, "invalid_choice": leeg}
    return forms.ChoiceField(
        label=vraag, choices=list(keuzes), widget=forms.RadioSelect, error_messages=fouten, **opties
    )


class StapForm(ActieForm):
    """One step. ``keuzes`` holds the lists of this municipality, so that a form asks the database nothing."""

    nummer: ClassVar[int]
    kop: ClassVar[str]

    stap = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, keuzes: Keuzes, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.keuzes = keuzes
        self.fields["stap"].initial = self.nummer
        self.helper.render_hidden_fields = True
        self.stel_in()

    def stel_in(self) -> None:
        """Fill in what differs per municipality and per day."""

    def kies_uit(self, naam: str, keuzes: Iterable[tuple[str, Any]]) -> forms.ChoiceField:
        veld = cast(forms.ChoiceField, self.fields[naam])
        veld.choices = list(keuzes)
        return veld

    @property
    def hulp(self) -> str:
        """The template with the help beside this step."""
        return f"maatwerk/indienen/hulp/{type(self).__name__.removesuffix('Form').lower()}.html"

    @classmethod
    def namen(cls) -> list[str]:
        """The answers that are kept; a file is kept at once, elsewhere."""
        velden = cls.base_fields.items()
        return [
            naam for naam, v in velden if naam not in VERBORGEN and not isinstance(v.widget, forms.FileInput)
        ]

    def getypt(self) -> dict[str, Any]:
        """Word for word what was posted for the fields of this step, right or wrong."""
        return {naam: _zonder_nul(self[naam].data) for naam in self.namen() if self._gepost(naam)}

    def _gepost(self, naam: str) -> bool:
        """A browser sends nothing for a group of boxes of which none is ticked."""
        veld = self.fields.get(naam)
        return veld is not None and (naam in self.data or isinstance(veld, forms.MultipleChoiceField))

    def velden(self) -> dict[str, Any]:
        """The checked answers under the names of the model."""
        return {naam: self.cleaned_data[naam] for naam in self.namen() if naam in self.cleaned_data}

    def rijen(self) -> list["Rij"]:
        return [self.rij(naam) for naam in self.namen() if naam in self.fields]

    def rij(self, naam: str) -> "Rij":
        veld = self[naam]
        return Rij(KORT.get(naam, str(veld.label)), self.in_woorden(naam), _eerste_id(veld))

    def in_woorden(self, naam: str) -> str:
        """The answer as read on screen; what cannot be read stays as it was typed."""
        waarde = getattr(self, "cleaned_data", {}).get(naam)
        if isinstance(waarde, date):
            return datum(waarde)
        if isinstance(waarde, Decimal):
            return f"{uren(waarde)} uur"
        getypt = self[naam].value() or ""
        labels = _labels(getattr(self.fields[naam], "choices", ()))
        return ", ".join(labels.get(w, w) for w in (getypt if isinstance(getypt, list) else [str(getypt)]))


@dataclass(frozen=True)
class Rij:
    """An answer as the check page and the receipt show it; ``veld`` is the id of its control."""

    label: str
    waarde: str
    veld: str = ""


def _zonder_nul(waarde: Any) -> Any:
    if isinstance(waarde, list):
        return [_zonder_nul(deel) for deel in waarde]
    return (waarde or "").replace(NUL, NUL_IN_BEELD)


def _eerste_id(veld: forms.BoundField) -> str:
    return f"{veld.auto_id}_0" if veld.use_fieldset else veld.id_for_label


def _labels(keuzes: Iterable[tuple[Any, Any]]) -> dict[str, str]:
    """The words of every choice, those inside groups included, without their hints."""
    paren = [
        paar for w, label in keuzes for paar in (label if isinstance(label, list | tuple) else [(w, label)])
    ]
    return {str(waarde): zonder_hint(label) for waarde, label in paren if waarde != ""}
