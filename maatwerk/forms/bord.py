"""Het bord: één verplaatsing, de redenen erbij, en wat de voorzitter met één aanvraag doet."""

import re
from functools import cached_property
from typing import Any

from django import forms
from django.db.models import Q

from duoplus.web.forms import ActieForm, DoeForm
from maatwerk.actions import ronde as acties
from maatwerk.models import Aanvraag, Rondeplaats

REDEN = "reden-"
GETAL = "Vul een plaats in, bijvoorbeeld 3."
NIET_MEER = "Deze aanvraag staat niet meer op het bord. Bekijk de nieuwe volgorde."


def lees_plaats(getypt: str) -> int:
    """Raises ``ValidationError`` for what is no place; below 1 is 1."""
    if not re.fullmatch(r"\s*-?\d{1,4}\s*", getypt):
        raise forms.ValidationError(GETAL)
    return max(int(getypt), 1)


class PlaatsVeld(forms.CharField):
    """A place in an order, as a number from 1."""

    widget = forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off", "class": "duo-w-narrow"})
    default_error_messages = {"required": GETAL}

    def __init__(self, label: str = "Naar plaats", **kwargs: Any) -> None:
        super().__init__(label=label, max_length=10, **kwargs)

    def clean(self, value: Any) -> int:
        return lees_plaats(super().clean(value))


class BordForm(ActieForm):
    """``zet`` comes from the button: a request and the place it goes to ("MW-2026-0007:3").

    Every reason that was typed beside a request ("reden-MW-2026-0007") goes along, whatever was pressed.
    """

    zet = forms.CharField(required=False, max_length=80)

    @cached_property
    def plaatsen(self) -> dict[str, Rondeplaats]:
        """What this press is about, of what is on the board: the move, and where a reason was typed."""
        sleutels = {veld.removeprefix(REDEN) for veld in self.data if veld.startswith(REDEN)}
        sleutels.add(self.data.get("zet", "").rpartition(":")[0])
        genoemd = Q(aanvraag__nummer__in=sleutels) | Q(aanvraag__extern_nummer__in=sleutels)
        plaatsen = self.obj.plaatsen.filter(genoemd).select_related("aanvraag")
        return {plaats.aanvraag.sleutel: plaats for plaats in plaatsen}

    def clean_zet(self) -> tuple[Aanvraag, int] | None:
        sleutel, _, plaats = self.cleaned_data["zet"].rpartition(":")
        if not sleutel:
            return None
        if sleutel not in self.plaatsen:
            raise forms.ValidationError(NIET_MEER)
        return self.plaatsen[sleutel].aanvraag, lees_plaats(plaats)

    def clean(self) -> None:
        if not (self.errors or self.cleaned_data["zet"] or self.redenen):
            self.add_error(None, "Er is niets gewijzigd.")

    @property
    def redenen(self) -> dict[str, str]:
        """Per request the reason that was typed or changed."""
        getypt = {sleutel: self.data.get(f"{REDEN}{sleutel}", "").strip() for sleutel in self.plaatsen}
        return {
            sleutel: reden
            for sleutel, reden in getypt.items()
            if reden and reden != self.plaatsen[sleutel].afwijkreden
        }


