"""Het bord: drie gemeenten en de voorzitter maken samen een volgorde, met toetsen, knoppen en slepen."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.conftest import UITERSTEN
from tests.journeys.mensen import SECRETARIS, VOORZITTER, Mensen, log_in

pytestmark = pytest.mark.usefixtures("vrij_bord")
BORD = "/ogon/bedrijfsvoering/cyclus/2027/prioriteren/"
LIVE = "#duo-live"


@pytest.fixture
def mensen(new_page):
    return Mensen(new_page)


def volgorde(page: Page) -> list[str]:
    return page.locator("[data-sleutel]").evaluate_all("rijen => rijen.map((rij) => rij.dataset.titel)")


def open_bord(page: Page) -> list[str]:
    page.goto(BORD)
    return volgorde(page)


def rij(page: Page, titel: str):
    return page.locator(f'[data-titel="{titel}"]')


def wacht_op(page: Page, titels: list[str]) -> None:
    expect(page.locator("[data-sleutel] .duo-bord__titel")).to_have_text(titels)


def schuif(titels: list[str], titel: str, plaats: int) -> list[str]:
    rest = [een for een in titels if een != titel]
    return [*rest[: plaats - 1], titel, *rest[plaats - 1 :]]


def test_three_municipalities_and_the_chair_rank_together(mensen):
    """By key, by button, by dragging and by number: each sees what the others did."""
    diemen = mensen.als("Opdrachtgever Diemen")
    titels = open_bord(diemen)
    laatste = titels[-1]

    rij(diemen, laatste).get_by_role("link", name="Verplaats").focus()
    diemen.keyboard.press("Alt+ArrowUp")
    titels = schuif(titels, laatste, len(titels) - 1)
    wacht_op(diemen, titels)
    expect(diemen.locator(LIVE)).to_contain_text(
        f"‘{laatste}’ staat nu op plaats {len(titels) - 1} van {len(titels)}."
    )
    expect(rij(diemen, laatste).get_by_role("button", name="omhoog")).to_be_focused()
    diemen.keyboard.press("Alt+ArrowUp")
    titels = schuif(titels, laatste, len(titels) - 2)
    wacht_op(diemen, titels)

    uithoorn = mensen.als("Opdrachtgever Uithoorn")
    assert open_bord(uithoorn) == titels
    sleep(uithoorn, titels[0], titels[2])
    titels = schuif(titels, titels[0], 3)
    wacht_op(uithoorn, titels)

    ouder_amstel = mensen.als("Opdrachtgever Ouder-Amstel")
    open_bord(ouder_amstel)
    rij(ouder_amstel, titels[3]).get_by_role("button", name="omhoog").click()
    titels = schuif(titels, titels[3], 3)
    wacht_op(ouder_amstel, titels)

    voorzitter = mensen.als(VOORZITTER)
    open_bord(voorzitter)
    rij(voorzitter, titels[-1]).get_by_role("link", name="Verplaats").click()
    voorzitter.get_by_label("Plaats, van 1 tot en met").fill("1")
    voorzitter.keyboard.press("Enter")
    titels = schuif(titels, titels[-1], 1)
    wacht_op(voorzitter, titels)
    voorzitter.reload()
    assert volgorde(voorzitter) == titels


def sleep(page: Page, titel: str, naar: str) -> None:
    """Drag by the grip to below the middle of another row."""
    greep = rij(page, titel).locator("[data-greep]").bounding_box()
    doel = rij(page, naar).bounding_box()
    page.mouse.move(greep["x"] + 8, greep["y"] + 8)
    page.mouse.down()
    page.mouse.move(greep["x"] + 8, greep["y"] + 40, steps=3)
    page.mouse.move(greep["x"] + 8, doel["y"] + doel["height"] - 4, steps=4)
    expect(rij(page, naar)).to_have_class(re.compile("is-doel-onder"))
    page.mouse.up()


def test_escape_leaves_everything_where_it_was(mensen):
    page = mensen.als(VOORZITTER)
    titels = open_bord(page)
    greep = rij(page, titels[0]).locator("[data-greep]").bounding_box()
    page.mouse.move(greep["x"] + 8, greep["y"] + 8)
    page.mouse.down()
    page.mouse.move(greep["x"] + 8, greep["y"] + 200, steps=4)
    page.keyboard.press("Escape")
    page.mouse.up()
    expect(page.locator(LIVE)).to_contain_text("Er is niets verplaatst")
    page.reload()
    assert volgorde(page) == titels


def test_who_was_overtaken_sees_both_orders_and_moves_again(mensen):
    een, ander = mensen.als(SECRETARIS), mensen.als("Opdrachtgever Diemen")
    titels = open_bord(een)
    open_bord(ander)
    rij(een, titels[1]).get_by_role("button", name="omhoog").click()
    titels = schuif(titels, titels[1], 1)
    wacht_op(een, titels)

    rij(ander, titels[3]).get_by_role("button", name="omhoog").click()
    fout = ander.get_by_role("alert")
    expect(fout).to_contain_text("Iemand anders heeft de volgorde net gewijzigd")
    expect(fout).to_contain_text("Secretaris OGON Bedrijfsvoering")
    expect(fout).to_be_focused()
    wacht_op(ander, titels)
    rij(ander, titels[3]).get_by_role("button", name="omhoog").click()
    wacht_op(ander, schuif(titels, titels[3], 3))


def test_a_reason_is_kept_and_the_count_of_missing_ones_goes_down(mensen):
    page = mensen.als("Opdrachtgever Diemen")
    titels = open_bord(page)
    zonder = page.locator(".duo-bord__reden input")
    if not zonder.count():
        rij(page, titels[-1]).get_by_role("button", name="omhoog").click()
        wacht_op(page, schuif(titels, titels[-1], len(titels) - 1))
    veld = zonder.first
    veld.fill("Dit kan niet wachten op de begroting.")
    veld.press("Enter")
    expect(page.locator(LIVE)).to_contain_text("Bewaard.")
    page.reload()
    expect(zonder.first).to_have_value("Dit kan niet wachten op de begroting.")


def test_without_script_every_button_still_works(new_page):
    page = log_in(new_page(java_script_enabled=False), VOORZITTER)
    titels = open_bord(page)
    rij(page, titels[1]).get_by_role("button", name="omhoog").click()
    page.wait_for_url(re.compile("#plek-1$"))
    titels = schuif(titels, titels[1], 1)
    wacht_op(page, titels)
    rij(page, titels[2]).get_by_role("link", name="Verplaats").click()
    page.get_by_label("Naar plaats").fill("1")
    page.get_by_role("button", name="Verplaatsen").click()
    wacht_op(page, schuif(titels, titels[2], 1))
    page.get_by_role("link", name="Verplaats").first.click()
    page.get_by_role("link", name="Vastzetten").click()
    page.get_by_label("Welke wet of regel").fill("Archiefwet 1995")
    page.get_by_role("button", name="Vastzetten").click()
    expect(page.get_by_text("Vastgezet: Archiefwet 1995")).to_be_visible()
    page.get_by_role("link", name="Verplaats").first.click()
    page.get_by_role("link", name="Losmaken").click()
    page.get_by_role("button", name="Losmaken").click()
    expect(page.get_by_text("Vastgezet: Archiefwet 1995")).to_have_count(0)


@pytest.mark.parametrize(("venster", "thema"), UITERSTEN)
def test_no_barriers_also_with_a_score_a_dialog_and_an_error_open(new_page, axe, venster, thema):
    page = log_in(new_page(viewport=venster, color_scheme=thema), VOORZITTER)
    open_bord(page)
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    page.locator(".duo-score summary").first.click()
    axe(page)
    page.get_by_role("link", name="Verplaats").first.click()
    axe(page)
    page.get_by_label("Plaats, van 1 tot en met").fill("drie")
    page.keyboard.press("Enter")
    expect(page.get_by_role("alert")).to_contain_text("Vul een plaats in")
    axe(page)
