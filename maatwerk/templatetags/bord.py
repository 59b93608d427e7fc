"""De cellen van het bord. A board has thousands, so they are written here and not by the template."""

from functools import lru_cache

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

from duoplus.web.templatetags.duo import uren
from maatwerk.calc.score import Onderdeel
from maatwerk.calc.streep import Deel
from maatwerk.models import Gewicht
from maatwerk.volgorde.bord import Bordrij, Cel

register = template.Library()

NAMEN = {veld.name: str(veld.verbose_name).capitalize() for veld in Gewicht._meta.fields}

LEEG = {
    (False, False): '<td role="cell" class="h"></td>',
    (True, False): '<td role="cell" class="h is-onder"></td>',
    (True, True): '<td role="cell" class="h is-onder is-streep"></td>',
}


@register.simple_tag
def urencellen(rij: Bordrij) -> SafeString:
    """One cell per team: the hours, and for who cannot see the line what is left after this place."""
    return mark_safe("".join(_cel(cel) for cel in rij.cellen))  # noqa: S308 - constants and format_html


def _cel(cel: Cel) -> str:
    deel = cel.deel
    if deel is None:
        return LEEG[cel.onder, cel.op_streep]
    return format_html(
        '<td role="cell" class="h is-gevraagd{}{}" data-l="{}">{}<span class="duo-sr"> uur; {}</span></td>',
        " is-onder" if cel.onder else "",
        " is-streep" if cel.op_streep else "",
        cel.team.kort,
        f"{uren(deel.binnen)} / {uren(cel.uren)}" if deel.binnen and deel.buiten else uren(cel.uren),
        _daarna(deel),
    )


def _daarna(deel: Deel) -> str:
    if deel.buiten:
        return f"{uren(deel.buiten)} uur past niet" if deel.binnen else "past niet"
    return (
        f"daarna {uren(deel.rest_na)} over" if deel.rest_na >= 0 else f"daarna {uren(-deel.rest_na)} te veel"
    )


@register.filter
def omhoog(verschoven: int) -> str:
    """3 places up is "3 omhoog"; -2 is "2 omlaag"."""
    if not verschoven:
        return ""
    return f"{verschoven} omhoog" if verschoven > 0 else f"{-verschoven} omlaag"


@register.simple_tag
def scoredelen(rij: Bordrij) -> SafeString:
    """The parts of the score as a list; requests with the same facts share it."""
    return _scoredelen(tuple(rij.onderdelen))


@lru_cache(maxsize=512)
def _scoredelen(delen: tuple[Onderdeel, ...]) -> SafeString:
    regels = ((NAMEN[deel.naam], uren(deel.punten), uren(deel.gewicht)) for deel in delen)
    return format_html("<ul>{}</ul>", format_html_join("", "<li>{}<b>{} van {}</b></li>", regels))
