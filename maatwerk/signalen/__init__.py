"""Signalen: welke grens van een plafond of lumpsum is gepasseerd, en wat daaruit volgt."""
