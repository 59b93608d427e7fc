"""De overzichten in de browser: alleen met het toetsenbord, op de telefoon, en zonder fouten van axe."""

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.journeys.mensen import AANVRAGER, OPDRACHTGEVER, VOORZITTER, log_in

pytestmark = pytest.mark.usefixtures("vrij_bord")
VOLGORDE = "/ogon/bedrijfsvoering/prioriteren/"


def zonder_plaats(page: Page) -> Locator:
    """The box of the first request that has no place yet; three journeys each place one."""
    rij = page.get_by_role("listitem").filter(has=page.get_by_role("button", name="Op plaats zetten"))
    return rij.first.get_by_label("Naar plaats")


def test_filtering_keeps_the_address_the_focus_and_the_way_back(page: Page):
    log_in(page, AANVRAGER)
    page.goto("/aanvragen/")
    page.get_by_label("Status").select_option("alle")
    expect(page).to_have_url("/aanvragen/?status=alle")
    page.get_by_label("Zoekwoord of nummer").fill("dashboard")
    page.keyboard.press("Enter")
    expect(page.locator("#duo-live")).to_have_text("1 aanvraag gevonden")
    expect(page.get_by_label("Zoekwoord of nummer")).to_be_focused()
    assert "q=dashboard" in (page.locator("#download a").first.get_attribute("href") or "")
    page.go_back()
    expect(page).to_have_url("/aanvragen/?status=alle")
    expect(page.get_by_role("heading", name="Aanvragen", level=1)).to_be_visible()


def test_the_list_works_without_script(new_page):
    page = log_in(new_page(java_script_enabled=False), AANVRAGER)
    page.goto("/aanvragen/")
    page.get_by_label("Zoekwoord of nummer").fill("dashboard")
    page.get_by_role("button", name="Filter toepassen").click()
    expect(page.locator("tbody tr")).to_have_count(1)
    page.get_by_role("link", name="‘dashboard’").click()
    expect(page.locator("tbody tr").nth(1)).to_be_visible()


def test_the_chair_orders_by_keyboard(new_page, axe):
    page = log_in(new_page(), VOORZITTER)
    page.goto(VOLGORDE)
    kandidaat = zonder_plaats(page)
    kandidaat.fill("1")
    page.keyboard.press("Enter")
    expect(page.locator(".duo-errors")).to_be_focused()
    axe(page)
    page.get_by_label("Waarom verandert de volgorde?").fill("Dit is een wettelijke taak.")
    kandidaat.fill("1")
    page.keyboard.press("Enter")
    expect(page.locator("#duo-live")).to_contain_text("staat nu op plaats 1.")
    eerste = page.get_by_role("button", name="omlaag").first
    knop = eerste.get_attribute("id")
    eerste.focus()
    page.keyboard.press("Enter")
    expect(page.locator("#duo-live")).to_contain_text("staat nu op plaats 2.")
    expect(page.locator(f"#{knop}")).to_be_focused()
    expect(page.get_by_label("Waarom verandert de volgorde?")).to_have_value("Dit is een wettelijke taak.")


def test_the_chair_orders_without_script(new_page):
    page = log_in(new_page(java_script_enabled=False), VOORZITTER)
    page.goto(VOLGORDE)
    page.get_by_label("Waarom verandert de volgorde?").fill("Zonder script.")
    zonder_plaats(page).fill("1")
    page.get_by_role("button", name="Op plaats zetten").first.click()
    expect(page.get_by_text("staat nu op plaats 1.")).to_be_visible()


def test_two_windows_of_the_chair_meet(new_page, axe):
    een, twee = (log_in(new_page(), VOORZITTER) for _ in range(2))
    for page in (een, twee):
        page.goto(VOLGORDE)
        page.get_by_label("Waarom verandert de volgorde?").fill("Ik was eerst.")
        zonder_plaats(page).fill("1")
    een.keyboard.press("Enter")
    expect(een.locator("#duo-live")).to_contain_text("staat nu op plaats 1.")
    twee.keyboard.press("Enter")
    expect(twee.get_by_role("heading", name="Iemand anders heeft de volgorde net gewijzigd")).to_be_visible()
    axe(twee)
    expect(twee.get_by_label("Waarom verandert de volgorde?")).to_have_value("Ik was eerst.")


def test_another_municipality_is_no_link(page: Page):
    log_in(page, OPDRACHTGEVER)
    page.goto("/ogon/bedrijfsvoering/")
    vreemd = page.get_by_role("row").filter(has_text="andere gemeente").first
    expect(vreemd.get_by_role("link")).to_have_count(0)
