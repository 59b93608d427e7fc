"""Wat als: een scenario maken, met toetsen verplaatsen, vergelijken en overnemen; in licht en donker."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.mensen import VOORZITTER, Mensen

WAT_ALS = "/ogon/bedrijfsvoering/scenario/"
LIVE = "#duo-live"


@pytest.fixture
def mensen(new_page):
    return Mensen(new_page)


def titels(page: Page) -> list[str]:
    return page.locator("[data-sleutel]").evaluate_all("rijen => rijen.map((rij) => rij.dataset.titel)")


def rij(page: Page, titel: str):
    return page.locator(f'[data-titel="{titel}"]')


def begin(page: Page, naam: str) -> list[str]:
    page.goto("/ogon/bedrijfsvoering/")
    page.get_by_role("link", name="Wat als").click()
    page.get_by_label("Naam van het scenario").fill(naam)
    page.get_by_role("button", name="Beginnen").click()
    expect(page.get_by_role("heading", level=1)).to_have_text(naam)
    return titels(page)


def wacht_op(page: Page, verwacht: list[str]) -> None:
    expect(page.locator("[data-sleutel] .duo-bord__titel")).to_have_text(verwacht)


def test_a_scenario_is_made_moved_compared_and_adopted(mensen):
    voorzitter = mensen.als(VOORZITTER)
    eerst = begin(voorzitter, "Laatste omhoog")
    laatste = eerst[-1]

    rij(voorzitter, laatste).get_by_role("link", name="Verplaats").focus()
    voorzitter.keyboard.press("Alt+ArrowUp")
    wacht_op(voorzitter, [*eerst[:-2], laatste, eerst[-2]])
    plek = f"‘{laatste}’ staat nu op plaats {len(eerst) - 1} van {len(eerst)}."
    expect(voorzitter.locator(LIVE)).to_contain_text(plek)
    expect(rij(voorzitter, laatste).get_by_role("button", name="omhoog")).to_be_focused()

    rij(voorzitter, laatste).get_by_role("link", name="Verplaats").click()
    voorzitter.get_by_label("Plaats, van 1 tot en met").fill("1")
    voorzitter.keyboard.press("Enter")
    wacht_op(voorzitter, [laatste, *eerst[:-1]])
    expect(voorzitter.get_by_role("button", name="Terugdraaien")).to_have_count(2)
    voorzitter.get_by_role("button", name="Terugdraaien").first.click()
    wacht_op(voorzitter, [laatste, *eerst[:-1]])

    voorzitter.goto(WAT_ALS)
    voorzitter.get_by_role("link", name="Vergelijken").click()
    voorzitter.get_by_label("Scenario 1").select_option("Laatste omhoog")
    voorzitter.get_by_label("Scenario 2").select_option("Spoed na het incident")
    voorzitter.get_by_role("button", name="Vergelijken").click()
    expect(voorzitter.get_by_role("columnheader", name="Spoed na het incident")).to_be_visible()
    expect(voorzitter.get_by_text("Verschilt").first).to_be_visible()

    voorzitter.get_by_role("columnheader", name="Laatste omhoog").get_by_role("link").click()
    voorzitter.get_by_role("link", name="Overnemen").click()
    voorzitter.get_by_label("Waarom verandert de volgorde?").fill("De gemeenten willen dit eerder.")
    for keuze in voorzitter.get_by_label(re.compile("later klaar")).all():
        keuze.select_option("gemeente")
    for tekst in voorzitter.get_by_label(re.compile("^Toelichting bij")).all():
        tekst.fill("Op verzoek van de gemeenten.")
    voorzitter.get_by_role("button", name="Overnemen").click()
    expect(voorzitter.get_by_text("De volgorde is overgenomen met besluit")).to_be_visible()
    expect(voorzitter.get_by_role("link", name="Het besluit")).to_be_visible()
    begin(voorzitter, "Daarna")
    wacht_op(voorzitter, [laatste, *eerst[:-1]])


def test_somebody_else_reads_what_was_shared(mensen):
    diemen = mensen.als("Opdrachtgever Diemen")
    diemen.goto(WAT_ALS)
    expect(diemen.get_by_role("link", name="Alleen omdraaien")).to_have_count(0)
    diemen.get_by_role("link", name="Spoed na het incident").click()
    expect(diemen.get_by_role("heading", name="Wat als: gedeeld")).to_be_visible()
    expect(diemen.locator("[data-greep]")).to_have_count(0)
