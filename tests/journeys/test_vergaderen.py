"""Een vergadering van agenda tot vastgestelde besluitenlijst, met het toetsenbord en met de muis."""

import re
from datetime import timedelta

import pytest
from playwright.sync_api import Page, expect

from tests.conftest import MOBILE
from tests.journeys.mensen import VOORZITTER, Mensen, log_in

BUURT = "Voorzitter OGON Buurt Duo+"
UITHOORN, OUDER_AMSTEL = "Opdrachtgever Uithoorn", "Opdrachtgever Ouder-Amstel"
LIVE = "#duo-live"
PDF = b"%PDF-1.4\n1 0 obj\n<< >>\nendobj\ntrailer\n<< >>\n%%EOF\n"


@pytest.fixture
def mensen(new_page):
    return Mensen(new_page)


def agenda(page: Page) -> list[str]:
    return page.locator("[data-sleutel]").evaluate_all("rijen => rijen.map((rij) => rij.dataset.titel)")


def punt(page: Page, titel: str):
    return page.locator(f'[data-titel="{titel}"]')


def plan_vandaag(page: Page, demo_server, overleg: str, begin: str, eind: str) -> None:
    """A meeting of today, of the day that counts as today in the portal."""
    page.goto(f"/vergaderingen/plannen/{overleg}/")
    dag = vandaag(demo_server)
    page.get_by_label("Op welke dag?").fill(f"{dag.day}-{dag.month}-{dag.year}")
    page.get_by_label("Hoe laat begint het?").fill(begin)
    page.get_by_label("Hoe laat is het afgelopen?").fill(eind)
    page.get_by_label("Waar?").fill("Gemeentewerf Uithoorn")
    page.get_by_label("Hoeveel organisaties").fill("2")
    page.get_by_role("button", name="Vergadering plannen").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("van")


def vandaag(demo_server):
    [(dag,)] = demo_server.rows("SELECT (now() AT TIME ZONE 'Europe/Amsterdam')::date")
    return dag


def voeg_toe(page: Page, titel: str, soort: str = "Besluit", *, stuk: bool = False) -> None:
    page.get_by_role("link", name="Agendapunt toevoegen").click()
    page.get_by_label("Waar gaat het over?").fill(titel)
    page.get_by_label(soort, exact=True).check()
    page.get_by_label("Hoeveel minuten?").fill("15")
    if stuk:
        page.get_by_label("Stuk").set_input_files(
            {"name": "nota.pdf", "mimeType": "application/pdf", "buffer": PDF}
        )
    page.get_by_role("button", name="Agendapunt toevoegen").click()


def doe(page: Page, knop: str) -> None:
    """A step of the meeting: the button on the page, and the one that confirms it."""
    page.get_by_role("link", name=knop, exact=True).click()
    page.locator("form.duo-actie button.nl-button--primary").click()


def besluit(page: Page, soort: str, reden: str, **velden: str) -> None:
    page.get_by_label(soort, exact=True).check()
    page.get_by_label("Waarom?").fill(reden)
    for label, tekst in velden.items():
        page.get_by_label(re.compile(label)).fill(tekst)
    page.get_by_role("button", name="Besluit vastleggen").click()
    expect(page.get_by_text(re.compile(r"BES-\d{4}-\d{4} is vastgelegd"))).to_be_visible()


def test_an_agenda_is_ordered_by_key_by_button_and_by_number(mensen, demo_server, axe):
    page = mensen.als(BUURT)
    plan_vandaag(page, demo_server, "buurt", "8.00", "8.45")
    for titel in ("Eerste", "Tweede", "Derde"):
        voeg_toe(page, titel)
    assert agenda(page) == ["Eerste", "Tweede", "Derde"]

    punt(page, "Derde").get_by_role("link", name="Verplaats").focus()
    page.keyboard.press("Alt+ArrowUp")
    expect(page.locator("[data-sleutel] .duo-punt__titel")).to_have_text(
        [re.compile(titel) for titel in ("Eerste", "Derde", "Tweede")]
    )
    expect(page.locator(LIVE)).to_contain_text("‘Derde’ staat nu op plaats 2.")
    expect(punt(page, "Derde").get_by_role("button", name="omhoog")).to_be_focused()
    punt(page, "Tweede").get_by_role("link", name="Verplaats").click()
    page.get_by_label("Plaats, van 1 tot en met 3").fill("1")
    page.keyboard.press("Enter")
    expect(page.locator("[data-sleutel] .duo-punt__titel").first).to_have_text(re.compile("Tweede"))
    assert agenda(page) == ["Tweede", "Eerste", "Derde"]
    axe(page)


