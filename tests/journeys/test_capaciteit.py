"""Uren van teams in de browser, zonder script: van te weinig uren naar een besluit dat ze verdeelt."""

from playwright.sync_api import expect

from tests.journeys.mensen import VOORZITTER, log_in


def test_the_chair_of_the_hub_reacts_and_divides_without_script(new_page):
    page = log_in(new_page(java_script_enabled=False), VOORZITTER)
    page.goto("/")
    page.get_by_role("listitem").filter(has_text="te weinig uren").get_by_role("link").last.click()
    page.get_by_label("Bezwaar").check()
    page.get_by_role("button", name="Reageren").click()
    expect(page.get_by_label("Bezwaar")).to_be_checked()
    expect(page.locator(".duo-errors")).to_contain_text("Zeg waarom u bezwaar heeft.")

    page.get_by_label("Akkoord").check()
    page.get_by_role("button", name="Reageren").click()
    page.get_by_role("link", name="Uren verdelen").click()
    page.get_by_label("Deel van OGON Bedrijfsvoering in procenten").fill("60")
    page.get_by_label("Deel van OGON Burger in procenten").fill("50")
    page.get_by_label("Waarom deze verdeling?").fill("De analyse gaat voor.")
    page.get_by_role("button", name="Besluit vastleggen").click()
    expect(page.locator(".duo-errors")).to_contain_text("samen 110%")

    page.get_by_label("Deel van OGON Burger in procenten").fill("40")
    page.get_by_role("button", name="Besluit vastleggen").click()
    expect(page.get_by_text("60%")).to_be_visible()
    expect(page.get_by_text("De analyse gaat voor.")).to_be_visible()
