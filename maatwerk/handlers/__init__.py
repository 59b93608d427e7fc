from maatwerk.handlers import (  # noqa: F401  register themselves
    aanvraag,
    perioden,
    signalen,
    uitvoering,
    uren,
    verantwoording,
    volgorde,
)
