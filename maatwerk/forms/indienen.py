"""De vijf korte stappen van een nieuwe aanvraag, en samen de vragenlijst van één concept."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cached_property
from typing import Any, ClassVar

from crispy_forms.bootstrap import AppendedText
from crispy_forms.layout import HTML, Div, Layout
from django import forms
from django.core.validators import MaxLengthValidator, RegexValidator
from django.urls import reverse

from duoplus import klok
from duoplus.bestandstype import EXTENSIES
from duoplus.calc.nederlands import datum, uren
from duoplus.models import Bijlage, Gebruiker, Organisatie
from duoplus.web.forms import ActieForm, DatumVeld, UrenVeld
from maatwerk.choices import Aanleiding, Antwoord, DatumVast, IncidenteelStructureel, Urgentie
from maatwerk.indienkeuzes import Keuzes
from maatwerk.models import Aanvraag
from maatwerk.taakvelden import als_keuzes

VERBORGEN = {"versie", "sleutel", "stap"}
WEET_NIET = "weet_niet"
# Where the question on the form is not a good heading for its answer.
KORT = {"titel": "Titel", "gemeenten": "Welke gemeenten vragen dit aan?"}
JAREN_VOORUIT = 10
MEESTE_UREN = Decimal(20000)

# Databases keep no NUL; it stays in sight under its own symbol until its writer takes it away.
NUL, NUL_IN_BEELD = "\0", "\N{SYMBOL FOR NULL}"
GEEN_NUL = RegexValidator(
    NUL_IN_BEELD,
    f"Hier staat een onzichtbaar teken dat wij niet kunnen bewaren ({NUL_IN_BEELD}). Haal dat teken weg.",
    inverse_match=True,
)

VALT_ONDER = [
    (Antwoord.NEE, "Nee | Dan is het maatwerk. Vul de aanvraag verder in."),
    (
        Antwoord.JA,
        "Ja | Dan is een aanvraag vaak niet nodig: neem eerst contact op met de secretaris van uw OGON. "
        "U kunt wel doorgaan.",
    ),
    (
        Antwoord.WEET_NIET,
        "Dat weet ik niet | Geen probleem. De secretaris van het OGON zoekt het voor u uit.",
    ),
]


def tekst(meeste: int, widget: forms.Widget | None = None, **opties: Any) -> forms.CharField:
    """The counter shows how much fits; the message says how long it is and how long it may be."""
    widget = widget or forms.TextInput()
    widget.attrs["data-max"] = meeste
    te_lang = f"De tekst is te lang: %(show_value)d tekens. Er passen {meeste} tekens. Maak de tekst korter."
    return forms.CharField(
        validators=[MaxLengthValidator(meeste, te_lang), GEEN_NUL], widget=widget, **opties
    )


def lange_tekst(regels: int = 5, **opties: Any) -> forms.CharField:
    return tekst(4000, forms.Textarea(attrs={"rows": regels}), **opties)


def radio(keuzes: Iterable[tuple[str, str]], vraag: str, leeg: str, **opties: Any) -> forms.ChoiceField:
    fouten = {"required": leeg, "invalid_choice": leeg}
    return forms.ChoiceField(
        label=vraag, choices=list(keuzes), widget=forms.RadioSelect, error_messages=fouten, **opties
    )


class Bestanden(forms.FileInput):
    allow_multiple_selected = True


class StapForm(ActieForm):
    """One step. ``keuzes`` holds the lists of this municipality, so that a form asks the database nothing."""

    nummer: ClassVar[int]
    kop: ClassVar[str]

    stap = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, keuzes: Keuzes, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.keuzes = keuzes
        self.fields["stap"].initial = self.nummer
        self.helper.render_hidden_fields = True
        self.stel_in()

    def stel_in(self) -> None:
        """Fill in what differs per municipality and per day."""

    @property
    def hulp(self) -> str:
        """The template with the help beside this step."""
        return f"maatwerk/indienen/hulp/{type(self).__name__.removesuffix('Form').lower()}.html"

    @classmethod
    def namen(cls) -> list[str]:
        """The answers that are kept; a file is kept at once, elsewhere."""
        velden = cls.base_fields.items()  # type: ignore[attr-defined]
        return [
            naam for naam, v in velden if naam not in VERBORGEN and not isinstance(v.widget, forms.FileInput)
        ]

    def getypt(self) -> dict[str, Any]:
        """Word for word what was posted for the fields of this step, right or wrong."""
        return {naam: _zonder_nul(self[naam].data) for naam in self.namen() if self._gepost(naam)}

    def _gepost(self, naam: str) -> bool:
        """A browser sends nothing for a group of boxes of which none is ticked."""
        veld = self.fields.get(naam)
        return veld is not None and (naam in self.data or isinstance(veld, forms.MultipleChoiceField))

    def velden(self) -> dict[str, Any]:
        """The checked answers under the names of the model."""
        return {naam: self.cleaned_data[naam] for naam in self.namen() if naam in self.cleaned_data}

    def rijen(self) -> list["Rij"]:
        return [self.rij(naam) for naam in self.namen() if naam in self.fields]

    def rij(self, naam: str) -> "Rij":
        veld = self[naam]
        return Rij(KORT.get(naam, str(veld.label)), self.in_woorden(naam), _eerste_id(veld))

    def in_woorden(self, naam: str) -> str:
        """The answer as read on screen; what cannot be read stays as it was typed."""
        waarde = getattr(self, "cleaned_data", {}).get(naam)
        if isinstance(waarde, date):
            return datum(waarde)
        if isinstance(waarde, Decimal):
            return f"{uren(waarde)} uur"
        getypt = self[naam].value() or ""
        labels = _labels(getattr(self.fields[naam], "choices", ()))
        return ", ".join(labels.get(w, w) for w in (getypt if isinstance(getypt, list) else [str(getypt)]))


@dataclass(frozen=True)
class Rij:
    """An answer as the check page and the receipt show it; ``veld`` is the id of its control."""

    label: str
    waarde: str
    veld: str = ""


def _zonder_nul(waarde: Any) -> Any:
    if isinstance(waarde, list):
        return [_zonder_nul(deel) for deel in waarde]
    return (waarde or "").replace(NUL, NUL_IN_BEELD)


def _eerste_id(veld: forms.BoundField) -> str:
    return f"{veld.auto_id}_0" if veld.use_fieldset else veld.id_for_label


def _labels(keuzes: Iterable[tuple[Any, Any]]) -> dict[str, str]:
    """The words of every choice, those inside groups included, without their hints."""
    paren = [
        paar for w, label in keuzes for paar in (label if isinstance(label, list | tuple) else [(w, label)])
    ]
    return {str(waarde): str(label).partition(" | ")[0] for waarde, label in paren if waarde != ""}


class VraagForm(StapForm):
    nummer, kop = 1, "Uw vraag"

    valt_onder_dvo = radio(
        VALT_ONDER,
        "Valt dit werk onder het basistakenpakket of uw DVO?",
        "Kies of dit werk hieronder valt. Weet u het niet? Kies ‘Dat weet ik niet’.",
        help_text="In de DVO (dienstverleningsovereenkomst) staat welk werk Duo+ al voor uw gemeente doet.",
    )
    organisatie = radio(
        [], "Voor welke gemeente vraagt u dit aan?", "Kies voor welke gemeente u dit aanvraagt."
    )
    titel = tekst(
        120,
        label="Geef uw aanvraag een titel",
        help_text="Kort en herkenbaar, bijvoorbeeld: Extra stembureaus en centrale tellocatie",
        error_messages={"required": "Geef uw aanvraag een titel."},
    )
    probleem = lange_tekst(
        label="Wat is het probleem of de wens?",
        help_text="Wie heeft er last van, en wat gaat er nu mis? Noem geen persoonsgegevens van inwoners.",
        error_messages={"required": "Beschrijf wat het probleem of de wens is."},
    )
    gewenst_resultaat = lange_tekst(
        label="Wat wilt u bereiken?",
        help_text="Wat is er straks anders? Waaraan ziet u dat het klaar is?",
        error_messages={"required": "Beschrijf wat u wilt bereiken."},
    )

    def stel_in(self) -> None:
        self._stel_gemeente_in()
        advies, lijkt = (
            HTML(f"{{% include 'maatwerk/indienen/{naam}.html' %}}") for naam in ("advies", "lijkt")
        )
        gemeente = ["organisatie"] if "organisatie" in self.fields else []
        rest = ["probleem", "gewenst_resultaat"]
        self.helper.layout = Layout("valt_onder_dvo", advies, *gemeente, "titel", lijkt, *rest)

    def _stel_gemeente_in(self) -> None:
        """Only asked of who asks for more than one."""
        gemeenten = self.keuzes.eigen
        if len(gemeenten) < 2:
            del self.fields["organisatie"]
            return
        self.fields["organisatie"].choices = [(str(g.pk), g.naam) for g in gemeenten]
        self.fields["organisatie"].initial = str(self.keuzes.organisatie.pk)

    def velden(self) -> dict[str, Any]:
        return {naam: waarde for naam, waarde in super().velden().items() if naam != "organisatie"}


class DoelForm(StapForm):
    nummer, kop = 2, "Doel en belang"

    gemeenten = forms.MultipleChoiceField(
        label="Welke gemeenten vragen dit samen met u aan?",
        required=False,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"invalid_choice": "Kies alleen gemeenten uit de lijst."},
    )
    ogon = radio([], "Bij welk OGON hoort uw vraag?", "Kies bij welk OGON uw vraag hoort.")
    aanleiding = radio(Aanleiding.choices, "Wat is de aanleiding?", "Kies wat de aanleiding is.")
    urgentie = radio(Urgentie.choices, "Hoe urgent is het?", "Kies hoe urgent het is.")
    urgentie_motivering = lange_tekst(
        4,
        label="Waarom is het zo urgent, of juist niet?",
        help_text="Wat gebeurt er als dit werk wacht? Het OGON weegt dit mee.",
        error_messages={"required": "Leg uit hoe urgent het is."},
    )

    def stel_in(self) -> None:
        self._stel_gemeenten_in()
        self._stel_ogons_in()
        verversen = {
            "hx-get": reverse("maatwerk:concept_ogons", args=[self.obj.uuid]),
            "hx-trigger": "change from:#div_id_gemeenten",
            "hx-include": "#div_id_gemeenten, #ogon-keuze",
        }
        ogon = Div("ogon", css_id="ogon-keuze", **verversen)
        rest = ["aanleiding", "urgentie", "urgentie_motivering"]
        self.helper.layout = Layout(*(["gemeenten"] if "gemeenten" in self.fields else []), ogon, *rest)

    def _stel_gemeenten_in(self) -> None:
        if not self.keuzes.anderen:
            del self.fields["gemeenten"]
            return
        veld = self.fields["gemeenten"]
        veld.choices = [(str(g.pk), g.naam) for g in self.keuzes.anderen]
        veld.help_text = (
            f"{self.keuzes.organisatie} doet altijd mee. Vraagt u samen aan? Dan deelt u de kosten."
        )

    def _stel_ogons_in(self) -> None:
        """Only where every chosen municipality takes part today."""
        gekozen = set(self["gemeenten"].value() or []) if "gemeenten" in self.fields else set()
        bekend = {str(gemeente.pk) for gemeente in self.keuzes.anderen}
        mogelijk = self.keuzes.ogons_voor(gekozen & bekend)
        veld = self.fields["ogon"]
        veld.choices = [(str(ogon.pk), f"{ogon.kort} | {opsomming(wie)}") for ogon, wie in mogelijk.items()]
        veld.error_messages["invalid_choice"] = (
            "Niet alle gekozen gemeenten doen mee aan dit OGON. Kies een ander OGON of minder gemeenten."
        )
        if len(mogelijk) < len(self.keuzes.deelname):
            veld.help_text = "U ziet alleen de OGON’s waaraan alle gekozen gemeenten meedoen."

    def velden(self) -> dict[str, Any]:
        ogon = next(o for o in self.keuzes.deelname if str(o.pk) == self.cleaned_data["ogon"])
        return {n: w for n, w in super().velden().items() if n != "gemeenten"} | {"ogon": ogon}

    def gekozen_gemeenten(self) -> list[Organisatie]:
        """The own municipality, which always takes part, and who asks with it."""
        gekozen = self.cleaned_data.get("gemeenten", [])
        return [self.keuzes.organisatie, *(g for g in self.keuzes.anderen if str(g.pk) in gekozen)]

    def in_woorden(self, naam: str) -> str:
        if naam != "gemeenten":
            return super().in_woorden(naam)
        gekozen = self["gemeenten"].value() or []
        return opsomming([self.keuzes.organisatie, *(g for g in self.keuzes.anderen if str(g.pk) in gekozen)])


def opsomming(namen: Iterable[Any]) -> str:
    """Diemen, Uithoorn en Ouder-Amstel"""
    *eerste, laatste = [str(naam) for naam in namen]
    return f"{', '.join(eerste)} en {laatste}" if eerste else laatste


class PlanningForm(StapForm):
    nummer, kop = 3, "Planning"

    gewenste_datum = DatumVeld(
        label="Wanneer moet het klaar zijn?",
        help_text="Bijvoorbeeld 30-6-2027",
        error_messages={"required": "Vul in wanneer het klaar moet zijn, bijvoorbeeld 30-6-2027."},
    )
    datum_vast = radio(DatumVast.choices, "Hoe vast ligt deze datum?", "Kies hoe vast de datum ligt.")
    uren_indicatie = UrenVeld(
        label="Hoeveel uur denkt u nodig te hebben?",
        help_text="Een schatting is genoeg. Duo+ maakt daarna een eigen berekening.",
        required=False,
    )

    def stel_in(self) -> None:
        self.helper.layout = Layout("gewenste_datum", "datum_vast", AppendedText("uren_indicatie", "uur"))

    def clean_gewenste_datum(self) -> date:
        dag, vandaag = self.cleaned_data["gewenste_datum"], klok.vandaag()
        if dag <= vandaag:
            raise forms.ValidationError(f"{datum(dag)} is al geweest. Kies een datum na {datum(vandaag)}.")
        if dag.year > vandaag.year + JAREN_VOORUIT:
            raise forms.ValidationError(
                f"{datum(dag)} is te ver weg. Kies een datum binnen {JAREN_VOORUIT} jaar."
            )
        return dag

    def clean_uren_indicatie(self) -> Decimal | None:
        aantal = self.cleaned_data["uren_indicatie"]
        if aantal is not None and not 0 < aantal <= MEESTE_UREN:
            raise forms.ValidationError(
                f"Vul een aantal uren in boven 0 en tot en met {uren(MEESTE_UREN)}, of laat het veld leeg."
            )
        return aantal


class KostenForm(StapForm):
    nummer, kop = 4, "Kosten"

    budgethouder = radio(
        [],
        "Wie is de budgethouder?",
        "Kies wie de budgethouder is.",
        help_text="De budgethouder geeft later akkoord op de kosten. Dat kunt u niet zelf zijn.",
    )
    dekking = tekst(
        200,
        label="Waar komt het geld vandaan?",
        help_text="Bijvoorbeeld: lumpsum 2027. Weet u het niet? Schrijf dat dan op.",
        error_messages={
            "required": "Vul in waar het geld vandaan komt. Weet u het niet? Schrijf dat dan op."
        },
    )
    taakveld = forms.ChoiceField(
        label="Op welk taakveld horen de kosten?",
        choices=[("", "Kies een taakveld"), (WEET_NIET, "Dat weet ik niet"), *als_keuzes()],
        help_text="Een taakveld is de landelijke code voor het soort werk. Uw controller kan u helpen.",
        error_messages={
            "required": "Kies een taakveld. Weet u het niet? Kies ‘Dat weet ik niet’.",
            "invalid_choice": "Kies een taakveld uit de lijst.",
        },
    )
    i_s = radio(
        [
            (IncidenteelStructureel.INCIDENTEEL, "Incidenteel | Het werk en de kosten zijn eenmalig."),
            (IncidenteelStructureel.STRUCTUREEL, "Structureel | Het werk komt elk jaar terug."),
            (WEET_NIET, "Dat weet ik niet"),
        ],
        "Zijn de kosten incidenteel of structureel?",
        "Kies of de kosten incidenteel of structureel zijn. Weet u het niet? Kies ‘Dat weet ik niet’.",
    )

    def stel_in(self) -> None:
        veld = self.fields["budgethouder"]
        veld.choices = [(str(b.pk), b.naam) for b in self.keuzes.budgethouders]
        veld.error_messages["invalid_choice"] = (
            "Deze budgethouder kunt u niet (meer) kiezen. Kies iemand uit de lijst."
        )
        if not veld.choices:
            veld.help_text = (
                f"{self.keuzes.organisatie} heeft nog geen budgethouder. Vraag de beheerder om hulp."
            )

    def velden(self) -> dict[str, Any]:
        velden = {naam: "" if w == WEET_NIET else w for naam, w in super().velden().items()}
        return velden | {"budgethouder": met_id(self.keuzes.budgethouders, velden["budgethouder"])}


class DocumentenForm(StapForm):
    nummer, kop = 5, "Documenten"

    bijlagen = forms.FileField(
        label="Documenten toevoegen",
        required=False,
        widget=Bestanden,
        help_text=f"Hooguit 20 MB per bestand. U kunt kiezen uit: {', '.join(EXTENSIES)}.",
    )
    namens = forms.ChoiceField(
        label="Voor wie dient u deze aanvraag in?",
        required=False,
        help_text="Uw collega wordt de aanvrager. Bij de aanvraag blijft staan dat u haar invulde.",
        error_messages={
            "invalid_choice": "Deze collega kunt u niet (meer) kiezen. Kies iemand uit de lijst."
        },
    )

    def stel_in(self) -> None:
        self.fields["namens"].choices = [
            ("", "Voor mijzelf"),
            *((str(c.pk), c.naam) for c in self.keuzes.collegas),
        ]
        if not self.keuzes.collegas:
            self.fields["namens"].widget = forms.HiddenInput()
        self.fields["bijlagen"].widget.attrs |= {
            "accept": ",".join(f".{extensie}" for extensie in EXTENSIES),
            "data-upload": reverse("maatwerk:concept_bijlagen", args=[self.obj.uuid]),
            "data-upload-lijst": "bijlagen",
        }
        lijst = HTML("{% include 'maatwerk/indienen/bijlagen.html' %}")
        self.helper.layout = Layout("bijlagen", lijst, "namens")

    def velden(self) -> dict[str, Any]:
        collega = self.cleaned_data.get("namens")
        return {"aanvrager": met_id(self.keuzes.collegas, collega)} if collega else {}

    def in_woorden(self, naam: str) -> str:
        return super().in_woorden(naam) or ("Voor mijzelf" if naam == "namens" else "")


def met_id(gebruikers: Iterable[Gebruiker], pk: str) -> Gebruiker:
    return next(gebruiker for gebruiker in gebruikers if str(gebruiker.pk) == pk)


STAPPEN: list[type[StapForm]] = [VraagForm, DoelForm, PlanningForm, KostenForm, DocumentenForm]


@dataclass(frozen=True)
class Gat:
    """What is still missing or wrong, and where to mend it."""

    tekst: str
    doel: str


class Vragenlijst:
    """The five steps of one draft, filled in with what was kept."""

    def __init__(self, concept: Aanvraag, *, by: Gebruiker, keuzes: Keuzes) -> None:
        self.concept, self.by, self.keuzes = concept, by, keuzes

    def open(self, nummer: int, extra: Mapping[str, Any] | None = None) -> StapForm:
        """The step as it was left, without judging it."""
        return self._maak(nummer, initial=self.concept.concept_invoer | (extra or {}))

    def toets(self, nummer: int) -> StapForm:
        """The step as it was left, checked."""
        vast = {"versie": self.concept.versie, "stap": nummer}
        return self._maak(nummer, data=self.concept.concept_invoer | vast)

    def _maak(self, nummer: int, **opties: Any) -> StapForm:
        return STAPPEN[nummer - 1](by=self.by, obj=self.concept, keuzes=self.keuzes, **opties)

    @cached_property
    def getoetst(self) -> list[StapForm]:
        return [self.toets(stap.nummer) for stap in STAPPEN]

    @cached_property
    def compleet(self) -> set[int]:
        """The steps that were opened and have no gaps."""
        invoer = self.concept.concept_invoer
        return {f.nummer for f in self.getoetst if f.is_valid() and any(naam in invoer for naam in f.namen())}

    @property
    def verder(self) -> int:
        """The step to go on with."""
        return next((stap.nummer for stap in STAPPEN if stap.nummer not in self.compleet), len(STAPPEN))

    @cached_property
    def gaten(self) -> list[Gat]:
        return list(self._gaten())

    def _gaten(self) -> Iterator[Gat]:
        for form in self.getoetst:
            for veld, meldingen in form.errors.items():
                pad = f"{adres(self.concept, form.nummer)}&controle=ja#{form.rij(veld).veld}"
                yield from (Gat(str(melding), pad) for melding in meldingen)

    def velden(self) -> dict[str, Any]:
        """Every checked answer under the names of the model; only when there are no gaps."""
        return {naam: waarde for form in self.getoetst for naam, waarde in form.velden().items()}

    def gemeenten(self) -> list[Organisatie]:
        return next(form for form in self.getoetst if isinstance(form, DoelForm)).gekozen_gemeenten()

    def antwoorden(self, bijlagen: Iterable[Bijlage]) -> list[dict[str, Any]]:
        """The answers as read on screen, to be frozen for the receipt."""
        stappen = [
            {"titel": form.kop, "rijen": [{"label": r.label, "waarde": r.waarde} for r in form.rijen()]}
            for form in self.getoetst
        ]
        namen = "\n".join(bijlage.naam for bijlage in bijlagen)
        stappen[-1]["rijen"].insert(0, {"label": "Documenten", "waarde": namen})  # type: ignore[attr-defined]
        return stappen


def adres(concept: Aanvraag, nummer: int) -> str:
    return f"{reverse('maatwerk:concept', args=[concept.uuid])}?stap={nummer}"
