"""Of een gemeente haar deel kan betalen, en beginnen op risico."""

from typing import Any

from django import forms

from duoplus.web.velden import datum, keuze, regel, tekst
from maatwerk import financiering
from maatwerk.actions.financiering import begin_op_risico, zeg_financiering
from maatwerk.choices import FinancieringStand
from maatwerk.forms.stap import StapForm
from maatwerk.rules import spreekt_voor

STANDEN = (
    (FinancieringStand.GEDEKT, "Gedekt | Het geld staat in de begroting."),
    (FinancieringStand.ONDER_VOORBEHOUD, "Onder voorbehoud | De begroting moet nog worden vastgesteld."),
    (FinancieringStand.DOET_NIET_MEE, "Wij doen niet mee | Uw gemeente betaalt niet mee."),
)


class FinancieringForm(StapForm):
    actie = zeg_financiering
    titel = "Kan uw gemeente dit betalen?"
    uitleg = "Zolang een gemeente een voorbehoud heeft, begint Duo+ niet."
    knop = "Vastleggen"
    klaar = "Wat uw gemeente zegt, is vastgelegd."

    organisatie = forms.ChoiceField(label="Voor welke gemeente?", widget=forms.RadioSelect)
    stand = keuze("Wat is het antwoord?", STANDEN, fout="Kies een antwoord.")
    begrotingsmoment = regel(
        "Welk begrotingsmoment lost het voorbehoud op?",
        "Bijvoorbeeld: najaarsnota 2026, raad van 12 november. Alleen bij een voorbehoud.",
        maximum=120,
        required=False,
    )
    verwacht_op = datum("Op welke dag is dat?", "Leeg mag, als u het nog niet weet.", required=False)
    toelichting = tekst("Wilt u er iets bij zeggen?", required=False, rijen=3)

    def richt_in(self) -> None:
        voor = spreekt_voor(self.by, self.obj)
        self.gemeenten = {str(g.pk): g for g in self.obj.gemeenten.all() if g.pk in voor}
        veld = self.fields["organisatie"]
        veld.choices = [(pk, gemeente.naam) for pk, gemeente in self.gemeenten.items()]
        if len(self.gemeenten) == 1:
            veld.initial, veld.widget = next(iter(self.gemeenten)), forms.HiddenInput()

    def clean_begrotingsmoment(self) -> str:
        moment: str = self.cleaned_data["begrotingsmoment"]
        if self.cleaned_data.get("stand") == FinancieringStand.ONDER_VOORBEHOUD and not moment.strip():
            raise forms.ValidationError("Noem het begrotingsmoment, bijvoorbeeld: najaarsnota 2026.")
        return moment

    def argumenten(self) -> dict[str, Any]:
        gegevens = self.gegevens
        return gegevens | {
            "organisatie": self.gemeenten[gegevens["organisatie"]],
            "stand": FinancieringStand(gegevens["stand"]),
        }


class OpRisicoForm(StapForm):
    actie = begin_op_risico
    titel = "Beginnen op risico"
    knop = "Besluit vastleggen"
    klaar = "Het besluit is vastgelegd. Duo+ kan beginnen."

    reden = tekst(
        "Waarom wacht het OGON niet op de begroting?",
        "De reden komt in het besluit, met uw naam.",
        fout="Schrijf op waarom het werk niet kan wachten.",
    )

    def richt_in(self) -> None:
        wacht = [str(deel.organisatie) for deel in financiering.delen(self.obj) if deel.is_open]
        self.uitleg = (
            f"{' en '.join(wacht) or 'Een gemeente'} heeft een voorbehoud. "
            "Gaat de begroting niet door, dan zijn de kosten al gemaakt."
        )
