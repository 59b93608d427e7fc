from ogon.handlers import opschaling  # noqa: F401  registers itself
