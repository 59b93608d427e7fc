"""De vijf korte stappen van een nieuwe aanvraag."""

from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from typing import Any

from crispy_forms.bootstrap import AppendedText
from crispy_forms.layout import HTML, Div, Layout
from django import forms
from django.urls import reverse

from duoplus import klok
from duoplus.bestandstype import EXTENSIES
from duoplus.calc.nederlands import datum, opsomming, uren
from duoplus.choices import IncidenteelStructureel
from duoplus.models import Gebruiker, Organisatie
from duoplus.web.forms import DatumVeld, UrenVeld
from maatwerk.choices import Aanleiding, Antwoord, DatumVast, Urgentie
from maatwerk.forms.indienstap import WEET_NIET, StapForm, lange_tekst, radio, tekst

JAREN_VOORUIT = 10

MEESTE_UREN = Decimal(20000)

VALT_ONDER = [
    (Antwoord.NEE, "Nee | Dan is het maatwerk. Vul de aanvraag verder in."),
    (
        Antwoord.JA,
        "Ja | Dan is een aanvraag vaak niet nodig: neem eerst contact op met de secretaris van uw OGON. "
        "U kunt wel doorgaan.",
    ),
    (
        Antwoord.WEET_NIET,
        "Dat weet ik niet | Geen probleem. De secretaris van het OGON zoekt het voor u uit.",
    ),
]


class Bestanden(forms.FileInput):
    allow_multiple_selected = True


class VraagForm(StapForm):
    nummer, kop = 1, "Uw vraag"

    valt_onder_dvo = radio(
        VALT_ONDER,
        "Valt dit werk onder het basistakenpakket of uw DVO?",
        "Kies of dit werk hieronder valt. Weet u het niet? Kies ‘Dat weet ik niet’.",
        help_text="In de DVO (dienstverleningsovereenkomst) staat welk werk Duo+ al voor uw gemeente doet.",
    )
    organisatie = radio(
        [], "Voor welke gemeente vraagt u dit aan?", "Kies voor welke gemeente u dit aanvraagt."
    )
    titel = tekst(
        120,
        label="Geef uw aanvraag een titel",
        help_text="Kort en herkenbaar, bijvoorbeeld: Extra stembureaus en centrale tellocatie",
        error_messages={"required": "Geef uw aanvraag een titel."},
    )
    probleem = lange_tekst(
        label="Wat is het probleem of de wens?",
        help_text="Wie heeft er last van, en wat gaat er nu mis? Noem geen persoonsgegevens van inwoners.",
        error_messages={"required": "Beschrijf wat het probleem of de wens is."},
    )
    gewenst_resultaat = lange_tekst(
        label="Wat wilt u bereiken?",
        help_text="Wat is er straks anders? Waaraan ziet u dat het klaar is?",
        error_messages={"required": "Beschrijf wat u wilt bereiken."},
    )

    def stel_in(self) -> None:
        self._stel_gemeente_in()
        advies, lijkt = (
            HTML(f"{{% include 'maatwerk/indienen/{naam}.html' %}}") for naam in ("advies", "lijkt")
        )
        gemeente = ["organisatie"] if "organisatie" in self.fields else []
        rest = ["probleem", "gewenst_resultaat"]
        self.helper.layout = Layout("valt_onder_dvo", advies, *gemeente, "titel", lijkt, *rest)

    def _stel_gemeente_in(self) -> None:
        """Only asked of who asks for more than one."""
        gemeenten = self.keuzes.eigen
        if len(gemeenten) < 2:
            del self.fields["organisatie"]
            return
        veld = self.kies_uit("organisatie", ((str(g.pk), g.naam) for g in gemeenten))
        veld.initial = str(self.keuzes.organisatie.pk)

    def velden(self) -> dict[str, Any]:
        return {naam: waarde for naam, waarde in super().velden().items() if naam != "organisatie"}


