"""Drie gemeenten en een voorzitter komen met het toetsenbord tot een vastgestelde volgorde."""

import re

from playwright.sync_api import Page, expect

from tests.journeys import aanvraag as a
from tests.journeys import besluitvorming as b
from tests.journeys.besluitvorming import BEDRIJF
from tests.journeys.mensen import VOORZITTER, Mensen, druk, log_in

BURGER = "/ogon/burger/cyclus/2027/"
GEMEENTEN = ("Diemen", "Uithoorn", "Ouder-Amstel")
NET_BEWAARD = "Anderen lezen het pas als alle standpunten er zijn of de laatste dag voorbij is."


def _schuif_omlaag(page: Page) -> None:
    """The first row that can goes down one, by keys; everybody hears where it stands now."""
    page.goto(f"{BEDRIJF}prioriteren/")
    knop = page.get_by_role("button", name=re.compile("omlaag$")).first
    b.tab_naar(page, knop)
    page.keyboard.press("Enter")
    expect(page.get_by_text(re.compile(r"staat nu op plaats \d+ van")).first).to_be_attached()


def test_three_municipalities_and_a_chair_come_to_an_adopted_order(new_page):
    mensen = Mensen(new_page)
    voorzitter = mensen.als(VOORZITTER)
    opdrachtgevers = {naam: mensen.als(f"Opdrachtgever {naam}") for naam in GEMEENTEN}
    for page in opdrachtgevers.values():
        _schuif_omlaag(page)

    voorzitter.goto(f"{BEDRIJF}voorleggen/")
    expect(voorzitter.get_by_text("Schrijf eerst op waarom dit van de score afwijkt")).to_be_visible()
    b.schrijf_redenen(voorzitter)
    voorzitter.goto(f"{BEDRIJF}voorleggen/")
    expect(voorzitter.get_by_text("Zo is deze datum berekend")).to_be_visible()
    b.enter(voorzitter, voorzitter.get_by_role("button", name="Voorleggen"))
    expect(voorzitter.get_by_text("0 van 3", exact=True)).to_be_visible()

    b.geef_standpunt(opdrachtgevers["Diemen"], 0)
    expect(opdrachtgevers["Diemen"].get_by_text(NET_BEWAARD)).to_be_visible()
    b.geef_standpunt(opdrachtgevers["Uithoorn"], 3, "Ons archief kan niet wachten.")
    for page in (voorzitter, opdrachtgevers["Diemen"]):
        page.goto(f"{BEDRIJF}prioriteren/")
        expect(page.get_by_text("Uithoorn: gegeven")).to_be_visible()
        assert "Ons archief" not in page.content()
    b.geef_standpunt(opdrachtgevers["Ouder-Amstel"], 2)
    expect(
        opdrachtgevers["Ouder-Amstel"].get_by_text("Iedereen die meebeslist kan het nu lezen.")
    ).to_be_visible()

    b.naar_vaststellen(voorzitter)
    b.stel_vast(voorzitter)
    fout = voorzitter.get_by_role("alert")
    expect(fout).to_contain_text("Uithoorn (Ons archief kan niet wachten.)")

    b.geef_standpunt(opdrachtgevers["Uithoorn"], 1, "Als het archief de volgende keer bovenaan staat.")
    b.stel_vast(voorzitter)
    expect(voorzitter.get_by_text("De volgorde is vastgesteld met besluit")).to_be_visible()
    voorzitter.get_by_role("link", name="Het besluit").click()
    a.kop(voorzitter, "Volgorde vaststellen")
    standpunten = voorzitter.get_by_role("region", name="Standpunten")
    for woord in ("Bezwaar", "Akkoord mits", "Onthouding", "Ons archief kan niet wachten."):
        expect(standpunten.get_by_text(woord, exact=True)).to_be_visible()
    assert "€" not in voorzitter.get_by_role("main").inner_text()


def test_a_position_without_scripts(new_page):
    page = log_in(new_page(java_script_enabled=False), "Opdrachtgever Uithoorn")
    page.goto("/")
    page.locator(f'a[href="{BURGER}standpunt/"]').click()
    page.get_by_label("Bezwaar", exact=True).check()
    druk(page, "Standpunt geven")
    expect(page.get_by_role("alert")).to_contain_text("Schrijf op waarom u bezwaar heeft.")
    expect(page.get_by_label("Bezwaar", exact=True)).to_be_checked()
    page.get_by_label("Akkoord", exact=True).check()
    druk(page, "Standpunt geven")
    expect(page.get_by_text("Het standpunt van Uithoorn is bewaard.")).to_be_visible()
    expect(page.get_by_text("Ouder-Amstel: akkoord mits")).to_be_visible()
