"""Wat elke stap gemeen heeft: de vragen, wat ervan komt, en de actie die dan loopt."""

from collections.abc import Callable, Iterable
from datetime import date
from decimal import Decimal
from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import MaxLengthValidator
from django.db.models import QuerySet
from django.http import QueryDict

from duoplus import klok
from duoplus.calc.werkdagen import na_werkdagen
from duoplus.choices import Rol
from duoplus.models import Feestdag, Gebruiker, Termijn
from duoplus.web.forms import ActieForm, BedragVeld, DatumVeld, UrenVeld
from duoplus.web.vangnet import als_beginwaarden
from maatwerk.models import Aanvraag

MAX_TEKST = 5000
MAX_UREN = 99_999
MAX_EURO = 99_999_999
CENT = Decimal("0.01")
TE_LANG = "Maak dit korter: er passen %(limit_value)d tekens in en u heeft er %(show_value)d."


class StapForm(ActieForm):
    """One step of one request. ``actie`` gets the answers, who acts and the version on screen."""

    actie: ClassVar[Callable[..., Any]]
    obj: Any
    fields: dict[str, Any]
    initial: dict[str, Any]

    titel = ""
    uitleg = ""
    knop = ""
    klaar = ""
    negatief = False

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.richt_in()
        self.initial = self.beginwaarden() | self.initial

    def richt_in(self) -> None:
        """Fit the questions to this request and this person."""

    def beginwaarden(self) -> dict[str, Any]:
        """What is known already, so that nobody types it again."""
        return {}

    def voer_uit(self) -> Any:
        return type(self).actie(
            self.obj, by=self.by, versie=self.cleaned_data.get("versie"), **self.argumenten()
        )

    def argumenten(self) -> dict[str, Any]:
        """The answers as the action wants them."""
        return self.gegevens

    def herstel(self, invoer: QueryDict, bewerking: str = "") -> None:
        """Show what was typed without judging it yet; ``bewerking`` changes the form in between."""
        self.initial = self.initial | als_beginwaarden(self, invoer)


class Tekst(forms.CharField):
    """Line breaks as one character, so that an unchanged text is equal to what was stored."""

    def to_python(self, value: Any) -> str:
        return super().to_python(str(value or "").replace("\r\n", "\n")) or ""


def tekst(label: str, hint: str = "", *, fout: str = "", maximum: int = MAX_TEKST, **opties: Any) -> Any:
    """A text area; ``fout`` is what somebody reads who leaves it empty."""
    rijen = opties.pop("rijen", 5)
    return Tekst(
        label=label,
        help_text=hint,
        validators=[
            MaxLengthValidator(maximum, TE_LANG)
        ],  # as max_length it would count aloud under each box
        widget=forms.Textarea(attrs={"rows": rijen}),
        error_messages=_fouten(fout),
        **opties,
    )


def regel(label: str, hint: str = "", *, fout: str = "", maximum: int = 200, **opties: Any) -> Any:
    """One line of text."""
    return forms.CharField(
        label=label, help_text=hint, max_length=maximum, error_messages=_fouten(fout), **opties
    )


def _fouten(fout: str) -> dict[str, str]:
    return {"required": fout or "Vul dit in.", "max_length": TE_LANG}


def keuze(label: str, keuzes: Any, hint: str = "", *, fout: str = "Maak een keuze.", **opties: Any) -> Any:
    """Radio buttons."""
    return forms.ChoiceField(
        label=label,
        choices=keuzes,
        help_text=hint,
        widget=forms.RadioSelect,
        error_messages={"required": fout, "invalid_choice": "Kies een van de antwoorden hieronder."},
        **opties,
    )


def vinkje(label: str, hint: str = "", *, fout: str = "Zet hier een vinkje.", **opties: Any) -> Any:
    return forms.BooleanField(label=label, help_text=hint, error_messages={"required": fout}, **opties)


def uit_lijst(label: str, queryset: QuerySet[Any], hint: str = "", *, fout: str, **opties: Any) -> Any:
    """One row out of a list; an id that is not in it is refused in words."""
    return forms.ModelChoiceField(
        label=label,
        queryset=queryset,
        help_text=hint,
        empty_label="Kies …",
        error_messages={"required": fout, "invalid_choice": fout},
        **opties,
    )


def uren_veld(
    label: str,
    hint: str = "",
    *,
    leeg: str = "Vul een aantal uren in, bijvoorbeeld 80.",
    maximum: int = MAX_UREN,
    boven_nul: bool = False,
    **opties: Any,
) -> UrenVeld:
    return UrenVeld(
        label=label,
        help_text=hint,
        min_value=CENT if boven_nul else 0,
        max_value=maximum,
        max_digits=8,
        decimal_places=2,
        error_messages=_getalfouten("uur", maximum, boven_nul) | {"required": leeg},
        **opties,
    )


def euro_veld(label: str, hint: str = "", *, boven_nul: bool = False, **opties: Any) -> BedragVeld:
    return BedragVeld(
        label=label,
        help_text=hint,
        min_value=CENT if boven_nul else 0,
        max_value=MAX_EURO,
        max_digits=10,
        decimal_places=2,
        error_messages=_getalfouten("euro", MAX_EURO, boven_nul),
        **opties,
    )


def _getalfouten(eenheid: str, hoogste: int, boven_nul: bool) -> dict[str, str]:
    te_hoog = f"Vul hooguit {hoogste:,} {eenheid} in.".replace(",", ".")
    return {
        "min_value": f"Vul meer dan 0 {eenheid} in." if boven_nul else f"Vul 0 {eenheid} of meer in.",
        "max_value": te_hoog,
        "max_digits": te_hoog,
        "max_whole_digits": te_hoog,
    }


def datum(
    label: str,
    hint: str = "Bijvoorbeeld 15-3-2027",
    *,
    leeg: str = "Vul een datum in, bijvoorbeeld 15-3-2027.",
    **opties: Any,
) -> DatumVeld:
    return DatumVeld(label=label, help_text=hint, error_messages={"required": leeg}, **opties)


def vanaf_vandaag(dag: date) -> None:
    """Validator: today or later."""
    if dag < klok.vandaag():
        raise ValidationError("Kies een datum vanaf vandaag.")


def na_vandaag(dag: date) -> None:
    if dag <= klok.vandaag():
        raise ValidationError("Kies een datum na vandaag.")


def over_termijn(status: str, anders: int = 10) -> date:
    """The day on which the term of ``status`` would end if it began today."""
    vandaag = klok.vandaag()
    aantal = Termijn.objects.werkdagen(f"maatwerk.{status}", vandaag)
    return na_werkdagen(vandaag, anders if aantal is None else aantal, Feestdag.objects.als_vrij())


def opdrachtgevers(aanvraag: Aanvraag) -> QuerySet[Gebruiker]:
    """Who may speak for a municipality that takes part, in this OGON."""
    return met_rol_in(aanvraag, Rol.OPDRACHTGEVER)


def met_rol_in(aanvraag: Aanvraag, *rollen: Rol) -> QuerySet[Gebruiker]:
    return Gebruiker.objects.met_rol(*rollen, organisatie__in=aanvraag.gemeente_ids, gremium=aanvraag.ogon_id)


def mensen(*groepen: Iterable[Gebruiker]) -> QuerySet[Gebruiker]:
    """These people as one list, each once, by name."""
    ids = {gebruiker.pk for groep in groepen for gebruiker in groep}
    return Gebruiker.objects.actief().filter(pk__in=ids).select_related("organisatie").order_by("naam")
