"""Reacties op feiten van overleggen die niet over een bericht gaan."""

from duoplus.actions.uitvoering import leg_stand_vast
from duoplus.besluiten import LOOPT, stand_nu
from duoplus.choices import Besluitstand
from duoplus.events import on
from duoplus.models import Agendapunt, Besluit, Gebeurtenis, Gebruiker

VASTGESTELD = "duoplus.vergadering.stel_vast"


@on(VASTGESTELD)
def lijst_is_vastgesteld(gebeurtenis: Gebeurtenis) -> None:
    """The decision by which a meeting adopted the list of an earlier one is carried out by that."""
    punten = Agendapunt.objects.filter(
        content_type=gebeurtenis.content_type_id, object_id=gebeurtenis.object_id
    )
    besluiten = Besluit.objects.filter(agendapunt__in=punten).annotate(stand=stand_nu())
    by = Gebruiker.objects.systeem()
    for besluit in besluiten.filter(stand__in=LOOPT):
        leg_stand_vast(besluit, Besluitstand.UITGEVOERD, by=by, toelichting="De besluitenlijst ligt vast.")
