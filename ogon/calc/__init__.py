"""Zuiver rekenwerk van het OGON: geen database, geen Django, geen klok."""
