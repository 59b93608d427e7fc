"""Woorden in de hulp die niet uit de pas mogen lopen: knoppen, statussen, termijnen, begrippen, plaatjes."""

from typing import Any

from django import template
from django.template.context import RequestContext
from django.templatetags.static import static
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString

from duoplus import hulp
from duoplus.hulp.begrippen import zoek
from duoplus.models import GezieneTip
from duoplus.web import navigatie
from duoplus.web.templatetags.duo import badge

register = template.Library()

PLAATJE_BREED, PLAATJE_HOOG = 800, 500


@register.simple_tag
def stapknop(naam: str) -> SafeString:
    """The button of a step, in the words of the table of steps."""
    return knop(hulp.stap(naam))


@register.simple_tag
def knop(label: str) -> SafeString:
    """A button as it reads on the screen; a test looks for these words on the pages themselves."""
    return format_html('<b class="duo-knopnaam">{}</b>', label)


@register.simple_tag
def statusnaam(naam: str) -> SafeString:
    """A status as the lists show it."""
    status = hulp.status(naam)
    return badge(status.label, status.toon)


@register.simple_tag(takes_context=True)
def menuplek(context: RequestContext, url_name: str) -> SafeString:
    """A place in the menu by its own name: a link for who has it in the menu, else only the words."""
    label, adres = navigatie.plek(url_name, context["user"])
    return format_html('<a href="{}">{}</a>', adres, label) if adres else format_html("<b>{}</b>", label)


@register.simple_tag(takes_context=True)
def termijn(context: RequestContext, sleutel: str) -> str:
    """The working days of a term as it holds today; the view gives all of them as ``termijnen``."""
    aantal = context["termijnen"].get(sleutel)
    if aantal is None:
        return "de afgesproken tijd"
    return f"{aantal} werkdag{'' if aantal == 1 else 'en'}"


@register.simple_tag
def begrip(woord: str, term: str = "") -> SafeString:
    """A word as a link to its meaning; ``term`` where the text uses another form of the word.

    Raises ``KeyError`` for a word that is not in the glossary.
    """
    gevonden = zoek(term or woord)
    adres = f"{reverse('begrippen')}#{gevonden.anker}"
    return format_html('<a class="duo-begrip" href="{}" title="{}">{}</a>', adres, gevonden.betekenis, woord)


@register.simple_tag
def plaatje(naam: str, alt: str) -> SafeString:
    """A picture of a real page, made by tests/journeys/test_hulp.py."""
    return format_html(
        '<img class="duo-plaatje" src="{}" alt="{}" width="{}" height="{}" loading="lazy" decoding="async">',
        static(f"hulp/{naam}.webp"),
        alt,
        PLAATJE_BREED,
        PLAATJE_HOOG,
    )


@register.inclusion_tag("components/tip.html", takes_context=True)
def tip(context: RequestContext) -> dict[str, Any]:
    """The first tip for this page that this person has not put away; one query, on pages with a tip."""
    request = context["request"]
    return {"tip": _tip(request), "volgende": request.get_full_path()}


def _tip(request: Any) -> hulp.Tip | None:
    plek = request.resolver_match.view_name if request.resolver_match else ""
    mogelijk = [tip for tip in hulp.tips(plek) if not tip.rollen or request.user.heeft_rol(*tip.rollen)]
    gezien = GezieneTip.objects.sleutels(request.user) if mogelijk else set()
    return next((tip for tip in mogelijk if tip.sleutel not in gezien), None)
