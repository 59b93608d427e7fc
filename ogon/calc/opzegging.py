"""Termijnen in maanden: wanneer zij aflopen, en wat de laatste dag is om op tijd op te zeggen."""

from calendar import monthrange
from datetime import date


def maanden_later(dag: date, aantal: int) -> date:
    """The day on which a term of so many months from ``dag`` ends; negative counts back.

    The same day of the month, or the last one if that month is shorter (Verordening (EEG, Euratom)
    1182/71, artikel 3 lid 2 onder c).
    """
    jaren, maand = divmod(dag.month - 1 + aantal, 12)
    jaar = dag.year + jaren
    return date(jaar, maand + 1, min(dag.day, monthrange(jaar, maand + 1)[1]))


def laatste_opzegdag(einde: date, maanden: int) -> date:
    """The last day from which a term of so many months ends no later than ``einde``."""
    eerder = maanden_later(einde, -maanden)
    return _einde_van_maand(eerder) if einde == _einde_van_maand(einde) else eerder


def _einde_van_maand(dag: date) -> date:
    return dag.replace(day=monthrange(dag.year, dag.month)[1])
