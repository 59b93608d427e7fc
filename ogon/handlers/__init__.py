"""Wat er volgt op een feit van het OGON, één module per zelfstandig naamwoord."""
