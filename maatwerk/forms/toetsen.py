"""Van bevestigde vraag tot een voorstel waar iedereen akkoord op is."""

from decimal import Decimal
from functools import cached_property
from itertools import pairwise
from typing import Any

from django import forms
from django.forms.formsets import BaseFormSet
from django.http import QueryDict

from duoplus import klok
from duoplus.calc.nederlands import bedrag
from duoplus.choices import IncidenteelStructureel
from duoplus.models import Team
from duoplus.web.vangnet import als_beginwaarden
from duoplus.web.velden import datum, euro_veld, keuze, regel, tekst, uit_lijst, uren_veld, vinkje
from maatwerk.actions import toetsen
from maatwerk.calc.ramingen import OngeldigeRaming, Ramingsregel, Ramingstotaal, controleer_uren, totaal
from maatwerk.choices import AfspraakSoort as A
from maatwerk.choices import AkkoordSoort, Haalbaar, Oorzaak, Zekerheid
from maatwerk.forms.stap import StapForm, vanaf_vandaag
from maatwerk.models import Aandeel, Afspraak, Raming, Tarief
from maatwerk.rules import geldige_raming, open_akkoorden
from maatwerk.taakvelden import als_keuzes

MAX_REGELS = 30
ZEKERHEID = [
    (Zekerheid.HOOG, "Hoog | Wij deden dit eerder; het wijkt hooguit een beetje af."),
    (Zekerheid.MIDDEL, "Middel | Een deel is nieuw of hangt van anderen af."),
    (Zekerheid.LAAG, "Laag | Het kan nog flink anders worden."),
]
# The columns of a promise, and the questions of the form that fill them.
AFSPRAAKVELDEN: dict[A, dict[str, str]] = {
    A.HAALBAARHEID: {"haalbaar": "haalbaar", "tekst": "haalbaar_tekst"},
    A.TIJDIGHEID: {
        "datum_vroegst": "klaar_vroegst",
        "datum": "klaar_waarschijnlijk",
        "datum_laatst": "klaar_laatst",
        "tekst": "tijdig_tekst",
    },
    A.KWALITEIT: {"tekst": "kwaliteit_tekst"},
}


