from ogon.handlers import dvo, opschaling, voorstel  # noqa: F401  register themselves
