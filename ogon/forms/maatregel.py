"""De vragen bij een efficiencymaatregel: het idee, het doel per gemeente, het besluit en het bewijs."""

from typing import Any

from django import forms

from duoplus import klok
from duoplus.choices import BesluitSoort, IncidenteelStructureel
from duoplus.models import Organisatie
from duoplus.web.forms import BestandVeld, DoeForm
from duoplus.web.velden import euro_veld, keuze, regel, tekst, uit_lijst, vinkje
from ogon.actions import maatregel as acties
from ogon.models import Efficiencymaatregel


def jaarveld(label: str) -> forms.IntegerField:
    fout = "Vul een jaar in, bijvoorbeeld 2027."
    return forms.IntegerField(
        label=label,
        min_value=2000,
        max_value=2100,
        widget=forms.NumberInput(attrs={"class": "duo-w-narrow"}),
        error_messages=dict.fromkeys(("required", "invalid", "min_value", "max_value"), fout),
    )


def gemeenteveld() -> Any:
    return uit_lijst(
        "Voor welke gemeente?", Organisatie.objects.none(), fout="Kies een gemeente uit de lijst."
    )


class NieuwForm(DoeForm):
    titel, knop = "Nieuwe maatregel", "Vastleggen"
    uitleg = "U legt een idee vast. Daarna rekent u het door en vraagt u het directieberaad om een besluit."

    naam = regel("Hoe heet de maatregel?", fout="Vul een naam in.")
    toelichting = tekst("Wat is het idee?", fout="Schrijf op wat het idee is.")

    def begin(self) -> Efficiencymaatregel:
        return acties.maak(self.cleaned_data["naam"], self.cleaned_data["toelichting"], by=self.by)


