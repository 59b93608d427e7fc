"""Wat er te lezen is over voorstellen, maatregelen en plannen van aanpak: agenda, lijsten en wat wacht."""
