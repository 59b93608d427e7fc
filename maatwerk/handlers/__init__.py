from maatwerk.handlers import aanvraag, uitvoering, uren, volgorde  # noqa: F401  register themselves
