"""De velden waarmee een formulier vraagt: elk met een label, een hint en fouten in gewone woorden."""

from decimal import Decimal
from typing import Any

from django import forms
from django.core.validators import MaxLengthValidator
from django.db.models import QuerySet

from duoplus.calc.nederlands import met_punten
from duoplus.web.forms import BedragVeld, DatumVeld, UrenVeld

MAX_TEKST = 5000
MAX_UREN = 99_999
MAX_EURO = 99_999_999
CENT = Decimal("0.01")
TIJD = "Vul een tijd in, bijvoorbeeld 9.30."
TE_LANG = "Maak dit korter: er passen %(limit_value)d tekens in en u heeft er %(show_value)d."


class Tekst(forms.CharField):
    """Line breaks as one character, so that an unchanged text is equal to what was stored."""

    def to_python(self, value: Any) -> str:
        return super().to_python(str(value or "").replace("\r\n", "\n")) or ""


class TijdVeld(forms.TimeField):
    """A time as it is said: 9.30 or 09:30."""

    def __init__(self, label: str) -> None:
        super().__init__(
            label=label,
            input_formats=["%H.%M", "%H:%M", "%H"],
            widget=forms.TimeInput(format="%H.%M", attrs={"class": "duo-w-narrow", "autocomplete": "off"}),
            help_text="Bijvoorbeeld 9.30",
            error_messages={"required": TIJD, "invalid": TIJD},
        )


def tekst(label: str, hint: str = "", *, fout: str = "", maximum: int = MAX_TEKST, **opties: Any) -> Any:
    """A text area; ``fout`` is what somebody reads who leaves it empty."""
    rijen = opties.pop("rijen", 5)
    return Tekst(
        label=label,
        help_text=hint,
        validators=[
            MaxLengthValidator(maximum, TE_LANG)
        ],  # as max_length it would count aloud under each box
        widget=forms.Textarea(attrs={"rows": rijen}),
        error_messages=_fouten(fout),
        **opties,
    )


def regel(label: str, hint: str = "", *, fout: str = "", maximum: int = 200, **opties: Any) -> Any:
    """One line of text."""
    return forms.CharField(
        label=label, help_text=hint, max_length=maximum, error_messages=_fouten(fout), **opties
    )


def _fouten(fout: str) -> dict[str, str]:
    return {"required": fout or "Vul dit in.", "max_length": TE_LANG}


def keuze(label: str, keuzes: Any, hint: str = "", *, fout: str = "Maak een keuze.", **opties: Any) -> Any:
    """Radio buttons."""
    return forms.ChoiceField(
        label=label,
        choices=keuzes,
        help_text=hint,
        widget=forms.RadioSelect,
        error_messages={"required": fout, "invalid_choice": "Kies een van de antwoorden hieronder."},
        **opties,
    )


def vinkje(label: str, hint: str = "", *, fout: str = "Zet hier een vinkje.", **opties: Any) -> Any:
    return forms.BooleanField(label=label, help_text=hint, error_messages={"required": fout}, **opties)


def uit_lijst(label: str, queryset: QuerySet[Any], hint: str = "", *, fout: str, **opties: Any) -> Any:
    """One row out of a list; an id that is not in it is refused in words."""
    return forms.ModelChoiceField(
        label=label,
        queryset=queryset,
        help_text=hint,
        empty_label="Kies …",
        error_messages={"required": fout, "invalid_choice": fout},
        **opties,
    )


def uren_veld(
    label: str,
    hint: str = "",
    *,
    leeg: str = "Vul een aantal uren in, bijvoorbeeld 80.",
    maximum: int = MAX_UREN,
    boven_nul: bool = False,
    **opties: Any,
) -> UrenVeld:
    return UrenVeld(
        label=label,
        help_text=hint,
        min_value=CENT if boven_nul else 0,
        max_value=maximum,
        max_digits=8,
        decimal_places=2,
        error_messages=_getalfouten("uur", maximum, boven_nul) | {"required": leeg},
        **opties,
    )


def euro_veld(label: str, hint: str = "", *, boven_nul: bool = False, **opties: Any) -> BedragVeld:
    return BedragVeld(
        label=label,
        help_text=hint,
        min_value=CENT if boven_nul else 0,
        max_value=MAX_EURO,
        max_digits=10,
        decimal_places=2,
        error_messages=_getalfouten("euro", MAX_EURO, boven_nul),
        **opties,
    )


def _getalfouten(eenheid: str, hoogste: int, boven_nul: bool) -> dict[str, str]:
    te_hoog = f"Vul hooguit {met_punten(hoogste)} {eenheid} in."
    return {
        "min_value": f"Vul meer dan 0 {eenheid} in." if boven_nul else f"Vul 0 {eenheid} of meer in.",
        "max_value": te_hoog,
        "max_digits": te_hoog,
        "max_whole_digits": te_hoog,
    }


def datum(
    label: str,
    hint: str = "Bijvoorbeeld 15-3-2027",
    *,
    leeg: str = "Vul een datum in, bijvoorbeeld 15-3-2027.",
    **opties: Any,
) -> DatumVeld:
    return DatumVeld(label=label, help_text=hint, error_messages={"required": leeg}, **opties)
