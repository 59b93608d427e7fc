"""Een aanvraag indienen in een echte browser: van eerste letter tot nummer, groot en klein scherm."""

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from playwright.sync_api import Page, expect

from duoplus import klok
from tests.journeys.aanvraag import vanzelf_bewaard

PDF = {
    "name": "plan.pdf",
    "mimeType": "application/pdf",
    "buffer": b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\n%%EOF\n",
}
PROGRAMMA = {"name": "virus.exe", "mimeType": "application/pdf", "buffer": b"MZ"}
AANVRAGER = "Aanvrager Uithoorn"
SCHERMEN = {
    "groot": {},
    "klein en donker": {
        "viewport": {"width": 390, "height": 844},
        "color_scheme": "dark",
        "is_mobile": True,
        "has_touch": True,
    },
}


def log_in(page: Page, wie: str = AANVRAGER) -> Page:
    page.goto("/inloggen/")
    page.get_by_role("button", name=wie).first.click()
    page.wait_for_url(re.compile(r"/$"))
    return page


def druk(page: Page, knop: str) -> None:
    with page.expect_navigation():
        page.get_by_role("button", name=knop).first.click()


def typ(page: Page, veld: str, tekst: str) -> None:
    page.get_by_label(veld).fill(tekst)


def bewaard(page: Page) -> None:
    expect(page.locator("#bewaard")).to_have_attribute("data-staat", "goed", timeout=15000)


@pytest.mark.parametrize("scherm", SCHERMEN)
def test_from_the_first_letter_to_a_number(new_page: Callable[..., Page], axe, scherm):
    page = log_in(new_page(**SCHERMEN[scherm]))

    _eerste_stap(page, axe)
    _doel(page, axe)
    _planning(page, axe)
    _kosten(page, axe)
    _documenten(page, axe)
    _controle(page, axe)

    expect(page).to_have_url(re.compile(r"/aanvragen/MW-2026-\d{4}/$"))
    with page.expect_download() as bewijs:
        page.get_by_role("link", name="Download het bewijs").click()
    assert bewijs.value.suggested_filename.startswith("Ontvangstbewijs MW-2026-")


def _eerste_stap(page: Page, axe) -> None:
    """The address of the draft comes by itself; a mistake keeps what was typed."""
    page.goto("/aanvragen/nieuw/")
    axe(page)
    typ(page, "Geef uw aanvraag een titel", "Dashboard sociaal domein")
    page.wait_for_url("**/aanvragen/concept/**", timeout=15000)
    expect(page.get_by_role("heading", name="Dit lijkt op een eerdere aanvraag")).to_be_visible()
    druk(page, "Naar doel en belang")
    expect(page.get_by_role("alert")).to_be_focused()
    axe(page)
    page.get_by_label("Ja", exact=True).check()
    expect(page.get_by_role("heading", name="Overleg eerst met uw OGON")).to_be_visible()
    typ(page, "Wat is het probleem of de wens?", "Het MT ziet pas na een kwartaal hoe het gaat.")
    typ(page, "Wat wilt u bereiken?", "Elke maand een overzicht van wachttijden en kosten.")
    druk(page, "Naar doel en belang")


def _doel(page: Page, axe) -> None:
    ogons = page.locator("#ogon-keuze input")
    expect(ogons).to_have_count(3)
    page.get_by_label("Diemen").check()
    expect(ogons).to_have_count(1)
    page.get_by_label("Bedrijfsvoering").check()
    page.get_by_label("Een wens").check()
    page.get_by_label("Normaal").check()
    typ(page, "Waarom is het zo urgent", "Het kan wachten tot de zomer.")
    bewaard(page)
    axe(page)
    druk(page, "Naar planning")


def _planning(page: Page, axe) -> None:
    typ(page, "Wanneer moet het klaar zijn?", "morgen")
    typ(page, "Hoeveel uur", "ongeveer veel")
    page.get_by_label("Gewenst").check()
    druk(page, "Naar kosten")
    expect(page.get_by_label("Hoeveel uur")).to_have_value("ongeveer veel")
    axe(page)
    typ(page, "Wanneer moet het klaar zijn?", "30-6-2027")
    typ(page, "Hoeveel uur", "120")
    druk(page, "Naar kosten")


def _kosten(page: Page, axe) -> None:
    page.get_by_label("Budgethouder Uithoorn").check()
    typ(page, "Waar komt het geld vandaan?", "Lumpsum 2027")
    page.get_by_label("Op welk taakveld").select_option("0.4")
    page.get_by_label("Incidenteel").check()
    axe(page)
    druk(page, "Naar documenten")


