"""Wat lijsten met een vaste keuze doen: haar naam, haar merk, haar volgorde, en erop filteren.

Kolom("status", "Status", zeg=label(Status), toon=merk(Status, TOON), op=op_volgorde(Status))
"""

from collections.abc import Callable, Iterable, Mapping
from html import escape
from typing import Any
from urllib.parse import quote

from django.db.models import Case, TextChoices, Value, When

from duoplus.choices import zonder_hint
from duoplus.web.templatetags.duo import badge

Keuzes = type[TextChoices]
Zeg = Callable[[Any, Any], str]
Paren = list[tuple[str, str]]


def link(nummer: str, tekst: str, adres: str = "") -> str:
    """To the page of this number, beside the list itself or below ``adres``."""
    return f'<a href="{adres}{quote(nummer, safe="")}/">{escape(tekst)}</a>'


def label(keuzes: Keuzes) -> Zeg:
    """The words for a value; nothing for none."""
    namen = {keuze.value: zonder_hint(keuze.label) for keuze in keuzes}
    return lambda waarde, naslag: namen.get(waarde, "")


def merk(keuzes: Keuzes, tonen: Mapping[Any, str], veld: str = "status") -> Zeg:
    """The badge of a value, each drawn once."""
    merken = {keuze.value: badge(str(keuze.label), tonen[keuze]) for keuze in keuzes}
    return lambda rij, naslag: str(merken[getattr(rij, veld)])


def op_volgorde(keuzes: Keuzes, veld: str = "status") -> Case:
    """As the choices stand in the program, not as their values sort."""
    return Case(*(When(**{veld: keuze}, then=Value(plek)) for plek, keuze in enumerate(keuzes)))


def te_kiezen(leeg: str, paren: Iterable[tuple[str, Any]]) -> Callable[[Any], Paren]:
    """What a filter offers, with ``leeg`` for no choice."""
    alles = [("", leeg), *((waarde, zonder_hint(naam)) for waarde, naam in paren)]
    return lambda lijst: alles
