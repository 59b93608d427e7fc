"""Wat de pagina van één aanvraag toont: gelezen in een vast aantal queries, in kleine stukken."""

from maatwerk.dossier.dossier import Dossier
from maatwerk.dossier.lezen import lees, vind

__all__ = ["Dossier", "lees", "vind"]
