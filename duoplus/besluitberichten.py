"""Wie een besluit op zich nam en over de dag heen is, hoort dat, tot hij zegt hoe ver het is."""

from typing import Any

from django.db.models import QuerySet

from duoplus import klok, mail
from duoplus.besluiten import LOOPT, stand_nu, uit_laatste
from duoplus.calc.werkdagen import na_werkdagen, werkdagen_tussen
from duoplus.models import Bericht, Besluit, Feestdag, Gebruiker, Termijn, Uitvoering

TERMIJN = "besluit.herinnering"


def herinner() -> int:
    """Remind every owner of a decision whose day has passed; how many reminders that were.

    Once after that day, and once again after each full term of working days. Of what was missed while
    nothing ran only the latest is sent. Without a term nobody is reminded.
    """
    om_de = Termijn.objects.werkdagen(TERMIJN, klok.vandaag())
    if om_de is None:
        return 0
    vrij = Feestdag.objects.als_vrij()
    aan_de_beurt = {_sleutel(besluit, om_de, vrij): besluit for besluit in _te_laat()}
    gehad = set(Bericht.objects.filter(sleutel__in=aan_de_beurt).values_list("sleutel", flat=True))
    nog = {sleutel: besluit for sleutel, besluit in aan_de_beurt.items() if sleutel not in gehad}
    eigenaren = Gebruiker.objects.in_bulk({besluit.eigenaar for besluit in nog.values()})
    for sleutel, besluit in nog.items():
        _stuur(sleutel, besluit, eigenaren[besluit.eigenaar])
    return len(nog)


def _te_laat() -> QuerySet[Any]:
    """Those that somebody who is still here sees to, by what was last said about them."""
    ooit = Uitvoering.objects.filter(eigenaar__is_active=True).order_by().values("besluit")
    alle = Besluit.objects.filter(pk__in=ooit).annotate(
        eigenaar=uit_laatste("eigenaar"), uiterlijk=uit_laatste("uiterlijk"), stand=stand_nu()
    )
    loopt = alle.filter(stand__in=LOOPT, uiterlijk__lt=klok.vandaag())
    return loopt.filter(eigenaar__in=Gebruiker.objects.actief().order_by().values("pk")).order_by("pk")


def _sleutel(besluit: Any, om_de: int, vrij: Any) -> str:
    """The day on which this reminder fell due: another term, day or owner is another occasion."""
    voorbij = werkdagen_tussen(besluit.uiterlijk, klok.vandaag(), vrij)
    sinds = na_werkdagen(besluit.uiterlijk, voorbij // om_de * om_de, vrij)
    return f"besluit_te_laat:{besluit.pk}:{besluit.uiterlijk}:{besluit.eigenaar}:{sinds}"


def _stuur(sleutel: str, besluit: Any, eigenaar: Gebruiker) -> None:
    mail.queue(
        "duoplus/besluit_te_laat",
        to=eigenaar,
        key=sleutel,
        reden="u zorgt dat dit besluit wordt uitgevoerd",
        pad=besluit.get_absolute_url(),
        besluit=besluit,
    )
