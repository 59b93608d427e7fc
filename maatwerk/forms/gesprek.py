"""Meepraten en documenten toevoegen."""

from typing import Any, cast

from django import forms

from duoplus.choices import Zichtbaarheid
from duoplus.web.forms import ActieForm, BestandVeld

MAX_TEKENS = 10_000


class MetZichtbaarheid(ActieForm):
    """Who may read it: people of Duo+ choose, for everybody else it is always shared."""

    zichtbaarheid = forms.ChoiceField(
        label="Wie kan dit lezen?",
        choices=Zichtbaarheid,
        initial=Zichtbaarheid.GEDEELD,
        error_messages={"invalid_choice": "Kies wie dit kan lezen.", "required": "Kies wie dit kan lezen."},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not self.by.is_duoplus:
            veld = cast(forms.ChoiceField, self.fields["zichtbaarheid"])
            veld.choices = [(Zichtbaarheid.GEDEELD.value, Zichtbaarheid.GEDEELD.label)]
            veld.widget = forms.HiddenInput()


class ReactieForm(MetZichtbaarheid):
    tekst = forms.CharField(
        label="Uw reactie",
        max_length=MAX_TEKENS,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={
            "required": "Schrijf eerst een reactie.",
            "max_length": "Uw reactie is te lang: hooguit 10.000 tekens. Voeg de tekst toe als document.",
        },
    )


class DocumentForm(MetZichtbaarheid):
    bestand = BestandVeld(
        label="Document",
        max_length=200,
        help_text="Bijvoorbeeld pdf, docx, xlsx, odt, png of jpg. Hooguit 20 MB.",
    )

    field_order = ["bestand", "zichtbaarheid"]
