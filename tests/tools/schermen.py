"""Pictures of the portal, to judge by eye: python -m tests.tools.schermen MAP [ADRES] [ROL=PAD …]

Without an address it starts a portal of its own on the demo year. Every page comes four times: wide and
narrow, light and dark.
"""

import re
import sys
from collections.abc import Iterable
from contextlib import ExitStack
from itertools import product
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright

from tools import chromium

BREED, SMAL = {"width": 1366, "height": 900}, {"width": 390, "height": 844}
PLAATJES = [
    ("Aanvrager Uithoorn", "/"),
    ("Aanvrager Uithoorn", "/aanvragen/"),
    ("Aanvrager Uithoorn", "/aanvragen/?q=bestaatniet"),
    ("Aanvrager Uithoorn", "/aanvragen/nieuw/"),
    ("Aanvrager Uithoorn", "/aanvragen/concepten/"),
    ("Teammanager I&A Duo+", "/opdrachten/"),
]


def maak(map_: Path, adres: str, paden: Iterable[tuple[str, str]]) -> None:
    """One PNG per page, width and colour in ``map_``."""
    map_.mkdir(parents=True, exist_ok=True)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium.find(), args=chromium.flags())
        for vorm, kleur in product((BREED, SMAL), ("light", "dark")):
            _reeks(browser, map_, adres, paden, vorm, kleur)
        browser.close()


def _reeks(browser: Browser, map_: Path, adres: str, paden: Iterable, vorm: dict, kleur: str) -> None:
    vensters: dict[str, Page] = {}
    for rol, pad in paden:
        if rol not in vensters:
            vensters[rol] = _venster(browser, adres, rol, vorm, kleur)
        vensters[rol].goto(pad, wait_until="networkidle")
        naam = re.sub(r"[^a-z0-9]+", "-", f"{pad} {rol}".lower()).strip("-")
        vensters[rol].screenshot(path=map_ / f"{naam}-{vorm['width']}-{kleur}.png", full_page=True)


def _venster(browser: Browser, adres: str, rol: str, vorm: dict, kleur: str) -> Page:
    page = browser.new_context(base_url=adres, viewport=vorm, color_scheme=kleur, locale="nl-NL").new_page()
    page.goto("/inloggen/")
    if rol:
        page.get_by_role("button", name=rol, exact=True).click()
    return page


def main(map_: str, *rest: str) -> None:
    adres = rest[0] if rest and rest[0].startswith("http") else ""
    paden = [tuple(deel.split("=", 1)) for deel in rest if "=" in deel and deel != adres] or PLAATJES
    with ExitStack() as alles:
        if not adres:
            from tests import server  # noqa: PLC0415 - starts the services

            adres = alles.enter_context(server.running("duoplus_schermen")).url
        maak(Path(map_), adres, paden)


if __name__ == "__main__":
    main(*sys.argv[1:])
