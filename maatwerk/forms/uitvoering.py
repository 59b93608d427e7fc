"""Van opdracht tot afgerond werk, en de twee stappen die overal kunnen."""

from decimal import Decimal

from django import forms

from duoplus.choices import Rol
from duoplus.models import Gebruiker
from duoplus.web.velden import tekst
from maatwerk.actions import dossier, uitvoering
from maatwerk.forms.stap import StapForm
from maatwerk.rules import opdracht_van

CIJFERS = [
    (5, "5 | Uitstekend"),
    (4, "4 | Goed"),
    (3, "3 | Voldoende"),
    (2, "2 | Matig"),
    (1, "1 | Slecht"),
]


class StartenForm(StapForm):
    actie = uitvoering.starten
    titel = "Uitvoering starten"
    uitleg = "De uitvoerders kunnen vanaf nu uren boeken. De gemeente ziet wie het werk doen."
    klaar = "De uitvoering is gestart."

    uitvoerders = forms.ModelMultipleChoiceField(
        label="Wie voeren het werk uit?",
        queryset=Gebruiker.objects.none(),
        widget=forms.CheckboxSelectMultiple,
        error_messages={
            "required": "Kies ten minste één uitvoerder.",
            "invalid_choice": "Kies uitvoerders uit de lijst.",
            "invalid_pk_value": "Kies uitvoerders uit de lijst.",
        },
    )

    def richt_in(self) -> None:
        self.fields["uitvoerders"].queryset = Gebruiker.objects.met_rol(Rol.UITVOERDER).order_by("naam")


class OpleverenForm(StapForm):
    actie = uitvoering.opleveren
    titel = "Werk opleveren"
    uitleg = "De opdrachtgever bekijkt het resultaat en accepteert het, of zegt wat er nog moet gebeuren."
    klaar = "Het werk is opgeleverd. De opdrachtgever beoordeelt het."

    resultaat = tekst(
        "Wat is er klaar?",
        "Loop de punten langs van ‘Wanneer is het goed’.",
        fout="Schrijf op wat er klaar is.",
    )

    @property
    def uren(self) -> Decimal:
        """Hours booked up to now; they go into the record with the result."""
        opdracht = opdracht_van(self.obj)
        return opdracht.verbruik()["uren"] if opdracht else Decimal(0)


class NietAkkoordForm(StapForm):
    actie = uitvoering.niet_akkoord
    titel = "Nog niet goed"
    uitleg = "Duo+ gaat verder met het werk en levert het daarna opnieuw op."
    knop = "Versturen naar Duo+"
    klaar = "Duo+ gaat verder met het werk."

    reden = tekst("Wat ontbreekt er nog?", fout="Schrijf op wat er nog ontbreekt.")


class AccepterenForm(StapForm):
    actie = uitvoering.accepteren
    titel = "Werk accepteren"
    uitleg = "U legt vast dat het werk goed is. Daarna sluit de concerncontroller het dossier."
    klaar = "U heeft het werk geaccepteerd. Dank u wel voor uw cijfer."

    score = forms.TypedChoiceField(
        label="Welk cijfer geeft u?",
        choices=CIJFERS,
        coerce=int,
        widget=forms.RadioSelect,
        error_messages={
            "required": "Kies een cijfer van 1 tot en met 5.",
            "invalid_choice": "Kies een cijfer van 1 tot en met 5.",
        },
    )
    toelichting = tekst("Wat ging goed, en wat kan beter?", required=False, rijen=4)


class AfsluitenForm(StapForm):
    actie = uitvoering.afsluiten
    titel = "Dossier afsluiten"
    uitleg = "Na het afsluiten kan er niets meer bij: geen uren, geen kosten en geen wijzigingen."
    klaar = "Het dossier is afgesloten."


class IntrekkenForm(StapForm):
    actie = dossier.intrekken
    titel = "Aanvraag intrekken?"
    uitleg = (
        "Duo+ stopt met deze aanvraag. Alles blijft bewaard. "
        "U kunt dit niet zelf ongedaan maken: alleen de secretaris kan de aanvraag heropenen."
    )
    knop = "Aanvraag intrekken"
    klaar = "De aanvraag is ingetrokken."
    negatief = True

    reden = tekst("Waarom trekt u de aanvraag in?", fout="Schrijf op waarom u de aanvraag intrekt.", rijen=3)


class HeropenenForm(StapForm):
    actie = dossier.heropenen
    titel = "Aanvraag heropenen"
    uitleg = "De aanvraag gaat terug naar ‘Wordt verduidelijkt’. De termijn begint opnieuw."
    klaar = "De aanvraag is heropend."

    reden = tekst("Waarom heropent u de aanvraag?", fout="Schrijf op waarom u de aanvraag heropent.", rijen=3)
