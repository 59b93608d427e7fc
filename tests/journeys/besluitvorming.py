"""Wat meer dan één reis over besluiten doet: standpunten, redenen, een vraag naar boven, en tekenen."""

import re
from collections.abc import Iterable

from playwright.sync_api import Locator, Page, expect

from tests.journeys.mensen import Mensen, druk, veld

BEDRIJF = "/ogon/bedrijfsvoering/cyclus/2027/"
DIRECTIE, ADVISEUR = "Lid directieberaad Duo+", "Bestuursadviseur Duo+"
MEESTE_TABS = 200


def tab_naar(page: Page, doel: Locator) -> None:
    for _ in range(MEESTE_TABS):
        if doel.evaluate("el => el === document.activeElement"):
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"niet te bereiken met Tab: {doel}")


def enter(page: Page, doel: Locator) -> None:
    tab_naar(page, doel)
    with page.expect_navigation():
        page.keyboard.press("Enter")


def _kies(page: Page, vraag: str, omlaag: int) -> None:
    """A radio group by its arrows: Space takes the first, Down the next."""
    tab_naar(page, page.get_by_role("group", name=vraag).get_by_role("radio").first)
    page.keyboard.press("Space")
    for _ in range(omlaag):
        page.keyboard.press("ArrowDown")


def geef_standpunt(page: Page, omlaag: int, waarom: str = "") -> None:
    """On its own page, keys only: 0 akkoord, 1 akkoord mits, 2 onthouding, 3 bezwaar."""
    page.goto(f"{BEDRIJF}standpunt/")
    _kies(page, "Wat vindt uw gemeente van deze volgorde?", omlaag)
    if waarom:
        tab_naar(page, page.get_by_label(re.compile("^Voorwaarde of reden")))
        page.keyboard.type(waarom)
    enter(page, page.get_by_role("button", name="Standpunt geven"))


def schrijf_redenen(page: Page) -> None:
    """Every row that stands elsewhere than its score says gets a reason."""
    page.goto(f"{BEDRIJF}prioriteren/")
    while (vakken := page.locator('.duo-bord__reden input[value=""]')).count():
        vakken.first.fill("Zo afgesproken in het overleg.")
        with page.expect_response(re.compile("prioriteren")):
            page.keyboard.press("Enter")
        page.goto(f"{BEDRIJF}prioriteren/")


def naar_vaststellen(page: Page) -> None:
    page.goto(f"{BEDRIJF}fase/")
    page.get_by_label("Verder naar Vaststellen").check()
    druk(page, "Fase wijzigen")


def stel_vast(page: Page) -> None:
    page.goto(f"{BEDRIJF}vaststellen/")
    enter(page, page.get_by_role("button", name="Vaststellen"))


def rij_op_bord(page: Page, titel: str) -> Locator:
    page.goto(f"{BEDRIJF}prioriteren/")
    return page.get_by_role("row").filter(has=page.get_by_text(titel, exact=True))


def kenmerk_van(page: Page, titel: str) -> str:
    gevonden = re.search(r"MW-\d{4}-\d{4}", rij_op_bord(page, titel).inner_text())
    assert gevonden
    return gevonden[0]


def schaal_op(page: Page, kenmerk: str, vraag: str, **standpunten: str) -> None:
    """One request goes up, with what each of these municipalities thinks."""
    page.goto(f"/aanvragen/{kenmerk}/opschalen/")
    page.get_by_label("Welke vraag moet het directieberaad beantwoorden?").fill(vraag)
    for wie, tekst in standpunten.items():
        page.get_by_label(re.compile(f"^Wat vindt {wie}")).fill(tekst)
    druk(page, "Opschalen")
    expect(page.get_by_text("De aanvraag ligt bij het directieberaad.")).to_be_visible()


def open_opschaling(page: Page, titel: str) -> None:
    page.goto("/opschalingen/")
    page.get_by_role("link", name=titel).first.click()
    expect(page.get_by_role("heading", level=1, name=titel)).to_be_visible()


def antwoord(page: Page, titel: str, soort: str, tekst: str) -> None:
    open_opschaling(page, titel)
    page.get_by_role("link", name="Antwoord geven").click()
    page.get_by_role("group", name="Wat is het antwoord?").get_by_text(soort, exact=True).click()
    page.get_by_label("Wat antwoordt het directieberaad?").fill(tekst)
    druk(page, "Antwoord vastleggen")
    expect(page.get_by_text(re.compile("Het antwoord ligt vast met besluit BES-"))).to_be_visible()


def koppel_terug_en_sluit(mensen: Mensen, titel: str, voorzitter: Page) -> None:
    adviseur = mensen.als(ADVISEUR)
    open_opschaling(adviseur, titel)
    adviseur.get_by_role("link", name="Antwoord terugkoppelen").click()
    adviseur.get_by_label("Wat kan het OGON nu doen?").fill("Praat eerst met Uithoorn.")
    druk(adviseur, "Terugkoppelen")
    open_opschaling(voorzitter, titel)
    voorzitter.get_by_role("link", name="Opschaling sluiten").click()
    druk(voorzitter, "Sluiten")
    expect(voorzitter.get_by_text("De opschaling is gesloten.")).to_be_visible()


def begin_addendum(page: Page, adres: str, dag: str, aanleiding: str) -> None:
    page.goto(f"{adres}deel/wijzigingen/")
    page.get_by_role("link", name="Addendum maken").click()
    veld(page, "Vanaf welke dag geldt dit?").fill(dag)
    veld(page, "Wat is de aanleiding?").fill(aanleiding)
    druk(page, "Beginnen")


def wijzig_artikel(page: Page, adres: str, nummer: int, tekst: str) -> None:
    page.goto(f"{adres}deel/tekst/")
    page.get_by_role("link", name=f"Wijzigen artikel {nummer}").click()
    veld(page, "Tekst").fill(tekst)
    druk(page, "Bewaren")


def leg_dvo_voor(page: Page, adres: str) -> None:
    for stap in ("Voorleggen aan de gemeente", "Parafen vragen"):
        page.goto(adres)
        page.get_by_role("link", name=stap).click()
        druk(page, stap)


def teken(mensen: Mensen, adres: str, knop: str, wie: Iterable[str]) -> None:
    """Each in the own window, on the ground of a mandate that the page knows."""
    for rol in wie:
        page = mensen.als(rol)
        page.goto(adres)
        page.get_by_role("link", name=knop).click()
        expect(veld(page, "Op grond van welk mandaat?")).not_to_be_empty()
        page.get_by_label("Ik heb deze versie gelezen").check()
        druk(page, knop)
