"""Foute invoer: een zin per fout, de cursor op de goede plek, en alles wat getypt is staat er nog."""

import re

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.journeys import aanvraag as a
from tests.journeys.bladzijden import stappen
from tests.journeys.mensen import AANVRAGER, Mensen, druk, log_in, veld

STAPPEN = ["Naar doel en belang", "Naar planning", "Naar kosten", "Naar documenten"]
# What somebody may type who does not know the form, and the sentence about it; the step it is on.
ONZIN = [
    (1, "Geef uw aanvraag een titel", "x" * 130, "De tekst is te lang: 130 tekens."),
    (3, "Wanneer moet het klaar zijn?", "31-2-2027", "31-2-2027"),
    (3, "Wanneer moet het klaar zijn?", "1-1-2020", "1 januari 2020 is al geweest."),
    (3, "Hoeveel uur denkt u nodig te hebben?", "tachtig", "‘tachtig’ is geen aantal uren."),
]


def _samenvatting(page: Page) -> Locator:
    """The error summary, which has the focus as soon as it is there."""
    fouten = page.get_by_role("main").get_by_role("alert")
    expect(fouten).to_be_focused()
    expect(page).to_have_title(re.compile("^Fout: "))
    return fouten


def _volg_links(page: Page, fouten: Locator) -> int:
    """The first and last link put the cursor in their control; returns how many links there are."""
    links = fouten.get_by_role("link").all()
    for link in {0: links[0], -1: links[-1]}.values():
        link.click()
        doel = link.get_attribute("href")
        expect(page.locator(f"{doel}:focus, {doel} :focus")).to_have_count(1)
    return len(links)


def _concept(page: Page) -> str:
    page.goto("/aanvragen/nieuw/")
    with a.vanzelf_bewaard(page, "Leeg gelaten"):
        veld(page, "Geef uw aanvraag een titel").fill("Leeg gelaten")
    return page.url.partition("?")[0]


def test_every_empty_step_of_the_form_says_what_is_missing(new_page):
    page = log_in(new_page(), AANVRAGER)
    concept = _concept(page)
    for nummer, knop in enumerate(STAPPEN, start=1):
        page.goto(f"{concept}?stap={nummer}")
        druk(page, knop)
        assert _volg_links(page, _samenvatting(page)) >= 2, knop


@pytest.mark.parametrize(("nummer", "vraag", "onzin", "zin"), ONZIN)
def test_nonsense_is_explained_and_stays(new_page, nummer, vraag, onzin, zin):
    page = log_in(new_page(), AANVRAGER)
    page.goto(f"{_concept(page)}?stap={nummer}")
    veld(page, vraag).fill(onzin)
    druk(page, STAPPEN[nummer - 1])

    expect(_samenvatting(page)).to_contain_text(zin)
    expect(veld(page, vraag)).to_have_value(onzin)
    assert zin in veld(page, vraag).evaluate(
        "veld => veld.getAttribute('aria-describedby').split(' ')"
        ".map(id => document.getElementById(id)?.innerText).join(' ')"
    )


BESTANDEN = {
    "virus.exe": b"MZ\x90\x00",
    "rekening.pdf": b"<html><script>alert(1)</script></html>",
    "leeg.pdf": b"",
    "film.pdf": a.PDF + b"\0" * 21_000_000,
}


def test_wrong_files_are_refused_in_a_sentence(new_page, tmp_path):
    page = log_in(new_page(), AANVRAGER)
    page.goto(f"{_concept(page)}?stap=5")
    for naam, inhoud in BESTANDEN.items():
        (tmp_path / naam).write_bytes(inhoud)
        page.get_by_label("Documenten toevoegen").set_input_files(tmp_path / naam)
        expect(page.get_by_role("main").get_by_role("status").filter(has_text=f"{naam}:")).to_be_visible()
        expect(page.get_by_role("button", name=f"Verwijderen {naam}")).to_have_count(0)


def test_every_step_sent_empty_keeps_its_page(demo_server, new_page):
    """The form of each open step, with every box emptied: a sentence per box, nothing half saved."""
    mensen = Mensen(new_page)
    zonder_vragen = {"paraferen", "bevestigen", "afsluiten"}
    for naam, bladzijde in stappen(demo_server).items():
        if naam in zonder_vragen:
            continue
        page = mensen.als(bladzijde.rol)
        page.goto(bladzijde.pad)
        kop = page.get_by_role("heading", level=1).inner_text()
        if not _leeg_alles(page):
            continue
        formulier = page.locator("form.duo-actie")
        with page.expect_navigation():
            formulier.get_by_role("button").and_(page.locator(".nl-button--primary")).click()
        a.kop(page, kop)
        assert _volg_links(page, _samenvatting(page)) >= 1, naam


def _leeg_alles(page: Page) -> int:
    vakken = page.get_by_role("main").get_by_role("textbox").all()
    for vak in vakken:
        vak.fill("")
    return len(vakken)


def test_unknown_and_foreign_say_the_same(demo_server, new_page):
    [(vreemd,)] = demo_server.rows(
        "SELECT a.nummer FROM maatwerk_aanvraag a JOIN duoplus_organisatie o ON o.id = a.organisatie_id"
        " WHERE o.letter = 'O' AND a.nummer IS NOT NULL AND (SELECT count(*) FROM maatwerk_deelnemer d"
        " WHERE d.aanvraag_id = a.id) = 1 ORDER BY a.id LIMIT 1"
    )
    page = log_in(new_page(), AANVRAGER)
    teksten = set()
    for nummer in (vreemd, "MW-2026-9999", "onzin"):
        for pad in ("", "tijdlijn/", "documenten/", "akkoord-geven/", "ontvangstbewijs/"):
            antwoord = page.goto(f"/aanvragen/{nummer}/{pad}")
            assert antwoord.status == 404, f"{nummer}/{pad}"
            teksten.add(page.get_by_role("main").inner_text())
    assert len(teksten) == 1