class HandelingForm(DoeForm):
    """Something done with one request that is on the board."""

    def __init__(self, *args: Any, plaats: Rondeplaats, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.rij, self.aanvraag = plaats, plaats.aanvraag


class VerplaatsForm(HandelingForm):
    titel, knop = "Verplaats naar een andere plaats", "Verplaatsen"

    plaats = PlaatsVeld()
    reden = forms.CharField(
        label="Waarom?",
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Nodig als de plaats afwijkt van de score. Iedereen die meebeslist kan dit lezen.",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.uitleg = f"Staat nu op plaats {self.rij.plaats} van {self.obj.plaatsen.count()}."

    def voer_uit(self) -> str:
        zet = acties.verplaats(
            self.obj,
            self.aanvraag,
            plaats=self.cleaned_data["plaats"],
            reden=self.cleaned_data["reden"],
            **self.wie,
        )
        return f"‘{self.aanvraag.titel}’ staat nu op plaats {zet.naar}."


class VastzettenForm(HandelingForm):
    titel = knop = "Vastzetten"
    uitleg = "Wat van de wet moet, gaat voor. Het staat boven de rest en telt altijd mee."

    grond = forms.CharField(
        label="Welke wet of regel verplicht dit?",
        max_length=500,
        error_messages={"required": "Schrijf op welke wet of regel dit verplicht."},
        help_text="Iedereen die meebeslist kan dit lezen.",
    )

    def voer_uit(self) -> str:
        acties.zet_vast(self.obj, self.aanvraag, grond=self.cleaned_data["grond"], **self.wie)
        return f"‘{self.aanvraag.titel}’ staat nu vast, boven de rest."


class LosmakenForm(HandelingForm):
    titel = knop = "Losmaken"
    uitleg = "De aanvraag komt als eerste onder wat wel vaststaat."

    def voer_uit(self) -> str:
        acties.maak_los(self.obj, self.aanvraag, **self.wie)
        return f"‘{self.aanvraag.titel}’ staat niet meer vast."


class FaserenForm(HandelingForm):
    titel = knop = "In delen uitvoeren"
    uitleg = "Het werk mag beginnen met de uren die er nog zijn. De rest komt later."

    def voer_uit(self) -> str:
        acties.faseer(self.obj, self.aanvraag, **self.wie)
        return f"‘{self.aanvraag.titel}’ mag in delen."


class NietFaserenForm(HandelingForm):
    titel = knop = "In één keer uitvoeren"
    uitleg = "Het werk begint pas als er uren zijn voor het geheel."

    def voer_uit(self) -> str:
        acties.faseer(self.obj, self.aanvraag, gefaseerd=False, **self.wie)
        return f"‘{self.aanvraag.titel}’ gaat weer in één keer."


class AfhalenForm(HandelingForm):
    titel = knop = "Van het bord halen"
    uitleg = "Wat eronder staat schuift op. Aan de aanvraag zelf verandert niets."
    negatief = True

    reden = forms.CharField(
        label="Waarom?",
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": "Schrijf op waarom deze aanvraag van het bord gaat."},
    )

    def voer_uit(self) -> str:
        acties.haal_af(self.obj, self.aanvraag, reden=self.cleaned_data["reden"], **self.wie)
        return f"‘{self.aanvraag.titel}’ staat niet meer op het bord."


class ToevoegenForm(DoeForm):
    """The chair also chooses from what is not ready yet, and then says why."""

    titel = "Aanvraag op het bord zetten"
    knop = "Op het bord zetten"
    uitleg = "De aanvraag komt onderaan. Daarna kunt u haar verplaatsen."

    keuze = forms.ModelChoiceField(
        label="Aanvraag",
        queryset=Aanvraag.objects.none(),
        empty_label="Kies een aanvraag",
        error_messages={"required": "Kies een aanvraag."},
    )
    reden = forms.CharField(
        label="Waarom nu al?",
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Alleen nodig als de aanvraag nog niet gereed is.",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        mag_alles = self.by.has_perm("maatwerk.niet_gereed_cyclus", self.obj.cyclus)
        self.fields["keuze"].queryset = acties.toe_te_voegen(self.obj, met_niet_gereed=mag_alles)  # type: ignore[attr-defined]
        self.fields["keuze"].label_from_instance = _als_keuze  # type: ignore[attr-defined]
        if not mag_alles:
            del self.fields["reden"]

    def voer_uit(self) -> str:
        aanvraag = self.cleaned_data["keuze"]
        zet = acties.voeg_toe(self.obj, aanvraag, reden=self.cleaned_data.get("reden", ""), **self.wie)
        return f"‘{aanvraag.titel}’ staat nu op plaats {zet.naar}."


def _als_keuze(aanvraag: Aanvraag) -> str:
    gereed = "" if acties.is_gereed(aanvraag) else ", nog niet gereed"
    return f"{aanvraag.kenmerk} {aanvraag.titel} ({aanvraag.get_status_display()}{gereed})"


# The last part of the address of a request on the board, and who may.
HANDELINGEN: dict[str, tuple[type[HandelingForm], str]] = {
    "verplaatsen": (VerplaatsForm, acties.RANGSCHIKKEN),
    "vastzetten": (VastzettenForm, acties.INRICHTEN),
    "losmaken": (LosmakenForm, acties.INRICHTEN),
    "faseren": (FaserenForm, acties.INRICHTEN),
    "niet-faseren": (NietFaserenForm, acties.INRICHTEN),
    "afhalen": (AfhalenForm, acties.INRICHTEN),
}
