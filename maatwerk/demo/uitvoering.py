"""Hoe ver de besluiten en acties van het voorbeeldjaar zijn."""

from datetime import datetime, time

from duoplus import handlers, klok
from duoplus.actions import actiepunten
from duoplus.actions.uitvoering import leg_stand_vast
from duoplus.besluiten import LOOPT, stand_nu
from duoplus.calc.nederlands import AMSTERDAM
from duoplus.choices import Besluitstand
from duoplus.models import Actiepunt, Besluit, Gebeurtenis
from maatwerk.demo.overleg import leider
from maatwerk.demo.toneel import Toneel
from maatwerk.handlers import uitvoering

NOG_BEZIG = 4  # of the decisions of meetings the latest so many; the others are done
HELFT = 50


def maak(toneel: Toneel) -> None:
    _volg_de_feiten()
    with klok.op(datetime.combine(toneel.gisteren, time(17, 50), AMSTERDAM)):
        _werk_besluiten_bij()
        _werk_acties_bij()


def _volg_de_feiten() -> None:
    """Of what is long past the handlers were not asked; this is what they say, on the day itself."""
    reacties = uitvoering.REACTIES | {handlers.VASTGESTELD: handlers.lijst_is_vastgesteld}
    for feit in Gebeurtenis.objects.filter(soort__in=reacties).order_by("pk"):
        with klok.op(feit.op):
            reacties[feit.soort](feit)


def _werk_besluiten_bij() -> None:
    """Whoever chairs the body sees to it."""
    uit_vergadering = Besluit.objects.filter(agendapunt__isnull=False, aanvraagregel=None)
    lopend = uit_vergadering.annotate(stand=stand_nu()).filter(stand__in=LOOPT)
    for nr, besluit in enumerate(lopend.select_related("gremium").order_by("-pk")):
        stand = Besluitstand.BEZIG if nr < NOG_BEZIG else Besluitstand.UITGEVOERD
        by = leider(besluit.gremium)
        leg_stand_vast(besluit, stand, by=by, eigenaar=by, toelichting="Besproken met de teams.")


def _werk_acties_bij() -> None:
    """Every other action is half way."""
    for actie in Actiepunt.objects.filter(status__in=LOOPT).select_related("eigenaar").order_by("pk")[::2]:
        actiepunten.meld(actie, by=actie.eigenaar, voortgang=HELFT, toelichting="Het eerste deel is klaar.")
