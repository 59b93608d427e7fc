"""Werkplannen in de browser: van te veel uren naar een besluit, en langs de draad heen en terug."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser import axe_violations
from tests.conftest import MOBILE
from tests.journeys.mensen import CONCERNCONTROLLER, TEAMMANAGER, VOORZITTER, Mensen, druk, log_in


@pytest.fixture
def mensen(new_page):
    return Mensen(new_page)


def _open_plan(page: Page, jaar: int) -> None:
    page.goto(f"/werkplannen/?jaar={jaar}")
    page.get_by_role("row").filter(has_text="I&A").get_by_role("link").first.click()
    expect(page.get_by_role("heading", level=1)).to_contain_text(f"{jaar}")


def test_a_plan_that_asks_too_much_is_cut_until_it_fits_and_adopted(mensen):
    manager = mensen.als(TEAMMANAGER)
    _open_plan(manager, 2027)
    expect(manager.get_by_text("Het plan past niet in de uren van het team.")).to_be_visible()
    manager.get_by_role("link", name="Past het plan in de uren?").click()
    druk(manager, "Vastleggen dat het past")
    expect(manager.locator(".duo-errors")).to_contain_text("uur te veel")
    manager.get_by_role("link", name="Annuleren").click()
    expect(manager.get_by_role("link", name="Past het plan in de uren?")).to_be_visible()

    while manager.get_by_text("Het plan past niet in de uren van het team.").is_visible():
        manager.locator("a.duo-rowlink").first.click()
        manager.get_by_role("link", name="Regel laten vervallen").click()
        manager.get_by_label("Waarom vervalt deze regel?").fill("Er zijn niet genoeg uren.")
        druk(manager, "Regel laten vervallen")
    manager.get_by_role("link", name="Past het plan in de uren?").click()
    druk(manager, "Vastleggen dat het past")

    voorzitter = mensen.als(VOORZITTER)
    voorzitter.goto("/")
    taak = voorzitter.get_by_role("listitem").filter(has_text="Werkplan I&A 2027")
    taak.get_by_role("link", name="Vaststellen").click()
    voorzitter.get_by_label("Waarom stelt u dit plan vast?").fill("Dit past.")
    voorzitter.keyboard.press("Tab")
    expect(voorzitter.get_by_role("button", name="Vaststellen", exact=True)).to_be_focused()
    with voorzitter.expect_navigation():
        voorzitter.keyboard.press("Enter")
    expect(voorzitter.get_by_text("Het werkplan is vastgesteld met besluit BES-")).to_be_visible()
    assert axe_violations(voorzitter) == []


def test_the_thread_leads_from_an_hour_to_its_decision_and_back(new_page):
    page = log_in(new_page(java_script_enabled=False, viewport=MOBILE), CONCERNCONTROLLER)
    page.goto("/opdrachten/?toon=lopend&q=dashboard")
    page.get_by_role("link", name="Extra dashboard sociaal domein voor MT").click()
    page.get_by_role("link", name="Besluit, DVO, werkplan en uren").click()
    expect(page.get_by_role("heading", name="Uren en kosten")).to_be_visible()
    draad = page.url
    for knoop, terug in (
        ("Akkoord, BES-", "Opdracht, DVO, werkplan en uren"),
        ("OPD-", "Besluit, DVO, werkplan en uren"),
        ("Werkplan I&A 2026", "De draad van MW-"),
    ):
        page.goto(draad)
        page.get_by_role("link", name=knoop).first.click()
        page.get_by_role("link", name=terug).first.click()
        expect(page).to_have_url(draad)
