"""Een werkplan maken, vullen, toetsen, vaststellen, bijwerken en herzien."""

from typing import Any

from django import forms
from django.db.models import QuerySet

from duoplus.calc.nederlands import uren as als_uren
from duoplus.choices import OrganisatieSoort
from duoplus.models import Gebruiker, Organisatie
from duoplus.web.forms import DoeForm
from duoplus.web.velden import keuze, regel, tekst, uit_lijst, uren_veld
from maatwerk.actions import werkplan as met_uren
from maatwerk.models import Opdracht
from maatwerk.planning.werkplan import in_te_plannen
from ogon.actions import werkplan as acties
from ogon.models import Werkplanregel

WAAROM = "Schrijf op waarom."


def _collegas() -> QuerySet[Gebruiker]:
    """Who works at Duo+."""
    actief = Gebruiker.objects.actief().filter(organisatie__soort=OrganisatieSoort.DIENST)
    return actief.order_by("naam")


class MaakForm(DoeForm):
    """``obj`` is the team."""

    titel = knop = "Werkplan beginnen"
    uitleg = "Daarna vult u het plan uit de DVO’s en zet u de opdrachten erin."

    def __init__(self, *args: Any, jaar: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.jaar = jaar

    def voer_uit(self) -> str:
        acties.maak(self.obj, self.jaar, by=self.by)
        return f"Het werkplan van {self.jaar} is begonnen."


class PlanForm(DoeForm):
    """One act on a plan. ``stap`` is its step in the table."""

    stap = ""
    bladzijde = "components/actie.html"

    def __init__(self, *args: Any, regel: Werkplanregel | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.regel = regel
        self.richt_in()

    def richt_in(self) -> None:
        """Fit the questions to this plan and line."""


class VullenForm(PlanForm):
    stap, titel, knop = "vullen", "Vullen uit de DVO’s", "Vullen"
    uitleg = (
        "Elk product van een getekende DVO dat dit team maakt, komt erin. Elke gemeente krijgt een regel, "
        "met de uren gelijk over de kwartalen. Regels die er al staan, blijven zo."
    )

    def voer_uit(self) -> str:
        aantal = acties.vul_uit_dvo(self.obj, **self.wie)
        return "Er is 1 regel bij gekomen." if aantal == 1 else f"Er zijn {aantal} regels bij gekomen."


class RegelForm(PlanForm):
    stap, titel, knop = "wijzigen", "Regel toevoegen", "Regel toevoegen"
    uitleg = "Voor werk dat niet uit een DVO of een opdracht komt."

    wat = regel("Wat is het werk?", fout="Schrijf op wat het werk is.")
    organisatie = uit_lijst(
        "Voor welke gemeente?",
        Organisatie.objects.none(),
        "Laat dit leeg als het voor alle gemeenten is.",
        fout="Kies een gemeente uit de lijst.",
        required=False,
    )
    eigenaar = uit_lijst(
        "Wie is eigenaar?",
        Gebruiker.objects.none(),
        fout="Kies een collega uit de lijst.",
        required=False,
    )
    k1 = uren_veld("Uren in kwartaal 1", "Bijvoorbeeld 120")
    k2 = uren_veld("Uren in kwartaal 2")
    k3 = uren_veld("Uren in kwartaal 3")
    k4 = uren_veld("Uren in kwartaal 4")

    def richt_in(self) -> None:
        self.lijst("organisatie", Organisatie.objects.gemeenten())
        self.lijst("eigenaar", _collegas())

    def lijst(self, naam: str, rijen: QuerySet[Any]) -> None:
        veld: Any = self.fields[naam]
        veld.queryset = rijen

    def clean(self) -> dict[str, Any]:
        gegevens: dict[str, Any] = super().clean() or {}
        if not self.errors and not any(self.kwartalen):
            raise forms.ValidationError("Vul in ten minste één kwartaal uren in.")
        return gegevens

    @property
    def kwartalen(self) -> Any:
        return tuple(self.cleaned_data[k] for k in acties.KWARTALEN)

    def voer_uit(self) -> str:
        antwoord = self.cleaned_data
        acties.zet_regel(
            self.obj,
            titel=antwoord["wat"],
            uren=self.kwartalen,
            organisatie=antwoord["organisatie"],
            eigenaar=antwoord["eigenaar"],
            product=self.regel.product if self.regel else None,
            regel=self.regel,
            **self.wie,
        )
        return f"‘{antwoord['wat']}’ staat in het plan met {als_uren(sum(self.kwartalen))} uur."


class WijzigenForm(RegelForm):
    regel: Werkplanregel
    titel, knop = "Regel wijzigen", "Regel bewaren"
    uitleg = "Wat eerder is vastgesteld, blijft de maat waaraan wij meten."

    def richt_in(self) -> None:
        super().richt_in()
        beginwaarden = {
            "wat": self.regel.titel,
            "organisatie": self.regel.organisatie_id,
            "eigenaar": self.regel.eigenaar_id,
        } | {k: getattr(self.regel, k) for k in acties.KWARTALEN}
        for naam, waarde in beginwaarden.items():
            self.fields[naam].initial = waarde
        if self.regel.product_id:
            self.fields["organisatie"].disabled = True


class VervallenForm(PlanForm):
    regel: Werkplanregel
    stap, titel, knop = "wijzigen", "Regel laten vervallen", "Regel laten vervallen"
    uitleg = "De uren tellen niet meer mee. De regel blijft bewaard."
    negatief = True

    reden = tekst("Waarom vervalt deze regel?", fout=WAAROM, rijen=3)

    def voer_uit(self) -> str:
        met_uren.laat_vervallen(self.regel, reden=self.cleaned_data["reden"], **self.wie)
        return f"‘{self.regel.titel}’ is vervallen."


class BijwerkenForm(PlanForm):
    regel: Werkplanregel
    stap, titel, knop = "bijwerken", "Uren bijwerken", "Uren bewaren"
    uitleg = "Uw opgave telt meteen mee. De vorige opgave blijft bewaard."

    kwartaal = keuze(
        "Welk kwartaal?", [(str(nr), f"Kwartaal {nr}") for nr in range(1, 5)], fout="Kies een kwartaal."
    )
    gewerkt = uren_veld("Hoeveel uur is er gewerkt?", "Alles van dit kwartaal samen, bijvoorbeeld 110")
    verwacht = uren_veld("Hoeveel uur verwacht u nog in dit kwartaal?", "Bijvoorbeeld 20, of 0")
    toelichting = tekst("Toelichting", required=False, rijen=3)

    def voer_uit(self) -> str:
        antwoord = self.gegevens | {"kwartaal": int(self.gegevens["kwartaal"])}
        acties.werk_bij(self.regel, **antwoord, **self.wie)
        return f"De uren van ‘{self.regel.titel}’ zijn bijgewerkt."


class InplannenForm(PlanForm):
    stap, titel, knop = "inplannen", "Opdrachten inplannen", "Inplannen"
    uitleg = "De uren die uw team heeft toegezegd, komen per kwartaal in het plan."

    opdrachten = forms.MultipleChoiceField(
        label="Welke opdrachten?",
        widget=forms.CheckboxSelectMultiple,
        error_messages={
            "required": "Kies ten minste één opdracht.",
            "invalid_choice": "Deze opdracht kan niet meer in dit plan. Laad de pagina opnieuw.",
        },
    )

    def richt_in(self) -> None:
        self.keuzes = {str(o.pk): o for o in in_te_plannen(self.obj, self.by)}
        veld: Any = self.fields["opdrachten"]
        veld.choices = [(pk, f"{o.nummer} {o.aanvraag.titel}") for pk, o in self.keuzes.items()]
        if not self.keuzes:
            veld.help_text = "Er zijn nu geen opdrachten om in te plannen."

    def voer_uit(self) -> str:
        gekozen: list[Opdracht] = [self.keuzes[pk] for pk in self.cleaned_data["opdrachten"]]
        met_uren.plan_alle_in(self.obj, gekozen, **self.wie)
        return f"{len(gekozen)} {'opdracht staat' if len(gekozen) == 1 else 'opdrachten staan'} in het plan."


class ToetsenForm(PlanForm):
    stap, titel, knop = "toetsen", "Past het plan in de uren?", "Vastleggen dat het past"
    uitleg = "Past het in elk kwartaal, dan kan de voorzitter van het OGON het plan vaststellen."
    bladzijde = "maatwerk/werkplan/toetsen.html"

    def voer_uit(self) -> str:
        met_uren.toets(self.obj, **self.wie)
        return "Het werkplan past in de uren van het team."


class AanpassenForm(PlanForm):
    stap, titel, knop = "aanpassen", "Werkplan weer aanpassen", "Weer aanpassen"
    uitleg = "Na het aanpassen toetst u het plan opnieuw."

    def voer_uit(self) -> str:
        acties.aanpassen(self.obj, **self.wie)
        return "U kunt het werkplan weer aanpassen."


class VaststellenForm(PlanForm):
    stap, titel, knop = "vaststellen", "Werkplan vaststellen", "Vaststellen"
    uitleg = "Dit is een besluit. Wat u de eerste keer vaststelt, is de maat voor het hele jaar."
    bladzijde = "maatwerk/werkplan/toetsen.html"

    reden = tekst("Waarom stelt u dit plan vast?", fout=WAAROM, rijen=3)

    def voer_uit(self) -> str:
        besluit = met_uren.stel_vast(self.obj, reden=self.cleaned_data["reden"], **self.wie)
        return f"Het werkplan is vastgesteld met besluit {besluit.nummer}."


class HerzienForm(PlanForm):
    stap, titel, knop = "herzien", "Werkplan herzien", "Herzien"
    uitleg = "U kunt dan regels wijzigen. Daarna stelt de voorzitter het plan opnieuw vast."

    reden = tekst("Waarom herziet u het plan?", fout=WAAROM, rijen=3)

    def voer_uit(self) -> str:
        acties.herzien(self.obj, reden=self.cleaned_data["reden"], **self.wie)
        return "U kunt het werkplan nu wijzigen."


class AfsluitenForm(PlanForm):
    stap, titel, knop = "afsluiten", "Werkplan afsluiten", "Afsluiten"
    uitleg = "Daarna verandert er niets meer aan dit plan. U kunt dit niet ongedaan maken."
    negatief = True

    def voer_uit(self) -> str:
        acties.sluit(self.obj, **self.wie)
        return "Het werkplan is afgesloten."


# In the order of the buttons. Of a whole plan, and of one line of it.
OP_PLAN: dict[str, type[PlanForm]] = {
    "vullen": VullenForm,
    "inplannen": InplannenForm,
    "regel-toevoegen": RegelForm,
    "toetsen": ToetsenForm,
    "aanpassen": AanpassenForm,
    "vaststellen": VaststellenForm,
    "herzien": HerzienForm,
    "afsluiten": AfsluitenForm,
}
OP_REGEL: dict[str, type[PlanForm]] = {
    "bijwerken": BijwerkenForm,
    "wijzigen": WijzigenForm,
    "vervallen": VervallenForm,
}
