from maatwerk.handlers import aanvraag, uren, volgorde  # noqa: F401  register themselves
