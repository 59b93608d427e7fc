"""Een weergave maken en gebruiken, veel aanvragen tegelijk, alleen het toetsenbord, en vergelijken."""

import re

from playwright.sync_api import Page, expect

from tests.conftest import MOBILE
from tests.journeys.mensen import AANVRAGER, SECRETARIS, log_in


def _rij(page: Page, nummer: int):
    return page.locator("tbody tr").nth(nummer)


def test_a_view_is_made_used_and_taken_away(page, axe):
    log_in(page, AANVRAGER)
    page.goto("/aanvragen/?status=in_uitvoering")
    page.get_by_role("link", name="Kolommen").click()
    page.get_by_role("link", name="Team weghalen").click()
    page.get_by_role("link", name=re.compile("Erbij zetten.*Behandelaar")).click()
    axe(page)
    page.get_by_role("link", name="Toon de lijst").click()
    expect(page.get_by_role("columnheader", name="Behandelaar")).to_be_visible()
    expect(page.get_by_role("columnheader", name="Team")).to_have_count(0)
    aantal = page.locator("tbody tr").count()

    page.get_by_role("link", name="Weergave bewaren").click()
    axe(page)
    page.get_by_label("Naam van de weergave").fill("Loopt bij ons")
    page.get_by_label("Open de lijst hiermee").check()
    page.get_by_role("button", name="Weergave bewaren").click()
    weergaven = page.get_by_role("navigation", name="Bewaarde weergaven")
    mijn = weergaven.get_by_role("link", name="Loopt bij ons")
    expect(mijn).to_have_attribute("aria-current", "page")
    expect(mijn.locator(".n")).to_contain_text(str(aantal))

    page.goto("/aanvragen/")  # the bare address opens it now
    expect(page.locator("tbody tr")).to_have_count(aantal)
    expect(page.get_by_role("columnheader", name="Behandelaar")).to_be_visible()
    weergaven.get_by_role("link", name="Standaardweergave").click()
    expect(page.get_by_role("columnheader", name="Team")).to_be_visible()
    weergaven.get_by_role("link", name="Beheren").click()
    axe(page)
    page.get_by_role("link", name=re.compile("Verwijderen.*Loopt bij ons")).click()
    page.get_by_role("button", name="Weergave verwijderen").click()
    expect(page.get_by_text("is verwijderd")).to_be_visible()


def test_many_at_once_tells_of_each_what_it_did(page, axe):
    log_in(page, SECRETARIS)
    page.goto("/aanvragen/?weergave=standaard&status=alle&sorteer=status")
    vak = page.get_by_role("checkbox", name="Kies alle aanvragen op deze pagina")
    vak.check()
    expect(page.locator("[data-aantal]")).to_have_text(re.compile(r"^\d+ gekozen$"))
    axe(page)
    page.get_by_role("button", name="Toewijzen").click()
    page.get_by_label(re.compile("^Welk team")).select_option(label="HRM")
    axe(page)
    page.get_by_role("button", name="Bekijk wat er gebeurt").click()
    expect(page.get_by_text("Er is nog niets veranderd.")).to_be_visible()
    expect(page.get_by_text("Kan niet.").first).to_be_visible()
    axe(page)
    page.get_by_role("button", name=re.compile(r"^Toewijzen: \d+ aanvra")).click()
    expect(page.get_by_role("heading", name="Aanvragen toewijzen: klaar")).to_be_visible()
    expect(page.get_by_role("heading", name="Niet gelukt")).to_be_visible()
    gelukt = page.get_by_role("group", name="Gelukt", exact=True)
    expect(gelukt.get_by_text(re.compile("naar HRM")).first).to_be_visible()
    axe(page)
    gelukt.get_by_role("link").first.click()
    expect(page.get_by_text(re.compile("wees de aanvraag toe aan HRM")).first).to_be_attached()


def test_the_list_by_keyboard_alone(page):
    log_in(page, AANVRAGER)
    page.goto("/aanvragen/?status=alle")
    eerste, tweede = _rij(page, 0), _rij(page, 1)
    eerste.get_by_role("checkbox").focus()
    page.keyboard.press("Tab")
    expect(eerste.locator("th a")).to_be_focused()
    page.keyboard.press("ArrowDown")
    expect(tweede.locator("th a")).to_be_focused()
    page.keyboard.press("Space")
    expect(tweede.get_by_role("checkbox")).to_be_checked()
    expect(page.locator("#duo-live")).to_contain_text("gekozen")
    page.keyboard.press("End")
    expect(page.locator("tbody tr").last.locator("th a")).to_be_focused()
    page.keyboard.press("Tab")  # out of the list
    expect(page.locator("tbody :focus")).to_have_count(0)
    page.keyboard.press("Shift+Tab")
    page.keyboard.press("Home")
    titel = eerste.locator("th a").inner_text()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name=titel, level=1)).to_be_visible()


def test_comparing_marks_what_was_there(page, axe):
    log_in(page, SECRETARIS)
    page.goto("/aanvragen/?weergave=standaard")
    page.get_by_role("link", name="Meer filters").click()
    page.get_by_label("Vergelijk met", exact=True).select_option(index=1)
    expect(page.get_by_text("wat toen anders was, staat doorgestreept")).to_be_visible()
    expect(page.locator("tbody del").first).to_be_visible()
    axe(page)
    page.get_by_role("link", name="Niet meer vergelijken").click()
    expect(page.locator("tbody del")).to_have_count(0)


def test_on_a_phone_it_is_still_a_table_that_fits(new_page, axe):
    page = log_in(new_page(viewport=MOBILE), SECRETARIS)
    page.goto("/aanvragen/?weergave=standaard&kolommen=gemeente,status,uren,bedrag,behandelaar")
    expect(page.get_by_role("row").nth(1)).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")
    axe(page)
