"""What the crispy pack ``duo`` needs beside Django's own form rendering."""

from typing import Any, NamedTuple

from django import forms, template
from django.forms.boundfield import BoundField, BoundWidget
from django.forms.formsets import BaseFormSet
from django.utils.safestring import SafeString

from duoplus.choices import naam_en_hint

register = template.Library()

TEXTBOX = "utrecht-textbox utrecht-textbox--html-input"
CHECKBOX = "utrecht-checkbox utrecht-checkbox--html-input"
RADIO = "utrecht-radio-button utrecht-radio-button--html-input"
KLASSEN: list[tuple[type[forms.Widget], str]] = [
    (forms.CheckboxInput, CHECKBOX),
    (forms.Select, "utrecht-select utrecht-select--html-select"),
    (forms.Textarea, "utrecht-textarea utrecht-textarea--html-textarea"),
    (forms.FileInput, "duo-file__input"),
]


class Keuze(NamedTuple):
    invoer: SafeString
    id: str
    label: str
    hint: str


class Fout(NamedTuple):
    tekst: str
    doel: str


@register.simple_tag
def bediening(veld: BoundField) -> SafeString:
    """The control itself, dressed for its kind; ids and aria attributes are Django's own."""
    widget = veld.field.widget
    soort = next((klasse for soort, klasse in KLASSEN if isinstance(widget, soort)), TEXTBOX)
    attrs: dict[str, Any] = {"class": f"{soort} {widget.attrs.get('class', '')}".strip()}
    if maximum := teller_max(veld):
        attrs |= _met_teller(veld, maximum)
    if isinstance(widget, forms.NumberInput):
        return veld.as_widget(_als_tekst(widget, veld.field), attrs=attrs)
    return veld.as_widget(attrs=attrs)


def _met_teller(veld: BoundField, maximum: int) -> dict[str, Any]:
    """No maxlength: a browser would cut pasted text without a word. The server says what is too long."""
    beschreven = " ".join(filter(None, [veld.aria_describedby, f"{veld.auto_id}_teller"]))
    return {"data-max": maximum, "maxlength": False, "aria-describedby": beschreven}


def _als_tekst(widget: forms.NumberInput, field: forms.Field) -> forms.TextInput:
    """A number as text: a browser empties type=number when it holds "ongeveer 80"."""
    modus = "decimal" if isinstance(field, forms.DecimalField | forms.FloatField) else "numeric"
    attrs = {naam: waarde for naam, waarde in widget.attrs.items() if naam not in ("min", "max", "step")}
    tekst = forms.TextInput(attrs={"inputmode": modus, "autocomplete": "off"} | attrs)
    tekst.is_localized, tekst.is_required = widget.is_localized, widget.is_required
    return tekst


@register.filter
def teller_max(veld: BoundField) -> int | None:
    """How many characters fit: ``data-max`` on the widget, or the ``max_length`` of a text area."""
    if expliciet := veld.field.widget.attrs.get("data-max"):
        return int(expliciet)
    is_tekstvak = isinstance(veld.field.widget, forms.Textarea)
    return getattr(veld.field, "max_length", None) if is_tekstvak else None


@register.filter
def keuzes(veld: BoundField) -> list[Keuze]:
    """The radio buttons or checkboxes of a field; a label may carry its hint."""
    return [_keuze(optie) for optie in veld]


def _keuze(optie: BoundWidget) -> Keuze:
    is_radio = optie.data["type"] == "radio"
    label, hint = naam_en_hint(optie.choice_label)
    attrs = optie.data["attrs"]
    attrs["class"] = RADIO if is_radio else CHECKBOX
    if is_radio:
        attrs.pop("aria-invalid", None)  # not allowed on one radio button; the fieldset names the error
    if hint:
        attrs["aria-describedby"] = f"{optie.id_for_label}_hint"
    return Keuze(optie.tag(), optie.id_for_label, label, hint)


@register.simple_tag
def fouten(form: forms.BaseForm | BaseFormSet) -> list[Fout]:
    """Every error of a form or formset, in page order, with the id of the control it is about.

    A form with rows above its own fields names them as its ``formsets``; their prefix is the id around them.
    """
    if isinstance(form, BaseFormSet):
        los = [Fout(str(tekst), form.prefix or "") for tekst in form.non_form_errors()]
        return los + [fout for deel in form for fout in fouten(deel)]
    los = [Fout(str(tekst), "") for tekst in form.non_field_errors()]
    velden = [Fout(str(tekst), _doel(veld)) for veld in form for tekst in veld.errors]
    return los + [fout for deel in getattr(form, "formsets", ()) for fout in fouten(deel)] + velden


def _doel(veld: BoundField) -> str:
    if veld.is_hidden:
        return ""
    return f"{veld.auto_id}_0" if veld.use_fieldset else veld.id_for_label


@register.filter
def is_aanvinkvak(veld: BoundField) -> bool:
    return isinstance(veld.field.widget, forms.CheckboxInput)


@register.filter
def is_bestand(veld: BoundField) -> bool:
    return isinstance(veld.field.widget, forms.FileInput)