def _documenten(page: Page, axe) -> None:
    """A file goes up once, the moment it is chosen; a refusal leaves the list as it was."""
    kies, lijst = page.locator("input[type=file]"), page.locator("#bijlagen li")
    kies.set_input_files([PDF])
    expect(lijst).to_have_count(1)
    kies.set_input_files([PROGRAMMA])
    expect(
        page.locator("#div_id_bijlagen").get_by_text(
            "virus.exe: Een .exe-bestand kunt u hier niet toevoegen."
        )
    ).to_be_visible()
    expect(lijst).to_have_count(1)
    axe(page)
    druk(page, "Bewaren en later verder")
    axe(page)
    page.get_by_role("link", name=re.compile("Verder")).first.click()
    expect(lijst).to_have_count(1)
    druk(page, "Naar controleren")


def _controle(page: Page, axe) -> None:
    axe(page)
    expect(page.get_by_text("Lumpsum 2027")).to_be_visible()
    druk(page, "Aanvraag indienen")


def test_two_devices(new_page: Callable[..., Page], axe, guard):
    """The second one keeps its text, sees both versions and chooses."""
    een, twee = log_in(new_page()), log_in(new_page())
    een.goto("/aanvragen/nieuw/")
    typ(een, "Geef uw aanvraag een titel", "Begonnen op kantoor")
    een.wait_for_url("**/aanvragen/concept/**")
    twee.goto(een.url)
    with vanzelf_bewaard(een, "Verder op kantoor"):
        typ(een, "Geef uw aanvraag een titel", "Verder op kantoor")

    typ(twee, "Geef uw aanvraag een titel", "Verder thuis")
    beide = twee.get_by_role("link", name="Bekijk beide versies")
    expect(beide).to_be_visible(timeout=15000)
    twee.goto(beide.get_attribute("href") or "")
    axe(twee)
    druk(twee, "Mijn versie van hier bewaren")

    expect(twee.get_by_label("Geef uw aanvraag een titel")).to_have_value("Verder thuis")
    twee.goto(twee.url.replace("?stap=1", "verwijderen/"))
    axe(twee)
    druk(twee, "Concept verwijderen")
    expect(twee.get_by_text("Het concept is verwijderd.")).to_be_visible()


def test_what_is_typed_goes_off_within_two_seconds(new_page: Callable[..., Page]):
    """By the clock of the page, so that a busy machine changes nothing."""
    page = log_in(new_page())
    page.clock.install()
    page.goto("/aanvragen/nieuw/")
    page.clock.pause_at(klok.nu() + timedelta(hours=1))
    with page.expect_request("**/bewaren/**", timeout=10_000):
        typ(page, "Geef uw aanvraag een titel", "Na een letter")
        page.clock.run_for(2000)


def test_logged_in_again_on_another_tab(new_page: Callable[..., Page]):
    """The text stays, and is kept again after the next letter."""
    page = log_in(new_page())
    page.goto("/aanvragen/nieuw/")
    typ(page, "Geef uw aanvraag een titel", "Lang over")
    page.wait_for_url("**/aanvragen/concept/**")
    page.context.clear_cookies(name="sessionid")
    typ(page, "Geef uw aanvraag een titel", "Lang over gedaan")
    expect(page.get_by_text("Uw sessie is verlopen. Uw tekst staat er nog.")).to_be_visible(timeout=15000)

    log_in(page.context.new_page())
    typ(page, "Geef uw aanvraag een titel", "Lang over gedaan!")

    bewaard(page)
    druk(page, "Kosten")
    expect(page.get_by_role("heading", name="Kosten", level=1)).to_be_visible()


def test_by_keyboard_enter_goes_on(new_page: Callable[..., Page]):
    page = log_in(new_page())
    page.goto("/aanvragen/nieuw/")
    typ(page, "Geef uw aanvraag een titel", "Met de toetsen")

    with page.expect_navigation():
        page.get_by_label("Geef uw aanvraag een titel").press("Enter")

    expect(page.get_by_role("alert")).to_contain_text("Beschrijf wat u wilt bereiken.")


def test_without_a_script_it_works_too(new_page: Callable[..., Page]):
    page = log_in(new_page(java_script_enabled=False))
    page.goto("/aanvragen/nieuw/")
    typ(page, "Geef uw aanvraag een titel", "Zonder script")

    druk(page, "Kosten")

    expect(page.get_by_role("heading", name="Kosten", level=1)).to_be_visible()
    druk(page, "Uw vraag")
    expect(page.get_by_label("Geef uw aanvraag een titel")).to_have_value("Zonder script")
