"""Een wat-als: beginnen, een verplaatsing, en op een eigen bladzijde wat er nog meer kan."""

from datetime import date
from typing import Any

from django import forms

from duoplus.calc.nederlands import datum, maand_en_jaar
from duoplus.calc.nederlands import uren as als_uren
from duoplus.models import Team
from duoplus.web.forms import ActieForm, DatumVeld, DoeForm, UrenVeld
from maatwerk.actions import scenario as acties
from maatwerk.forms.bord import GETAL, PlaatsVeld, lees_plaats
from maatwerk.models import Ronde, Scenario
from maatwerk.planning.plan import Regel
from maatwerk.planning.scenario import Uitkomst, Uitkomstregel
from maatwerk.planning.wijzigingen import CAPACITEIT, TOEVOEGEN, VERPLAATS, WEGHALEN, Wijziging

ERAF, ERBIJ, UIT_DVO, BORD = "eraf", "erbij", "dvo", "bord"


class NieuwScenarioForm(ActieForm):
    naam = forms.CharField(
        label="Naam van het scenario",
        max_length=80,
        error_messages={"required": "Geef het scenario een naam, bijvoorbeeld: spoed voor de verkiezingen."},
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    begin = forms.ChoiceField(
        label="Begin met",
        required=False,
        error_messages={"invalid_choice": "Dit scenario is er niet meer. Kies een ander."},
    )

    def __init__(self, *args: Any, zichtbaar: Any, ronde: Ronde | None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.zichtbaar, self.ronde = {str(scenario.pk): scenario for scenario in zichtbaar}, ronde
        bord = [(BORD, "De volgorde die nu op het bord staat")] if ronde else []
        andere = [(pk, f"Een kopie van ‘{scenario}’") for pk, scenario in self.zichtbaar.items()]
        self.fields["begin"].choices = [("", "Het plan van nu"), *bord, *andere]  # type: ignore[attr-defined]

    def voer_uit(self) -> Scenario:
        naam, begin = self.cleaned_data["naam"], self.cleaned_data["begin"]
        if self.ronde and begin == BORD:
            return acties.maak_van_bord(self.ronde, naam=naam, by=self.by)
        return acties.maak(self.obj, naam=naam, van=self.zichtbaar.get(begin), by=self.by)


class ZetForm(ActieForm):
    """``zet`` comes from the button, as on the board: a line of the plan and its place ("MW-2026-0007:3")."""

    zet = forms.CharField(max_length=80, error_messages={"required": "Er is niets gewijzigd."})

    def clean_zet(self) -> Wijziging:
        sleutel, _, plaats = self.cleaned_data["zet"].rpartition(":")
        return {"soort": VERPLAATS, "aanvraag": sleutel, "plaats": lees_plaats(plaats)}

    def voer_uit(self) -> Wijziging:
        wijziging: Wijziging = self.cleaned_data["zet"]
        acties.wijzig(self.obj, wijziging, by=self.by, versie=self.cleaned_data["versie"])
        return wijziging


class ScenarioActieForm(DoeForm):
    """Something done with a scenario, on its own page; it knows what the scenario does now."""

    def __init__(self, *args: Any, uitkomst: Uitkomst, regel: Uitkomstregel | None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.uitkomst, self.regel = uitkomst, regel


class VerplaatsForm(ScenarioActieForm):
    titel, knop = "Verplaats naar een andere plaats", "Verplaatsen"

    plaats = PlaatsVeld()

    @property
    def uitleg(self) -> str:  # type: ignore[override]
        regel = self.regel
        staat = f"‘{_titel(regel)}’ staat op plaats {regel.plaats if regel else ''}"
        return f"{staat} van {len(self.uitkomst.in_plan)}."

    def voer_uit(self) -> str:
        plaats = self.cleaned_data["plaats"]
        acties.wijzig(self.obj, _op_plaats(VERPLAATS, self.regel, plaats), **self.wie)
        return f"‘{_titel(self.regel)}’ staat nu op plaats {plaats}."


class WeghalenForm(ScenarioActieForm):
    titel = knop = "Uit het plan halen"

    @property
    def uitleg(self) -> str:  # type: ignore[override]
        return f"In dit scenario gaat ‘{_titel(self.regel)}’ niet door. Aan de aanvraag zelf verandert niets."

    def voer_uit(self) -> str:
        sleutel = self.regel.sleutel if self.regel else ""
        acties.wijzig(self.obj, {"soort": WEGHALEN, "aanvraag": sleutel}, **self.wie)
        return f"‘{_titel(self.regel)}’ staat niet meer in dit scenario."


class PlaatsForm(ScenarioActieForm):
    """Shared by what comes into the plan."""

    plaats = forms.IntegerField(
        label="Op plaats",
        min_value=1,
        initial=1,
        widget=forms.TextInput(
            attrs={"inputmode": "numeric", "autocomplete": "off", "class": "duo-w-narrow"}
        ),
        error_messages={"required": GETAL, "invalid": GETAL, "min_value": "Vul een plaats in vanaf 1."},
    )


class ToevoegenForm(PlaatsForm):
    titel, knop = "Aanvraag in het plan zetten", "In het plan zetten"
    uitleg = "Kies uit wat klaar is om te prioriteren, op de wachtlijst staat of is aangehouden."

    keuze = forms.ChoiceField(label="Aanvraag", error_messages={"required": "Kies een aanvraag."})
    field_order = ("keuze", "plaats")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        in_plan = {regel.sleutel for regel in self.uitkomst.in_plan}
        regels = [*self.uitkomst.plan.kandidaten.values(), *(r.regel for r in self.uitkomst.weg)]
        kan = {regel.sleutel: _als_keuze(regel) for regel in regels if regel.sleutel not in in_plan}
        self.fields["keuze"].choices = [("", "Kies een aanvraag"), *kan.items()]  # type: ignore[attr-defined]

    def voer_uit(self) -> str:
        keuze, plaats = self.cleaned_data["keuze"], self.cleaned_data["plaats"]
        acties.wijzig(self.obj, {"soort": TOEVOEGEN, "aanvraag": keuze, "plaats": plaats}, **self.wie)
        return f"‘{self.uitkomst.plan.bekend[keuze].titel}’ staat nu in dit scenario."


def _als_keuze(regel: Regel) -> str:
    status = f" ({regel.aanvraag.get_status_display()})" if regel.aanvraag else ""
    return f"{regel.sleutel} {regel.titel}{status}"


class NieuwWerkForm(PlaatsForm):
    """Up to three teams; more is a request of its own."""

    titel, knop = "Nieuw werk in het plan zetten", "In het plan zetten"
    uitleg = "Voor werk waar nog geen aanvraag voor is. Overnemen kan pas als die er is."

    wat = forms.CharField(
        label="Wat is het?", max_length=120, error_messages={"required": "Schrijf op wat er gebeurt."}
    )
    start = DatumVeld(label="Kan op zijn vroegst beginnen op", required=False)
    field_order = ("wat", "team_1", "uren_1", "team_2", "uren_2", "team_3", "uren_3", "start", "plaats")
    nummers = (1, 2, 3)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for nr in self.nummers:
            welk = "Team" if nr == 1 else f"Team {nr}"
            self.fields[f"team_{nr}"] = team_veld(welk if nr == 1 else f"{welk} (als dat nodig is)", nr == 1)
            self.fields[f"uren_{nr}"] = UrenVeld(label=f"Uren van {welk.lower()}", required=nr == 1)
        self.order_fields(self.field_order)

    def clean(self) -> None:
        for nr in self.nummers:
            team, uren = self.cleaned_data.get(f"team_{nr}"), self.cleaned_data.get(f"uren_{nr}")
            if uren is not None and uren <= 0:
                self.add_error(f"uren_{nr}", "Vul meer dan 0 uur in.")
            if nr > 1 and bool(team) != (uren is not None) and f"uren_{nr}" not in self.errors:
                self.add_error(f"uren_{nr}", "Kies een team en vul de uren in, of laat beide leeg.")

    def voer_uit(self) -> str:
        uren: dict[str, Any] = {}
        for nr in self.nummers:
            if team := self.cleaned_data[f"team_{nr}"]:
                uren[str(team.pk)] = str(uren.get(str(team.pk), 0) or self.cleaned_data[f"uren_{nr}"])
        start, wat = self.cleaned_data["start"], self.cleaned_data["wat"]
        wijziging = {"soort": TOEVOEGEN, "titel": wat, "uren": uren, "plaats": self.cleaned_data["plaats"]}
        wijziging |= {"vroegste_start": start.isoformat()} if start else {}
        acties.wijzig(self.obj, wijziging, **self.wie)
        return f"‘{wat}’ staat nu in dit scenario."


def team_veld(label: str, verplicht: bool) -> forms.ModelChoiceField:
    return forms.ModelChoiceField(
        label=label,
        queryset=Team.objects.order_by("kort"),
        required=verplicht,
        empty_label="Kies een team",
        error_messages={"required": "Kies een team.", "invalid_choice": "Kies een team."},
    )


class CapaciteitForm(ScenarioActieForm):
    titel, knop = "Andere capaciteit", "Bewaren"
    uitleg = (
        "Bijvoorbeeld: iemand valt uit, of er komt iemand bij. De uren van het team zelf veranderen niet."
    )

    hoe = forms.ChoiceField(
        label="Wat verandert er?",
        choices=[
            (ERBIJ, "Er komen uren bij"),
            (ERAF, "Er gaan uren af"),
            (UIT_DVO, "Er komen uren bij uit werk voor de DVO"),
        ],
        error_messages={"required": "Kies wat er verandert."},
    )
    team = team_veld("Team", verplicht=False)
    maand = forms.ChoiceField(label="Maand", required=False)
    uren = UrenVeld(label="Hoeveel uur")
    dvo = forms.ChoiceField(
        label="Uit welk werk voor de DVO?",
        required=False,
        help_text="Alleen als de uren uit de DVO komen. Team en maand hoeft u dan niet te kiezen.",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        plan = self.uitkomst.plan
        maanden = [(m.isoformat(), maand_en_jaar(m)) for m in plan.maanden]
        regels = [
            (
                str(pk),
                f"{plan.teams[r.team_id]}, {maand_en_jaar(r.maand)}: "
                f"{r.omschrijving}, {als_uren(r.uren)} uur",
            )
            for pk, r in plan.dvo.items()
        ]
        self.fields["maand"].choices = [("", "Kies een maand"), *maanden]  # type: ignore[attr-defined]
        self.fields["dvo"].choices = [("", "Niet uit de DVO"), *regels]  # type: ignore[attr-defined]

    def clean_uren(self) -> Any:
        if self.cleaned_data["uren"] is not None and self.cleaned_data["uren"] <= 0:
            raise forms.ValidationError("Vul meer dan 0 uur in. Erbij of eraf kiest u bovenaan.")
        return self.cleaned_data["uren"]

    def clean(self) -> None:
        if self.cleaned_data.get("hoe") == UIT_DVO:
            if not self.cleaned_data.get("dvo"):
                self.add_error("dvo", "Kies uit welk werk de uren komen.")
            return
        for naam, zin in (("team", "Kies een team."), ("maand", "Kies een maand.")):
            if not self.cleaned_data.get(naam) and naam not in self.errors:
                self.add_error(naam, zin)

    def voer_uit(self) -> str:
        antwoord = self.cleaned_data
        uren = -antwoord["uren"] if antwoord["hoe"] == ERAF else antwoord["uren"]
        acties.wijzig(self.obj, {"soort": CAPACITEIT, "uren": str(uren), **self._waar(antwoord)}, **self.wie)
        return "De capaciteit is anders in dit scenario."

    def _waar(self, antwoord: dict[str, Any]) -> Wijziging:
        if antwoord["hoe"] != UIT_DVO:
            return {"team": antwoord["team"].pk, "maand": antwoord["maand"]}
        regel = self.uitkomst.plan.dvo[int(antwoord["dvo"])]
        return {"team": regel.team_id, "maand": regel.maand.isoformat(), "regel": regel.pk}


class TerugdraaienForm(ScenarioActieForm):
    titel = knop = "Wijziging terugdraaien"
    nr = forms.IntegerField(widget=forms.HiddenInput)

    def voer_uit(self) -> str:
        acties.draai_terug(self.obj, self.cleaned_data["nr"], **self.wie)
        return "De wijziging is teruggedraaid."


class DelenForm(ScenarioActieForm):
    titel = knop = "Delen"
    uitleg = (
        "Iedereen die over dit OGON meebeslist, kan het scenario dan bekijken. Alleen u kunt het wijzigen."
    )

    def voer_uit(self) -> str:
        acties.deel(self.obj, **self.wie)
        return "Het scenario is gedeeld."


class NietDelenForm(ScenarioActieForm):
    titel = knop = "Niet meer delen"
    uitleg = "Alleen u ziet het scenario dan nog."

    def voer_uit(self) -> str:
        acties.deel(self.obj, gedeeld=False, **self.wie)
        return "Alleen u ziet dit scenario nog."


class WeggooienForm(ScenarioActieForm):
    titel = knop = "Weggooien"
    uitleg = "Het scenario is dan weg. Er blijft niets van over. Het plan zelf verandert niet."
    negatief = True

    def voer_uit(self) -> str:
        acties.gooi_weg(self.obj, by=self.by)
        return "Het scenario is weggegooid."


class OvernemenForm(ScenarioActieForm):
    """For every promise that moves its cause and an explanation; ``gezien`` is what the page showed."""

    titel, knop = "Overnemen als nieuwe volgorde", "Overnemen"
    uitleg = "Dit is een besluit. Het plan krijgt deze volgorde; beloften die schuiven een nieuwe datum."

    vingerafdruk = forms.CharField(widget=forms.HiddenInput, max_length=64)
    gezien = forms.CharField(widget=forms.HiddenInput, required=False)
    reden = forms.CharField(
        label="Waarom verandert de volgorde?",
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": "Schrijf op waarom de volgorde verandert."},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["vingerafdruk"].initial = self.uitkomst.plan.vingerafdruk
        self.fields["gezien"].initial = " ".join(f"{s}={d}" for s, d in data(self.uitkomst).items())
        if not self.is_ingehaald:
            for regel in self.uitkomst.breekt:
                self.fields |= _oorzaakvelden(regel)

    @property
    def is_ingehaald(self) -> bool:
        """The plan is another one than on the page that was sent: the action will say so."""
        return self.is_bound and self.data.get("vingerafdruk") != self.uitkomst.plan.vingerafdruk

    def opnieuw(self) -> "OvernemenForm":
        """The questions of now, with what was typed."""
        getypt = {
            naam: waarde
            for naam, waarde in self.data.items()
            if naam.startswith(("oorzaak-", "toelichting-"))
        }
        getypt["reden"] = self.data.get("reden", "")
        return OvernemenForm(by=self.by, obj=self.obj, uitkomst=self.uitkomst, regel=None, initial=getypt)

    def voer_uit(self) -> str:
        antwoord = self.cleaned_data
        oorzaken = {
            r.sleutel: (
                antwoord.get(f"oorzaak-{r.sleutel}", ""),
                antwoord.get(f"toelichting-{r.sleutel}", ""),
            )
            for r in self.uitkomst.breekt
        }
        besluit = acties.overnemen(
            self.obj,
            reden=antwoord["reden"],
            oorzaken=oorzaken,
            vingerafdruk=antwoord["vingerafdruk"],
            **self.wie,
        )
        return f"De volgorde is overgenomen met besluit {besluit.nummer}."

    @property
    def gezien_data(self) -> dict[str, str]:
        """Key and date of each line as the page showed them; whatever else was sent is left out."""
        paren = [deel.partition("=") for deel in self.data.get("gezien", "").split()]
        return {sleutel: dag for sleutel, _, dag in paren if _is_dag(dag)}


def data(uitkomst: Uitkomst) -> dict[str, str]:
    """The date on which each line would be ready ("-": none), to compare one page with another."""
    return {r.sleutel: str(r.verschuiving.straks or "-") for r in uitkomst.in_plan}


def _is_dag(dag: str) -> bool:
    try:
        return dag == "-" or bool(date.fromisoformat(dag))
    except ValueError:
        return False


def _oorzaakvelden(regel: Uitkomstregel) -> dict[str, forms.Field]:
    v = regel.verschuiving
    schuift = f"{datum(v.beloofd)} wordt {datum(v.straks)}" if v.beloofd and v.straks else ""
    titel = f"‘{regel.regel.titel}’"
    keuzes = [("", "Kies waardoor"), *((o.value, o.label) for o in acties.OORZAKEN)]
    return {
        f"oorzaak-{regel.sleutel}": forms.ChoiceField(
            label=f"Waardoor is {titel} later klaar?",
            help_text=schuift,
            choices=keuzes,
            error_messages={"required": f"Kies waardoor {titel} later klaar is."},
        ),
        f"toelichting-{regel.sleutel}": forms.CharField(
            label=f"Toelichting bij {titel}",
            max_length=500,
            error_messages={"required": f"Schrijf op waarom {titel} later klaar is."},
        ),
    }


def _titel(regel: Uitkomstregel | None) -> str:
    return regel.regel.titel if regel else ""


def _op_plaats(soort: str, regel: Uitkomstregel | None, plaats: int) -> Wijziging:
    return {"soort": soort, "aanvraag": regel.sleutel if regel else "", "plaats": plaats}


# The last part of the address, the form, who may, and whether it is about one line of the plan.
HANDELINGEN: dict[str, tuple[type[ScenarioActieForm], str, bool]] = {
    "verplaatsen": (VerplaatsForm, acties.WIJZIGEN, True),
    "weghalen": (WeghalenForm, acties.WIJZIGEN, True),
    "toevoegen": (ToevoegenForm, acties.WIJZIGEN, False),
    "nieuw-werk": (NieuwWerkForm, acties.WIJZIGEN, False),
    "capaciteit": (CapaciteitForm, acties.WIJZIGEN, False),
    "terugdraaien": (TerugdraaienForm, acties.WIJZIGEN, False),
    "delen": (DelenForm, acties.WIJZIGEN, False),
    "niet-delen": (NietDelenForm, acties.WIJZIGEN, False),
    "weggooien": (WeggooienForm, acties.WIJZIGEN, False),
    "overnemen": (OvernemenForm, acties.OVERNEMEN, False),
}
