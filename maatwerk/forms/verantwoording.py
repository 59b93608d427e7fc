"""Een rapport opstellen, en elke stap ermee op een eigen bladzijde."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from django import forms

from duoplus import klok
from duoplus.models import Organisatie
from duoplus.web.forms import DatumVeld, DoeForm
from duoplus.web.velden import tekst
from maatwerk.actions import verantwoording as acties
from maatwerk.choices import Verantwoordingsoort
from maatwerk.models import Lumpsum, Verantwoording
from maatwerk.verantwoording.tekst import VELDNAMEN, OngeldigeTekst, controleer

ALLE = "alle"


class OpstellenForm(DoeForm):
    titel, knop = "Rapport opstellen", "Concept maken"
    uitleg = "U krijgt eerst een concept. Wat erin staat, rekenen wij uit de boekingen en de begroting."

    jaar = forms.TypedChoiceField(label="Jaar", coerce=int)
    soort = forms.ChoiceField(label="Soort rapport", choices=Verantwoordingsoort.choices)
    gemeente = forms.ChoiceField(label="Gemeente")
    peildatum = DatumVeld(
        label="Peildatum",
        required=False,
        help_text="De laatste dag van een maand. Leeg: de dag die bij het soort rapport hoort.",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        jaren = {*Lumpsum.objects.values_list("jaar", flat=True), klok.vandaag().year}
        gemeenten = Organisatie.objects.gemeenten().geldig_op(klok.vandaag())
        velden: Any = self.fields
        velden["jaar"].choices = [(jaar, jaar) for jaar in sorted(jaren, reverse=True)]
        velden["gemeente"].choices = [
            (ALLE, "Alle gemeenten samen"),
            *((g.letter, g.naam) for g in gemeenten),
        ]

    def clean(self) -> dict[str, Any]:
        gegevens = super().clean() or {}
        dag, jaar = gegevens.get("peildatum"), gegevens.get("jaar")
        if dag is not None and jaar is not None:
            self._controleer(dag, jaar)
        return gegevens

    def _controleer(self, dag: date, jaar: int) -> None:
        if dag.year != jaar or (dag + timedelta(days=1)).day != 1:
            self.add_error("peildatum", f"Kies de laatste dag van een maand in {jaar}.")

    def voer_uit(self) -> str:
        gegevens, letter = self.gegevens, self.gegevens["gemeente"]
        wie = None if letter == ALLE else Organisatie.objects.get(letter=letter)
        self.rapport = acties.opstellen(
            gegevens["jaar"], gegevens["soort"], wie, by=self.by, peildatum=gegevens["peildatum"]
        )
        return f"Concept {self.rapport.nummer} is gemaakt."


class RapportForm(DoeForm):
    """Something done with one report; ``versie`` counts its steps, not the versions handed out."""

    obj: Verantwoording

    def __init__(self, *args: Any, sjablonen: Mapping[str, str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["versie"].initial = self.obj.rijversie
        self.sjablonen = sjablonen


class TekstForm(RapportForm):
    """A field per municipality; an amount is a name in square brackets, never typed."""

    titel, knop = "Tekst aanpassen", "Tekst bewaren"
    uitleg = (
        "Schrijf korte zinnen. Bedragen typt u niet: zij vullen zich uit de tabellen. "
        "Een lege regel begint een nieuwe alinea. Een leeg vak geeft weer onze eigen tekst."
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for plek, (wie, zinnen) in enumerate(self.sjablonen.items()):
            self.fields[f"tekst_{plek}"] = tekst(wie, maximum=8000, rijen=12, required=False, initial=zinnen)

    @property
    def velden_uit_tabellen(self) -> Sequence[str]:
        return VELDNAMEN

    def clean(self) -> dict[str, Any]:
        gegevens = super().clean() or {}
        for plek, _ in enumerate(self.sjablonen):
            try:
                controleer(gegevens.get(f"tekst_{plek}", ""))
            except OngeldigeTekst as fout:
                self.add_error(f"tekst_{plek}", str(fout))
        return gegevens

    def voer_uit(self) -> str:
        getypt = {wie: self.gegevens[f"tekst_{plek}"] for plek, wie in enumerate(self.sjablonen)}
        eigen = {
            wie: zinnen for wie, zinnen in getypt.items() if zinnen.strip() != self.sjablonen[wie].strip()
        }
        acties.schrijven(self.obj, self.obj.tekst | eigen, **self.wie)
        return "De tekst is bewaard."

    def waarde_nu(self, naam: str) -> Any:
        return list(self.sjablonen.values())[int(naam.removeprefix("tekst_"))]


class IndienenForm(RapportForm):
    titel, knop = "Ter controle geven", "Ter controle geven"
    uitleg = (
        "Wij zetten vast wat er nu staat. Iemand anders controleert het en maakt het definitief. "
        "Wijzigt er daarna iets, dan kan dat niet meer en legt u het rapport terug."
    )

    def voer_uit(self) -> str:
        acties.indienen(self.obj, **self.wie)
        return "Het rapport ligt ter controle."


class TerugleggenForm(RapportForm):
    titel, knop = "Terug naar concept", "Terugleggen"
    uitleg = "Wat was vastgezet, vervalt. De opsteller kan weer wijzigen."
    negatief = True
    reden = tekst("Waarom gaat het terug?", fout="Schrijf op waarom het rapport teruggaat.", maximum=2000)

    def voer_uit(self) -> str:
        acties.terugleggen(self.obj, reden=self.gegevens["reden"], **self.wie)
        return "Het rapport is weer een concept."


class GoedkeurenForm(RapportForm):
    titel, knop = "Definitief maken", "Definitief maken"
    uitleg = (
        "Wij maken alle bestanden en bewaren ze. Daarna verandert er niets meer: "
        "ook over jaren krijgt u precies dezelfde bestanden."
    )

    def voer_uit(self) -> str:
        acties.goedkeuren(self.obj, **self.wie)
        return "Wij maken de bestanden. Dat duurt hooguit enkele minuten."


class IntrekkenForm(RapportForm):
    titel, knop = "Concept weggooien", "Weggooien"
    uitleg = "Het nummer blijft bestaan, met uw reden."
    negatief = True
    reden = tekst("Waarom gooit u dit weg?", fout="Schrijf op waarom u dit concept weggooit.", maximum=2000)

    def voer_uit(self) -> str:
        acties.intrekken(self.obj, reden=self.gegevens["reden"], **self.wie)
        return f"Concept {self.obj.nummer} is weggegooid."


class NieuweVersieForm(RapportForm):
    titel, knop = "Nieuwe versie maken", "Concept maken"
    uitleg = (
        "Dit rapport blijft zoals het is uitgegeven. De nieuwe versie zegt per regel wat er anders is "
        "en waarom."
    )
    reden = tekst("Waarom komt er een nieuwe versie?", fout="Schrijf op wat er anders moet.", maximum=2000)

    def voer_uit(self) -> str:
        self.rapport = acties.nieuwe_versie(self.obj, reden=self.gegevens["reden"], by=self.by)
        return f"Concept {self.rapport.nummer} is gemaakt."


HANDELINGEN: Mapping[str, type[RapportForm]] = {
    "schrijven": TekstForm,
    "indienen": IndienenForm,
    "goedkeuren": GoedkeurenForm,
    "terugleggen": TerugleggenForm,
    "intrekken": IntrekkenForm,
    "nieuwe_versie": NieuweVersieForm,
}
