"""Een DVO in de browser: van vorig jaar naar getekend, een addendum, de tekst op een dag, en opzeggen."""

import re

from playwright.sync_api import Page, expect

from tests.journeys import besluitvorming as b
from tests.journeys.besluitvorming import ADVISEUR, DIRECTIE
from tests.journeys.mensen import CONCERNCONTROLLER, Mensen, druk, kies, veld
from tests.pdf import tekst

CONTROLLER, OPDRACHTGEVER = "Controller Diemen", "Opdrachtgever Diemen"
PARAFEERT, ONDERTEKENT = (CONCERNCONTROLLER, CONTROLLER), (DIRECTIE, OPDRACHTGEVER)


def test_from_last_years_dvo_to_a_signed_one_with_an_addendum_and_notice(new_page, demo_server):
    [(jaar,)] = demo_server.rows("SELECT max(jaar) FROM ogon_dvo")
    mensen = Mensen(new_page)
    adres = _begin(mensen.als(ADVISEUR), jaar)
    _een_norm_van_nul_kan_niet(mensen.als(ADVISEUR), adres)
    _laat_tekenen(mensen, adres)
    _ligt_vast(mensen.als(ADVISEUR), adres, jaar)
    _pdf(mensen.als(OPDRACHTGEVER), adres)
    _addendum(mensen, adres, jaar)
    _tekst_op_een_dag(mensen.als(CONTROLLER), adres, jaar)
    _zeg_op(mensen.als(OPDRACHTGEVER), adres)


def test_a_municipality_finds_only_its_own_dvo(new_page, demo_server):
    page = Mensen(new_page).als("Controller Ouder-Amstel")
    page.goto("/dvo/")

    expect(page.get_by_role("link", name=re.compile("Ouder-Amstel 20"))).to_be_visible()
    expect(page.get_by_role("link", name=re.compile("Uithoorn 20"))).to_have_count(0)
    [(vreemd,)] = demo_server.rows(
        "SELECT d.nummer FROM ogon_dvo d JOIN duoplus_organisatie o ON o.id = d.organisatie_id"
        " WHERE o.letter = 'U' ORDER BY d.jaar LIMIT 1"
    )
    assert page.request.get(f"/dvo/{vreemd}/").status == 404


def _begin(page: Page, jaar: int) -> str:
    """From the list of what waits, by keyboard to the button."""
    page.goto("/dvo/nieuw/")
    page.get_by_label("Voor welke gemeente?").select_option(label="Diemen")
    kies(page, "Voor welk jaar?", str(jaar))
    page.get_by_role("button", name="DVO beginnen").focus()
    with page.expect_navigation():
        page.keyboard.press("Enter")
    expect(page.get_by_text("De gemeente ziet haar nog niet")).to_be_visible()
    expect(page.get_by_role("row", name=re.compile("Servicedesk"))).to_contain_text("1.100")
    return page.url


def _een_norm_van_nul_kan_niet(page: Page, adres: str) -> None:
    page.goto(adres)
    page.get_by_role("link", name="Servicedesk", exact=True).click()
    veld(page, "Hoeveel uur per jaar?").fill("0")
    veld(page, "Minstens hoeveel procent van de meldingen binnen 8 werkuren opgelost?").fill("87,5")
    page.get_by_role("button", name="Bewaren").click()
    expect(page.locator(".duo-errors")).to_contain_text("Vul meer dan 0 uur in")
    veld(page, "Hoeveel uur per jaar?").fill("1.200")
    druk(page, "Bewaren")
    rij = page.get_by_role("row", name=re.compile("Servicedesk"))
    expect(rij).to_contain_text("1.200")
    expect(rij).to_contain_text("Minstens 87,5%")


def _laat_tekenen(mensen: Mensen, adres: str) -> None:
    """Each in the own window; who initialled already is refused."""
    b.leg_dvo_voor(mensen.als(ADVISEUR), adres)
    b.teken(mensen, adres, "Paraferen", PARAFEERT[:1])
    _nog_eens_kan_niet(mensen.als(PARAFEERT[0]), adres)
    b.teken(mensen, adres, "Paraferen", PARAFEERT[1:])
    b.teken(mensen, adres, "Ondertekenen", ONDERTEKENT)


def _nog_eens_kan_niet(page: Page, adres: str) -> None:
    page.goto(adres)
    expect(page.get_by_role("link", name="Paraferen")).to_have_count(0)
    page.goto(f"{adres}paraferen/")
    veld(page, "Op grond van welk mandaat?").fill("Nog een keer")
    page.get_by_label("Ik heb deze versie gelezen").check()
    page.get_by_role("button", name="Paraferen").click()
    expect(page.locator(".duo-errors")).to_contain_text("U heeft deze versie al getekend")


def _ligt_vast(page: Page, adres: str, jaar: int) -> None:
    page.goto(adres)
    expect(page.get_by_text(f"Getekend, geldt vanaf 1 januari {jaar}")).to_be_visible()
    expect(page.get_by_role("link", name="Product toevoegen")).to_have_count(0)
    page.get_by_role("link", name="Handtekeningen").click()
    expect(page.get_by_text("Klopt", exact=True)).to_be_visible()
    expect(page.get_by_text("4 van 4 gezet")).to_be_visible()


def _pdf(page: Page, adres: str) -> None:
    page.goto(adres)
    with page.expect_download() as download:
        page.get_by_role("link", name="PDF").click()
    inhoud = tekst(download.value.path().read_bytes())
    for woorden in ("Dienstverleningsovereenkomst", "Servicedesk", "Gemeentesecretaris", "Zegel"):
        assert woorden in inhoud, woorden


def _addendum(mensen: Mensen, adres: str, jaar: int) -> None:
    page = mensen.als(ADVISEUR)
    b.begin_addendum(page, adres, f"1-7-{jaar}", "De raad vraagt meer.")
    b.wijzig_artikel(page, adres, 7, "Meer werk gaat eerst langs de controller.")
    _laat_tekenen(mensen, adres)


def _tekst_op_een_dag(page: Page, adres: str, jaar: int) -> None:
    page.goto(f"{adres}deel/tekst/")
    nieuw = page.get_by_text("Meer werk gaat eerst langs de controller.")
    for dag, aantal in ((f"30-6-{jaar}", 0), (f"1-7-{jaar}", 1)):
        page.get_by_label("Tekst zoals die gold op").fill(dag)
        page.get_by_role("button", name="Tonen").click()
        expect(page.get_by_text("Zo geldt de tekst op")).to_be_visible()
        expect(nieuw).to_have_count(aantal)


def _zeg_op(page: Page, adres: str) -> None:
    page.goto(f"{adres}deel/wijzigingen/")
    page.get_by_text("Zo is deze datum berekend").click()
    expect(page.get_by_text("De opzegtermijn is 6 maanden.")).to_be_visible()
    page.get_by_role("link", name="DVO opzeggen").click()
    veld(page, "Waarom?").fill("Wij doen dit weer zelf.")
    druk(page, "DVO opzeggen")
    expect(page.get_by_text("Opgezegd", exact=True)).to_be_visible()