def test_two_people_who_order_at_once_see_each_others_agenda(mensen, demo_server):
    voorzitter, secretaris = mensen.als(BUURT), mensen.als("Secretaris OGON Buurt Duo+")
    plan_vandaag(voorzitter, demo_server, "buurt", "10.00", "10.45")
    for titel in ("Een", "Twee"):
        voeg_toe(voorzitter, titel)
    secretaris.goto(voorzitter.url.partition("#")[0])
    punt(voorzitter, "Twee").get_by_role("button", name="omhoog").click()
    expect(voorzitter.locator("[data-sleutel] .duo-punt__titel").first).to_have_text(re.compile("Twee"))

    punt(secretaris, "Een").get_by_role("button", name="omlaag").click()

    expect(secretaris.get_by_text("Iemand anders heeft de agenda net gewijzigd")).to_be_visible()
    assert agenda(secretaris) == ["Twee", "Een"]


def test_a_meeting_decides_and_the_next_one_adopts_its_list(mensen, demo_server, axe):
    page = mensen.als(BUURT)
    plan_vandaag(page, demo_server, "buurt", "13.00", "14.00")
    url = page.url
    for titel in ("Groenplan", "Speelplekken", "Zoutstrooien", "Bankjes", "Fietsenstalling"):
        voeg_toe(page, titel, stuk=titel == "Groenplan")
    expect(page.get_by_role("link", name="nota.pdf")).to_be_visible()

    uithoorn, ouder = mensen.als(UITHOORN), mensen.als(OUDER_AMSTEL)
    for lid in (uithoorn, ouder):
        lid.goto(url)
    uithoorn.get_by_role("button", name="Ik kom", exact=True).click()
    page.goto(url)
    doe(page, "Beginnen")
    expect(page.get_by_text("Er is 1 van de 2 organisaties die nodig zijn.")).to_be_visible()
    ouder.goto(url)
    ouder.get_by_role("button", name="Ik ben er").click()

    page.goto(url)
    expect(page.get_by_text("Er zijn 2 van de 2 organisaties")).to_be_visible()
    axe(page)
    besluit(page, "Akkoord", "Iedereen is het eens.")
    besluit(page, "Akkoord mits", "Het past.", **{"welke voorwaarde": "Na de zomer."})
    besluit(page, "Aanhouden", "Er mist een bedrag.")
    besluit(page, "Afwijzen", "Het kost te veel.")
    page.get_by_role("link", name="Actie afspreken").click()
    page.get_by_label("Wat moet er gebeuren?").fill("Prijs van de stalling opvragen")
    page.get_by_label("Wie doet dit?").select_option(label="Voorzitter OGON Buurt")
    dag = vandaag(demo_server) + timedelta(days=14)
    page.get_by_label("Wanneer moet het klaar zijn?").fill(f"{dag.day}-{dag.month}-{dag.year}")
    page.get_by_role("button", name="Afspreken").click()
    page.get_by_role("link", name="Besproken, zonder besluit").click()
    page.get_by_label("Wat is er gezegd?").fill("Wij wachten op de prijs.")
    page.get_by_role("button", name="Vastleggen").click()
    uithoorn.goto(url)
    expect(uithoorn.get_by_text("Het kost te veel.")).to_be_visible()
    doe(page, "Sluiten")
    expect(page.locator(".duo-head").get_by_text("Gehouden")).to_be_visible()

    stel_vast_in_een_volgende(page, demo_server)
    page.goto(url)
    expect(page.locator(".duo-head").get_by_text("Besluitenlijst vastgesteld")).to_be_visible()
    page.get_by_role("link", name="Erratum plaatsen").click()
    page.get_by_label("Wat stond er?").fill("Na de zomer.")
    page.get_by_label("Wat moet het zijn?").fill("Na de winter.")
    page.get_by_label("Waarom?").fill("Verkeerd opgeschreven.")
    page.get_by_role("button", name="Erratum plaatsen").click()
    expect(page.get_by_text("Het moet zijn: Na de winter.")).to_be_visible()
    axe(page)


def stel_vast_in_een_volgende(page: Page, demo_server) -> None:
    """What was held puts itself on the next agenda; agreed there, the list is adopted."""
    plan_vandaag(page, demo_server, "buurt", "16.00", "17.00")
    lijst = page.get_by_role("button", name=re.compile(r"Op de agenda\s*: Besluitenlijst van"))
    lijst.last.click()
    expect(page.locator("[data-sleutel]")).to_have_count(1)
    doe(page, "Beginnen")
    for naam in ("Opdrachtgever Uithoorn", "Opdrachtgever Ouder-Amstel"):
        page.get_by_role("button", name=f"{naam} is aanwezig", exact=True).click()
    besluit(page, "Akkoord", "De lijst klopt.")
    doe(page, "Sluiten")


def test_on_a_phone_an_agenda_reads_from_top_to_bottom(new_page, axe):
    page = log_in(new_page(viewport=MOBILE, color_scheme="dark"), VOORZITTER)
    page.goto("/vergaderingen/?overleg=bedrijfsvoering")
    page.get_by_role("link", name=re.compile("OGON Bedrijfsvoering op")).first.click()

    expect(page.get_by_role("heading", name="Agenda", exact=True)).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")
    axe(page)
