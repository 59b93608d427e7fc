"""Elke bladzijde die een gemeente en een bezoeker zien: axe, titel, kop en smal scherm."""

from tests.journeys import bladzijden
from tests.journeys.toegankelijk import keur


def test_pages_of_a_municipality(demo_server, new_page):
    paden = bladzijden.zonder_inloggen() + bladzijden.van_gemeente(demo_server)

    keur(paden, new_page)
