"""Een voorstel schrijven, laten paraferen, wijzigen en opnieuw laten paraferen; een college besluit."""

import re

from playwright.sync_api import Page, expect

from tests.journeys.mensen import CONCERNCONTROLLER, OPDRACHTGEVER, SECRETARIS, Mensen, druk, kies, veld

JURIST, INKOPER, ADVISEUR = "Teammanager JZ&I Duo+", "CPI Duo+", "Bestuursadviseur Duo+"
TITEL = "Eén toegangspas voor alle gemeentehuizen"
LEASE = "Gezamenlijke inkoop van leaseauto’s"
LIJSTEN = {"voorstellen": LEASE, "maatregelen": "Eén printerpark", "plannen-van-aanpak": "Inkoop op orde"}


def _schrijf(page: Page) -> str:
    """The whole text, part by part; returns the address of the proposal."""
    page.goto("/voorstellen/")
    page.get_by_role("link", name="Nieuw voorstel").click()
    veld(page, "Titel van het voorstel").fill(TITEL)
    for gemeente in ("Diemen", "Uithoorn"):
        page.get_by_label(gemeente, exact=True).check()
    druk(page, "Voorstel beginnen")
    adres = re.sub(r"schrijven/.*", "", page.url)
    veld(page, "Gevraagd besluit").fill("Instemmen met één toegangspas.")
    with page.expect_response(lambda r: "bewaren" in r.url and "versleten" in (r.request.post_data or "")):
        veld(page, "Aanleiding").fill("De passen zijn versleten.")
    expect(page.get_by_text("Concept bewaard om")).to_be_visible()
    page.reload()
    expect(veld(page, "Aanleiding")).to_have_value("De passen zijn versleten.")
    veld(page, "Beoogd effect").fill("Niemand staat meer voor een dichte deur.")
    druk(page, "Naar ‘Waarom zo?’")
    veld(page, "Argumenten").fill("Het scheelt werk aan de balie.")
    veld(page, "Kanttekeningen").fill("De sloten moeten worden vervangen.")
    druk(page, "Naar ‘Wat kost het?’")
    veld(page, "Financiën").fill("Past in de begroting.")
    veld(page, "Bedrag in euro").fill("veel")
    druk(page, "Naar ‘Hoe gaat het verder?’")
    expect(page.get_by_role("heading", name="Controleer uw antwoorden")).to_be_visible()
    expect(veld(page, "Bedrag in euro")).to_have_value("veel")
    veld(page, "Bedrag in euro").fill("12.500")
    veld(page, "Taakveld").fill("0.4")
    page.get_by_label("Incidenteel", exact=True).check()
    veld(page, "Dekking").fill("De post huisvesting.")
    druk(page, "Naar ‘Hoe gaat het verder?’")
    veld(page, "Communicatie").fill("Iedereen krijgt een brief.")
    veld(page, "Planning").fill("Klaar in juni.")
    druk(page, "Naar ‘Wie besluit hierover?’")
    druk(page, "Bewaren en bekijken")
    return adres


def _parafeer(page: Page, adres: str, soort: str) -> None:
    page.goto(adres)
    page.get_by_role("link", name=f"{soort} toetsen").click()
    kies(page, "Klopt het voorstel op uw vakgebied?", "Akkoord")
    druk(page, "Vastleggen")


def test_a_proposal_from_its_first_word_to_the_ogon(new_page):
    mensen = Mensen(new_page)
    schrijver = mensen.als(SECRETARIS)
    adres = _schrijf(schrijver)
    expect(schrijver.get_by_role("heading", level=1, name=TITEL)).to_be_visible()
    schrijver.get_by_role("link", name="Om parafen vragen").click()
    druk(schrijver, "Om parafen vragen")

    _parafeer(mensen.als(CONCERNCONTROLLER), adres, "Financieel")
    jurist = mensen.als(JURIST)
    for soort in ("Juridisch", "Privacy"):
        _parafeer(jurist, adres, soort)
    schrijver.goto(adres)
    expect(schrijver.get_by_text("3 van 4")).to_be_visible()

    schrijver.get_by_role("link", name="Tekst wijzigen").click()
    expect(schrijver.get_by_text("Bewaart u een wijziging, dan vervallen zij.")).to_be_visible()
    veld(schrijver, "Aanleiding").fill("De sloten zijn versleten.")
    druk(schrijver, "Naar ‘Waarom zo?’")
    schrijver.goto(adres)
    expect(schrijver.get_by_role("heading", name="Parafen zijn vervallen")).to_be_visible()
    expect(schrijver.get_by_text("0 van 4")).to_be_visible()

    _parafeer(mensen.als(CONCERNCONTROLLER), adres, "Financieel")
    for soort in ("Juridisch", "Privacy"):
        _parafeer(jurist, adres, soort)
    _parafeer(mensen.als(INKOPER), adres, "Inkoop")
    schrijver.goto(adres)
    schrijver.get_by_role("link", name="Op weg sturen").click()
    druk(schrijver, "Op weg sturen")
    expect(schrijver.get_by_text("Het voorstel ligt voor bij het OGON.")).to_be_visible()


def test_the_college_that_lags_decides_by_keyboard_and_the_board_comes_next(new_page):
    page = Mensen(new_page).als(OPDRACHTGEVER)
    page.goto("/voorstellen/")
    page.get_by_role("link", name=LEASE).click()
    with page.expect_download() as download:
        page.get_by_role("link", name=re.compile(r"College Uithoorn\.zip$")).click()
    assert download.value.suggested_filename.endswith(".zip")
    page.get_by_role("link", name="Uitkomst vastleggen van College Uithoorn").focus()
    page.keyboard.press("Enter")
    page.get_by_label("Conform voorstel", exact=True).focus()
    page.keyboard.press("Space")
    page.get_by_label("Onder voorbehoud van begroting").focus()
    page.keyboard.press("Space")
    page.get_by_role("button", name="Vastleggen").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_text("De uitkomst van College Uithoorn is vastgelegd.")).to_be_visible()
    expect(page.get_by_role("row", name=re.compile("Dagelijks bestuur"))).to_contain_text("Ligt voor")


def test_a_municipality_that_is_not_in_it_does_not_find_what_is_confidential(new_page):
    page = Mensen(new_page).als("Opdrachtgever Ouder-Amstel")
    page.goto("/voorstellen/")
    expect(page.get_by_role("link", name=LEASE)).to_be_visible()
    expect(page.get_by_text("Schikking over de laptops")).to_have_count(0)


def test_a_measure_shows_a_municipality_its_own_amounts(new_page):
    page = Mensen(new_page).als("Budgethouder Uithoorn")
    page.goto("/maatregelen/")
    page.get_by_role("link", name="Eén printerpark").click()
    expect(page.get_by_role("cell", name="€ 18.900,00").first).to_be_visible()
    expect(page.get_by_text("14.200")).to_have_count(0)
