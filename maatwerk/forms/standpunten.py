"""Wat er met de volgorde als geheel gebeurt: voorleggen, er iets van vinden, vaststellen of opschalen."""

from typing import Any

from django import forms

from duoplus.calc.nederlands import datum
from duoplus.models import Organisatie
from duoplus.web.forms import DatumVeld, DoeForm
from maatwerk.actions import standpunten as acties
from maatwerk.actions import vaststellen as besluit
from maatwerk.choices import StandpuntSoort
from maatwerk.volgorde.standpunten import is_onthuld, namens_wie, partijen
from ogon.choices import Antwoord
from ogon.forms.opschaling import AntwoordVelden, VraagVelden

MAX_TEKST = 2000


def tekstveld(label: str, fout: str, hint: str = "", **opties: Any) -> forms.CharField:
    return forms.CharField(
        label=label,
        help_text=hint,
        max_length=MAX_TEKST,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": fout},
        **opties,
    )


class VoorleggenForm(DoeForm):
    titel, knop = "Volgorde voorleggen", "Voorleggen"
    uitleg = (
        "Elke gemeente geeft dan een standpunt. Zolang de volgorde voorligt, verandert er niets aan. "
        "Wie een standpunt moet geven, krijgt meteen een e-mail."
    )

    sluit_op = DatumVeld(label="Laatste dag voor een standpunt")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if berekening := acties.reken_termijn():
            self.fields["sluit_op"].initial = berekening.einddatum
            self.fields["sluit_op"].help_text = f"Zo is deze datum berekend: {berekening.zin}"

    def voer_uit(self) -> str:
        dag = self.cleaned_data["sluit_op"]
        acties.voorleggen(self.obj, sluit_op=dag, **self.wie)
        return f"De volgorde ligt voor. Standpunten kunnen tot en met {datum(dag)}."


class TerugnemenForm(DoeForm):
    titel, knop = "Volgorde terugnemen", "Terugnemen"
    uitleg = "U kunt de volgorde dan weer wijzigen. Daarna vraagt u elke gemeente opnieuw om een standpunt."
    negatief = True

    reden = tekstveld(
        "Waarom neemt u de volgorde terug?",
        "Schrijf op waarom u de volgorde terugneemt.",
        "Iedereen die meebeslist kan dit lezen.",
    )

    def voer_uit(self) -> str:
        acties.terugnemen(self.obj, reden=self.cleaned_data["reden"], **self.wie)
        return "De volgorde is terug. U kunt weer verplaatsen."


