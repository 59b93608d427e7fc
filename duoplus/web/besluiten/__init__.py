"""Het register van besluiten: de lijst, één besluit, en hoe ver het is uitgevoerd."""
