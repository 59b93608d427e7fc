"""Een lijst inlezen: kiezen, koppelen, controleren, verbeteren, overnemen, en later de rest."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.conftest import MOBILE
from tests.journeys.bladzijden import BEHEERDER
from tests.journeys.mensen import druk, log_in, veld

KOP = "Volgnr.;Wat moet er gebeuren?;Voor wie;Geschatte inzet;Schaal;Wie doet het"
BETEKENIS = {
    "Wat moet er gebeuren?": "Aanvraag",
    "Voor wie": "Gemeente",
    "Geschatte inzet": "Uren",
    "Schaal": "Tarief",
    "Wie doet het": "Team",
}


def lijst(letter: str) -> bytes:
    """A list we did not make, in Windows-1252, with one row that is not right."""
    regels = [
        f"{letter}-7;Café-terrassen inmeten {letter};Uithoorn;40;T3;BOR",
        f"{letter}-8;Archief verhuizen {letter};Amstelveen;12,5;T2;DIV",
        f"{letter}-9;Borden plaatsen {letter};Diemen;6 u;BU;Buitendienst",
    ]
    return "\r\n".join([f"{KOP};Vak {letter}", *regels]).encode("cp1252")


def kies_bestand(page: Page, letter: str) -> None:
    page.goto("/inlezen/")
    page.get_by_role("main").get_by_role("link", name="Lijst inlezen").first.click()
    bestand = {"name": f"lijst-{letter}.csv", "mimeType": "text/csv", "buffer": lijst(letter)}
    veld(page, "Bestand").set_input_files(bestand)
    druk(page, "Naar de kolommen")
    expect(page.get_by_role("heading", level=1)).to_have_text("Wat betekent elke kolom?")


def koppel(page: Page) -> None:
    for kop, betekenis in BETEKENIS.items():
        page.get_by_label(kop, exact=True).select_option(betekenis)
    veld(page, "Status, voor alle rijen").fill("nieuw")
    druk(page, "Naar de rijen")


def rij(page: Page, titel: str) -> Locator:
    return page.get_by_role("listitem").filter(has_text=titel)


def overgenomen(demo_server, letter: str) -> list[str]:
    nummers = "SELECT extern_nummer FROM maatwerk_aanvraag WHERE extern_nummer LIKE %s ORDER BY 1"
    return [nummer for (nummer,) in demo_server.rows(nummers, f"{letter}-%")]


@pytest.mark.parametrize("script", [True, False], ids=["met script", "zonder script"])
def test_from_file_to_worklist_and_the_rest_later(new_page, demo_server, axe, script):
    letter = "A" if script else "B"
    page = log_in(new_page(java_script_enabled=script, reduced_motion="reduce"), BEHEERDER)
    kies_bestand(page, letter)
    druk(page, "Naar de rijen")
    expect(page.get_by_role("alert")).to_contain_text("Kies welke kolom ‘Status’ is")
    if script:
        axe(page)
    koppel(page)
    expect(rij(page, "Archief verhuizen")).to_contain_text("Gemeente ‘Amstelveen’ kennen wij niet.")
    if script:
        axe(page)
    druk(page, "Neem 2 rijen over")
    expect(page.get_by_role("main")).to_contain_text("2 rijen zijn overgenomen")
    assert overgenomen(demo_server, letter) == [f"{letter}-7", f"{letter}-9"]

    page.goto("/")
    page.get_by_role("main").get_by_role("link", name="Verder met inlezen").first.click()
    rij(page, "Archief verhuizen").get_by_role("link", name="Verbeter").click()
    veld(page, "Gemeente").fill("Ouder-Amstel")
    page.get_by_role("button", name="Lees de rij opnieuw").last.click()
    if script:
        expect(page.get_by_role("listitem").filter(has_text="Klaar om over te nemen")).to_be_visible()
        page.reload()
    page.goto(re.sub(r"[?#].*", "", page.url))
    druk(page, "Neem 1 rij over")
    expect(page.get_by_role("main")).to_contain_text("Alles is verwerkt.")
    assert overgenomen(demo_server, letter) == [f"{letter}-7", f"{letter}-8", f"{letter}-9"]

    kies_bestand(page, letter)
    expect(page.get_by_role("main")).to_contain_text("Zo deed u het vorige keer")


def test_with_the_keyboard_alone(new_page, demo_server):
    page = log_in(new_page(), BEHEERDER)
    kies_bestand(page, "C")
    koppel(page)
    rij(page, "Archief verhuizen C").get_by_role("link", name="Verbeter").focus()
    page.keyboard.press("Enter")
    gemeente = veld(page, "Gemeente")
    expect(gemeente).to_be_visible()
    gemeente.focus()
    page.keyboard.press("Control+A")
    page.keyboard.type("Diemen")
    page.keyboard.press("Enter")
    goed = rij(page, "Archief verhuizen C")
    expect(goed).to_contain_text("Klaar om over te nemen")
    knop = goed.get_by_role("link", name="Wijzig")
    expect(knop).to_be_focused()


def test_on_a_phone_nothing_slides_sideways(new_page, axe):
    page = log_in(
        new_page(viewport=MOBILE, has_touch=True, color_scheme="dark", reduced_motion="reduce"), BEHEERDER
    )
    kies_bestand(page, "D")
    for klaar in (False, True):
        if klaar:
            koppel(page)
            page.get_by_text("Wat er staat en wat wij lezen").first.click()
        axe(page)
        assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")


def test_a_bad_file_is_told_in_a_sentence(new_page):
    page = log_in(new_page(), BEHEERDER)
    page.goto("/inlezen/nieuw/")
    bom = Path(__file__).read_bytes()[:20] + b"\x00\x01"
    veld(page, "Bestand").set_input_files({"name": "lijst.xlsx", "mimeType": "x/y", "buffer": bom})
    druk(page, "Naar de kolommen")
    expect(page.get_by_role("alert")).to_contain_text("Dit is geen rekenblad.")