class StandpuntForm(DoeForm):
    """``voorlegging`` is the submission on screen; who speaks for one municipality need not choose it."""

    titel, knop = "Standpunt geven", "Standpunt geven"

    voorlegging = forms.IntegerField(widget=forms.HiddenInput)
    organisatie = forms.TypedChoiceField(
        label="Voor welke gemeente?",
        coerce=int,
        widget=forms.RadioSelect,
        error_messages={"required": "Kies een gemeente.", "invalid_choice": "Kies een gemeente."},
    )
    soort = forms.ChoiceField(
        label="Wat vindt uw gemeente van deze volgorde?",
        choices=[
            (StandpuntSoort.AKKOORD, "Akkoord"),
            (StandpuntSoort.AKKOORD_MITS, "Akkoord mits | U noemt een voorwaarde."),
            (StandpuntSoort.ONTHOUDING, "Onthouding | U laat het aan de anderen."),
            (StandpuntSoort.BEZWAAR, "Bezwaar | De volgorde wordt zo niet vastgesteld. U zegt waarom."),
        ],
        widget=forms.RadioSelect,
        error_messages={"required": "Kies een standpunt.", "invalid_choice": "Kies een standpunt."},
    )
    tekst = tekstveld(
        "Voorwaarde of reden",
        "",
        "Nodig bij ‘akkoord mits’ en bij ‘bezwaar’. De anderen lezen dit zodra de standpunten open zijn.",
        required=False,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.voor = self._voor()
        self.fields["voorlegging"].initial = self.obj.voorlegging
        veld: Any = self.fields["organisatie"]
        veld.choices = [(pk, self._als_keuze(gemeente)) for pk, gemeente in self.voor.items()]
        if len(self.voor) == 1:
            del self.fields["organisatie"]

    def _voor(self) -> dict[int, Organisatie]:
        self.namens = namens_wie(self.by, self.obj)
        return {gemeente.pk: gemeente for gemeente in partijen(self.obj) if gemeente.pk in self.namens}

    def _als_keuze(self, gemeente: Organisatie) -> str:
        ander = self.namens[gemeente.pk]
        return f"{gemeente.naam} | namens {ander.naam}" if ander else gemeente.naam

    def clean(self) -> None:
        fouten = {
            StandpuntSoort.AKKOORD_MITS: "Schrijf op onder welke voorwaarde u akkoord bent.",
            StandpuntSoort.BEZWAAR: "Schrijf op waarom u bezwaar heeft.",
        }
        soort = self.cleaned_data.get("soort")
        if soort in fouten and not self.cleaned_data.get("tekst", "").strip():
            self.add_error("tekst", fouten[StandpuntSoort(soort)])

    @property
    def gemeente(self) -> Organisatie:
        return self.voor[self.cleaned_data.get("organisatie") or next(iter(self.voor))]

    def voer_uit(self) -> str:
        acties.geef_standpunt(
            self.obj,
            self.gemeente,
            soort=StandpuntSoort(self.cleaned_data["soort"]),
            tekst=self.cleaned_data["tekst"],
            by=self.by,
            voorlegging=self.cleaned_data["voorlegging"],
        )
        return f"Het standpunt van {self.gemeente} is bewaard. {self._wie_leest_het()}"

    def _wie_leest_het(self) -> str:
        if is_onthuld(self.obj):
            return "Iedereen die meebeslist kan het nu lezen."
        return "Anderen lezen het pas als alle standpunten er zijn of de laatste dag voorbij is."


class VaststellenForm(DoeForm):
    """Nothing to fill in: the page shows what follows."""

    titel, knop = "Volgorde vaststellen", "Vaststellen"
    uitleg = "Dit is een besluit van het OGON. Daarna verandert er niets meer aan deze volgorde."

    def voer_uit(self) -> str:
        besluit.vaststellen(self.obj, **self.wie)
        return f"De volgorde is vastgesteld met besluit {self.obj.besluit.nummer}."


class OpschalenForm(VraagVelden, DoeForm):
    titel, knop = "Naar het directieberaad", "Opschalen"
    uitleg = "De volgorde staat stil tot het directieberaad antwoord geeft. De standpunten gaan mee."

    reden = tekstveld(
        "Waarover moet het directieberaad besluiten?",
        "Schrijf op waarover het directieberaad moet besluiten.",
        "Iedereen die meebeslist en het directieberaad lezen dit.",
    )

    field_order = ["reden", "gevraagd_besluit", "aanleiding"]

    def voer_uit(self) -> str:
        reden = self.cleaned_data["reden"]
        gegaan = besluit.opschalen_ronde(self.obj, reden=reden, vraag=self.als_vraag(reden), **self.wie)
        return f"De volgorde ligt bij het directieberaad, met besluit {gegaan.nummer}."


class AntwoordForm(AntwoordVelden, DoeForm):
    titel, knop = "Antwoord van het directieberaad", "Antwoorden"
    uitleg = (
        "Met uw antwoord gaat de volgorde terug naar het OGON. Bij ‘terug’ ligt zij weer voor zoals eerst, "
        "bij een ander antwoord kan het OGON haar wijzigen."
    )

    def voer_uit(self) -> str:
        gegevens = self.cleaned_data
        besluit.antwoord_directieberaad(
            self.obj,
            antwoord=gegevens["antwoord"],
            soort=Antwoord(gegevens["soort"]),
            voorwaarde=gegevens["voorwaarde"],
            **self.wie,
        )
        return f"De volgorde ligt weer bij {self.obj.cyclus.ogon}."
