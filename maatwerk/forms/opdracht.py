"""Boeken, herstellen en vertellen hoe het staat."""

from datetime import date
from decimal import Decimal
from functools import cached_property
from typing import Any

from django import forms
from django.db.models import Q

from duoplus import klok
from duoplus.calc.nederlands import bedrag as als_bedrag
from duoplus.calc.nederlands import datum as als_datum
from duoplus.calc.nederlands import uren as als_uren
from duoplus.models import Gebruiker, Team
from duoplus.transitions import StapKanNiet
from duoplus.web.velden import datum, euro_veld, keuze, regel, tekst, uit_lijst, uren_veld
from maatwerk.actions import boeken, uitvoering
from maatwerk.choices import BtwRegime, EconomischeCategorie
from maatwerk.forms.stap import StapForm, vanaf_vandaag
from maatwerk.models import Tarief
from maatwerk.rules import leidt_team

MAX_UREN_PER_KEER = 200


class OpdrachtForm(StapForm):
    """One act on an assignment. Bookings only add, so there is no version to compare."""

    def voer_uit(self) -> Any:
        return type(self).actie(self.obj, by=self.by, **self.argumenten())


class BoekForm(OpdrachtForm):
    datum = datum("Op welke dag?")

    def clean_datum(self) -> date:
        dag: date = self.cleaned_data["datum"]
        try:
            boeken.controleer_datum(self.obj, dag)
        except StapKanNiet as weigering:
            raise forms.ValidationError(str(weigering)) from None
        return dag

    def beginwaarden(self) -> dict[str, Any]:
        return {"datum": klok.vandaag()}


class UrenForm(BoekForm):
    actie = boeken.boeken_uren
    titel = "Uren boeken"
    uitleg = "De uren tellen meteen mee. Een fout herstelt u met een tegenboeking."

    uren = uren_veld("Hoeveel uur?", "Bijvoorbeeld 7,5", boven_nul=True, maximum=MAX_UREN_PER_KEER)
    omschrijving = regel("Wat is er gedaan?", fout="Schrijf op wat er is gedaan.")
    functiegroep = forms.ChoiceField(
        label="Functiegroep",
        error_messages={"required": "Kies een functiegroep.", "invalid_choice": "Kies een functiegroep."},
    )
    team = uit_lijst("Team", Team.objects.none(), fout="Kies een team uit de lijst.")
    medewerker = uit_lijst(
        "Wie deed het werk?", Gebruiker.objects.none(), fout="Kies een collega uit de lijst."
    )

    def richt_in(self) -> None:
        tarieven = Tarief.objects.geldig_op(klok.vandaag())
        self.fields["functiegroep"].choices = [
            (t.functiegroep, f"{t.functiegroep} {t.naam}") for t in tarieven
        ]
        in_raming = Q(pk__in=self.obj.raming.regels.values("team"))
        self.fields["team"].queryset = Team.objects.filter(in_raming | Q(pk=self.obj.aanvraag.team_id))
        if leidt_team(self.by, self.obj):
            zelf_of_uitvoerder = Q(pk=self.by.pk) | Q(pk__in=self.obj.uitvoerders.values("pk"))
            self.fields["medewerker"].queryset = Gebruiker.objects.filter(zelf_of_uitvoerder)
        else:
            del self.fields["medewerker"]

    def beginwaarden(self) -> dict[str, Any]:
        eerste = self.obj.raming.regels.first()
        eigen = self.obj.boekingen.filter(geboekt_door=self.by, soort="uren").first()
        voorbeeld = eigen or eerste
        return super().beginwaarden() | {
            "functiegroep": voorbeeld.functiegroep if voorbeeld else "",
            "team": voorbeeld.team_id if voorbeeld else self.obj.aanvraag.team_id,
            "medewerker": self.obj.uitvoerders.values_list("pk", flat=True).first(),
        }

    @property
    def klaar(self) -> str:  # type: ignore[override]
        uren, dag = self.cleaned_data["uren"], self.cleaned_data["datum"]
        return f"U heeft {als_uren(uren)} uur geboekt op {als_datum(dag)}."


class KostenForm(BoekForm):
    actie = boeken.boeken_kosten
    titel = "Kosten boeken"
    uitleg = "Boek een factuur van buiten, zonder btw. De kosten tellen meteen mee."

    bedrag = euro_veld("Bedrag in euro’s, zonder btw", boven_nul=True)
    omschrijving = regel("Waarvoor is het?", fout="Schrijf op waarvoor het is.")
    leverancier = regel("Leverancier", fout="Vul de naam van de leverancier in.", maximum=120)
    factuurnummer = regel("Factuurnummer", maximum=60, required=False)
    economische_categorie = keuze(
        "Wat voor kosten zijn het?",
        [
            (EconomischeCategorie.INGELEEND.value, "Ingeleend personeel | Iv3 L3.5.1: mensen van buiten."),
            (EconomischeCategorie.OVERIG.value, "Overige goederen en diensten | Iv3 L3.8: al het andere."),
        ],
        fout="Kies wat voor kosten het zijn.",
    )
    btw_regime = keuze(
        "Hoe zit het met de btw?",
        BtwRegime.choices,
        "De fiscalist bepaalt dit per leverancier. Weet u het niet? Vraag het de concerncontroller.",
        fout="Kies hoe het met de btw zit.",
    )
    btw = euro_veld("Btw in euro’s", "Zoals op de factuur. Het telt niet mee in het plafond.", required=False)

    def clean_btw(self) -> Decimal:
        return self.cleaned_data["btw"] or Decimal(0)

    def clean(self) -> dict[str, Any]:
        gegevens: dict[str, Any] = super().clean() or {}
        if gegevens.get("btw") and gegevens.get("btw_regime") == BtwRegime.GEEN:
            self.add_error("btw_regime", "Er staat btw op de factuur. Kies welke regel daarvoor geldt.")
        return gegevens

    def beginwaarden(self) -> dict[str, Any]:
        return super().beginwaarden() | {"btw_regime": BtwRegime.GEEN}

    @property
    def klaar(self) -> str:  # type: ignore[override]
        return f"U heeft {als_bedrag(self.cleaned_data['bedrag'])} geboekt."


class VoortgangForm(OpdrachtForm):
    actie = uitvoering.voortgang_melden
    titel = "Voortgang melden"
    uitleg = "De gemeente leest dit in haar dagoverzicht."
    klaar = "De voortgang is gemeld."

    gedaan = tekst("Wat is er gedaan?", fout="Schrijf op wat er is gedaan.", rijen=4)
    hierna = tekst("Wat gebeurt er hierna?", required=False, rijen=3)
    risico = tekst("Wat kan er misgaan?", required=False, rijen=3)
    verwacht_klaar_op = datum("Wanneer verwacht u dat het klaar is?", validators=[vanaf_vandaag])

    def beginwaarden(self) -> dict[str, Any]:
        return {"verwacht_klaar_op": self._verwacht}

    @cached_property
    def _verwacht(self) -> date:
        laatste = self.obj.voortgang.first()
        return laatste.verwacht_klaar_op if laatste else self.obj.klaar_voor


class HerstelForm(OpdrachtForm):
    actie = boeken.corrigeren_boeking
    titel = "Boeking herstellen"
    uitleg = (
        "Er komt een tegenboeking op dezelfde dag. De eerste boeking blijft zichtbaar. "
        "Daarna boekt u het goede."
    )
    klaar = "De boeking is hersteld met een tegenboeking."
    negatief = True

    reden = regel("Wat was er fout?", fout="Schrijf op wat er fout was.")