class WijzigenForm(DoeForm):
    titel, knop = "Maatregel wijzigen", "Bewaren"

    naam = regel("Hoe heet de maatregel?", fout="Vul een naam in.")
    toelichting = tekst("Wat is het idee?", fout="Schrijf op wat het idee is.")
    businesscase = tekst(
        "Businesscase", "Wat kost het, wat levert het op, en wat is het risico?", required=False
    )
    i_s = keuze("Incidenteel of structureel?", IncidenteelStructureel.choices, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial = {naam: self.waarde_nu(naam) for naam in ("naam", "toelichting", "businesscase")}
        self.initial |= {"i_s": self.obj.i_s}

    def waarde_nu(self, naam: str) -> Any:
        return self.obj.titel if naam == "naam" else super().waarde_nu(naam)

    def voer_uit(self) -> str:
        velden = self.gegevens
        velden["titel"] = velden.pop("naam")
        acties.wijzig(self.obj, velden=velden, **self.wie)
        return "De maatregel is gewijzigd."


class DoelForm(DoeForm):
    titel, knop = "Doel invullen", "Bewaren"
    uitleg = "Stond er al een doel voor die gemeente en dat jaar? Dan vervangt u dat."

    gemeente = gemeenteveld()
    jaar = jaarveld("In welk jaar?")
    bedrag = euro_veld("Hoeveel euro moet het opleveren?", "Bijvoorbeeld 15.000.")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        veld: Any = self.fields["gemeente"]
        veld.queryset = Organisatie.objects.gemeenten().geldig_op(klok.vandaag())
        self.fields["jaar"].initial = klok.vandaag().year + 1

    def voer_uit(self) -> str:
        w = self.cleaned_data
        acties.zet_doel(self.obj, w["gemeente"], w["jaar"], w["bedrag"], **self.wie)
        return f"Het doel voor {w['gemeente']} in {w['jaar']} is bewaard."


class UitwerkenForm(DoeForm):
    titel, knop = "Uitwerken tot businesscase", "Uitwerken"
    uitleg = "U rekent het idee door. Wat kost het, wat levert het elke gemeente op? En wat is het risico?"

    def voer_uit(self) -> str:
        acties.werk_uit(self.obj, **self.wie)
        return "De maatregel is nu een businesscase."


class VoorleggenForm(DoeForm):
    titel, knop = "Besluit vragen", "Besluit vragen"
    uitleg = "De maatregel komt op de agenda van het directieberaad."

    def voer_uit(self) -> str:
        acties.leg_voor(self.obj, **self.wie)
        return "Het directieberaad is om een besluit gevraagd."


class BesluitForm(DoeForm):
    titel, knop = "Besluit nemen", "Besluit vastleggen"
    uitleg = "U legt vast wat het directieberaad heeft besloten."

    soort = keuze(
        "Wat is het besluit?",
        [
            (BesluitSoort.AKKOORD, "Akkoord | De uitvoering begint."),
            (BesluitSoort.AKKOORD_MITS, "Akkoord mits | De uitvoering begint, onder een voorwaarde."),
            (BesluitSoort.AANHOUDEN, "Aanhouden | De eigenaar werkt de businesscase bij."),
            (BesluitSoort.AFWIJZEN, "Afwijzen | De maatregel vervalt."),
        ],
    )
    reden = tekst("Waarom, en onder welke voorwaarde?", fout="Schrijf op waarom.", rijen=3)

    def voer_uit(self) -> str:
        w = self.cleaned_data
        besluit = acties.besluit(self.obj, w["soort"], reden=w["reden"], **self.wie)
        return f"Besluit {besluit.nummer} is vastgelegd."


class ResultaatForm(DoeForm):
    titel, knop = "Resultaat vastleggen", "Vastleggen"
    uitleg = "Wat er voor die gemeente en dat jaar al stond, telt niet meer. Het blijft wel bewaard."

    gemeente = gemeenteveld()
    jaar = jaarveld("Over welk jaar?")
    bedrag = euro_veld(
        "Hoeveel euro leverde het op?", "Bijvoorbeeld 12.400. Vul 0 in als het niets opleverde."
    )
    bewijs = tekst("Waaruit blijkt dat?", fout="Schrijf op waaruit dat blijkt.", rijen=3)
    bestand = BestandVeld(label="Bewijsstuk", required=False, help_text="PDF, Excel of een ander document.")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        veld: Any = self.fields["gemeente"]
        zichtbaar = self.obj.doelen.filter(self.obj.van_wie_zichtbaar(self.by)).values("organisatie")
        veld.queryset = Organisatie.objects.filter(pk__in=zichtbaar)
        self.fields["jaar"].initial = klok.vandaag().year

    def voer_uit(self) -> str:
        w = self.cleaned_data
        bestand = (w["bestand"].name, w["bestand"].read()) if w["bestand"] else None
        acties.leg_resultaat_vast(
            self.obj, w["gemeente"], w["jaar"], w["bedrag"], w["bewijs"], bestand=bestand, **self.wie
        )
        return f"Het resultaat voor {w['gemeente']} over {w['jaar']} is vastgelegd."


class AfrondenForm(DoeForm):
    titel, knop = "Als gerealiseerd afronden", "Afronden"
    uitleg = "U vindt het bewijs genoeg. Elk doel moet een resultaat hebben."

    def voer_uit(self) -> str:
        acties.rond_af(self.obj, **self.wie)
        return "De maatregel is gerealiseerd."


class DelenForm(DoeForm):
    titel, knop = "Bedragen delen", "Bewaren"
    uitleg = "Een gemeente ziet alleen haar eigen bedragen, tenzij u ze deelt."

    gedeeld = vinkje("Gemeenten die meedoen zien elkaars bedragen", required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["gedeeld"].initial = self.obj.gedeeld

    def voer_uit(self) -> str:
        gedeeld = acties.deel(self.obj, gedeeld=self.cleaned_data["gedeeld"], **self.wie).gedeeld
        return (
            "Gemeenten zien elkaars bedragen."
            if gedeeld
            else "Elke gemeente ziet alleen haar eigen bedragen."
        )


class VervallenForm(DoeForm):
    titel, knop = "Maatregel laten vervallen", "Laten vervallen"
    negatief = True

    reden = tekst("Waarom vervalt de maatregel?", fout="Schrijf op waarom.", rijen=3)

    def voer_uit(self) -> str:
        acties.laat_vervallen(self.obj, reden=self.cleaned_data["reden"], **self.wie)
        return "De maatregel is vervallen."


HANDELINGEN: dict[str, type[DoeForm]] = {
    "wijzigen": WijzigenForm,
    "doelen": DoelForm,
    "uitwerken": UitwerkenForm,
    "voorleggen": VoorleggenForm,
    "besluiten": BesluitForm,
    "resultaat": ResultaatForm,
    "afronden": AfrondenForm,
    "delen": DelenForm,
    "vervallen": VervallenForm,
}
