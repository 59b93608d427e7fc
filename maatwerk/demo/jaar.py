"""Het jaar zelf: alle verhalen door elkaar, op de dagen waarop het zo had kunnen gaan."""

from datetime import date


def maak(peildatum: date) -> None:
    """Thirty requests and two drafts."""
