"""The template tags of the house style: what they write, and that typed text never becomes markup."""

import re
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from types import SimpleNamespace

import pytest
from django.conf import settings
from django.template import Context, Template
from django.utils.safestring import mark_safe

from duoplus.web.templatetags import duo

DIEMEN = SimpleNamespace(letter="D", naam="Diemen")
DUOPLUS = SimpleNamespace(letter="+", naam="Duo+")
RIJK = SimpleNamespace(letter="RI", naam="Rijk")


def render(source: str, **context) -> str:
    return Template(source).render(Context(context))


def test_icon_points_into_the_sprite():
    html = render('{% icon "check" "duo-icon--sm" %}')
    assert html.startswith('<svg class="duo-icon duo-icon--sm" aria-hidden="true"><use href="/static/sprite')
    assert html.endswith('.svg#i-check"></use></svg>')


def test_icon_refuses_a_name_that_is_not_in_the_sprite():
    with pytest.raises(KeyError, match="bestaat-niet"):
        render('{% icon "bestaat-niet" %}')


def test_every_icon_named_in_a_template_is_in_the_sprite():
    named = re.compile(r'{% icon "([^"]+)"')
    sources = (path.read_text() for path in Path(settings.BASE_DIR, "templates").rglob("*.html"))
    used = {name for source in sources for name in named.findall(source)}
    assert used - duo.icoonnamen() == set()


def test_status_shows_the_words_and_tone_of_the_object():
    aanvraag = SimpleNamespace(get_status_display=lambda: "Akkoord gevraagd", status_toon="warn")
    html = render("{% status aanvraag %}", aanvraag=aanvraag)
    assert html == '<span class="nl-data-badge duo-status duo-status--warn">Akkoord gevraagd</span>'


@pytest.mark.parametrize("tag", ["{% badge tekst %}", "{% tag tekst %}"])
def test_a_label_is_escaped_even_after_the_same_text_was_marked_safe(tag):
    render(tag, tekst=mark_safe("<b>x</b>"))
    assert "<b>" not in render(tag, tekst="<b>x</b>")


def test_gem_names_the_organisation_beside_its_letter():
    html = render("{% gem organisatie %}", organisatie=DIEMEN)
    assert html == '<span class="duo-gem duo-gem--diemen"><i aria-hidden="true">D</i>Diemen</span>'


def test_gem_of_nobody_is_empty():
    assert render("{% gem organisatie %}", organisatie=None) == ""


def test_gemset_says_the_names_of_its_letters():
    html = render("{% gemset organisaties %}", organisaties=[DIEMEN, DUOPLUS, RIJK])
    assert '<span class="duo-sr">Diemen, Duo+, Rijk</span>' in html
    assert re.findall(r'<i class="(\w+)"', html) == ["diemen", "duoplus", "extern"]


@pytest.mark.parametrize(
    ("naam", "letters"),
    [("Fatima el Idrissi", "FI"), ("Beheerder", "B"), ("Secretaris (tijdelijk) Buurt", "SB"), ("", "")],
)
def test_initials_are_those_of_the_first_and_last_word(naam, letters):
    assert duo.initialen(naam) == letters


def test_avatar_works_without_an_organisation():
    html = render("{% avatar wie %}", wie=SimpleNamespace(naam="Accountant", organisatie=None))
    assert html == '<span class="duo-avatar duo-avatar--extern" aria-hidden="true">A</span>'


@pytest.mark.parametrize(
    ("waarde", "maximum", "breedte"), [(40, 160, 25), (200, 160, 100), (0, 0, 0), (-5, 10, 0)]
)
def test_meter_stays_between_nothing_and_full(waarde, maximum, breedte):
    html = render('{% meter waarde maximum "uren" %}', waarde=waarde, maximum=maximum)
    assert f'class="duo-w-{breedte}"' in html
    assert 'role="img" aria-label="uren"' in html


@pytest.mark.parametrize(
    ("source", "value", "expected"),
    [
        ("{{ v|eur }}", Decimal("15960"), "€\u00a015.960,00"),
        ("{{ v|eur }}", Decimal("-0.5"), "−€\u00a00,50"),
        ("{{ v|eur }}", Decimal("2.675"), "€\u00a02,68"),
        ("{{ v|eur }}", None, ""),
        ("{{ v|eur:0 }}", Decimal("424165.00"), "€\u00a0424.165"),
        ("{{ v|eur:0 }}", Decimal("424165.50"), "€\u00a0424.165,50"),
        ("{{ v|uren }}", Decimal("1234.50"), "1.234,5"),
        ("{{ v|uren }}", Decimal("80.00"), "80"),
        ("{{ v|uren }}", Decimal("100"), "100"),
        ("{{ v|uren }}", Decimal("-0.25"), "−0,25"),
        ("{{ v|uren }}", None, ""),
        ("{{ v|getal }}", 3495, "3.495"),
        ("{{ v|datum }}", date(2026, 12, 3), "3 december 2026"),
        ("{{ v|datum_kort }}", date(2027, 3, 1), "1 mrt 2027"),
        ("{{ v|datum_kort }}", datetime(2026, 12, 31, 23, 30, tzinfo=UTC), "1 jan 2027"),
        ("{{ v|datumtijd }}", datetime(2026, 12, 3, 9, 42, tzinfo=UTC), "3 dec 2026, 10.42 uur"),
        ("{{ v|tijd }}", datetime(2026, 7, 3, 8, 5, tzinfo=UTC), "10.05 uur"),
        ("{{ v|datum }}", None, ""),
    ],
)
def test_numbers_and_dates_are_dutch(source, value, expected):
    assert render(source, v=value) == expected
