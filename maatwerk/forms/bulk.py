"""Wat iemand invult voor een actie met veel aanvragen tegelijk."""

from typing import Any

from django import forms

from duoplus import klok
from duoplus.models import Gebruiker, Team
from duoplus.web.forms import ActieForm
from maatwerk.actions.verdelen import BEHANDELAARS
from maatwerk.forms.stap import tekst, uit_lijst
from ogon.models import Ogon


class BulkForm(ActieForm):
    """An action that asks nothing more."""


class ToewijzenForm(BulkForm):
    team = uit_lijst(
        "Welk team?",
        Team.objects.none(),
        "Leeg: het team blijft zoals het is.",
        fout="Kies een team uit de lijst.",
        required=False,
    )
    behandelaar = uit_lijst(
        "Wie behandelt de aanvragen?",
        Gebruiker.objects.none(),
        "Leeg: de behandelaar blijft zoals hij is.",
        fout="Kies een behandelaar uit de lijst.",
        required=False,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        velden: Any = self.fields
        velden["team"].queryset = Team.objects.geldig_op(klok.vandaag())
        velden["behandelaar"].queryset = Gebruiker.objects.met_rol(*BEHANDELAARS).order_by("naam")

    def clean(self) -> None:
        if not self.errors and not (self.cleaned_data["team"] or self.cleaned_data["behandelaar"]):
            raise forms.ValidationError("Kies een team, een behandelaar, of beide.")


class NaarOgonForm(BulkForm):
    ogon = uit_lijst("Welk OGON?", Ogon.objects.none(), fout="Kies een OGON uit de lijst.")
    reden = tekst("Waarom?", "De gemeente leest dit mee.", fout="Schrijf op waarom.", rijen=3)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        velden: Any = self.fields
        velden["ogon"].queryset = Ogon.objects.geldig_op(klok.vandaag())


FORMS: dict[str, type[BulkForm]] = {"toewijzen": ToewijzenForm, "naar_ogon": NaarOgonForm}
