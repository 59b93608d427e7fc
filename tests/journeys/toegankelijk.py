"""Wat elke bladzijde belooft: een titel, één kop, niets dat axe vindt, en geen balk opzij op een telefoon."""

from collections.abc import Callable, Iterable

from playwright.sync_api import Page

from tests.browser import axe_violations
from tests.journeys.bladzijden import NIEMAND, Bladzijde
from tests.journeys.mensen import Mensen

SMAL = (390, 320)


def keur(bladzijden: Iterable[Bladzijde], new_page: Callable[..., Page]) -> None:
    """Each page is read once, then narrowed and darkened; without motion, or colours are halfway."""
    mensen, niemand = Mensen(new_page, reduced_motion="reduce"), new_page(reduced_motion="reduce")
    gevonden = []
    for bladzijde in bladzijden:
        page = niemand if bladzijde.rol == NIEMAND else mensen.als(bladzijde.rol)
        page.goto(bladzijde.pad)
        gevonden += [f"{bladzijde.pad} ({bladzijde.rol}): {gebrek}" for gebrek in _beoordeel(page)]
    assert not gevonden, "\n".join(gevonden)


def _beoordeel(page: Page) -> list[str]:
    breed = _kop(page) + axe_violations(page)
    page.emulate_media(color_scheme="dark")
    page.set_viewport_size({"width": 390, "height": 844})
    smal = [f"donker, 390: {gebrek}" for gebrek in axe_violations(page)]
    balk = [f"{breedte} px: schuift opzij" for breedte in SMAL if _schuift_opzij(page, breedte)]
    page.emulate_media(color_scheme="light")
    page.set_viewport_size({"width": 1366, "height": 900})
    return breed + smal + balk


def _kop(page: Page) -> list[str]:
    gebreken = [] if page.title().endswith(" – Duo+ portaal") else [f"titel: {page.title()!r}"]
    koppen = page.get_by_role("heading", level=1).all_inner_texts()
    return gebreken if len(koppen) == 1 else [*gebreken, f"koppen: {koppen}"]


def _schuift_opzij(page: Page, breedte: int) -> bool:
    page.set_viewport_size({"width": breedte, "height": 844})
    return page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth")
