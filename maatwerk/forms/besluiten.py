"""Wat een OGON over een aanvraag besluit, en de opdracht die daaruit volgt."""

from functools import cached_property
from typing import Any

from django import forms

from duoplus import klok
from duoplus.models import Organisatie
from duoplus.web.velden import datum, euro_veld, keuze, tekst, uren_veld
from maatwerk.actions import besluiten
from maatwerk.choices import AanvraagStatus as S
from maatwerk.choices import AfwijsReden
from maatwerk.forms.stap import StapForm, na_vandaag, over_termijn, vanaf_vandaag
from maatwerk.forms.toetsen import VoorstelLezen
from maatwerk.models import Aanvraag, Opdracht
from maatwerk.rules import is_basistaak, opdracht_van
from maatwerk.volgorde.opschaling import open_ronde
from maatwerk.volgorde.standpunten import is_onthuld
from ogon.forms.opschaling import VraagVelden
from ogon.models import Ogon
from ogon.opschaling.zaken import Scenario, Standpunt

MAX_STANDPUNT = 2000
REDEN = "De reden komt in het besluit. Iedereen in het OGON kan die lezen."


class BesluitForm(StapForm):
    """A decision always has a reason."""

    reden = tekst("Waarom besluit het OGON dit?", REDEN, fout="Schrijf de reden van het besluit op.")


class PrioriterenForm(BesluitForm):
    actie = besluiten.prioriteren
    titel = "Aanvraag inplannen"
    uitleg = "Het OGON besluit dat dit werk er komt. De plaats bepaalt wat Duo+ het eerst doet."
    knop = "Besluit vastleggen"
    klaar = "Het besluit is vastgelegd. De aanvraag staat op de lijst."

    plaats = forms.IntegerField(
        label="Op welke plaats komt de aanvraag?",
        min_value=1,
        max_value=9999,
        widget=forms.NumberInput(attrs={"class": "duo-w-narrow"}),
        error_messages={
            "required": "Vul een plaats in, bijvoorbeeld 1.",
            "invalid": "Vul de plaats in als getal, bijvoorbeeld 1.",
            "min_value": "De eerste plaats is 1.",
            "max_value": "Vul een plaats tot en met 9999 in.",
        },
    )
    voorwaarde = tekst(
        "Geldt er een voorwaarde?",
        "Vult u iets in, dan is het besluit ‘akkoord mits’.",
        required=False,
        rijen=3,
    )
    lijstversie = forms.IntegerField(required=False, widget=forms.HiddenInput)

    field_order = ["plaats", "reden", "voorwaarde"]

    def richt_in(self) -> None:
        hoogste = len(self.lijst) + 1
        hint = (
            "De lijst is nog leeg." if hoogste == 1 else f"1 is het eerst aan de beurt, {hoogste} het laatst."
        )
        self.fields["plaats"].help_text = hint

    @cached_property
    def lijst(self) -> list[Aanvraag]:
        """The requests that have a place now, in order."""
        andere = Aanvraag.objects.filter(ogon=self.obj.ogon_id, plaats__isnull=False).exclude(pk=self.obj.pk)
        return list(andere.order_by("plaats").voor_regel())

    def beginwaarden(self) -> dict[str, Any]:
        lijstversie = Ogon.objects.values_list("lijstversie", flat=True).get(pk=self.obj.ogon_id)
        return {"plaats": len(self.lijst) + 1, "lijstversie": lijstversie}


class WachtlijstForm(BesluitForm):
    actie = besluiten.op_wachtlijst_zetten
    titel = "Op de wachtlijst zetten"
    uitleg = "Het werk wacht op ruimte. Het OGON bekijkt het elke vergadering opnieuw."
    klaar = "De aanvraag staat op de wachtlijst."


class AanhoudenForm(BesluitForm):
    actie = besluiten.aanhouden
    titel = "Aanvraag aanhouden"
    uitleg = "Het OGON besluit nu nog niets. Op de datum die u kiest, komt de aanvraag weer op tafel."
    klaar = "De aanvraag is aangehouden."

    opnieuw_op = datum("Wanneer kijkt het OGON er weer naar?", validators=[na_vandaag])

    def beginwaarden(self) -> dict[str, Any]:
        return {"opnieuw_op": over_termijn(S.AANGEHOUDEN, 30)}


