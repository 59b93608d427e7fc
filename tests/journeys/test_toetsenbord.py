"""Alleen het toetsenbord: overslaan, formulier, stap, menu; en de focus is altijd te zien."""

from playwright.sync_api import Locator, Page, expect

from tests.conftest import MOBILE
from tests.journeys import aanvraag as a
from tests.journeys.mensen import AANVRAGER, SECRETARIS, log_in

MEESTE_TABS = 60

# Whether what has the focus can be seen: inside the window, and nothing (a sticky bar) on top of it.
IS_TE_ZIEN = """() => {
  const el = document.activeElement;
  const doel = el.labels?.[0] && el.getBoundingClientRect().width < 5 ? el.labels[0] : el;
  const r = doel.getBoundingClientRect();
  const x = r.left + Math.min(r.width / 2, 20), y = r.top + r.height / 2;
  if (x < 0 || y < 0 || x > innerWidth || y > innerHeight) return `${el.outerHTML.slice(0, 80)} buiten beeld`;
  const boven = document.elementFromPoint(x, y);
  const zichtbaar = doel.contains(boven) || boven?.contains(doel) || boven?.closest("label")?.control === el;
  const rand = getComputedStyle(el).outlineStyle !== "none" || getComputedStyle(el).boxShadow !== "none";
  if (!zichtbaar) return `${el.outerHTML.slice(0, 80)} onder ${boven?.outerHTML.slice(0, 80)}`;
  return rand ? "" : `${el.outerHTML.slice(0, 80)} zonder rand`;
}"""


def _tab_naar(page: Page, doel: Locator) -> None:
    """Tab on until this has the focus; everything on the way can be seen."""
    for _ in range(MEESTE_TABS):
        if doel.evaluate("el => el === document.activeElement"):
            return
        page.keyboard.press("Tab")
        assert page.evaluate(IS_TE_ZIEN) == ""
    raise AssertionError(f"niet te bereiken met Tab: {doel}")


def _typ(page: Page, vraag: str, antwoord: str) -> None:
    _tab_naar(page, page.get_by_label(vraag))
    page.keyboard.type(antwoord)


def _kies(page: Page, vraag: str, omlaag: int) -> None:
    """A radio group by its arrows: Space takes the first, Down the next."""
    _tab_naar(page, page.get_by_role("group", name=vraag).get_by_role("radio").first)
    page.keyboard.press("Space")
    for _ in range(omlaag):
        page.keyboard.press("ArrowDown")


def _druk(page: Page, knop: str, kop: str) -> None:
    _tab_naar(page, page.get_by_role("button", name=knop, exact=True))
    page.keyboard.press("Enter")
    a.kop(page, kop)


def test_skip_link_passes_the_menu(new_page):
    page = log_in(new_page(), AANVRAGER)
    page.goto("/aanvragen/")
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Naar de inhoud")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.get_by_role("main")).to_be_focused()
    page.keyboard.press("Tab")
    expect(page.get_by_role("main").locator(":focus")).to_have_count(1)


def test_a_request_from_the_first_step_to_the_check(new_page):
    page = log_in(new_page(), AANVRAGER)
    page.goto("/aanvragen/nieuw/")
    _kies(page, "Valt dit werk onder het basistakenpakket of uw DVO?", 0)
    _typ(page, "Geef uw aanvraag een titel", "Met het toetsenbord gemaakt")
    _typ(page, "Wat is het probleem of de wens?", "Niet iedereen heeft een muis.")
    _typ(page, "Wat wilt u bereiken?", "Alles lukt met toetsen.")
    _druk(page, "Naar doel en belang", "Doel en belang")
    _kies(page, "Bij welk OGON hoort uw vraag?", 0)
    _kies(page, "Wat is de aanleiding?", 3)
    _kies(page, "Hoe urgent is het?", 1)
    _typ(page, "Waarom is het zo urgent, of juist niet?", "Het kan even wachten.")
    _druk(page, "Naar planning", "Planning")
    _typ(page, "Wanneer moet het klaar zijn?", a.over(100))
    _kies(page, "Hoe vast ligt deze datum?", 2)
    _druk(page, "Naar kosten", "Kosten")
    _kies(page, "Wie is de budgethouder?", 0)
    _typ(page, "Waar komt het geld vandaan?", "Lumpsum")
    _typ(page, "Op welk taakveld horen de kosten?", "0.4")
    _kies(page, "Zijn de kosten incidenteel of structureel?", 0)
    _druk(page, "Naar documenten", "Documenten")
    _druk(page, "Naar controleren", "Controleer uw aanvraag")
    expect(page.get_by_role("main")).to_contain_text("Alles lukt met toetsen.")
    expect(page.get_by_role("main")).not_to_contain_text("Er ontbre")


