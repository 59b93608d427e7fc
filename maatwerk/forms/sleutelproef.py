from typing import Any

from django import forms

from duoplus.web.forms import GetalVeld
from maatwerk.calc.verdeling import OngeldigeVerdeling, als_fracties
from maatwerk.models import Verdeelsleutel

FOUT = "Vul een percentage van 0 tot en met 100 in, bijvoorbeeld 39,5."


class PercentageVeld(GetalVeld):
    """``39,5`` is 39.5 percent."""

    def to_python(self, value: Any) -> Any:
        return super().to_python(str(value).strip().removesuffix("%").replace(",", ".") if value else value)


class SleutelproefForm(forms.Form):
    """One percentage for each municipality of the key; together they are 100."""

    def __init__(self, sleutel: Verdeelsleutel, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        aandelen = sorted(sleutel.aandelen.all(), key=lambda a: a.organisatie.volgorde)
        self.velden = {f"deel-{a.organisatie_id}": a for a in aandelen}
        for naam, aandeel in self.velden.items():
            self.fields[naam] = PercentageVeld(
                label=aandeel.organisatie.naam,
                initial=(aandeel.aandeel * 100).normalize(),
                min_value=0,
                max_value=100,
                max_digits=7,
                decimal_places=4,
                error_messages=dict.fromkeys(
                    ("required", "invalid", "min_value", "max_value", "max_digits", "max_decimal_places"),
                    FOUT,
                ),
            )

    def clean(self) -> None:
        if self.errors:
            return
        try:
            self.aandelen = als_fracties(
                {a.organisatie_id: self.cleaned_data[naam] for naam, a in self.velden.items()}
            )
        except OngeldigeVerdeling as fout:
            raise forms.ValidationError(str(fout)) from None
