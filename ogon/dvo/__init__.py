"""De DVO: haar tekst op een dag, haar bladen, haar zegel en wie er iets mee moet doen."""
