"""Wie er achter het scherm zit: elk met een eigen venster, binnen met één klik op de inlogpagina."""

import re
from collections.abc import Callable

from playwright.sync_api import Locator, Page, expect

AANVRAGER = "Aanvrager Uithoorn"
OPDRACHTGEVER = "Opdrachtgever Uithoorn"
BUDGETHOUDER = "Budgethouder Uithoorn"
SECRETARIS = "Secretaris OGON Bedrijfsvoering Duo+"
VOORZITTER = "Voorzitter OGON Bedrijfsvoering Duo+"
TEAMMANAGER = "Teammanager I&A Duo+"
UITVOERDER = "Uitvoerder 01 Duo+"
CONCERNCONTROLLER = "Concerncontroller Duo+"

NUMMER = re.compile(r"MW-\d{4}-\d{4}")


class Mensen:
    """The windows of one journey: ``als(rol)`` is the page of that person, logged in once.

    ``apparaat``: options of a Playwright context, for all of these windows.
    """

    def __init__(self, new_page: Callable[..., Page], **apparaat) -> None:
        self.new_page, self._apparaat = new_page, apparaat
        self._vensters: dict[str, Page] = {}

    def als(self, rol: str) -> Page:
        if rol not in self._vensters:
            self._vensters[rol] = log_in(self.new_page(**self._apparaat), rol)
        return self._vensters[rol]


def log_in(page: Page, rol: str) -> Page:
    """One click on the log-in page, on the role as it is read there."""
    page.goto("/inloggen/")
    kies_rol(page, rol)
    return page


def kies_rol(page: Page, rol: str) -> None:
    page.get_by_role("button", name=rol, exact=True).click()
    expect(page.get_by_role("button", name=rol, exact=True)).to_have_count(0)


def veld(page: Page, naam: str) -> Locator:
    """The box with this label; hints and "(niet verplicht)" may stand behind it."""
    return page.get_by_label(naam, exact=True).or_(page.get_by_label(f"{naam} (niet verplicht)", exact=True))


def kies(page: Page, vraag: str, antwoord: str) -> None:
    """A radio button or box: the answer under its question."""
    page.get_by_role("group", name=vraag).get_by_label(antwoord, exact=True).check()


def druk(page: Page, knop: str) -> None:
    """Press a button and wait for the page it leads to."""
    with page.expect_navigation():
        page.get_by_role("button", name=knop, exact=True).click()
