"""De vragen bij een vastgesteld bedrag, de voorschotten, intrekken, en een onrechtmatigheid."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from django import forms

from duoplus.calc.nederlands import bedrag as als_bedrag
from duoplus.choices import IncidenteelStructureel
from duoplus.models import Organisatie
from duoplus.web.forms import BedragVeld, BestandVeld, DoeForm
from duoplus.web.velden import MAX_EURO, datum, euro_veld, keuze, regel, tekst, uit_lijst
from maatwerk.actions import lumpsum as acties
from maatwerk.choices import Begrotingsoort, Onrechtmatig
from maatwerk.lumpsum.begroting import KWARTALEN, kwartaalbedragen, voorschotdag
from maatwerk.models import Begrotingsregel, Onrechtmatigheid, Opdracht
from maatwerk.taakvelden import als_keuzes

DOCUMENT = "Bijvoorbeeld het besluit van de raad, als PDF."
BEDRAG = "Vul een bedrag in van hooguit € 99.999.999, bijvoorbeeld 5.000,00."


class JaarForm(DoeForm):
    """Iets doen met het geld van één gemeente in één jaar."""

    obj: Organisatie

    def __init__(self, *args: Any, jaar: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.jaar = jaar
        self.richt_in()

    def richt_in(self) -> None:
        """Fit the questions to this year."""


class RegelForm(JaarForm):
    titel = knop = "Bedrag vastleggen"
    uitleg = "Wat u vastlegt, blijft staan. Een fout herstelt u door het bedrag in te trekken."

    soort = keuze(
        "Wat is het?",
        [
            (Begrotingsoort.PRIMITIEF, "Begroting | Het bedrag waarmee het jaar begint."),
            (Begrotingsoort.WIJZIGING, "Begrotingswijziging | Een later besluit, erbij of eraf."),
        ],
        fout="Kies wat het is.",
    )
    bedrag = BedragVeld(
        label="Bedrag in euro’s",
        help_text="Bijvoorbeeld 5.000,00. Verlaagt een wijziging de begroting? Zet er een minteken voor.",
        min_value=-MAX_EURO,
        max_value=MAX_EURO,
        max_digits=10,
        decimal_places=2,
        error_messages=dict.fromkeys(("min_value", "max_value", "max_digits", "max_whole_digits"), BEDRAG),
    )
    datum = datum("Wanneer is het vastgesteld?")
    document = regel("In welk document staat het?", "Bijvoorbeeld Programmabegroting 2027", maximum=120)
    bestand = BestandVeld(label="Het document zelf", required=False, help_text=DOCUMENT)
    taakveld = forms.ChoiceField(
        label="Taakveld",
        error_messages={"required": "Kies een taakveld.", "invalid_choice": "Kies een taakveld."},
    )
    i_s = keuze("Is het eenmalig of elk jaar?", IncidenteelStructureel.choices)
    toelichting = tekst("Wilt u er iets bij zeggen?", required=False, rijen=3)

    def richt_in(self) -> None:
        self.fields["taakveld"].choices = [("", "Kies …"), *als_keuzes(date(self.jaar, 1, 1))]  # type: ignore[attr-defined]

    def voer_uit(self) -> str:
        gegevens = self.gegevens | {"bestand": _gelezen(self.cleaned_data["bestand"])}
        vast = acties.leg_vast(self.obj, self.jaar, by=self.by, **gegevens)
        return f"{als_bedrag(vast.bedrag)} is vastgelegd voor {self.obj}."


class DocumentForm(DoeForm):
    titel = knop = "Document toevoegen"
    uitleg = "Het bestand blijft bewaard. Iedereen die deze begroting mag lezen, kan het downloaden."
    obj: Begrotingsregel

    bestand = BestandVeld(label="Welk bestand?", help_text=DOCUMENT)

    def voer_uit(self) -> str:
        stuk = acties.voeg_document_toe(self.obj, by=self.by, bestand=_gelezen(self.cleaned_data["bestand"]))
        return f"{stuk.naam} is toegevoegd."


def _gelezen(gekozen: Any) -> Any:
    """Name and bytes, or nothing."""
    return (gekozen.name, gekozen.read()) if gekozen else None


class VoorschottenForm(JaarForm):
    """One day and one amount for each quarter that has no advance yet; an empty amount leaves it out."""

    titel = knop = "Voorschotten vastleggen"
    uitleg = "Samen zijn de voorschotten zo hoog als de begroting. Elk kwartaal krijgt een gelijk deel."

    document = regel("In welk document staan ze?", "Bijvoorbeeld Nota voorschotten 2027", maximum=120)

    def __init__(self, *args: Any, rest: Decimal, open_kwartalen: Sequence[int], **kwargs: Any) -> None:
        self.delen = kwartaalbedragen(rest, open_kwartalen)
        super().__init__(*args, **kwargs)

    def richt_in(self) -> None:
        for kwartaal, deel in self.delen.items():
            dag = voorschotdag(self.jaar, kwartaal)
            self.fields[f"dag_{kwartaal}"] = datum(f"Kwartaal {kwartaal}: betaald op", initial=dag)
            self.fields[f"bedrag_{kwartaal}"] = euro_veld(
                f"Kwartaal {kwartaal}: bedrag in euro’s", initial=max(deel, Decimal(0)), required=False
            )

    def clean(self) -> dict[str, Any]:
        if not self.errors and not self.voorschotten:
            raise forms.ValidationError("Vul bij ten minste één kwartaal een bedrag in.")
        return self.cleaned_data

    @property
    def voorschotten(self) -> dict[int, tuple[date, Decimal]]:
        antwoord = self.cleaned_data
        return {
            k: (antwoord[f"dag_{k}"], antwoord[f"bedrag_{k}"])
            for k in KWARTALEN
            if antwoord.get(f"bedrag_{k}")
        }

    def voer_uit(self) -> str:
        vast = acties.leg_voorschotten_vast(
            self.obj, self.jaar, by=self.by, document=self.cleaned_data["document"],
            voorschotten=self.voorschotten,
        )  # fmt: skip
        samen = als_bedrag(sum((regel.bedrag for regel in vast), Decimal(0)))
        return f"Voor {self.obj} is {samen} aan voorschotten vastgelegd."


class IntrekkenForm(DoeForm):
    titel = "Bedrag intrekken"
    knop = "Intrekken"
    uitleg = "Er komt een tegenregel met hetzelfde bedrag eraf. De eerste regel blijft zichtbaar."
    negatief = True
    obj: Begrotingsregel

    reden = tekst("Waarom?", fout="Schrijf op waarom dit bedrag niet klopt.", rijen=3)

    def voer_uit(self) -> str:
        acties.trek_in(self.obj, by=self.by, reden=self.cleaned_data["reden"])
        return f"{als_bedrag(self.obj.bedrag)} is ingetrokken."


class OnrechtmatigheidForm(JaarForm):
    """A line in the register; with ``vervangt`` it takes the place of an earlier one."""

    titel = knop = "Onrechtmatigheid vastleggen"
    uitleg = "De regel blijft staan. Klopt zij later niet, dan vervangt u haar door een nieuwe."

    criterium = keuze("Waarom is het onrechtmatig?", Onrechtmatig.choices, fout="Kies het criterium.")
    bedrag = euro_veld("Om hoeveel euro gaat het?")
    oorzaak = tekst("Wat is de oorzaak?", fout="Schrijf op hoe dit kwam.", rijen=4)
    maatregel = tekst("Wat doet u eraan?", fout="Schrijf op wat u eraan doet.", rijen=4)
    opdracht = uit_lijst(
        "Bij welke opdracht hoort het?",
        Opdracht.objects.none(),
        "Hoort het bij geen opdracht? Kies dan niets.",
        fout="Kies een opdracht uit de lijst.",
        required=False,
    )

    def __init__(self, *args: Any, vervangt: Onrechtmatigheid | None = None, **kwargs: Any) -> None:
        self.vervangt = vervangt
        super().__init__(*args, **kwargs)

    def richt_in(self) -> None:
        mee = Opdracht.objects.visible_to(self.by).verleend().filter(aandelen__organisatie=self.obj)
        self.fields["opdracht"].queryset = mee.select_related("aanvraag").order_by("nummer").distinct()  # type: ignore[attr-defined]
        if self.vervangt:
            self.titel = self.knop = "Regel vervangen"
            self.uitleg = "De oude regel blijft leesbaar. Trek haar in door € 0 in te vullen."
            vast = ("criterium", "bedrag", "oorzaak", "maatregel")
            nu = {naam: getattr(self.vervangt, naam) for naam in vast}
            self.initial = {**nu, "opdracht": self.vervangt.opdracht_id, **self.initial}

    def voer_uit(self) -> str:
        acties.meld_onrechtmatigheid(self.obj, self.jaar, by=self.by, vervangt=self.vervangt, **self.gegevens)
        return "De onrechtmatigheid staat in het register."
