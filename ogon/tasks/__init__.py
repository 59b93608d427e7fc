"""De klok van het OGON, één module per zelfstandig naamwoord; Celery vindt de taken hier."""

from ogon.tasks.dvo import bewaak_dvos

__all__ = ["bewaak_dvos"]
