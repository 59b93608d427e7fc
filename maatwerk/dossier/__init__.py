"""Wat de pagina van één aanvraag toont: gelezen in een vast aantal queries, uitgewerkt als kleine gegevens."""

from maatwerk.dossier.dossier import Dossier
from maatwerk.dossier.lezen import lees

__all__ = ["Dossier", "lees"]
