"""Een wat-als op het plan van OGON Bedrijfsvoering, gedeeld door de voorzitter: spoed bovenaan."""

from duoplus.models import Team
from maatwerk.actions.scenario import deel, maak, wijzig
from maatwerk.demo.toneel import Toneel
from maatwerk.planning.plan import lees_plan
from maatwerk.planning.wijzigingen import TOEVOEGEN, VERPLAATS

OGON = "bedrijfsvoering"


def speel(toneel: Toneel) -> None:
    """New work for 40 hours of I&A on top, so that a promise slips; what stood last comes right below it."""
    ogon, voorzitter = toneel.ogons[OGON], toneel.wie(f"voorzitter.{OGON}")
    laatste = lees_plan(ogon).regels[-1].sleutel
    omhoog = {"soort": VERPLAATS, "aanvraag": laatste, "plaats": 1}
    gedeeld = maak(ogon, naam="Spoed na het incident", by=voorzitter)
    wijzig(gedeeld, omhoog, by=voorzitter)
    uren = {str(Team.objects.get(kort="I&A").pk): "40"}
    spoed = {"soort": TOEVOEGEN, "titel": "Herstel na een beveiligingsincident", "uren": uren, "plaats": 1}
    wijzig(gedeeld, spoed, by=voorzitter)
    deel(gedeeld, by=voorzitter)
    eigen = maak(ogon, naam="Alleen omdraaien", by=voorzitter)
    wijzig(eigen, omhoog, by=voorzitter)
