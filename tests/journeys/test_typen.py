"""Wie doortypt terwijl een antwoord onderweg is, raakt niets kwijt."""

from playwright.sync_api import Route, expect

from tests.journeys import bladzijden
from tests.journeys.mensen import log_in


def test_what_is_typed_while_a_row_is_added_stays(new_page, demo_server):
    waar = bladzijden.stappen(demo_server)["voorstellen"]
    page = log_in(new_page(), waar.rol)
    page.goto(waar.pad)
    onderweg: list[Route] = []
    page.route(f"**{waar.pad}", lambda route: onderweg.append(route))

    page.get_by_role("button", name="Regel toevoegen").click()
    page.get_by_label("Uren laag, regel 1").press_sequentially("61")
    while not onderweg:
        page.wait_for_timeout(20)
    onderweg[0].continue_()

    expect(page.get_by_label("Uren laag, regel 2")).to_be_visible()
    expect(page.get_by_label("Uren laag, regel 1")).to_have_value("61")
