"""De vragen bij een methode van afrekenen, een grens en een taakveld."""

from datetime import date
from decimal import Decimal
from typing import Any

from django import forms
from django.core.validators import RegexValidator

from duoplus import klok
from duoplus.instellingen import OPVOLGEN
from duoplus.models import Organisatie
from duoplus.web.forms import BedragVeld
from duoplus.web.instellingen.forms import InstellingForm, UitLijst, dag, getal, keuze, regel
from maatwerk.choices import Verantwoordingsmethode

GRENS = "Vul een getal in boven 0 en tot en met 99.999.999, bijvoorbeeld 25.000 of 1,5."
CODE = RegexValidator(r"^\d\.\d{1,3}[a-z]?$", "Een code is een cijfer, een punt en een getal, zoals 6.711.")


class MethodeForm(InstellingForm):
    organisatie = UitLijst("Welke gemeente?", Organisatie.objects.none())
    methode = keuze("Hoe rekent de gemeente af?", Verantwoordingsmethode.choices)
    van = dag("Vanaf welke dag?", "Altijd 1 januari, bijvoorbeeld 1-1-2027")

    def richt_in(self) -> None:
        if "organisatie" in self.fields:
            self.fields["organisatie"].queryset = Organisatie.objects.gemeenten().geldig_op(klok.vandaag())

    def beginwaarden(self) -> dict[str, Any]:
        """A method begins with a year, the next one at the earliest."""
        nu = super().beginwaarden()
        januari = date(klok.vandaag().year + 1, 1, 1)
        return nu | ({"van": januari} if self.obj is None or self.handeling == OPVOLGEN else {})

    def clean(self) -> dict[str, Any]:
        gegevens = super().clean()
        van, tot = gegevens.get("van"), gegevens.get("tot")
        if van and (van.month, van.day) != (1, 1):
            self.add_error("van", "Een methode begint op 1 januari.")
        if tot and (tot.month, tot.day) != (12, 31):
            self.add_error("tot", "Een methode eindigt op 31 december.")
        return gegevens


class GrensForm(InstellingForm):
    waarde = BedragVeld(
        label="Welke grens?",
        help_text="In euro, uren of procent, zoals de grens nu is.",
        min_value=Decimal("0.01"),
        max_value=99_999_999,
        max_digits=12,
        decimal_places=2,
        error_messages=dict.fromkeys(
            ("required", "min_value", "max_value", "max_digits", "max_whole_digits"), GRENS
        ),
    )
    van = dag("Vanaf welke dag?")


class TaakveldForm(InstellingForm):
    code = regel(
        "Code", 8, "Zoals het Rijk haar schrijft: 0.10 is een andere code dan 0.1.", validators=[CODE]
    )
    naam = regel("Naam", 80)
    hoofdstuk = forms.ChoiceField(label="Hoofdstuk", error_messages={"required": "Kies een hoofdstuk."})
    volgorde = getal("Plaats in de lijst", 1, 999, "Een lager getal staat hoger.")
    van = dag("Vanaf welke dag?", "Nieuwe codes gelden vanaf 1 januari.")

    def richt_in(self) -> None:
        if "hoofdstuk" in self.fields:
            bekend = self.onderdeel.model._default_manager.order_by("hoofdstuk").values_list(
                "hoofdstuk", flat=True
            )
            self.fields["hoofdstuk"].choices = [(een, een) for een in bekend.distinct()]
