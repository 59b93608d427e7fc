"""Een lange lijst downloaden: vragen, wachten, ophalen, weggooien; ook zonder JavaScript."""

import csv
import hashlib
import io
import os
from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect

from tests import server
from tests.journeys.mensen import CONCERNCONTROLLER, TEAMMANAGER, log_in

LANG = 5
ALLES = "/exports/aanvragen.csv?status=alle"
KLAAR = "Uw download staat klaar"
GEDULD = 120_000  # ms that a worker may take to start and to make it


@pytest.fixture(scope="module", autouse=True)
def korte_grens() -> Iterator[None]:
    """In this portal a list of six rows is long."""
    os.environ["EXPORT_DIRECT"] = str(LANG)
    yield
    del os.environ["EXPORT_DIRECT"]


def test_a_long_list_is_asked_for_waited_for_and_fetched(new_page, demo_server, axe):
    page = log_in(new_page(reduced_motion="reduce"), CONCERNCONTROLLER)
    page.goto(ALLES)
    expect(page.get_by_role("heading", level=1)).to_have_text("Download Aanvragen")
    expect(page.get_by_role("progressbar")).to_have_accessible_name("Uw download wacht op zijn beurt.")
    axe(page)

    with server.worker(demo_server):
        expect(page.get_by_role("heading", name=KLAAR)).to_be_visible(timeout=GEDULD)
        expect(page.locator("#duo-live")).to_have_text(f"{KLAAR}.")
    axe(page)
    inhoud = _ophalen(page)
    rijen = list(csv.reader(io.StringIO(inhoud.decode("utf-8-sig")), delimiter=";"))
    [(vast,)] = demo_server.rows(
        "SELECT gegevens FROM duoplus_gebeurtenis WHERE soort = 'duoplus.export' ORDER BY id DESC LIMIT 1"
    )
    assert vast["rijen"] == len(rijen) - 1 > LANG
    assert vast["sha256"] == hashlib.sha256(inhoud).hexdigest()

    page.goto("/meldingen/")
    page.get_by_role("button", name="Bekijken Uw download staat klaar: Aanvragen (CSV)").click()
    page.get_by_role("link", name="Mijn downloads").first.click()
    expect(page.get_by_role("row", name="Aanvragen").filter(has_text="CSV")).to_be_visible()
    axe(page)
    _niet_van_een_ander(new_page, demo_server)
    page.get_by_role("button", name="Verwijderen").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_text("De download ‘Aanvragen’ is verwijderd.")).to_be_visible()
    expect(page.get_by_role("heading", name="U heeft geen downloads")).to_be_visible()


def _ophalen(page: Page) -> bytes:
    with page.expect_download() as download:
        page.get_by_role("link", name="Bestand downloaden").click()
    assert download.value.suggested_filename.startswith("aanvragen-")
    return download.value.path().read_bytes()


def _niet_van_een_ander(new_page, demo_server: server.DemoServer) -> None:
    ((uuid,),) = demo_server.rows("SELECT uuid FROM duoplus_export")
    ander = log_in(new_page(), TEAMMANAGER)
    for deel in ("", "bestand/"):
        antwoord = ander.goto(f"/exports/{uuid}/{deel}")
        assert antwoord is not None and antwoord.status == 404


def test_without_javascript_a_button_asks_again(new_page, demo_server):
    page = log_in(new_page(java_script_enabled=False), CONCERNCONTROLLER)
    page.goto(ALLES.replace("csv", "ods"))
    expect(page.get_by_role("progressbar")).to_be_visible()

    demo_server.manage("shell", "-v", "0", "-c", "from duoplus.tasks import sweep_exports; sweep_exports()")
    page.get_by_role("link", name="Kijk of het klaar is").click()

    assert _ophalen(page).startswith(b"PK")


def test_a_short_list_comes_at_once(new_page):
    page = log_in(new_page(), CONCERNCONTROLLER)
    with page.expect_download() as download:
        page.evaluate("location.assign('/exports/aanvragen.pdf?q=zwaluwnest')")

    assert download.value.path().read_bytes().startswith(b"%PDF")