class DoelForm(StapForm):
    nummer, kop = 2, "Doel en belang"

    gemeenten = forms.MultipleChoiceField(
        label="Welke gemeenten vragen dit samen met u aan?",
        required=False,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"invalid_choice": "Kies alleen gemeenten uit de lijst."},
    )
    ogon = radio([], "Bij welk OGON hoort uw vraag?", "Kies bij welk OGON uw vraag hoort.")
    aanleiding = radio(Aanleiding.choices, "Wat is de aanleiding?", "Kies wat de aanleiding is.")
    urgentie = radio(Urgentie.choices, "Hoe urgent is het?", "Kies hoe urgent het is.")
    urgentie_motivering = lange_tekst(
        4,
        label="Waarom is het zo urgent, of juist niet?",
        help_text="Wat gebeurt er als dit werk wacht? Het OGON weegt dit mee.",
        error_messages={"required": "Leg uit hoe urgent het is."},
    )

    def stel_in(self) -> None:
        self._stel_gemeenten_in()
        self._stel_ogons_in()
        verversen = {
            "hx-get": reverse("maatwerk:concept_ogons", args=[self.obj.uuid]),
            "hx-trigger": "change from:#div_id_gemeenten",
            "hx-include": "#div_id_gemeenten, #ogon-keuze",
        }
        ogon = Div("ogon", css_id="ogon-keuze", **verversen)
        rest = ["aanleiding", "urgentie", "urgentie_motivering"]
        self.helper.layout = Layout(*(["gemeenten"] if "gemeenten" in self.fields else []), ogon, *rest)

    def _stel_gemeenten_in(self) -> None:
        if not self.keuzes.anderen:
            del self.fields["gemeenten"]
            return
        veld = self.kies_uit("gemeenten", ((str(g.pk), g.naam) for g in self.keuzes.anderen))
        veld.help_text = (
            f"{self.keuzes.organisatie} doet altijd mee. Vraagt u samen aan? Dan deelt u de kosten."
        )

    def _stel_ogons_in(self) -> None:
        """Only where every chosen municipality takes part today."""
        gekozen = set(self["gemeenten"].value() or []) if "gemeenten" in self.fields else set()
        bekend = {str(gemeente.pk) for gemeente in self.keuzes.anderen}
        mogelijk = self.keuzes.ogons_voor(gekozen & bekend)
        keuzes = ((str(ogon.pk), f"{ogon.kort} | {opsomming(wie)}") for ogon, wie in mogelijk.items())
        veld = self.kies_uit("ogon", keuzes)
        veld.error_messages["invalid_choice"] = (
            "Niet alle gekozen gemeenten doen mee aan dit OGON. Kies een ander OGON of minder gemeenten."
        )
        if len(mogelijk) < len(self.keuzes.deelname):
            veld.help_text = "U ziet alleen de OGON’s waaraan alle gekozen gemeenten meedoen."

    def velden(self) -> dict[str, Any]:
        ogon = next(o for o in self.keuzes.deelname if str(o.pk) == self.cleaned_data["ogon"])
        return {n: w for n, w in super().velden().items() if n != "gemeenten"} | {"ogon": ogon}

    def gekozen_gemeenten(self) -> list[Organisatie]:
        """The own municipality, which always takes part, and who asks with it."""
        gekozen = self.cleaned_data.get("gemeenten", [])
        return [self.keuzes.organisatie, *(g for g in self.keuzes.anderen if str(g.pk) in gekozen)]

    def in_woorden(self, naam: str) -> str:
        if naam != "gemeenten":
            return super().in_woorden(naam)
        gekozen = self["gemeenten"].value() or []
        return opsomming([self.keuzes.organisatie, *(g for g in self.keuzes.anderen if str(g.pk) in gekozen)])


class PlanningForm(StapForm):
    nummer, kop = 3, "Planning"

    gewenste_datum = DatumVeld(
        label="Wanneer moet het klaar zijn?",
        help_text="Bijvoorbeeld 30-6-2027",
        error_messages={"required": "Vul in wanneer het klaar moet zijn, bijvoorbeeld 30-6-2027."},
    )
    datum_vast = radio(DatumVast.choices, "Hoe vast ligt deze datum?", "Kies hoe vast de datum ligt.")
    uren_indicatie = UrenVeld(
        label="Hoeveel uur denkt u nodig te hebben?",
        help_text="Een schatting is genoeg. Duo+ maakt daarna een eigen berekening.",
        required=False,
    )

    def stel_in(self) -> None:
        self.helper.layout = Layout("gewenste_datum", "datum_vast", AppendedText("uren_indicatie", "uur"))

    def clean_gewenste_datum(self) -> date:
        dag, vandaag = self.cleaned_data["gewenste_datum"], klok.vandaag()
        if dag <= vandaag:
            raise forms.ValidationError(f"{datum(dag)} is al geweest. Kies een datum na {datum(vandaag)}.")
        if dag.year > vandaag.year + JAREN_VOORUIT:
            raise forms.ValidationError(
                f"{datum(dag)} is te ver weg. Kies een datum binnen {JAREN_VOORUIT} jaar."
            )
        return dag

    def clean_uren_indicatie(self) -> Decimal | None:
        aantal = self.cleaned_data["uren_indicatie"]
        if aantal is not None and not 0 < aantal <= MEESTE_UREN:
            raise forms.ValidationError(
                f"Vul een aantal uren in boven 0 en tot en met {uren(MEESTE_UREN)}, of laat het veld leeg."
            )
        return aantal


