"""Wat iemand met een actiepunt doet: afspreken, voortgang melden, wijzigen, laten vervallen."""

from typing import Any

from django import forms

from duoplus.actions import actiepunten
from duoplus.models import Actiepunt, Gebruiker, Gremium
from duoplus.web.besluiten.vormen import KIES_WIE, wie_kan_het_doen
from duoplus.web.forms import DoeForm
from duoplus.web.velden import datum, regel, tekst, uit_lijst

PROCENT = "Vul 0 tot en met 100 in."
WAT = "Schrijf op wat er moet gebeuren."


class MeldForm(DoeForm):
    obj: Actiepunt
    titel = "Voortgang melden"
    knop = "Melden"
    uitleg = "Bij 100% is de actie klaar. Daarna verandert er niets meer aan."

    voortgang = forms.IntegerField(
        label="Voor hoeveel procent is het klaar?",
        min_value=0,
        max_value=100,
        widget=forms.TextInput(
            attrs={"inputmode": "numeric", "autocomplete": "off", "class": "duo-w-narrow"}
        ),
        error_messages={
            "required": PROCENT,
            "invalid": PROCENT,
            "min_value": PROCENT,
            "max_value": PROCENT,
        },
    )
    toelichting = tekst("Toelichting", required=False, rijen=3)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial = {"voortgang": self.obj.voortgang, **self.initial}

    def voer_uit(self) -> str:
        actiepunten.meld(self.obj, **self.wie, **self.gegevens)
        return f"{self.obj.nummer} staat nu op ‘{self.obj.get_status_display().lower()}’."


class WijzigForm(DoeForm):
    obj: Actiepunt
    titel = "Actie wijzigen"
    knop = "Wijzigen"
    uitleg = "Wie de actie krijgt, leest dat in het dagoverzicht."

    titel_van = regel("Wat moet er gebeuren?", fout=WAT)
    eigenaar = uit_lijst("Wie doet het?", Gebruiker.objects.none(), fout=KIES_WIE)
    uiterlijk = datum("Wanneer is het uiterlijk klaar?")
    reden = tekst("Waarom wijzigt u dit?", fout="Schrijf op waarom u dit wijzigt.", rijen=3)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        actie = self.obj
        nu = {"titel_van": actie.titel, "eigenaar": actie.eigenaar_id, "uiterlijk": actie.uiterlijk}
        self.initial = {**nu, **self.initial}
        self.fields["eigenaar"].queryset = wie_kan_het_doen(actie.gremium, actie.eigenaar_id)  # type: ignore[attr-defined]

    def waarde_nu(self, naam: str) -> Any:
        return super().waarde_nu("titel" if naam == "titel_van" else naam)

    def voer_uit(self) -> str:
        gegevens = self.gegevens
        actiepunten.wijzig(self.obj, titel=gegevens.pop("titel_van"), **self.wie, **gegevens)
        return f"{self.obj.nummer} is gewijzigd."


class VervalForm(DoeForm):
    obj: Actiepunt
    titel = "Actie laten vervallen"
    knop = "Laten vervallen"
    uitleg = "De actie blijft te lezen. Niemand hoeft er nog iets mee."
    negatief = True

    reden = tekst("Waarom is dit niet meer nodig?", fout="Schrijf op waarom.", rijen=3)

    def voer_uit(self) -> str:
        actiepunten.laat_vervallen(self.obj, **self.wie, **self.gegevens)
        return f"{self.obj.nummer} is vervallen."


class NieuweActieForm(DoeForm):
    """``obj`` is the body in which it is agreed."""

    obj: Gremium
    titel = "Actie afspreken"
    knop = "Afspreken"
    uitleg = "Wie de actie krijgt, ziet haar in Mijn werk en in het dagoverzicht."

    titel_van = regel("Wat moet er gebeuren?", fout=WAT)
    eigenaar = uit_lijst("Wie doet het?", Gebruiker.objects.none(), fout=KIES_WIE)
    uiterlijk = datum("Wanneer is het uiterlijk klaar?")
    toelichting = tekst("Toelichting", required=False, rijen=3)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["eigenaar"].queryset = wie_kan_het_doen(self.obj)  # type: ignore[attr-defined]

    def geef(self) -> Actiepunt:
        gegevens = self.gegevens
        return actiepunten.geef(gegevens.pop("titel_van"), gremium=self.obj, by=self.by, **gegevens)


# By the step of duoplus.actions.actiepunten; the address says the same.
VORMEN: dict[str, type[DoeForm]] = {"melden": MeldForm, "wijzigen": WijzigForm, "vervallen": VervalForm}
