"""Zoeken met het toetsenbord, op een telefoon en zonder script; en springen naar wat u zoekt."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser import axe_violations
from tests.conftest import MOBILE
from tests.journeys import aanvraag as a
from tests.journeys.mensen import AANVRAGER, SECRETARIS, log_in


@pytest.fixture
def nummer(demo_server) -> str:
    """A request of Uithoorn on the table of Bedrijfsvoering."""
    return demo_server.rows(
        "SELECT a.nummer FROM maatwerk_aanvraag a JOIN duoplus_organisatie g ON g.id = a.organisatie_id"
        " JOIN duoplus_gremium o ON o.id = a.ogon_id"
        " WHERE g.letter = 'U' AND o.slug = 'bedrijfsvoering' AND a.nummer IS NOT NULL ORDER BY a.id LIMIT 1"
    )[0][0]


def _open(page: Page) -> None:
    page.goto("/meldingen/")
    page.keyboard.press("Control+k")
    expect(page.get_by_role("combobox")).to_be_focused()


def _opties(page: Page):
    return page.get_by_role("option")


def test_ctrl_k_jumps_to_a_page(new_page):
    page = log_in(new_page(), AANVRAGER)
    _open(page)
    expect(_opties(page).filter(has_text="Opdrachten")).to_be_visible()

    page.keyboard.type("opdracht")
    expect(_opties(page).first).to_have_text("Opdrachten")
    page.keyboard.press("ArrowDown")
    gekozen = page.get_by_role("option", selected=True)
    expect(gekozen).to_have_text("Opdrachten")
    expect(page.get_by_role("combobox")).to_have_attribute(
        "aria-activedescendant", gekozen.get_attribute("id") or ""
    )
    assert axe_violations(page) == []
    page.keyboard.press("Enter")
    a.kop(page, "Opdrachten")


def test_ctrl_k_jumps_to_an_ogon(new_page):
    page = log_in(new_page(), SECRETARIS)
    _open(page)
    page.keyboard.type("ogon bedrijf")
    expect(_opties(page).filter(has_text="Bedrijfsvoering").first).to_be_visible()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(page).to_have_url("/ogon/bedrijfsvoering/")


def test_a_number_and_enter_go_straight_there(new_page, nummer):
    page = log_in(new_page(), AANVRAGER)
    _open(page)
    page.keyboard.type(nummer.lower())
    expect(page.get_by_role("option", selected=True)).to_contain_text(nummer)
    page.keyboard.press("Enter")
    expect(page).to_have_url(f"/aanvragen/{nummer}/")

    _open(page)
    page.keyboard.type(nummer)
    page.keyboard.press("Enter")  # before the list has come
    expect(page).to_have_url(f"/aanvragen/{nummer}/")


def test_arrows_go_round_and_escape_gives_the_focus_back(new_page):
    page = log_in(new_page(), AANVRAGER)
    page.goto("/meldingen/")
    zoekvak = page.get_by_label("Zoek op woord of nummer").locator("visible=true")
    zoekvak.focus()
    page.keyboard.press("Control+k")
    expect(_opties(page).first).to_be_visible()
    page.keyboard.press("ArrowUp")
    expect(_opties(page).last).to_have_attribute("aria-selected", "true")
    page.keyboard.press("ArrowDown")
    expect(_opties(page).first).to_have_attribute("aria-selected", "true")
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog", name="Zoeken")).to_be_hidden()
    expect(zoekvak).to_be_focused()


def test_the_number_found_is_announced_and_enter_shows_all(new_page):
    page = log_in(new_page(), SECRETARIS)
    _open(page)
    page.keyboard.type("dashboard")
    expect(page.get_by_role("dialog").get_by_role("status")).to_contain_text("gevonden")
    page.keyboard.press("Enter")
    expect(page).to_have_url("/zoeken/?q=dashboard&direct=1")
    expect(page.locator("main mark").first).to_have_text("dashboard", ignore_case=True)
    page.get_by_role("link", name="Open als lijst").click()
    expect(page).to_have_url("/aanvragen/?q=dashboard")


def test_nothing_found_helps_on(new_page):
    page = log_in(new_page(), AANVRAGER)
    _open(page)
    page.keyboard.type("dashbord")
    expect(page.get_by_role("dialog").get_by_role("status")).to_contain_text("Niets gevonden")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Niets gevonden")).to_be_visible()
    expect(page.get_by_role("heading", name="Zo zoekt u")).to_be_visible()


def test_a_click_on_the_box_opens_the_same(new_page):
    page = log_in(new_page(), AANVRAGER)
    page.goto("/")
    page.get_by_label("Zoek op woord of nummer").locator("visible=true").click()
    expect(page.get_by_role("dialog", name="Zoeken")).to_be_visible()
    page.get_by_role("button", name="Sluiten").click()
    expect(page.get_by_role("dialog", name="Zoeken")).to_be_hidden()


def test_a_phone_searches_from_the_menu(new_page):
    page = log_in(new_page(viewport=MOBILE), AANVRAGER)
    page.goto("/")
    page.get_by_role("button", name="Menu").click()
    page.get_by_label("Zoek op woord of nummer").locator("visible=true").click()
    page.get_by_role("combobox").fill("dashboard")
    expect(_opties(page).first).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert axe_violations(page) == []


def test_without_script_the_box_is_a_form(new_page, nummer):
    page = log_in(new_page(java_script_enabled=False), AANVRAGER)
    page.goto("/")
    vak = page.get_by_label("Zoek op woord of nummer").locator("visible=true")
    vak.fill("dashboard")
    vak.press("Enter")
    expect(page.get_by_role("heading", name="Aanvragen")).to_be_visible()
    vak = page.get_by_label("Zoek op woord of nummer").locator("visible=true")
    vak.fill(nummer)
    vak.press("Enter")
    expect(page).to_have_url(f"/aanvragen/{nummer}/")


def test_what_cannot_be_looked_for_is_said(new_page):
    page = log_in(new_page(), AANVRAGER)
    page.goto("/zoeken/?q=" + "x" * 300)
    expect(page.get_by_text("Gebruik ten hoogste 200 tekens om te zoeken.")).to_be_visible()
    page.goto("/zoeken/?q=-intranet")
    expect(page.get_by_label("Woord of nummer", exact=True)).to_have_value("-intranet")
    expect(page.get_by_text("Typ ook een woord dat er wel in moet staan.")).to_be_visible()
