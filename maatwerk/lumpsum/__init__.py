"""De lumpsum lezen: standen, tabellen en controles. Alles komt uit ``stand.lees``: één rekenplek."""
