"""Wat een regel van een scenario zegt, in woord en teken; nooit alleen in kleur."""

from collections.abc import Mapping
from decimal import Decimal

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString

from duoplus.calc.nederlands import uren as als_uren
from duoplus.web.templatetags.duo import icon
from maatwerk.planning.plan import Plan, Regel
from maatwerk.planning.scenario import Uitkomstregel

register = template.Library()

# Per judgement the tone and the icon of its badge.
TEKEN = {
    "weg": ("", "minus"),
    "niet": ("bad", "ban"),
    "breekt": ("bad", "alert-triangle"),
    "laat": ("warn", "clock"),
    "schuift": ("info", "arrow-right"),
    "eerder": ("ok", "arrow-left"),
    "gelijk": ("", "check"),
}


@register.simple_tag
def gevolg(regel: Uitkomstregel) -> SafeString:
    """What happens to this line: an icon and a few words."""
    toon, teken = TEKEN[regel.oordeel]
    klassen = f"duo-status--{toon}" if toon else "duo-status--plain"
    return format_html(
        '<span class="nl-data-badge duo-status duo-gevolg {}">{}{}</span>',
        klassen,
        icon(teken, "duo-icon--sm"),
        in_woorden(regel),
    )


def in_woorden(regel: Uitkomstregel) -> str:
    dagen = regel.verschuiving.werkdagen or 0
    te_laat = f"{dagen} {'werkdag' if dagen == 1 else 'werkdagen'} te laat"
    woorden = {
        "weg": "Uit het plan",
        "niet": "Past niet meer" if regel.past_niet_meer else "Past niet",
        "breekt": te_laat,
        "laat": f"Was al {te_laat}",
        "schuift": "Later, wel op tijd" if regel.verschuiving.beloofd else "Later",
        "eerder": "Eerder klaar",
        "gelijk": "Nieuw" if regel.is_nieuw else "Zoals nu",
    }
    return woorden[regel.oordeel]


@register.simple_tag
def urenregel(regel: Regel, plan: Plan) -> str:
    """ "I&A 80 uur, DIV 12 uur": what is still to be done."""
    return ", ".join(
        f"{plan.teams[pk]} {als_uren(regel.uren[pk])} uur" for pk in plan.teams if pk in regel.uren
    )


@register.simple_tag
def tekorten(regel: Uitkomstregel, plan: Plan) -> str:
    """ "I&A 20 uur te kort"."""
    tekort = regel.verschuiving.tekort
    return ", ".join(
        f"{plan.teams[pk]} {als_uren(tekort[pk])} uur te kort" for pk in plan.teams if pk in tekort
    )


@register.filter
def absoluut(aantal: Decimal) -> Decimal:
    """The word beside it says which way it goes."""
    return abs(aantal)


@register.filter
def team_in(pk: int, plan: Plan) -> str:
    return str(plan.teams[pk])


@register.filter
def bij(waarden: Mapping[str, str], naam: str) -> str:
    return waarden.get(naam, "")
