"""Elke bladzijde die Duo+ ziet en elk formulier van een stap: axe, titel, kop en smal scherm."""

from tests.journeys import bladzijden as b
from tests.journeys.toegankelijk import keur


def test_pages_of_duoplus(demo_server, new_page):
    keur(b.van_duoplus(demo_server), new_page)


def test_forms_of_every_open_step(demo_server, new_page):
    keur(b.stappen(demo_server).values(), new_page)


def test_no_address_is_forgotten(demo_server):
    """A new address gets a line in bladzijden.py, or a reason why it is no page."""
    alles = b.zonder_inloggen() + b.van_gemeente(demo_server) + b.van_duoplus(demo_server)
    alles += b.stappen(demo_server).values()

    assert b.alle_namen() - b.namen(alles) == b.GEEN_BLADZIJDE
