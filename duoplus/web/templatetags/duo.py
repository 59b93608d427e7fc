"""The house style in templates: marks for status, organisation and person, and Dutch numbers and dates.

These tags are built in (settings.TEMPLATES), so no template has to load them. What stands in table rows
is built as a string here instead of by an include: a list renders it fifty times.
"""

from collections.abc import Iterable
from datetime import date, datetime
from decimal import ROUND_HALF_UP, Decimal
from functools import lru_cache
from pathlib import Path
from typing import Any

from django import template
from django.conf import settings
from django.templatetags.static import static
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.timezone import localtime

from duoplus.calc import nederlands

register = template.Library()

NBSP = "\u00a0"
MIN = "\u2212"
KLEUR = {"D": "diemen", "U": "uithoorn", "O": "ouder", "+": "duoplus"}


@lru_cache
def icoonnamen() -> frozenset[str]:
    regels = Path(settings.BASE_DIR, "static/src/icons.txt").read_text(encoding="utf-8").splitlines()
    return frozenset(regel for regel in regels if regel and not regel.startswith("#"))


@register.simple_tag
@lru_cache(maxsize=512)
def icon(name: str, css: str = "") -> SafeString:
    """An icon beside its word. Raises KeyError for a name that is not in static/src/icons.txt."""
    if name not in icoonnamen():
        raise KeyError(f"Icoon {name!r} staat niet in static/src/icons.txt")
    return format_html(
        '<svg class="duo-icon{}" aria-hidden="true"><use href="{}#i-{}"></use></svg>',
        f" {css}" if css else "",
        static("sprite.svg"),
        name,
    )


@register.simple_tag
@lru_cache(maxsize=512, typed=True)
def badge(label: str, toon: str = "") -> SafeString:
    """``toon``: open, info, brand, ok, warn or bad; two may be combined ("plain ok")."""
    klassen = "".join(f" duo-status--{deel}" for deel in toon.split())
    return format_html('<span class="nl-data-badge duo-status{}">{}</span>', klassen, label)


@register.simple_tag
def status(obj: Any) -> SafeString:
    """The status of anything with ``get_status_display()`` and ``status_toon``."""
    return badge(str(obj.get_status_display()), obj.status_toon)


@register.simple_tag
@lru_cache(maxsize=512, typed=True)
def tag(label: str) -> SafeString:
    return format_html('<span class="nl-data-badge duo-tag">{}</span>', label)


@register.simple_tag
def gem(organisatie: Any) -> SafeString:
    """Letter and name of an organisation: the letter is the mark, the colour only helps."""
    return _gem(organisatie.letter, organisatie.naam) if organisatie else SafeString("")


@lru_cache(maxsize=64)
def _gem(letter: str, naam: str) -> SafeString:
    return format_html(
        '<span class="duo-gem duo-gem--{}"><i aria-hidden="true">{}</i>{}</span>',
        KLEUR.get(letter, "extern"),
        letter,
        naam,
    )


@register.simple_tag
def gemset(organisaties: Iterable[Any]) -> SafeString:
    """The letters of several organisations, with their names for who cannot see the letters."""
    return _gemset(tuple((organisatie.letter, organisatie.naam) for organisatie in organisaties))


@lru_cache(maxsize=64)
def _gemset(paren: tuple[tuple[str, str], ...]) -> SafeString:
    return format_html(
        '<span class="duo-gemset"><span class="duo-sr">{}</span>{}</span>',
        ", ".join(naam for _, naam in paren),
        format_html_join(
            "",
            '<i class="{}" aria-hidden="true">{}</i>',
            ((KLEUR.get(letter, "extern"), letter) for letter, _ in paren),
        ),
    )


@register.simple_tag
def avatar(gebruiker: Any, css: str = "") -> SafeString:
    """Initials in the colour of the organisation; the name itself stands beside it."""
    letter = gebruiker.organisatie.letter if gebruiker.organisatie else ""
    return format_html(
        '<span class="duo-avatar duo-avatar--{}{}" aria-hidden="true">{}</span>',
        KLEUR.get(letter, "extern"),
        f" {css}" if css else "",
        initialen(gebruiker.naam),
    )


@register.filter
def initialen(naam: str) -> str:
    """First and last word: "Fatima el Idrissi" is FI, "Beheerder" is B."""
    woorden = [woord for woord in naam.split() if woord[0].isalpha()]
    return "".join(woord[0] for woord in (woorden[:1] + woorden[1:][-1:])).upper()


@register.simple_tag
def meter(waarde: Any, maximum: Any, label: str, toon: str = "") -> SafeString:
    """A bar up to 100 %; ``label`` says the numbers in words. ``toon``: warn, over, slim, or two of them."""
    deel = min(100, max(0, round(100 * waarde / maximum))) if maximum else 0
    klassen = "".join(f" duo-meter--{woord}" for woord in toon.split())
    return format_html(
        '<div class="duo-meter{}" role="img" aria-label="{}"><span class="duo-w-{}"></span></div>',
        klassen,
        label,
        deel,
    )


def _nederlands(bedrag: Decimal, decimalen: int) -> str:
    """1234.5 as 1.234,50, without its sign."""
    rond = abs(bedrag).quantize(Decimal(1).scaleb(-decimalen), ROUND_HALF_UP)
    return f"{rond:,f}".translate(str.maketrans(",.", ".,"))


@register.filter
def eur(bedrag: Decimal | int | None, decimalen: int = 2) -> str:
    """Euros: € 15.960,00. With ``:0`` a whole amount loses its cents; cents that are there always stay."""
    if bedrag is None:
        return ""
    bedrag = Decimal(bedrag)
    heel = decimalen == 0 and bedrag == bedrag.to_integral_value()
    return f"{MIN if bedrag < 0 else ''}€{NBSP}{_nederlands(bedrag, 0 if heel else 2)}"


@register.filter
def uren(aantal: Decimal | int | None) -> str:
    """Hours without needless zeros: 1.234,5."""
    if aantal is None:
        return ""
    tekst = _nederlands(Decimal(aantal), 2).rstrip("0").rstrip(",")
    return f"{MIN if aantal < 0 else ''}{tekst}"


@register.filter
def getal(aantal: int | None) -> str:
    """A count with thousands: 3.495."""
    return "" if aantal is None else f"{MIN if aantal < 0 else ''}{_nederlands(Decimal(aantal), 0)}"


@register.filter
def datum(waarde: date | datetime | None) -> str:
    """3 december 2026"""
    return nederlands.datum(waarde) if waarde else ""


@register.filter
def datum_kort(waarde: date | datetime | None) -> str:
    """3 dec 2026"""
    return nederlands.datum_kort(waarde) if waarde else ""


@register.filter
def datumtijd(waarde: datetime | None) -> str:
    """3 dec 2026, 10.42 uur"""
    return f"{nederlands.datum_kort(waarde)}, {tijd(waarde)}" if waarde else ""


@register.filter
def tijd(waarde: datetime | None) -> str:
    """10.42 uur"""
    return f"{localtime(waarde):%H.%M} uur" if waarde else ""
