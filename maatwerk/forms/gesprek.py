"""Meepraten en documenten toevoegen."""

from typing import Any, cast

from django import forms
from django.conf import settings
from django.core.files.uploadedfile import UploadedFile

from duoplus.bestandstype import MEGABYTE
from duoplus.choices import Zichtbaarheid
from duoplus.web.forms import ActieForm

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
    bestand = forms.FileField(
        label="Document",
        max_length=200,
        help_text="Bijvoorbeeld pdf, docx, xlsx, odt, png of jpg. Hooguit 20 MB.",
        error_messages={
            "required": "Kies een bestand.",
            "empty": "Het bestand is leeg. Kies een ander bestand.",
            "invalid": "Kies een bestand.",
            "missing": "Kies een bestand.",
            "max_length": "De naam van het bestand is te lang: hooguit 200 tekens.",
        },
    )

    field_order = ["bestand", "zichtbaarheid"]

    def clean_bestand(self) -> UploadedFile:
        """Refuse by size before the bytes are read into memory."""
        bestand: UploadedFile = self.cleaned_data["bestand"]
        if (bestand.size or 0) > settings.BIJLAGE_MAX_BYTES:
            grens = settings.BIJLAGE_MAX_BYTES // MEGABYTE
            raise forms.ValidationError(f"Het bestand is te groot. Het mag hooguit {grens} MB zijn.")
        return bestand
