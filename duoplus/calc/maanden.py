"""Rekenen met maanden; een maand is haar eerste dag."""

from datetime import date, timedelta


def maanden_van(jaar: int) -> list[date]:
    """The twelve of this year."""
    return [date(jaar, nummer, 1) for nummer in range(1, 13)]


def volgende_maand(maand: date) -> date:
    return (maand + timedelta(days=31)).replace(day=1)


def laatste_dag(maand: date) -> date:
    """The last day of this month, given by its first."""
    return volgende_maand(maand) - timedelta(days=1)
