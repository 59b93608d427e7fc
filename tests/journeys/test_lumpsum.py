"""The standing of a year in the browser: down from a figure to its bookings and up again, by keyboard."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.conftest import UITERSTEN
from tests.journeys.mensen import CONCERNCONTROLLER, log_in

STAND = "/lumpsum/2026/"


def euro(tekst: str) -> str:
    """The amount in a cell, without what only a screen reader says."""
    return re.search(r"−?€\s?[\d.,]+", tekst)[0].replace("\xa0", " ")


def test_a_figure_leads_to_its_bookings_and_back_without_script(new_page):
    page = log_in(new_page(java_script_enabled=False), CONCERNCONTROLLER)
    page.goto("/")
    page.get_by_role("navigation", name="Hoofdmenu").get_by_role("link", name="Lumpsum").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Lumpsum maatwerk")
    page.goto(STAND)
    rij = page.get_by_role("row").filter(has_text="Uithoorn").first
    geboekt = rij.get_by_role("link", name="bekijk de boekingen")
    bedrag = euro(geboekt.inner_text())

    geboekt.click()

    samen = page.locator(".duo-totalen")
    expect(samen).to_contain_text("Aandeel Uithoorn")
    assert euro(samen.inner_text().split("Aandeel Uithoorn")[1]) == bedrag
    page.get_by_role("link", name="Terug naar de stand").click()
    expect(page.get_by_label("Gemeente", exact=True)).to_have_value("U")


def test_every_way_to_add_up_is_reached_by_keyboard(page: Page):
    log_in(page, CONCERNCONTROLLER).goto(STAND)

    for groep in ("OGON", "team", "taakveld", "maand"):
        page.get_by_role("link", name=f"Per {groep}").focus()
        page.keyboard.press("Enter")
        expect(page.get_by_role("heading", name=f"Per {groep}")).to_be_visible()
        expect(page.get_by_role("row").filter(has_text="Totaal").first).to_be_visible()
    page.get_by_text("Bekijk de cijfers als tabel").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("table", name="Opgeteld per maand")).to_be_visible()


@pytest.mark.parametrize(("viewport", "color_scheme"), UITERSTEN)
def test_the_money_pages_have_no_barriers(new_page, axe, viewport, color_scheme):
    page = log_in(new_page(viewport=viewport, color_scheme=color_scheme), CONCERNCONTROLLER)
    for pad in (
        STAND,
        f"{STAND}?groep=team",
        f"{STAND}opdrachten/?gemeente=U",
        "/lumpsum/boekingen/?jaar=2026",
    ):
        page.goto(pad)
        axe(page)
        assert page.evaluate("document.documentElement.scrollWidth") <= viewport["width"]