def test_a_step_and_its_error_summary(new_page, demo_server):
    page = log_in(new_page(), AANVRAGER)
    nummer = a.dien_in(page, "Stap met het toetsenbord")
    page = log_in(new_page(), SECRETARIS)
    page.goto(f"/aanvragen/{nummer}/in-behandeling-nemen/")
    _tab_naar(page, page.get_by_role("button", name="In behandeling nemen", exact=True))
    page.keyboard.press("Enter")
    expect(page.get_by_role("alert")).to_be_focused()
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.get_by_label("Waarom?")).to_be_focused()
    page.keyboard.type("Niet in de DVO.")
    _typ(page, "Welk team doet het werk?", "I&A")
    _tab_naar(page, page.get_by_role("button", name="In behandeling nemen", exact=True))
    page.keyboard.press("Enter")
    expect(page.get_by_role("status").filter(has_text="in behandeling genomen")).to_be_visible()


def test_view_menu_changes_colours_and_closes(new_page):
    page = log_in(new_page(), AANVRAGER)
    page.goto("/aanvragen/")
    menu = page.get_by_label("Weergave", exact=True)
    _tab_naar(page, menu)
    page.keyboard.press("Enter")
    _tab_naar(page, page.get_by_role("button", name="Donker"))
    with page.expect_response("**/weergave/"):
        page.keyboard.press("Enter")
    expect(page.get_by_role("button", name="Donker")).to_have_attribute("aria-pressed", "true")
    page.keyboard.press("Escape")
    expect(menu).to_be_focused()
    page.reload()
    assert page.evaluate("getComputedStyle(document.documentElement).colorScheme") == "dark"


def test_menu_of_the_phone(new_page):
    page = log_in(new_page(viewport=MOBILE), AANVRAGER)
    page.goto("/aanvragen/")
    _tab_naar(page, page.get_by_role("button", name="Menu"))
    page.keyboard.press("Enter")
    _tab_naar(page, page.get_by_role("navigation", name="Hoofdmenu").get_by_role("link", name="Concepten"))
    page.keyboard.press("Escape")
    expect(page.get_by_role("navigation", name="Hoofdmenu")).to_be_hidden()
    expect(page.get_by_role("button", name="Menu")).to_be_focused()
    page.keyboard.press("Enter")
    _tab_naar(page, page.get_by_role("navigation", name="Hoofdmenu").get_by_role("link", name="Concepten"))
    page.keyboard.press("Enter")
    a.kop(page, "Concepten")


def test_search_has_a_shortcut(new_page):
    page = log_in(new_page(), AANVRAGER)
    page.goto("/")
    page.keyboard.press("Control+k")
    page.keyboard.type("trainees")
    page.keyboard.press("Enter")
    expect(page).to_have_url("/zoeken/?q=trainees&direct=1")
    expect(page.get_by_role("heading", name="Aanvragen")).to_be_visible()


def test_the_way_out_opens_in_view_under_a_long_menu(new_page):
    page = log_in(new_page(viewport={"width": 1366, "height": 600}), SECRETARIS)
    _tab_naar(page, page.get_by_label("Uw account"))
    page.keyboard.press("Enter")
    expect(page.get_by_role("button", name="Uitloggen")).to_be_in_viewport(ratio=1)
    page.keyboard.press("Shift+Tab")
    assert page.evaluate(IS_TE_ZIEN) == ""
