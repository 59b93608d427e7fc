"""De vragen bij een prognose en bij de uitleg van een afwijking."""

from typing import Any

from duoplus.calc.nederlands import bedrag as als_bedrag
from duoplus.models import Organisatie
from duoplus.web.forms import DoeForm
from duoplus.web.velden import euro_veld, tekst
from maatwerk.actions.prognose import geef_prognose
from maatwerk.actions.toelichting import licht_toe
from maatwerk.models import Opdracht


class PrognoseForm(DoeForm):
    """``laatste``: the estimate that counts now, to go on from."""

    titel = "Prognose geven"
    knop = "Prognose vastleggen"
    uitleg = "Uw prognose telt vanaf nu mee in de stand. Eerdere prognoses blijven bewaard."
    obj: Opdracht

    rest = euro_veld("Hoeveel komt er nog bij, in euro’s zonder btw?", "Vul 0 in als er niets meer bij komt.")
    toelichting = tekst(
        "Hoe komt u aan dit bedrag?",
        "Bijvoorbeeld: nog 40 uur testen, en een factuur van de leverancier.",
        fout="Schrijf op hoe u aan dit bedrag komt.",
    )

    def __init__(self, *args: Any, laatste: Any = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if laatste is not None:
            eerder = {"rest": laatste.rest, "toelichting": laatste.toelichting}
            self.initial = {**eerder, **self.initial}

    def voer_uit(self) -> str:
        prognose = geef_prognose(self.obj, by=self.by, **self.gegevens)
        return f"De prognose is vastgelegd: er komt nog {als_bedrag(prognose.rest)} bij."


class ToelichtingForm(DoeForm):
    """``waarover`` names the assignment or the taakveld; without one it is about the whole lumpsum."""

    titel = "Afwijking toelichten"
    knop = "Toelichting bewaren"
    uitleg = "De toelichting komt in de verantwoording. De gemeente en de accountant lezen haar."
    obj: Organisatie

    tekst = tekst(
        "Waardoor wijkt het bedrag af?",
        "Noem de oorzaak, en wat er nog aan te doen is.",
        fout="Schrijf op waardoor het bedrag afwijkt.",
    )

    def __init__(self, *args: Any, jaar: int, waarover: dict[str, Any], eerder: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.jaar, self.waarover = jaar, waarover
        self.initial = {"tekst": eerder, **self.initial}

    def voer_uit(self) -> str:
        licht_toe(self.obj, self.jaar, by=self.by, tekst=self.cleaned_data["tekst"], **self.waarover)
        return "De toelichting is bewaard."
