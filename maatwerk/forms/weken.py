"""De week als formulier: een vakje per opdracht en dag."""

from typing import Any

from django import forms

from duoplus.calc.nederlands import Onleesbaar
from duoplus.calc.nederlands import uren as als_uren
from duoplus.web.forms import ActieForm, DoeForm
from duoplus.web.velden import tekst
from maatwerk.actions import weken
from maatwerk.models import Boeking, Weekconcept
from maatwerk.weken import cel
from maatwerk.weken.akkoord import Groep, dagnaam
from maatwerk.weken.week import MAX_TEKENS, Cel, Getypt, Rij, Week


class UurCel(forms.CharField):
    """Hours of one day on one assignment; empty is nothing."""

    def __init__(self, rij: Rij, van: Cel) -> None:
        super().__init__(
            label=f"{dagnaam(van.dag).capitalize()}, {rij.opdracht.nummer}, functiegroep {rij.functiegroep}",
            required=False,
            max_length=MAX_TEKENS,
            widget=forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"}),
            error_messages={"max_length": "Vul een aantal uren in, bijvoorbeeld 7,5."},
        )

    def clean(self, value: Any) -> str:
        getypt: str = super().clean(value)
        try:
            cel.lees(getypt)
        except Onleesbaar as fout:
            raise forms.ValidationError(str(fout)) from fout
        return getypt


class WeekForm(ActieForm):
    """Every cell that can still change. ``versie`` tells the draft and the ledger as they were on screen."""

    versie = forms.CharField(required=False, max_length=40, widget=forms.HiddenInput)  # type: ignore[assignment]

    def __init__(self, *args: Any, obj: Weekconcept | None, week: Week, **kwargs: Any) -> None:
        super().__init__(*args, obj=obj, **kwargs)
        self.week = week
        self.fields["versie"].initial = week.versie
        self.vrij = [(rij, c) for rij in week.rijen for c in rij.cellen if not c.slot]
        for rij, c in self.vrij:
            self.fields[c.naam] = UurCel(rij, c)
            self.initial[c.naam] = c.tekst

    @property
    def getypt(self) -> Getypt:
        """What was sent, judged or not."""
        return {(rij.sleutel, c.dag): self.data.get(c.naam, c.tekst) for rij, c in self.vrij}

    def clean(self) -> dict[str, Any]:
        """A day has 24 hours, whatever it went to: told in the last cell of that day."""
        for nr, dag in enumerate(self.week.dagen):
            laatste = [c.naam for rij in self.week.rijen if not (c := rij.cellen[nr]).slot]
            if laatste and not self._fout_op(laatste) and (som := self._som(nr)) > cel.UREN_PER_DAG:
                self.add_error(
                    next(naam for naam in reversed(laatste) if self.cleaned_data[naam]),
                    f"Op {dagnaam(dag)} staat samen {als_uren(som)} uur. Een dag heeft 24 uur.",
                )
        return self.cleaned_data

    def _fout_op(self, namen: list[str]) -> bool:
        return any(naam in self.errors for naam in namen)

    def _som(self, nr: int) -> Any:
        return sum(
            cel.lees(self.cleaned_data[c.naam]) if not c.slot else c.geboekt
            for c in (rij.cellen[nr] for rij in self.week.rijen)
        )

    @property
    def regels(self) -> list[tuple[Rij, list[tuple[Cel, Any]]]]:
        """Each row with its cells, and the field of each where there is one."""
        return [(rij, [(c, None if c.slot else self[c.naam]) for c in rij.cellen]) for rij in self.week.rijen]


class TerugsturenForm(DoeForm):
    titel = "Uren terugsturen"
    knop = "Terugsturen"
    uitleg = (
        "De uren gaan uit de boeken en staan weer als concept bij uw collega. Die krijgt uw reden te lezen."
    )
    negatief = True

    reden = tekst("Wat moet er anders?", fout="Schrijf op wat er anders moet.", rijen=4, maximum=500)

    def voer_uit(self) -> str:
        aantal = weken.terugsturen(
            self.obj.medewerker, self.obj.maandag, by=self.by, reden=self.cleaned_data["reden"]
        )
        return f"U heeft {als_uren(aantal)} uur teruggestuurd naar {self.obj.medewerker.naam}."


class GoedkeurForm(ActieForm):
    """Which weeks; each names what was on screen, so that what came later waits for another look."""

    weken = forms.MultipleChoiceField(
        error_messages={
            "required": "Kies een of meer weken.",
            "invalid_choice": "Deze uren zijn net veranderd. Kijk ze nog eens na.",
        }
    )

    def __init__(self, *args: Any, groepen: list[Groep], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.groepen = {groep.sleutel: groep for groep in groepen}
        self.fields["weken"].choices = [  # type: ignore[attr-defined]
            (sleutel, f"{groep.medewerker.naam}, {groep.weeknaam}") for sleutel, groep in self.groepen.items()
        ]

    @property
    def boekingen(self) -> list[Boeking]:
        return [b for sleutel in self.cleaned_data["weken"] for b in self.groepen[sleutel].boekingen]