class OpschalenForm(VraagVelden, BesluitForm):
    """The question, what each municipality thinks of it, and the ways to go that the OGON sees."""

    actie = besluiten.opschalen
    titel = "Opschalen naar het directieberaad"
    uitleg = (
        "Het directieberaad krijgt een dossier dat niet meer verandert. Tot het antwoord er is, besluit het "
        "OGON niets over deze aanvraag. De rest gaat gewoon door."
    )
    klaar = "De aanvraag ligt bij het directieberaad."

    reden = tekst(
        "Welke vraag moet het directieberaad beantwoorden?",
        REDEN,
        fout="Schrijf op waarover het directieberaad moet besluiten.",
    )
    opties = tekst(
        "Welke mogelijkheden ziet het OGON?",
        "Zet elke mogelijkheid op een eigen regel, met het gevolg erbij.",
        required=False,
        rijen=3,
    )

    field_order = ["reden", "gevraagd_besluit", "aanleiding"]

    def richt_in(self) -> None:
        """What was said on the order itself is known already; otherwise it is asked."""
        ronde = open_ronde(self.obj)
        self.gemeenten = () if ronde and is_onthuld(ronde) else self._in_ogon()
        for gemeente in self.gemeenten:
            self.fields[f"standpunt_{gemeente.pk}"] = tekst(
                f"Wat vindt {gemeente}?", required=False, rijen=2, maximum=MAX_STANDPUNT
            )
        self.order_fields([*self.field_order, *(n for n in self.fields if n.startswith("standpunt_"))])

    def _in_ogon(self) -> tuple[Organisatie, ...]:
        return tuple(self.obj.ogon.gemeenten(klok.vandaag()).order_by("volgorde"))

    def argumenten(self) -> dict[str, Any]:
        reden = self.cleaned_data["reden"]
        return {
            "reden": reden,
            "vraag": self.als_vraag(reden),
            "standpunten": [
                Standpunt(gemeente.naam, tekst=self.cleaned_data[f"standpunt_{gemeente.pk}"].strip())
                for gemeente in self.gemeenten
                if self.cleaned_data[f"standpunt_{gemeente.pk}"].strip()
            ],
            "scenarios": [
                Scenario(regel.strip()) for regel in self.cleaned_data["opties"].splitlines() if regel.strip()
            ],
        }


class AfwijzenForm(BesluitForm):
    actie = besluiten.afwijzen
    titel = "Aanvraag afwijzen"
    uitleg = "Het werk komt er niet. De gemeente leest waarom, en wat zij nu kan doen."
    klaar = "De aanvraag is afgewezen."
    negatief = True

    code = keuze("Wat is de reden?", AfwijsReden.choices, fout="Kies een reden.")
    vervolg = tekst(
        "Wat kan de gemeente nu doen?",
        "Noem één duidelijke volgende stap.",
        fout="Schrijf op wat de gemeente nu kan doen.",
        rijen=3,
    )

    field_order = ["code", "reden", "vervolg"]

    def beginwaarden(self) -> dict[str, Any]:
        return {"code": AfwijsReden.BASISTAAK if is_basistaak(self.by, self.obj) else ""}


class OpdrachtGevenForm(VoorstelLezen):
    """The chair puts the assignment ready; the budget holder only initials what is there."""

    actie = besluiten.opdracht_geven
    titel = "Opdracht geven"
    uitleg = "U zet een paraaf onder de opdracht. Daarna zet de budgethouder er een."
    klaar = "De opdracht staat klaar. De budgethouder zet de tweede paraaf."

    plafond_uren = uren_veld("Hoogste aantal uren", "Meer uren mag Duo+ niet boeken zonder nieuw besluit.")
    plafond_kosten = euro_veld("Hoogste bedrag in euro’s, zonder btw")
    einddatum = datum("Wanneer is het werk klaar?", validators=[vanaf_vandaag])

    def richt_in(self) -> None:
        self.opdracht = self._klaargezet()
        if self.opdracht is not None:
            self.uitleg = "U zet de tweede paraaf. Daarmee is de opdracht gegeven en kan Duo+ beginnen."
            self.klaar = "De opdracht is gegeven."
            for naam in ("plafond_uren", "plafond_kosten", "einddatum"):
                del self.fields[naam]

    def _klaargezet(self) -> Opdracht | None:
        opdracht = opdracht_van(self.obj)
        return opdracht if opdracht is None or opdracht.verleend_op is None else None

    def beginwaarden(self) -> dict[str, Any]:
        if self.raming is None:
            return {}
        datums = [afspraak.datum for afspraak in self.afspraken if afspraak.datum]
        return {
            "plafond_uren": self.raming.uren,
            "plafond_kosten": self.raming.totaal,
            "einddatum": datums[0] if datums else None,
        }
