"""Actiepunten: de lijst, één actie, en wat iemand ermee doet."""
