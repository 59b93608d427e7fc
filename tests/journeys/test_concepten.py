"""Niets wat getypt is raakt kwijt: ander apparaat, twee tegelijk, sessie weg, dubbele klik, geen script."""

import re

from playwright.sync_api import Page, expect

from tests.conftest import MOBILE
from tests.journeys import aanvraag as a
from tests.journeys.aanvraag import vanzelf_bewaard
from tests.journeys.mensen import AANVRAGER, SECRETARIS, Mensen, druk, kies_rol, log_in, veld

PROBLEEM = "Wat is het probleem of de wens?"
RESULTAAT = "Wat wilt u bereiken?"


def _begin(page: Page, titel: str) -> None:
    """A draft with nothing but a title, kept by itself."""
    page.goto("/aanvragen/nieuw/")
    with vanzelf_bewaard(page, titel):
        veld(page, "Geef uw aanvraag een titel").fill(titel)
    expect(page).to_have_url(re.compile("/aanvragen/concept/"))


def test_draft_goes_on_at_another_device(new_page):
    computer = log_in(new_page(), AANVRAGER)
    _begin(computer, "Verder op de telefoon")
    computer.context.close()

    telefoon = log_in(new_page(viewport=MOBILE, has_touch=True), AANVRAGER)
    telefoon.goto("/aanvragen/concepten/")
    telefoon.get_by_role("link", name="Verder met Verder op de telefoon").click()

    expect(veld(telefoon, "Geef uw aanvraag een titel")).to_have_value("Verder op de telefoon")


def test_two_devices_at_once_get_both_versions(new_page):
    eerste, tweede = log_in(new_page(), AANVRAGER), log_in(new_page(), AANVRAGER)
    _begin(eerste, "Twee apparaten")
    tweede.goto(eerste.url)
    with vanzelf_bewaard(eerste, "Op de computer"):
        veld(eerste, PROBLEEM).fill("Op de computer getypt")

    veld(tweede, PROBLEEM).fill("Op de telefoon getypt")
    expect(tweede.get_by_role("status").filter(has_text="ander apparaat")).to_be_visible()
    expect(veld(tweede, PROBLEEM)).to_have_value("Op de telefoon getypt")
    with tweede.expect_popup() as popup:
        tweede.get_by_role("link", name="Bekijk beide versies").click()
    beide = popup.value
    rij = beide.get_by_role("row").filter(has_text=PROBLEEM)
    expect(rij).to_contain_text("Op de telefoon getypt")
    expect(rij).to_contain_text("Op de computer getypt")

    druk(beide, "Mijn versie van hier bewaren")
    expect(veld(beide, PROBLEEM)).to_have_value("Op de telefoon getypt")


def test_sending_after_the_session_ended_brings_the_text_back_unsent(new_page, demo_server):
    [(nummer, ogon)] = demo_server.rows(
        "SELECT a.nummer, g.naam FROM maatwerk_aanvraag a JOIN duoplus_gremium g ON g.id = a.ogon_id"
        " WHERE a.status = 'in_intake' ORDER BY a.id LIMIT 1"
    )
    secretaris = f"Secretaris {ogon} Duo+"
    page = log_in(new_page(), secretaris)
    page.goto(f"/aanvragen/{nummer}/vraag-stellen/")
    veld(page, "Wat wilt u weten?").fill("Is dit nog te redden?")
    page.context.clear_cookies(name="sessionid")
    druk(page, "Vraag versturen")
    a.kop(page, "Inloggen")

    kies_rol(page, secretaris)
    expect(veld(page, "Wat wilt u weten?")).to_have_value("Is dit nog te redden?")
    assert not demo_server.rows("SELECT 1 FROM maatwerk_vraag WHERE vraag = 'Is dit nog te redden?'")

    a.klaar(page, "Vraag versturen", "Uw vraag is verstuurd.")


def test_draft_survives_a_session_that_ended_while_typing(new_page):
    page = log_in(new_page(), AANVRAGER)
    _begin(page, "Sessie weg")
    page.context.clear_cookies(name="sessionid")
    veld(page, RESULTAAT).fill("Dit typte ik na afloop")
    expect(page.get_by_role("status").filter(has_text="Uw sessie is verlopen")).to_be_visible()
    druk(page, "Naar doel en belang")
    a.kop(page, "Inloggen")

    kies_rol(page, AANVRAGER)
    expect(veld(page, RESULTAAT)).to_have_value("Dit typte ik na afloop")


def test_two_clicks_send_one_request(new_page, demo_server):
    page = log_in(new_page(java_script_enabled=False), AANVRAGER)
    _tot_controleren(page, "Twee keer geklikt")
    page.get_by_role("button", name="Aanvraag indienen").dblclick()
    a.kop(page, "Twee keer geklikt")

    nummers = demo_server.rows("SELECT nummer FROM maatwerk_aanvraag WHERE titel = 'Twee keer geklikt'")
    assert len(nummers) == 1
    expect(page.get_by_role("main")).to_contain_text(nummers[0][0])


def _tot_controleren(page: Page, titel: str) -> None:
    page.goto("/aanvragen/nieuw/")
    a.vul_vraag(page, titel)
    druk(page, "Naar doel en belang")
    a.vul_doel(page)
    druk(page, "Naar planning")
    a.vul_planning(page)
    druk(page, "Naar kosten")
    a.vul_kosten(page)
    druk(page, "Naar documenten")
    bestand = {"name": "plan.pdf", "mimeType": "application/pdf", "buffer": a.PDF}
    page.get_by_label("Documenten toevoegen").set_input_files(bestand)
    druk(page, "Naar controleren")
    expect(page.get_by_role("main")).to_contain_text("plan.pdf")


def test_everything_works_without_script(new_page):
    kaal = Mensen(new_page, java_script_enabled=False)
    page = kaal.als(AANVRAGER)
    _tot_controleren(page, "Zonder script ingediend")
    druk(page, "Aanvraag indienen")
    nummer = a.nummer_van(page)

    page = kaal.als(SECRETARIS)
    page.goto(f"/aanvragen/{nummer}/in-behandeling-nemen/")
    druk(page, "In behandeling nemen")
    expect(page.get_by_role("alert")).to_contain_text("Kies een team uit de lijst.")
    a.neem_in(a.Dossier(kaal, nummer).stap)
