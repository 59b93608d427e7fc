"""The texts that the beheerder writes: plain words, with links for addresses and nothing else."""

from django import template
from django.template.defaultfilters import linebreaks_filter, urlize
from django.utils.safestring import SafeString

from duoplus import teksten

register = template.Library()


@register.simple_tag
def tekst(sleutel: str) -> str:
    """What stands in this place today, as it was typed."""
    return teksten.tekst(sleutel)


@register.filter(needs_autoescape=True)
def opgemaakt(getypt: str, autoescape: bool = True) -> SafeString:
    """Paragraphs and links; whatever else was typed is shown as typed."""
    return linebreaks_filter(urlize(getypt, autoescape=autoescape), autoescape=False)