class RegelForm(forms.Form):
    """Hours of one team in one function group."""

    fields: dict[str, Any]

    team = uit_lijst("Team", Team.objects.none(), fout="Kies een team.")
    functiegroep = forms.ChoiceField(
        label="Functiegroep",
        error_messages={"required": "Kies een functiegroep.", "invalid_choice": "Kies een functiegroep."},
    )
    uren_laag = uren_veld("Uren laag", leeg="Vul uren laag in.")
    uren = uren_veld("Uren waarschijnlijk", leeg="Vul uren waarschijnlijk in.", boven_nul=True)
    uren_hoog = uren_veld("Uren hoog", leeg="Vul uren hoog in.")

    def __init__(self, *args: Any, teams: Any, tarieven: dict[str, Tarief], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["team"].queryset = teams
        groepen = [(code, f"{code} {t.naam} ({bedrag(t.bedrag)})") for code, t in tarieven.items()]
        self.fields["functiegroep"].choices = [("", "Kies …"), *groepen]

    def clean(self) -> None:
        laag, midden, hoog = (self.cleaned_data.get(naam) for naam in ("uren_laag", "uren", "uren_hoog"))
        if laag is None or midden is None or hoog is None:
            return
        try:
            controleer_uren(laag, midden, hoog)
        except OngeldigeRaming as fout:
            self.add_error("uren", str(fout))


class KostenForm(forms.Form):
    """A cost from outside, excluding VAT."""

    omschrijving = regel("Omschrijving", fout="Schrijf op wat u koopt of inhuurt.", maximum=120)
    bedrag = euro_veld("Bedrag in euro’s, zonder btw", boven_nul=True)


class Rijen(BaseFormSet):
    """Rows that may stay empty; a row in which something is typed is judged as a whole."""

    zonder_rijen = ""
    default_error_messages = BaseFormSet.default_error_messages | {
        "too_many_forms": "Vul hooguit %(num)d regels in.",
        "missing_management_form": "Het formulier kwam niet compleet aan. Probeer het opnieuw.",
    }

    def _construct_form(self, i: int, **kwargs: Any) -> forms.Form:
        form: forms.Form = super()._construct_form(i, **kwargs)  # type: ignore[misc]
        form.empty_permitted, form.use_required_attribute = True, False
        return form

    def clean(self) -> None:
        if not self.management_form.is_valid():
            return  # that message says enough
        if self.zonder_rijen and not any(form.has_changed() for form in self.forms):
            raise forms.ValidationError(self.zonder_rijen)

    @property
    def gevuld(self) -> list[dict[str, Any]]:
        return [form.cleaned_data for form in self.forms if form.has_changed()]

    def herstel(self, invoer: QueryDict, erbij: bool = False, weg: int | None = None) -> "Rijen":
        """The same rows unjudged, with an empty one more or without row ``weg``."""
        rijen = [self._rij(nummer, invoer) for nummer in range(_aantal(invoer, self.prefix)) if nummer != weg]
        nieuw = type(self)(prefix=self.prefix, form_kwargs=self.form_kwargs, initial=rijen)
        nieuw.extra = 1 if (erbij or not rijen) and len(rijen) < MAX_REGELS else 0
        if erbij and nieuw.extra:
            next(iter(nieuw.forms[-1].fields.values())).widget.attrs["autofocus"] = True
        return nieuw

    def _rij(self, nummer: int, invoer: QueryDict) -> dict[str, Any]:
        leeg = self.empty_form
        leeg.prefix = f"{self.prefix}-{nummer}"
        return als_beginwaarden(leeg, invoer)


class RegelRijen(Rijen):
    zonder_rijen = "Vul ten minste één regel met uren in."


def _aantal(invoer: QueryDict, prefix: str | None) -> int:
    aantal = invoer.get(f"{prefix}-TOTAL_FORMS", "")
    return min(int(aantal), MAX_REGELS) if aantal.isascii() and aantal.isdigit() else 0


def _formset(form: type[forms.Form], soort: type[Rijen]) -> type[Rijen]:
    return forms.formset_factory(  # type: ignore[return-value]
        form, formset=soort, extra=0, max_num=MAX_REGELS, absolute_max=MAX_REGELS + 1, validate_max=True
    )


RegelFormSet = _formset(RegelForm, RegelRijen)
KostenFormSet = _formset(KostenForm, Rijen)


class VoorstellenForm(StapForm):
    """A proposal: rows of hours and costs, and the three promises."""

    actie = toetsen.voorstellen
    titel = "Voorstel doen"
    uitleg = (
        "U zegt wat het kost, of het kan, wanneer het klaar is en hoe goed het wordt. "
        "De gemeente geeft daarna akkoord of vraagt een ander voorstel."
    )
    knop = "Voorstel versturen"
    klaar = "Uw voorstel ligt bij de gemeente."

    haalbaar = keuze("Is het haalbaar?", Haalbaar.choices, fout="Kies of het haalbaar is.")
    haalbaar_tekst = tekst(
        "Wat is ervoor nodig?",
        "Bij ‘ja, als …’: schrijf precies op waar het van afhangt.",
        fout="Schrijf op wat ervoor nodig is.",
        rijen=3,
    )
    vroegste_start = datum(
        "Wanneer kan het op zijn vroegst starten?",
        leeg="Vul in wanneer het op zijn vroegst kan starten.",
        validators=[vanaf_vandaag],
    )
    klaar_vroegst = datum(
        "Op zijn vroegst klaar",
        "",
        leeg="Vul in wanneer het op zijn vroegst klaar is.",
        validators=[vanaf_vandaag],
    )
    klaar_waarschijnlijk = datum(
        "Waarschijnlijk klaar",
        "",
        leeg="Vul in wanneer het waarschijnlijk klaar is.",
        validators=[vanaf_vandaag],
    )
    klaar_laatst = datum(
        "Op zijn laatst klaar",
        "",
        leeg="Vul in wanneer het op zijn laatst klaar is.",
        validators=[vanaf_vandaag],
    )
    tijdig_tekst = tekst("Waar hangt de datum van af?", fout="Schrijf op waar de datum van afhangt.", rijen=3)
    kwaliteit_tekst = tekst(
        "Hoe goed wordt het?",
        "Schrijf op hoe beide kanten straks zien dat het goed is.",
        fout="Schrijf op hoe goed het wordt.",
        rijen=3,
    )
    risicos = tekst(
        "Wat kan er misgaan?",
        "Ziet u geen risico’s? Schrijf dat dan op.",
        fout="Schrijf op wat er mis kan gaan.",
        rijen=3,
    )
    zekerheid = keuze(
        "Hoe zeker zijn deze uren?",
        ZEKERHEID,
        "Het OGON ziet dit bij de volgorde.",
        fout="Kies hoe zeker de uren zijn.",
    )
    inkoop_nodig = vinkje("Er moet iets worden ingekocht", required=False)
    avg_toets_nodig = vinkje(
        "Er is een AVG-toets nodig", "Als het werk over persoonsgegevens gaat.", required=False
    )
    oorzaak = keuze(
        "Waardoor verandert een afspraak?",
        [(soort.value, soort.label) for soort in Oorzaak if soort != Oorzaak.EERSTE],
        "Alleen nodig als u een eerdere afspraak wijzigt.",
        required=False,
    )
    oorzaak_toelichting = tekst(
        "Wat is er veranderd?", "De gemeente leest dit bij de nieuwe afspraak.", required=False, rijen=3
    )

    def richt_in(self) -> None:
        self.tarieven = {t.functiegroep: t for t in Tarief.objects.geldig_op(klok.vandaag())}
        teams = Team.objects.kiesbaar(klok.vandaag(), self.obj.team_id)
        vast = {"teams": teams, "tarieven": self.tarieven}
        # What is sent stands alone: a row that is the same as in the proposal before counts as well.
        data = self.data if self.is_bound else None
        regels, kosten = ([], []) if self.is_bound else (self._regels(), self._kosten())
        self.regels = RegelFormSet(data, prefix="regels", form_kwargs=vast, initial=regels)
        self.kosten = KostenFormSet(data, prefix="kosten", initial=kosten)
        self.regels.extra = 0 if self.vorige else 1
        if not self.afspraken:
            del self.fields["oorzaak"], self.fields["oorzaak_toelichting"]

    @property
    def formsets(self) -> tuple[Rijen, Rijen]:
        return self.regels, self.kosten

    @cached_property
    def vorige(self) -> Raming | None:
        """The proposal before this one; after a counterproposal it holds the reason."""
        return self.obj.ramingen.prefetch_related("regels", "externe_kosten").first()

    @cached_property
    def afspraken(self) -> dict[A, Afspraak]:
        """The promises as they stand."""
        return {A(a.soort): a for a in self.obj.afspraken.order_by("soort", "versie")}

    def _regels(self) -> list[dict[str, Any]]:
        velden = ("team_id", "functiegroep", "uren_laag", "uren", "uren_hoog")
        if self.vorige is None:
            return []
        rijen = [{veld: getattr(rij, veld) for veld in velden} for rij in self.vorige.regels.all()]
        return [rij | {"team": rij["team_id"]} for rij in rijen]

    def _kosten(self) -> list[dict[str, Any]]:
        rijen = self.vorige.externe_kosten.all() if self.vorige else []
        return [{"omschrijving": rij.omschrijving, "bedrag": rij.bedrag} for rij in rijen]

    def beginwaarden(self) -> dict[str, Any]:
        if self.vorige is None:
            return {}
        velden = ("vroegste_start", "risicos", "zekerheid", "inkoop_nodig", "avg_toets_nodig")
        begin = {veld: getattr(self.vorige, veld) for veld in velden}
        for soort, afspraak in self.afspraken.items():
            begin |= {vraag: getattr(afspraak, kolom) for kolom, vraag in AFSPRAAKVELDEN[soort].items()}
        return begin

    def herstel(self, invoer: QueryDict, bewerking: str = "") -> None:
        """``bewerking``: ``regels+`` or ``kosten+`` adds a row, ``regels-2`` takes the third away."""
        super().herstel(invoer, bewerking)
        self.regels = self.regels.herstel(invoer, **_bewerking("regels", bewerking))
        self.kosten = self.kosten.herstel(invoer, **_bewerking("kosten", bewerking))

    def is_valid(self) -> bool:
        geldig = [super().is_valid(), self.regels.is_valid(), self.kosten.is_valid()]
        return all(geldig)

    def clean(self) -> None:
        self._controleer_datums()
        if self.afspraken and not self.cleaned_data.get("oorzaak") and self._wijzigt():
            self.add_error("oorzaak", "U wijzigt een afspraak. Kies waardoor dat komt.")

    def _controleer_datums(self) -> None:
        volgorde = ("vroegste_start", "klaar_vroegst", "klaar_waarschijnlijk", "klaar_laatst")
        for eerder, later in pairwise(volgorde):
            van, tot = self.cleaned_data.get(eerder), self.cleaned_data.get(later)
            if van and tot and tot < van:
                self.add_error(later, f"Kies een datum vanaf {van.day}-{van.month}-{van.year}.")

    def _wijzigt(self) -> bool:
        return any(
            getattr(self.afspraken[soort], kolom) != self.cleaned_data.get(vraag)
            for soort, velden in AFSPRAAKVELDEN.items()
            if soort in self.afspraken
            for kolom, vraag in velden.items()
        )

    def argumenten(self) -> dict[str, Any]:
        antwoorden = self.gegevens
        afspraken = {
            soort: {kolom: antwoorden.pop(vraag) for kolom, vraag in velden.items()}
            for soort, velden in AFSPRAAKVELDEN.items()
        }
        antwoorden["oorzaak"] = antwoorden.get("oorzaak") or Oorzaak.EERSTE
        return antwoorden | {
            "afspraken": afspraken,
            "regels": self.regels.gevuld,
            "externe_kosten": self.kosten.gevuld,
        }

    @property
    def som(self) -> Ramingstotaal:
        """What the rows come to as far as they can be read now."""
        regels = [Ramingsregel(**rij) for form in self.regels for rij in self._als_regel(form)]
        kosten = [_gelezen(form, "bedrag") for form in self.kosten]
        return totaal(regels, [bedrag for bedrag in kosten if bedrag is not None])

    def _als_regel(self, form: forms.Form) -> list[dict[str, Decimal]]:
        tarief = self.tarieven.get(str(form["functiegroep"].value() or ""))
        laag, midden, hoog = (_gelezen(form, naam) for naam in ("uren_laag", "uren", "uren_hoog"))
        if tarief is None or laag is None or midden is None or hoog is None or not laag <= midden <= hoog:
            return []
        return [{"laag": laag, "waarschijnlijk": midden, "hoog": hoog, "tarief": tarief.bedrag}]


def _bewerking(prefix: str, bewerking: str) -> dict[str, Any]:
    soort, nummer = bewerking[: len(prefix)], bewerking[len(prefix) + 1 :]
    if soort != prefix:
        return {}
    weg = int(nummer) if nummer.isascii() and nummer.isdigit() else None
    return {"erbij": bewerking == f"{prefix}+", "weg": weg}


def _gelezen(form: forms.Form, naam: str) -> Decimal | None:
    try:
        return form.fields[naam].clean(form[naam].value())
    except forms.ValidationError:
        return None


class VoorstelLezen(StapForm):
    """Judge a proposal: it stands on the page."""

    @cached_property
    def raming(self) -> Raming | None:
        return geldige_raming(self.obj)

    @cached_property
    def afspraken(self) -> list[Afspraak]:
        """The promises as they stand now: haalbaar, op tijd, goed."""
        laatste = {a.soort: a for a in self.obj.afspraken.order_by("versie")}
        return [laatste[soort] for soort in A if soort in laatste]


class TegenvoorstelForm(VoorstelLezen):
    actie = toetsen.tegenvoorstel
    titel = "Ander voorstel vragen"
    uitleg = "Dit voorstel vervalt, ook als iemand al akkoord gaf. Duo+ maakt een nieuw voorstel."
    knop = "Ander voorstel vragen"
    klaar = "Duo+ maakt een ander voorstel."

    reden = tekst(
        "Wat moet er anders?",
        "Noem wat u wilt veranderen: de kosten, de datum, of wat Duo+ levert.",
        fout="Schrijf op wat er anders moet.",
    )


WAAROP = {AkkoordSoort.INHOUD: "op de inhoud", AkkoordSoort.DEKKING: "op de dekking"}


class AkkoordForm(VoorstelLezen):
    """One of the two acts of a municipality. What is still open for this person decides the questions."""

    actie = toetsen.akkoord_geven
    titel = "Akkoord geven"
    uitleg = (
        "Van elke gemeente geven twee mensen akkoord. "
        "Is iedereen akkoord, dan gaat de aanvraag naar het OGON."
    )
    klaar = "Uw akkoord is vastgelegd."

    akkoord = keuze("Welk akkoord geeft u?", [], fout="Kies welk akkoord u geeft.")
    haalbaar = vinkje("Haalbaar: ik ben akkoord", required=False)
    op_tijd = vinkje("Op tijd: ik ben akkoord", required=False)
    goed = vinkje("Goed: ik ben akkoord", required=False)
    dekking = regel(
        "Waaruit betaalt u dit?", "Bijvoorbeeld de kostenplaats of de begrotingspost.", required=False
    )
    taakveld = forms.ChoiceField(
        label="Taakveld",
        required=False,
        error_messages={"invalid_choice": "Kies een taakveld uit de lijst."},
    )
    i_s = keuze("Is het eenmalig of elk jaar?", IncidenteelStructureel.choices, required=False)
    toelichting = tekst("Wilt u er iets bij zeggen?", required=False, rijen=3)

    # The questions of each kind, and what somebody reads who skips one.
    NODIG = {
        AkkoordSoort.INHOUD: {
            "haalbaar": "Zet een vinkje bij ‘Haalbaar’, of vraag een ander voorstel.",
            "op_tijd": "Zet een vinkje bij ‘Op tijd’, of vraag een ander voorstel.",
            "goed": "Zet een vinkje bij ‘Goed’, of vraag een ander voorstel.",
        },
        AkkoordSoort.DEKKING: {
            "dekking": "Schrijf op waaruit u dit betaalt.",
            "taakveld": "Kies een taakveld uit de lijst.",
            "i_s": "Kies of het eenmalig is of elk jaar.",
        },
    }

    def richt_in(self) -> None:
        self.gemeenten = {gemeente.pk: gemeente for gemeente in self.obj.gemeenten.all()}
        self.open = open_akkoorden(self.obj, self.by)
        self.fields["akkoord"].choices = [
            (f"{soort}-{pk}", f"{self.gemeenten[pk]}: akkoord {WAAROP[soort]}") for pk, soort in self.open
        ]
        if len(self.open) == 1:
            self._noem_de_enige(*self.open[0])
        self._vraag_wat_nodig_is({soort for _, soort in self.open})
        if "taakveld" in self.fields:
            self.fields["taakveld"].choices = [("", "Kies …"), *als_keuzes()]
        self._zet_afspraken_erbij()

    def _noem_de_enige(self, pk: int, soort: AkkoordSoort) -> None:
        self.fields["akkoord"].widget = forms.HiddenInput()
        self.uitleg = f"U geeft voor {self.gemeenten[pk]} akkoord {WAAROP[soort]}. {self.uitleg}"

    def _vraag_wat_nodig_is(self, soorten: set[AkkoordSoort]) -> None:
        """With two kinds to choose from, what is needed only shows after the choice."""
        for soort, vragen in self.NODIG.items():
            for naam, zin in vragen.items():
                if soort not in soorten:
                    del self.fields[naam]
                elif len(soorten) == 1:
                    self.fields[naam].required = True
                    self.fields[naam].error_messages["required"] = zin

    def _zet_afspraken_erbij(self) -> None:
        vragen = {A.HAALBAARHEID: "haalbaar", A.TIJDIGHEID: "op_tijd", A.KWALITEIT: "goed"}
        for afspraak in self.afspraken:
            if (vraag := vragen[A(afspraak.soort)]) in self.fields:
                self.fields[vraag].help_text = afspraak.tekst

    def beginwaarden(self) -> dict[str, Any]:
        return {
            "akkoord": self.fields["akkoord"].choices[0][0] if len(self.open) == 1 else "",
            "dekking": self.obj.dekking,
            "taakveld": self.obj.taakveld,
            "i_s": self.obj.i_s,
        }

    @property
    def aandelen(self) -> list[Aandeel]:
        """What each municipality for which this person may agree would pay."""
        mee = {pk for pk, _ in self.open}
        alle = self.raming.aandelen.select_related("organisatie") if self.raming else []
        return [aandeel for aandeel in alle if aandeel.organisatie_id in mee]

    def clean(self) -> None:
        soort = self._gekozen()[0]
        for naam, zin in self.NODIG.get(soort, {}).items():
            if naam not in self.errors and not self.cleaned_data.get(naam):
                self.add_error(naam, zin)

    def _gekozen(self) -> tuple[Any, int]:
        soort, _, pk = self.cleaned_data.get("akkoord", "").partition("-")
        return (AkkoordSoort(soort), int(pk)) if soort else (None, 0)

    def argumenten(self) -> dict[str, Any]:
        soort, pk = self._gekozen()
        dekking = self.NODIG[AkkoordSoort.DEKKING] if soort == AkkoordSoort.DEKKING else ()
        return {
            "soort": soort,
            "organisatie": self.gemeenten[pk],
            "toelichting": self.cleaned_data["toelichting"],
        } | {naam: self.cleaned_data[naam] for naam in dekking}
