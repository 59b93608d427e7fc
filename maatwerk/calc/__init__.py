"""Zuiver rekenwerk van maatwerk: geen database, geen Django, geen klok."""
