"""Wie het oppakt en waar het ligt: dezelfde vragen voor één aanvraag en voor veel tegelijk."""

from functools import cached_property
from typing import Any

from django import forms

from duoplus import klok
from duoplus.models import Gebruiker, Team
from duoplus.web.velden import datum, regel, tekst, uit_lijst
from maatwerk import dossier
from maatwerk.actions import triage, verdelen
from maatwerk.forms.stap import StapForm, vanaf_vandaag
from maatwerk.models import Aanvraag
from maatwerk.transitions import VOOR_VOORSTEL
from maatwerk.vergelijkbaar import Vergelijkbaar, vergelijkbare
from ogon.models import Ogon


class VerdeelForm(StapForm):
    """``obj`` is one request; with many at once it is who acts, and each request is judged by itself."""

    @property
    def aanvraag(self) -> Aanvraag | None:
        return self.obj if isinstance(self.obj, Aanvraag) else None


class ToewijzenForm(VerdeelForm):
    actie = verdelen.toewijzen
    titel = "Aanvraag toewijzen"
    uitleg = "U kiest welk team het werk doet en wie de aanvraag behandelt. De gemeente ziet wie dat is."
    klaar = "U heeft de aanvraag toegewezen."

    team = uit_lijst(
        "Welk team?",
        Team.objects.none(),
        "Leeg: het team blijft zoals het is.",
        fout="Kies een team uit de lijst.",
        required=False,
    )
    behandelaar = uit_lijst(
        "Wie wordt behandelaar?",
        Gebruiker.objects.none(),
        "Leeg: de behandelaar blijft zoals hij is.",
        fout="Kies een behandelaar uit de lijst.",
        required=False,
    )

    def richt_in(self) -> None:
        self.fields["team"].queryset = Team.objects.geldig_op(klok.vandaag())
        behandelaars = Gebruiker.objects.met_rol(*verdelen.BEHANDELAARS)
        self.fields["behandelaar"].queryset = behandelaars.order_by("naam")
        if self.aanvraag and self.aanvraag.status not in VOOR_VOORSTEL:
            del self.fields["team"]  # the proposal is of this team

    def beginwaarden(self) -> dict[str, Any]:
        if self.aanvraag is None:
            return {}
        return {"team": self.aanvraag.team_id, "behandelaar": self.aanvraag.behandelaar_id}

    def clean(self) -> None:
        if not self.errors and not any(self.gegevens.values()):
            raise forms.ValidationError("Kies een team, een behandelaar, of beide.")


class ParkerenForm(StapForm):
    actie = triage.parkeren
    titel = "Aanvraag parkeren"
    uitleg = "De aanvraag blijft liggen tot deze datum. Dan staat zij weer in de lijst."
    klaar = "De aanvraag is geparkeerd."

    tot = datum("Wanneer kijkt u er weer naar?", leeg="Vul een datum in.", validators=[vanaf_vandaag])
    reden = tekst("Waarom?", "De gemeente leest dit mee.", fout="Schrijf op waarom.", rijen=3)

    def beginwaarden(self) -> dict[str, Any]:
        return {"tot": self.obj.geparkeerd_tot}


class DubbelMeldenForm(StapForm):
    actie = triage.dubbel_melden
    titel = "Dit is al aangevraagd"
    uitleg = "Deze aanvraag stopt. Wie haar volgt, volgt voortaan de andere aanvraag en hoort dat."
    knop = "Dubbele aanvraag melden"
    klaar = "De aanvraag is gemeld als dubbel."
    negatief = True

    nummer = regel(
        "Welke aanvraag is er al?",
        "Het nummer, bijvoorbeeld MW-2026-0007.",
        maximum=40,
        fout="Vul het nummer in van de aanvraag die er al is.",
    )
    reden = tekst(
        "Waarom is dit hetzelfde?", "De gemeente leest dit mee.", fout="Schrijf op waarom.", rijen=3
    )

    @cached_property
    def lijkt_op(self) -> list[Vergelijkbaar]:
        return vergelijkbare(self.obj.titel, user=self.by, behalve=self.obj)

    def clean_nummer(self) -> Aanvraag:
        """A number that this person may not open reads as one that does not exist."""
        try:
            return dossier.vind(self.by, self.cleaned_data["nummer"].strip().upper())
        except Aanvraag.DoesNotExist:
            raise forms.ValidationError("Deze aanvraag is er niet. Controleer het nummer.") from None

    def argumenten(self) -> dict[str, Any]:
        return {"dubbel_van": self.cleaned_data["nummer"], "reden": self.cleaned_data["reden"]}


class NaarOgonForm(VerdeelForm):
    actie = verdelen.naar_ogon
    titel = "Aanvraag naar een ander OGON"
    uitleg = "De secretaris van dat OGON behandelt de aanvraag verder. U ziet haar daarna niet meer."
    knop = "Naar dit OGON"
    klaar = "De aanvraag ligt nu bij het andere OGON."

    ogon = uit_lijst("Welk OGON?", Ogon.objects.none(), fout="Kies een OGON uit de lijst.")
    reden = tekst("Waarom?", "De gemeente leest dit mee.", fout="Schrijf op waarom.", rijen=3)

    def richt_in(self) -> None:
        ogons = Ogon.objects.geldig_op(klok.vandaag())
        if self.aanvraag and self.aanvraag.ogon_id:
            ogons = ogons.exclude(pk=self.aanvraag.ogon_id)
        self.fields["ogon"].queryset = ogons


class BetrekkenForm(StapForm):
    actie = verdelen.betrekken
    titel = "Ander OGON betrekken"
    uitleg = "Verschuift deze aanvraag later door een besluit, dan mogen de OGON’s die u kiest reageren."
    klaar = "Het is vastgelegd."

    ogons = forms.ModelMultipleChoiceField(
        label="Welke andere OGON’s raakt deze aanvraag?",
        queryset=Ogon.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="Kies niets als zij geen ander OGON raakt.",
        error_messages={"invalid_choice": "Kies uit de lijst.", "invalid_pk_value": "Kies uit de lijst."},
    )

    def richt_in(self) -> None:
        self.fields["ogons"].queryset = Ogon.objects.geldig_op(klok.vandaag()).exclude(pk=self.obj.ogon_id)

    def beginwaarden(self) -> dict[str, Any]:
        return {"ogons": [ogon.pk for ogon in self.obj.betrokken_ogons.all()]}
