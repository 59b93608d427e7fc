"""The crispy pack: order, ids and aria wiring of every piece, and that nothing typed is lost."""

import re

import pytest
from crispy_forms.bootstrap import AppendedText, FormActions, PrependedText, StrictButton, UneditableField
from crispy_forms.helper import FormHelper
from crispy_forms.layout import (
    HTML,
    Button,
    Column,
    Div,
    Field,
    Fieldset,
    Hidden,
    Layout,
    MultiField,
    Row,
    Submit,
)
from crispy_forms.utils import render_crispy_form
from django import forms
from django.core.paginator import Paginator
from django.template import Context, Template
from django.template.loader import render_to_string
from django.utils.html import strip_tags


class Formulier(forms.Form):
    titel = forms.CharField(label="Titel", help_text="Kort en duidelijk")
    doel = forms.CharField(label="Doel", required=False, max_length=500, widget=forms.Textarea)
    uren = forms.IntegerField(label="Uren", error_messages={"invalid": "Vul een getal in."})
    team = forms.ChoiceField(label="Team", choices=[("i", "I&A"), ("f", "Financiën")])
    hard = forms.ChoiceField(
        label="Hoe vast?",
        choices=[("wet", "Vast | De wet schrijft het voor."), ("vrij", "Niet vast")],
        widget=forms.RadioSelect,
    )
    voor = forms.MultipleChoiceField(
        label="Voor wie?", choices=[("d", "Diemen"), ("u", "Uithoorn")], widget=forms.CheckboxSelectMultiple
    )
    stuk = forms.FileField(label="Document", required=False)
    weet = forms.BooleanField(label="Mijn leidinggevende weet dit")
    versie = forms.IntegerField(widget=forms.HiddenInput, required=False)


class Regel(forms.Form):
    team = forms.CharField(label="Team")
    uren = forms.DecimalField(label="Uren", help_text="In hele uren")


def rendered(data=None, *layout, **options) -> str:
    form = Formulier(data, label_suffix="")
    form.helper = FormHelper()
    form.helper.form_tag = options.pop("form_tag", False)
    form.helper.disable_csrf = True
    if layout:
        form.helper.layout = Layout(*layout)
    for button in options.pop("inputs", []):
        form.helper.add_input(button)
    return re.sub(r"\s+(?=>)", "", render_crispy_form(form))


def ids(html: str) -> list[str]:
    return re.findall(r'\sid="([^"]+)"', html)


def ids_referred_to(html: str) -> set[str]:
    names = re.findall(r'aria-(?:describedby|labelledby)="([^"]+)"', html)
    links = re.findall(r'(?:for="|href="#)([^"]+)"', html)
    return {name for value in [*names, *links] for name in value.split()}


@pytest.mark.parametrize("data", [None, {}, {"uren": "ongeveer 80", "titel": "Koppeling"}])
def test_every_reference_leads_to_an_element_and_ids_are_unique(data):
    html = rendered(data)
    assert ids_referred_to(html) <= set(ids(html))
    assert len(ids(html)) == len(set(ids(html)))


def test_label_hint_error_and_control_come_in_that_order():
    html = rendered({}, "titel")
    field = html[html.index('id="div_id_titel"') :]
    places = [field.index(part) for part in ('for="id_titel"', "_helptext", 'id="id_titel_error"', "<input")]
    assert places == sorted(places)
    assert 'aria-describedby="id_titel_helptext id_titel_error"' in field
    assert 'aria-invalid="true"' in field


def test_only_optional_fields_say_so():
    html = rendered()
    assert html.count("(niet verplicht)") == 2  # doel and stuk; a checkbox and a hidden field never
    assert "*" not in html


def test_radio_buttons_are_a_fieldset_with_a_legend_and_hints():
    html = rendered({}, "hard")
    assert re.search(r'<fieldset[^>]+id="div_id_hard" aria-describedby="id_hard_error"', html)
    assert re.search(r"<legend[^>]*>Hoe vast\?\s*</legend>", html)
    assert 'aria-describedby="id_hard_0_hint"' in html
    assert '<span class="duo-hint" id="id_hard_0_hint">De wet schrijft het voor.</span>' in html
    assert "aria-invalid" not in html  # not allowed on one radio button


def test_chosen_boxes_stay_chosen():
    html = rendered({"voor": ["u"]}, "voor")
    assert re.search(r'value="u"[^>]*checked', html)
    assert not re.search(r'value="d"[^>]*checked', html)


def test_a_number_that_cannot_be_read_stays_in_its_field():
    html = rendered({"uren": "ongeveer 80"}, AppendedText("uren", "uur"))
    assert '<input type="text" name="uren" value="ongeveer 80"' in html
    assert 'inputmode="numeric"' in html
    assert '<span class="duo-affix__s" aria-hidden="true">uur</span>' in html


