"""De vragen op de bladzijden van het OGON, één module per zelfstandig naamwoord."""
