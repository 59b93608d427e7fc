"""De hulp in de browser: tips, begrippen, toetsenbord, en de plaatjes van de handleiding.

With ``PLAATJES=1`` the pictures are made anew: ``PLAATJES=1 make test ARGS=tests/journeys/test_hulp.py``.
Without it each page is opened and must still have what its picture shows.
"""

import os
import re

from playwright.sync_api import Page, expect

from duoplus.choices import Rol
from duoplus.web.templatetags.hulp import PLAATJE_BREED, PLAATJE_HOOG
from tests.journeys.mensen import AANVRAGER, OPDRACHTGEVER, SECRETARIS, Mensen, log_in
from tests.journeys.plaatjes import (
    MAP,
    NA_VOORBEREIDING,
    PLAATJES,
    SCHERPTE,
    Plaatje,
    Waar,
    bereid_voor,
)
from tools.services import ROOT

MAKEN = os.environ.get("PLAATJES") == "1"
MAX_BYTES = 60_000


def test_every_page_of_a_picture_has_what_the_picture_shows(demo_server, new_page, browser):
    """One window per person; the pages are as wide as the picture, so that the text stays large."""
    vorm = {"viewport": {"width": PLAATJE_BREED, "height": PLAATJE_HOOG}, "color_scheme": "light"}
    mensen = Mensen(new_page, **vorm, device_scale_factor=SCHERPTE, reduced_motion="reduce")
    doek = browser.new_page()
    _bekijk(PLAATJES, mensen, Waar(demo_server), doek)
    bereid_voor(mensen, Waar(demo_server))
    _bekijk(NA_VOORBEREIDING, mensen, Waar(demo_server), doek)
    doek.close()


def _bekijk(plaatjes: list[Plaatje], mensen: Mensen, waar: Waar, doek: Page) -> None:
    for plaatje in plaatjes:
        bladzijde = plaatje.waar(waar)
        page = mensen.als(bladzijde.rol)
        page.goto(bladzijde.pad)
        plaatje.toon(page)
        if MAKEN:
            plaatje.maak(page, doek)


def test_every_picture_is_there_small_and_described():
    uitleg = "\n".join(pad.read_text() for pad in (ROOT / "templates").glob("*/hulp/**/*.html"))
    beschreven = dict(re.findall(r'{% plaatje "([^"]+)" "([^"]+)" %}', uitleg))
    namen = {plaatje.naam for plaatje in [*PLAATJES, *NA_VOORBEREIDING]}

    assert uitleg.count("{% plaatje") == len(beschreven)
    assert set(beschreven) == namen == {bestand.stem for bestand in MAP.glob("*")}
    assert all(len(alt.split()) > 6 for alt in beschreven.values())
    assert all(bestand.stat().st_size < MAX_BYTES for bestand in MAP.glob("*"))


def test_every_role_opens_its_own_manual_with_all_its_pictures(new_page):
    page = log_in(new_page(), AANVRAGER)
    for rol in Rol:
        page.goto(f"/hulp/{rol.value}/")
        expect(page.get_by_role("heading", level=1)).to_have_text(f"Handleiding {rol.label}")
        for beeld in page.get_by_role("main").get_by_role("img").all():
            beeld.scroll_into_view_if_needed()
            expect(beeld).to_have_js_property("complete", True)
            assert beeld.evaluate("(img) => img.naturalWidth") == PLAATJE_BREED * SCHERPTE


def test_from_the_menu_to_a_task_by_keyboard(page: Page):
    log_in(page, OPDRACHTGEVER)
    menu = page.get_by_role("navigation", name="Hoofdmenu").get_by_role("link", name="Hulp")
    menu.focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Handleiding Opdrachtgever")
    page.get_by_role("link", name="Het werk beoordelen").focus()
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("#accepteren$"))
    expect(page.get_by_role("heading", name="Het werk beoordelen")).to_be_in_viewport()


def test_a_term_leads_to_its_meaning(page: Page):
    log_in(page, OPDRACHTGEVER)
    page.goto("/hulp/")
    page.get_by_role("main").get_by_role("link", name="dekking", exact=True).click()
    expect(page).to_have_url(re.compile("/hulp/begrippen/#dekking$"))
    expect(page.locator("#dekking")).to_be_in_viewport()
    expect(page.locator("#dekking")).to_contain_text("Waar het geld vandaan komt.")


def test_a_tip_is_put_away_at_once_and_stays_away(page: Page, axe):
    log_in(page, SECRETARIS)
    page.goto("/ogon/bedrijfsvoering/")
    tip = page.get_by_role("region", name="Tip")
    expect(tip).to_have_count(1)
    axe(page)
    tip.get_by_role("button", name="Begrepen").focus()
    with page.expect_response(re.compile("/hulp/tips/ogon/")):
        page.keyboard.press("Enter")
    expect(tip).to_have_count(0)
    expect(page.locator("#inhoud")).to_be_focused()
    expect(page.locator("#duo-live")).to_have_text("Tip gesloten")
    page.reload()
    expect(tip).to_have_count(0)


def test_a_tip_goes_and_all_tips_return_without_script(new_page):
    page = log_in(new_page(java_script_enabled=False), AANVRAGER)
    page.goto("/aanvragen/?status=alle")
    page.get_by_role("region", name="Tip").get_by_role("button", name="Begrepen").click()
    expect(page).to_have_url("/aanvragen/?status=alle")
    expect(page.get_by_role("region", name="Tip")).to_have_count(0)
    page.goto("/hulp/")
    page.get_by_role("button", name="Toon alle tips weer").click()
    expect(page.get_by_text("U ziet alle tips weer.")).to_be_visible()
    page.goto("/aanvragen/?status=alle")
    expect(page.get_by_role("region", name="Tip")).to_have_count(1)