class KostenForm(StapForm):
    nummer, kop = 4, "Kosten"

    budgethouder = radio(
        [],
        "Wie is de budgethouder?",
        "Kies wie de budgethouder is.",
        help_text="De budgethouder geeft later akkoord op de kosten. Dat kunt u niet zelf zijn.",
    )
    dekking = tekst(
        200,
        label="Waar komt het geld vandaan?",
        help_text="Bijvoorbeeld: lumpsum 2027. Weet u het niet? Schrijf dat dan op.",
        error_messages={
            "required": "Vul in waar het geld vandaan komt. Weet u het niet? Schrijf dat dan op."
        },
    )
    taakveld = forms.ChoiceField(
        label="Op welk taakveld horen de kosten?",
        help_text="Een taakveld is de landelijke code voor het soort werk. Uw controller kan u helpen.",
        error_messages={
            "required": "Kies een taakveld. Weet u het niet? Kies ‘Dat weet ik niet’.",
            "invalid_choice": "Kies een taakveld uit de lijst.",
        },
    )
    i_s = radio(
        [
            (IncidenteelStructureel.INCIDENTEEL, "Incidenteel | Het werk en de kosten zijn eenmalig."),
            (IncidenteelStructureel.STRUCTUREEL, "Structureel | Het werk komt elk jaar terug."),
            (WEET_NIET, "Dat weet ik niet"),
        ],
        "Zijn de kosten incidenteel of structureel?",
        "Kies of de kosten incidenteel of structureel zijn. Weet u het niet? Kies ‘Dat weet ik niet’.",
    )

    def stel_in(self) -> None:
        velden = [("", "Kies een taakveld"), (WEET_NIET, "Dat weet ik niet"), *self.keuzes.taakvelden]
        self.kies_uit("taakveld", velden)
        veld = self.kies_uit("budgethouder", ((str(b.pk), b.naam) for b in self.keuzes.budgethouders))
        veld.error_messages["invalid_choice"] = (
            "Deze budgethouder kunt u niet (meer) kiezen. Kies iemand uit de lijst."
        )
        if not self.keuzes.budgethouders:
            veld.help_text = (
                f"{self.keuzes.organisatie} heeft nog geen budgethouder. Vraag de beheerder om hulp."
            )

    def velden(self) -> dict[str, Any]:
        velden = {naam: "" if w == WEET_NIET else w for naam, w in super().velden().items()}
        return velden | {"budgethouder": met_id(self.keuzes.budgethouders, velden["budgethouder"])}


class DocumentenForm(StapForm):
    nummer, kop = 5, "Documenten"

    bijlagen = forms.FileField(
        label="Documenten toevoegen",
        required=False,
        widget=Bestanden,
        help_text=f"Hooguit 20 MB per bestand. U kunt kiezen uit: {', '.join(EXTENSIES)}.",
    )
    namens = forms.ChoiceField(
        label="Voor wie dient u deze aanvraag in?",
        required=False,
        help_text="Uw collega wordt de aanvrager. Bij de aanvraag blijft staan dat u haar invulde.",
        error_messages={
            "invalid_choice": "Deze collega kunt u niet (meer) kiezen. Kies iemand uit de lijst."
        },
    )

    def stel_in(self) -> None:
        collegas = ((str(collega.pk), collega.naam) for collega in self.keuzes.collegas)
        self.kies_uit("namens", [("", "Voor mijzelf"), *collegas])
        if not self.keuzes.collegas:
            self.fields["namens"].widget = forms.HiddenInput()
        self.fields["bijlagen"].widget.attrs |= {
            "accept": ",".join(f".{extensie}" for extensie in EXTENSIES),
            "data-upload": reverse("maatwerk:concept_bijlagen", args=[self.obj.uuid]),
            "data-upload-lijst": "bijlagen",
        }
        lijst = HTML("{% include 'maatwerk/indienen/bijlagen.html' %}")
        self.helper.layout = Layout("bijlagen", lijst, "namens")

    def velden(self) -> dict[str, Any]:
        collega = self.cleaned_data.get("namens")
        return {"aanvrager": met_id(self.keuzes.collegas, collega)} if collega else {}

    def in_woorden(self, naam: str) -> str:
        return super().in_woorden(naam) or ("Voor mijzelf" if naam == "namens" else "")


def met_id(gebruikers: Iterable[Gebruiker], pk: str) -> Gebruiker:
    return next(gebruiker for gebruiker in gebruikers if str(gebruiker.pk) == pk)
