"""Op welke dag wij kijken als het over een jaar gaat."""

from datetime import date

from duoplus import klok


def peildag(jaar: int) -> date:
    """Today in the year itself, else the nearest day of it."""
    return min(max(klok.vandaag(), date(jaar, 1, 1)), date(jaar, 12, 31))