def test_a_text_area_counts_instead_of_cutting():
    html = rendered(None, "doel")
    assert "maxlength" not in html
    assert 'data-max="500"' in html
    assert 'aria-describedby="id_doel_teller"' in html
    assert '<p class="duo-charcount" id="id_doel_teller">Maximaal 500 tekens</p>' in html
    assert 'id="id_doel_teller_live" role="status"' in html


def test_typed_text_is_escaped():
    html = rendered({"titel": '"><script>', "doel": "</textarea><script>"})
    assert "<script>" not in html


def test_the_summary_lists_every_error_and_links_to_its_control():
    html = rendered({"titel": "Koppeling", "uren": "veel"})
    summary = html[html.index("duo-errors") : html.index("</ul>")]
    assert re.findall(r'href="#(\w+)"', summary) == [
        "id_uren",
        "id_team",
        "id_hard_0",
        "id_voor_0",
        "id_weet",
    ]
    assert "Er zijn 5 fouten." in summary
    assert 'role="alert" tabindex="-1"' in summary


def test_the_summary_counts_one_error_in_the_singular():
    html = rendered({"titel": "x", "uren": 1, "team": "i", "hard": "wet", "voor": ["d"]})
    assert "Er is 1 fout." in html


def test_a_form_without_errors_has_no_summary():
    assert "duo-errors" not in rendered()


def test_layout_pieces():
    html = rendered(
        None,
        Fieldset("Planning", Row(Column("titel"), Column("uren")), css_id="planning"),
        MultiField("Wie", "team"),
        PrependedText("doel", "€"),
        Field("stuk", css_class="duo-w-mid"),
        UneditableField("versie"),
        Div("weet", css_class="duo-check", data_stap="1"),
        HTML("<p>Let op</p>"),
        FormActions(Submit("verder", "Naar kosten"), Button("terug", "Vorige stap"), Hidden("actie", "x")),
        StrictButton("Zoeken", type="submit", css_class="nl-button"),
        "hard",
        "voor",
    )
    assert '<fieldset id="planning" class="utrecht-form-fieldset' in html
    assert '<legend class="utrecht-form-fieldset__legend">Planning</legend>' in html
    assert '<div class="duo-row">' in html
    assert '<div class="duo-check" data-stap="1">' in html
    assert '<div class="duo-file"><input type="file" name="stuk" class="duo-file__input duo-w-mid"' in html
    assert re.search(r'<button type="submit" name="verder"[^>]+class="nl-button nl-button--primary"', html)
    assert re.search(r'<button type="button" name="terug"[^>]+class="nl-button nl-button--secondary"', html)
    assert '<input type="hidden" name="actie" value="x"' in html
    assert ids_referred_to(html) <= set(ids(html))


def test_a_whole_form_is_novalidate_and_multipart_with_its_buttons():
    html = rendered(
        None, form_tag=True, inputs=[Submit("bewaar", "Bewaren", css_class="nl-button--negative")]
    )
    assert re.search(r'<form\s+method="post" enctype="multipart/form-data" novalidate>', html)
    assert "nl-button--negative" in html


def formset(data=None):
    regels = forms.formset_factory(Regel, extra=2, can_delete=True)
    return regels(data, initial=[{"team": "I&A", "uren": 140}] if data is None else None)


BAD_ROWS = {
    "form-TOTAL_FORMS": "2",
    "form-INITIAL_FORMS": "0",
    "form-0-team": "I&A",
    "form-0-uren": "veel",
    "form-1-team": "",
    "form-1-uren": "3",
}


@pytest.mark.parametrize("template", [None, "duo/table_inline_formset.html"])
@pytest.mark.parametrize("data", [None, BAD_ROWS])
def test_formsets_keep_what_was_typed_and_point_at_the_row(template, data):
    helper = FormHelper()
    helper.disable_csrf = True
    if template:
        helper.template = template
    html = render_crispy_form(formset(data), helper)
    assert 'name="form-TOTAL_FORMS"' in html
    assert ids_referred_to(html) <= set(ids(html))
    assert html.count("duo-errors") == (1 if data else 0)
    if data:
        assert 'value="veel"' in html
        assert re.findall(r'href="#([\w-]+)"', html) == ["id_form-0-uren", "id_form-1-team"]


def test_the_filter_renders_forms_and_formsets_alike():
    source = "{% load crispy_forms_tags %}{{ form|crispy }}{{ regels|crispy }}{{ form|as_crispy_errors }}"
    html = Template(source).render(Context({"form": Formulier({}), "regels": formset(BAD_ROWS)}))
    assert "id_form-0-uren_error" in html
    assert "id_titel_error" in html


@pytest.mark.parametrize(("aantal", "zin"), [(0, "0 rijen"), (1, "1 rij"), (3, "1 tot en met 3 van 3 rijen")])
def test_the_pager_counts_one_as_one(aantal, zin):
    bladzijde = Paginator(range(aantal), 50).page(1)
    gevuld = {"page": bladzijde, "ding": "rijen", "enkel": "rij"}
    tekst = strip_tags(render_to_string("components/pager.html", gevuld))
    assert tekst.split("\n")[0].strip() == zin
