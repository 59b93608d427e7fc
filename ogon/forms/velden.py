"""Vragen die in meer formulieren staan."""

from typing import Any

from django import forms

MAX_REDEN = 2000


def reden(label: str, hint: str = "", **opties: Any) -> forms.CharField:
    return forms.CharField(
        label=label,
        help_text=hint,
        max_length=MAX_REDEN,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": "Schrijf op waarom."},
        **opties,
    )
