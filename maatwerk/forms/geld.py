"""De vragen bij een tarief en bij een verdeelsleutel."""

from decimal import Decimal
from typing import Any

from django import forms

from duoplus import klok
from duoplus.instellingen import OPVOLGEN
from duoplus.models import Organisatie, Programma
from duoplus.web.forms import BedragVeld, GetalVeld
from duoplus.web.instellingen.forms import InstellingForm, UitLijst, dag, keuze, regel
from maatwerk.calc.verdeling import OngeldigeVerdeling, als_fracties
from maatwerk.choices import SleutelBasis

HOOGSTE_TARIEF = 1000
TARIEF = "Vul een bedrag in boven € 0 en tot en met € 1.000, bijvoorbeeld 88,50."
PROCENT = "Vul een percentage in van 0 tot en met 100, met hooguit vier cijfers achter de komma."


class TariefForm(InstellingForm):
    functiegroep = regel("Functiegroep", 4, "Hooguit vier tekens, bijvoorbeeld T3.")
    naam = regel("Naam", 60)
    bedrag = BedragVeld(
        label="Euro per uur",
        help_text="Exclusief btw, bijvoorbeeld 88,50.",
        min_value=Decimal("0.01"),
        max_value=HOOGSTE_TARIEF,
        max_digits=7,
        decimal_places=2,
        error_messages=dict.fromkeys(
            ("required", "min_value", "max_value", "max_digits", "max_whole_digits"), TARIEF
        ),
    )
    van = dag("Vanaf welke dag?")


class ProcentVeld(GetalVeld):
    """A percentage with a decimal comma; the sign may be typed along."""

    def to_python(self, value: Any) -> Any:
        tekst = str(value or "").replace("%", "").replace(",", ".").strip()
        return super().to_python(tekst)


class SleutelForm(InstellingForm):
    naam = regel("Naam", 80, "Bijvoorbeeld Inwoners D+U+O")
    basis = keuze("Waarop is de sleutel gebaseerd?", SleutelBasis.choices)
    programma = UitLijst(
        "Voor welk programma?",
        Programma.objects.none(),
        "Een sleutel van een programma gaat voor op de sleutel voor alle programma’s.",
        required=False,
        empty_label="Alle programma’s",
    )
    besluit = regel("Bij welk besluit?", 120, "Bijvoorbeeld Directieberaad 12 januari 2027")
    van = dag("Vanaf welke dag?")

    def richt_in(self) -> None:
        """One box for each municipality; those of a key that is succeeded stay the same."""
        if "programma" in self.fields:
            self.fields["programma"].queryset = Programma.objects.geldig_op(klok.vandaag())
        if "besluit" not in self.fields:
            return
        self.delen = {f"deel_{gemeente.pk}": gemeente.pk for gemeente in self._gemeenten()}
        for naam, gemeente in zip(self.delen, self._gemeenten(), strict=True):
            self.fields[naam] = ProcentVeld(
                label=f"Deel van {gemeente.naam} in procenten",
                required=False,
                min_value=0,
                max_value=100,
                max_digits=7,
                decimal_places=4,
                error_messages=dict.fromkeys(
                    ("invalid", "min_value", "max_value", "max_decimal_places", "max_digits"), PROCENT
                ),
            )

    def _gemeenten(self) -> list[Organisatie]:
        if self.handeling == OPVOLGEN:
            return [aandeel.organisatie for aandeel in self.obj.aandelen.all()]
        return list(Organisatie.objects.geldig_op(klok.vandaag()).gemeenten())

    def vragen(self) -> list[str]:
        return ["naam", "basis", "programma", "besluit", *getattr(self, "delen", ()), "van", "tot"]

    def beginwaarden(self) -> dict[str, Any]:
        nu = super().beginwaarden()
        if self.obj is None or "besluit" not in self.fields:
            return nu
        delen = self.obj.als_fracties()
        return nu | {naam: (delen[pk] * 100).normalize() for naam, pk in self.delen.items()}

    def clean(self) -> dict[str, Any]:
        gegevens = super().clean()
        if "besluit" in self.fields and not any(naam in self.errors for naam in self.delen):
            self.aandelen = self._aandelen(gegevens)
        return gegevens

    def _aandelen(self, gegevens: dict[str, Any]) -> dict[int, Decimal]:
        """Organisation id → share of 1. An empty box or 0 takes no part."""
        procenten = {pk: gegevens[naam] for naam, pk in self.delen.items() if gegevens.get(naam)}
        try:
            aandelen = als_fracties(procenten)
        except OngeldigeVerdeling as fout:
            raise forms.ValidationError(str(fout)) from None
        if len(aandelen) < 2:
            raise forms.ValidationError("Een sleutel verdeelt over minstens twee gemeenten.")
        return aandelen

    @property
    def waarden(self) -> dict[str, Any]:
        gewoon = {naam: waarde for naam, waarde in super().waarden.items() if not naam.startswith("deel_")}
        return gewoon | ({"aandelen": self.aandelen} if "besluit" in self.fields else {})
