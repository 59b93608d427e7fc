"""Zuiver rekenwerk van de hele organisatie: geen database, geen Django, geen klok."""
