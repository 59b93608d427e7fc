"""De volgorde van een OGON: één verplaatsing tegelijk, met een reden."""

import re
from typing import Any

from django import forms

from duoplus.web.forms import ActieForm

ONBEKEND = "Deze aanvraag staat niet meer op de lijst. Bekijk de nieuwe volgorde."


class VerplaatsForm(ActieForm):
    """``zet`` comes from the button: a request and the place it goes to ("MW-2026-0007:3").

    Without a place behind the colon it is the one typed in the box of that request.
    """

    reden = forms.CharField(
        label="Waarom verandert de volgorde?",
        max_length=2000,
        error_messages={"required": "Schrijf op waarom de volgorde verandert."},
    )
    zet = forms.CharField(required=False, max_length=80)
    lijstversie = forms.IntegerField(widget=forms.HiddenInput)
    gezien = forms.CharField(required=False, widget=forms.HiddenInput, max_length=10000)

    def __init__(self, *args: Any, stukken: dict[str, Any], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.stukken = stukken

    def clean_zet(self) -> tuple[Any, int]:
        sleutel, _, plaats = (self.cleaned_data["zet"] or self._met_enter()).rpartition(":")
        if sleutel not in self.stukken:
            raise forms.ValidationError(ONBEKEND if sleutel else "Kies wat u wilt verplaatsen.")
        typed = self.data.get(f"plaats-{sleutel}", "")
        return self.stukken[sleutel].aanvraag, self._plaats(plaats or typed)

    def _met_enter(self) -> str:
        """Enter in a box presses no button: then it is the one box that was filled in."""
        gevuld = [sleutel for sleutel in self.stukken if self.data.get(f"plaats-{sleutel}", "").strip()]
        return f"{gevuld[0]}:" if len(gevuld) == 1 else ""

    def _plaats(self, getypt: str) -> int:
        if not re.fullmatch(r"\s*\d{1,4}\s*", getypt):
            raise forms.ValidationError("Vul bij ‘naar plaats’ een getal in, bijvoorbeeld 3.")
        return max(int(getypt), 1)

    def clean(self) -> None:
        """A move to the same place is no move; on a list that changed since, the action says so itself."""
        if "zet" not in self.cleaned_data or self.cleaned_data.get("lijstversie") != self.obj.lijstversie:
            return
        aanvraag, plaats = self.cleaned_data["zet"]
        laatste = sum(stuk.aanvraag.plaats is not None for stuk in self.stukken.values())
        if aanvraag.plaats is not None and aanvraag.plaats == min(plaats, laatste):
            self.add_error("zet", f"{aanvraag.titel} staat al op deze plaats.")
