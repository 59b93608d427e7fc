"""What every form of an action shares: the version on screen and the key of this one press."""

import uuid
from typing import Any

from crispy_forms.helper import FormHelper
from django import forms
from django.conf import settings

from duoplus.bestandstype import MEGABYTE
from duoplus.calc.nederlands import Onleesbaar, lees_bedrag, lees_datum, lees_uren
from duoplus.models import Gebruiker


class DatumVeld(forms.DateField):
    """A date as Dutch people type it; a text field, since a calendar is slower and less accessible."""

    widget = forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off", "class": "duo-w-narrow"})
    default_error_messages = {"required": "Vul een datum in, bijvoorbeeld 15-3-2027."}

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("help_text", "Bijvoorbeeld 15-3-2027")
        super().__init__(**kwargs)

    def to_python(self, value: Any) -> Any:
        return _lees(lees_datum, value, self.empty_values)

    def prepare_value(self, value: Any) -> Any:
        return f"{value.day}-{value.month}-{value.year}" if hasattr(value, "year") else value


class GetalVeld(forms.DecimalField):
    """Hours or euros with a decimal comma."""

    widget = forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off", "class": "duo-w-narrow"})

    def prepare_value(self, value: Any) -> Any:
        return value if value is None or isinstance(value, str) else f"{value:f}".replace(".", ",")


class UrenVeld(GetalVeld):
    default_error_messages = {"required": "Vul een aantal uren in, bijvoorbeeld 80."}

    def to_python(self, value: Any) -> Any:
        return _lees(lees_uren, value, self.empty_values)


class BedragVeld(GetalVeld):
    default_error_messages = {"required": "Vul een bedrag in, bijvoorbeeld 1.250,50."}

    def to_python(self, value: Any) -> Any:
        return _lees(lees_bedrag, value, self.empty_values)


class BestandVeld(forms.FileField):
    """One file, no larger than the portal keeps."""

    default_error_messages = {
        "required": "Kies een bestand.",
        "empty": "Het bestand is leeg. Kies een ander bestand.",
        "invalid": "Kies een bestand.",
        "missing": "Kies een bestand.",
        "max_length": "De naam van het bestand is te lang: hooguit 200 tekens.",
    }

    def to_python(self, data: Any) -> Any:
        """Refuse by size before the bytes are read into memory."""
        bestand = super().to_python(data)
        if bestand is not None and (bestand.size or 0) > settings.BIJLAGE_MAX_BYTES:
            grens = settings.BIJLAGE_MAX_BYTES // MEGABYTE
            raise forms.ValidationError(f"Het bestand is te groot. Het mag hooguit {grens} MB zijn.")
        return bestand


def _lees(lezer: Any, value: Any, leeg: Any) -> Any:
    if value in leeg:
        return None
    try:
        return lezer(value)
    except Onleesbaar as fout:
        raise forms.ValidationError(str(fout)) from fout


class ActieForm(forms.Form):
    """A form that runs one action. ``by`` is who acts, ``obj`` on what."""

    versie = forms.IntegerField(required=False, widget=forms.HiddenInput)
    sleutel = forms.UUIDField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, by: Gebruiker, obj: Any, **kwargs: Any) -> None:
        kwargs.setdefault("label_suffix", "")
        super().__init__(*args, **kwargs)
        self.by, self.obj = by, obj
        self.fields["versie"].initial = getattr(obj, "versie", None)
        self.fields["sleutel"].initial = uuid.uuid4
        self.helper = FormHelper()
        self.helper.form_tag = False
        self.helper.disable_csrf = True

    @property
    def gegevens(self) -> dict[str, Any]:
        """The cleaned answers, without the plumbing."""
        return {naam: w for naam, w in self.cleaned_data.items() if naam not in {"versie", "sleutel"}}

    @property
    def inhoud(self) -> list[forms.BoundField]:
        """The fields a person fills in."""
        return [veld for veld in self if not veld.is_hidden]

    def waarde_nu(self, naam: str) -> Any:
        """What stands in the object now under this field, for the page with both versions."""
        weergave = getattr(self.obj, f"get_{naam}_display", None)
        return weergave() if weergave else getattr(self.obj, naam, "")


class DoeForm(ActieForm):
    """Iets doen op een eigen bladzijde: een titel, wat er gebeurt, één knop, en na afloop één zin."""

    titel = knop = uitleg = ""
    negatief = False

    def voer_uit(self) -> str:
        """Do it, and say so in one sentence."""
        raise NotImplementedError

    @property
    def wie(self) -> dict[str, Any]:
        """Who acts, on what was on screen."""
        return {"by": self.by, "versie": self.cleaned_data["versie"]}
