"""De lijst: filteren, sorteren, onthouden in het adres, en een download van precies wat er staat."""

import csv
import io
import re

from playwright.sync_api import Page, expect

from tests.journeys.mensen import CONCERNCONTROLLER, log_in


def _rijen(page: Page) -> list[list[str]]:
    """Number and title of every line on screen."""
    rijen = page.get_by_role("main").get_by_role("row")
    expect(rijen.nth(1)).to_be_visible()
    regels = rijen.all()[1:]
    return [
        [regel.get_by_role("cell").first.inner_text(), regel.get_by_role("rowheader").inner_text()]
        for regel in regels
    ]


def test_filters_sort_and_download_tell_the_same(new_page):
    page = log_in(new_page(), CONCERNCONTROLLER)
    page.goto("/aanvragen/")
    alle = len(_rijen(page))
    page.get_by_label("Gemeente", exact=True).select_option(label="Uithoorn")
    expect(page).to_have_url(re.compile("gemeente="))
    page.get_by_label("Status", exact=True).select_option(label="In uitvoering")
    expect(page).to_have_url(re.compile("status=in_uitvoering"))
    expect(page.get_by_role("link", name="Status: in uitvoering verwijder filter")).to_be_visible()
    page.get_by_role("columnheader", name="Aanvraag").get_by_role("link").click()
    expect(page.get_by_role("columnheader", name="Aanvraag")).to_have_attribute("aria-sort", "ascending")

    gevonden = _rijen(page)
    assert 0 < len(gevonden) < alle
    assert [titel for _, titel in gevonden] == sorted((titel for _, titel in gevonden), key=str.casefold)
    page.reload()
    assert _rijen(page) == gevonden
    assert _download(page) == gevonden

    page.get_by_role("link", name="Status: in uitvoering verwijder filter").click()
    expect(page.get_by_label("Status", exact=True)).to_have_value("open")
    assert len(_rijen(page)) > len(gevonden)


def _download(page: Page) -> list[list[str]]:
    page.get_by_text("Lijst downloaden").click()
    with page.expect_download() as download:
        page.get_by_role("link", name="CSV").click()
    tekst = download.value.path().read_text(encoding="utf-8-sig")
    return [
        [regel["Nummer"], regel["Aanvraag"]] for regel in csv.DictReader(io.StringIO(tekst), delimiter=";")
    ]


def test_nothing_found_says_so_and_leads_back(new_page):
    page = log_in(new_page(), CONCERNCONTROLLER)
    page.goto("/aanvragen/?q=zwaluwnest")
    expect(page.get_by_role("heading", name="Geen aanvragen gevonden")).to_be_visible()
    page.get_by_role("main").get_by_role("link", name="Wis alle filters").last.click()
    expect(page).to_have_url(re.compile(r"/aanvragen/\??$"))
    assert _rijen(page)


def test_nonsense_in_the_address_is_a_sentence(new_page):
    page = log_in(new_page(), CONCERNCONTROLLER)
    for adres in ("?sorteer=onzin", "?status=onzin", "?pagina=99", "?gemeente=%00"):
        antwoord = page.goto(f"/aanvragen/{adres}")
        assert antwoord.status == 200, adres
        expect(page.get_by_role("main").get_by_role("status").first).to_be_visible()
        assert _rijen(page), adres
