"""Van besluit tot gedaan: het register, de besluitenlijst, een actie, en de agenda op een telefoon."""

import re
from urllib.request import Request, urlopen

import pytest
from icalendar import Calendar
from playwright.sync_api import expect

from tests.conftest import MOBILE, UITERSTEN
from tests.journeys.mensen import SECRETARIS, VOORZITTER, Mensen, druk, log_in, veld

BESLUIT = re.compile(r"BES-\d{4}-\d{4}")


@pytest.mark.parametrize(("venster", "thema"), UITERSTEN)
def test_a_decision_is_found_and_brought_further(new_page, axe, venster, thema):
    page = log_in(new_page(viewport=venster, color_scheme=thema, reduced_motion="reduce"), VOORZITTER)
    page.goto("/besluiten/?stand=te_doen")
    axe(page)
    page.get_by_role("rowheader").get_by_role("link").first.click()
    page.wait_for_url(BESLUIT)
    nummer = BESLUIT.search(page.url)[0]
    page.get_by_role("link", name="Bijwerken").click()
    page.get_by_label("In uitvoering").check()
    veld(page, "Wanneer is het klaar?").fill("31-12-2027")
    veld(page, "Toelichting").fill(f"Wij zijn begonnen ({thema}).")
    axe(page)
    druk(page, "Vastleggen")

    expect(page.get_by_text(f"{nummer} staat nu op ‘in uitvoering’.")).to_be_visible()
    expect(page.get_by_text(f"Wij zijn begonnen ({thema}).").first).to_be_visible()
    expect(page.get_by_text("Klaar op 31 december 2027.")).to_be_visible()
    axe(page)


def test_the_list_of_a_meeting_leads_to_its_decisions_and_comes_as_pdf(page, demo_server):
    [(vergadering,)] = demo_server.rows(
        "SELECT v.id FROM duoplus_vergadering v JOIN duoplus_gremium g ON g.id = v.gremium_id"
        " WHERE g.slug = 'bedrijfsvoering' AND v.status = 'vastgesteld' ORDER BY v.datum DESC LIMIT 1"
    )
    log_in(page, VOORZITTER)
    page.goto(f"/vergaderingen/{vergadering}/besluitenlijst/")
    expect(page.get_by_role("heading", level=1)).to_contain_text("Besluitenlijst")
    with page.expect_download() as download:
        page.get_by_role("link", name="Als PDF").click()
    assert download.value.suggested_filename.startswith("Besluitenlijst OGON Bedrijfsvoering")
    page.get_by_role("link", name=BESLUIT).first.click()
    expect(page.get_by_role("heading", name="Uitvoering")).to_be_visible()


def test_an_action_is_agreed_on_by_keyboard_done_by_its_owner_and_gone_from_his_work(new_page):
    mensen = Mensen(new_page, java_script_enabled=False)
    voorzitter, secretaris = mensen.als(VOORZITTER), mensen.als(SECRETARIS)
    voorzitter.goto("/acties/nieuw/bedrijfsvoering/")
    veld(voorzitter, "Wat moet er gebeuren?").focus()
    voorzitter.keyboard.type("Zaal reserveren voor de heidag")
    voorzitter.keyboard.press("Tab")
    voorzitter.keyboard.type(SECRETARIS)
    voorzitter.keyboard.press("Tab")
    voorzitter.keyboard.type("1-3-2027")
    voorzitter.keyboard.press("Enter")
    expect(voorzitter.get_by_text("is afgesproken met")).to_be_visible()

    secretaris.goto("/")
    taak = secretaris.get_by_role("listitem").filter(has_text="Zaal reserveren voor de heidag")
    taak.get_by_role("link", name="Voortgang melden").click()
    veld(secretaris, "Voor hoeveel procent is het klaar?").fill("honderd")
    secretaris.get_by_role("button", name="Melden").click()
    expect(secretaris.locator(".duo-errors")).to_contain_text("Vul 0 tot en met 100 in.")
    veld(secretaris, "Voor hoeveel procent is het klaar?").fill("100")
    secretaris.get_by_role("button", name="Melden").click()
    expect(secretaris.get_by_text("staat nu op ‘klaar’.")).to_be_visible()
    secretaris.goto("/")
    expect(secretaris.get_by_text("Zaal reserveren voor de heidag")).to_have_count(0)


def test_a_phone_reads_the_calendar_until_its_address_is_revoked(new_page):
    page = log_in(new_page(viewport=MOBILE), SECRETARIS)
    page.goto("/agenda/")
    page.get_by_role("button", name="Adres maken voor alles van mij").click()
    adres = page.get_by_label("Adres voor uw agendaprogramma").input_value()

    with urlopen(adres) as antwoord:
        etag, kalender = antwoord.headers["ETag"], Calendar.from_ical(antwoord.read())
    assert len(kalender.walk("VEVENT")) > 1 and kalender.walk("VTIMEZONE")
    assert _status(adres, **{"If-None-Match": etag}) == 304

    page.get_by_role("button", name="Intrekken van alles van mij").click()
    expect(page.get_by_text("Het adres werkt niet meer.")).to_be_visible()
    assert _status(adres) == 404


def _status(adres: str, **koppen: str) -> int:
    try:
        with urlopen(Request(adres, headers=koppen)) as antwoord:
            return int(antwoord.status)
    except OSError as fout:
        return int(getattr(fout, "code", 0))
