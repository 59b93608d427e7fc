"""De vragen bij een cyclus: welke fase, welke dagen, welk jaar."""

from typing import Any

from django import forms

from duoplus import klok
from duoplus.web.forms import ActieForm, DatumVeld
from ogon.actions.cyclus import JAREN_VOORUIT
from ogon.choices import Fase
from ogon.fasen import VOLGORDE, volgende
from ogon.forms.velden import reden
from ogon.models import Cyclusfase


class FaseForm(ActieForm):
    """On to the next phase, or back to one before."""

    obj: Any
    fase = forms.ChoiceField(
        label="Naar welke fase?",
        widget=forms.RadioSelect,
        error_messages={"required": "Kies een fase.", "invalid_choice": "Kies een fase uit de lijst."},
    )
    reden = reden("Waarom?", "Alleen nodig als u teruggaat. Iedereen in dit OGON leest het.", required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        veld: Any = self.fields["fase"]
        veld.choices = self._keuzes()
        hierna = volgende(self.obj)
        veld.initial = hierna.value if hierna else None

    def _keuzes(self) -> list[tuple[str, str]]:
        hierna = volgende(self.obj)
        eerder = VOLGORDE[: VOLGORDE.index(Fase(self.obj.fase))]
        terug = [(fase.value, f"Terug naar {fase.label}") for fase in reversed(eerder)]
        return [*([(hierna.value, f"Verder naar {hierna.label}")] if hierna else []), *terug]


class DagenForm(ActieForm):
    """Other days for one phase."""

    van = DatumVeld(label="Eerste dag")
    tot = DatumVeld(label="Laatste dag", help_text="Deze dag hoort er nog bij.")
    reden = reden("Waarom?", "Iedereen in dit OGON leest het.")

    def __init__(self, *args: Any, fase: Cyclusfase, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fase = fase
        self.fields["van"].initial, self.fields["tot"].initial = fase.van, fase.tot

    def waarde_nu(self, naam: str) -> Any:
        return getattr(self.fase, naam, "")


class JaarForm(ActieForm):
    """The year of a new cycle, out of those that this OGON does not have yet."""

    obj: Any
    jaar = forms.TypedChoiceField(
        label="Voor welk jaar?",
        coerce=int,
        widget=forms.RadioSelect,
        error_messages={"required": "Kies een jaar.", "invalid_choice": "Kies een jaar uit de lijst."},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        bezet, nu = set(self.obj.cycli.values_list("jaar", flat=True)), klok.vandaag().year
        vrij = [jaar for jaar in range(nu, nu + JAREN_VOORUIT + 1) if jaar not in bezet]
        veld: Any = self.fields["jaar"]
        veld.choices = [(jaar, str(jaar)) for jaar in vrij]
        veld.initial = next((jaar for jaar in vrij if jaar > nu), None)


class SluitForm(ActieForm):
    """Nothing to ask: closing is a decision of its own page."""
