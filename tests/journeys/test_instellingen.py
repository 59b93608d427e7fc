"""De beheerder en de concerncontroller aan het werk in de instellingen, in de browser."""

import re
from datetime import timedelta

from playwright.sync_api import Page, expect

from duoplus import klok
from tests.journeys.bladzijden import BEHEERDER
from tests.journeys.mensen import CONCERNCONTROLLER, Mensen, druk, log_in, veld

DIRECTIE = "Lid directieberaad Duo+"


def over(dagen: int) -> str:
    dag = klok.vandaag() + timedelta(days=dagen)
    return f"{dag.day}-{dag.month}-{dag.year}"


def test_a_term_gets_a_new_value_by_keyboard_alone(demo_server, page: Page, axe):
    """Every act reached with Tab and done with Enter; what follows is read before it is confirmed."""
    log_in(page, BEHEERDER)
    page.goto("/")
    _enter(page, page.get_by_role("navigation", name="Hoofdmenu").get_by_role("link", name="Instellingen"))
    axe(page)
    _enter(page, page.get_by_role("link", name="Termijnen", exact=True))
    _enter(page, page.get_by_role("link", name="Voorstel doen", exact=True))
    _enter(page, page.get_by_role("link", name="Nieuwe waarde vanaf een datum"))
    for vraag, antwoord in (
        ("Hoeveel werkdagen?", "8"),
        ("Vanaf welke dag?", over(10)),
        ("Waarom?", "Wij rekenen sneller."),
    ):
        veld(page, vraag).focus()
        page.keyboard.press("Control+A")
        page.keyboard.type(antwoord)
    _enter(page, page.get_by_role("button", name="Verder", exact=True))
    gebeurt = page.get_by_role("region", name="Dit gaat er gebeuren")
    expect(gebeurt).to_contain_text("houden hun datum")
    expect(gebeurt).to_contain_text("Er is nog niets bewaard.")
    axe(page)
    _enter(page, page.get_by_role("button", name="Bevestigen", exact=True))

    expect(page.get_by_role("main")).to_contain_text("De nieuwe waarde is bewaard.")
    expect(page.get_by_role("region", name="Geschiedenis")).to_contain_text("Wij rekenen sneller.")
    expect(page.get_by_role("main")).to_contain_text("Straks")


def _enter(page: Page, doel) -> None:
    doel.focus()
    with page.expect_navigation():
        page.keyboard.press("Enter")


def test_a_role_is_given_and_ended_with_a_warning(demo_server, page: Page, axe):
    log_in(page, BEHEERDER)
    page.goto("/instellingen/rollen/nieuw/")
    page.get_by_label("Wie?", exact=True).select_option(label="Aanvrager Diemen")
    page.get_by_label("Welke rol?").select_option(label="Voorzitter OGON")
    veld(page, "Waarom?").fill("Tijdelijk erbij.")
    druk(page, "Verder" if page.get_by_role("button", name="Verder", exact=True).count() else "Bewaren")
    expect(page.get_by_role("main")).to_contain_text("Kies voor welk")
    page.get_by_label("Voor welk overleg?").select_option(label="OGON Burger")
    druk(page, "Bewaren")
    expect(page.get_by_role("main")).to_contain_text("Aanvrager Diemen krijgt hierover een bericht.")
    druk(page, "Bevestigen")
    expect(page.get_by_role("main")).to_contain_text("Dit is toegevoegd.")

    page.goto("/instellingen/rollen/?q=voorzitter+buurt")
    page.get_by_role("row", name="Voorzitter OGON Buurt").get_by_role("link").click()
    page.get_by_role("link", name="Laatste dag kiezen").click()
    veld(page, "Wat is de laatste dag?").fill(over(20))
    veld(page, "Waarom?").fill("Andere baan.")
    druk(page, "Verder")
    expect(page.get_by_role("main")).to_contain_text("heeft niemand de rol ‘Voorzitter OGON’ voor OGON Buurt")
    axe(page)


def test_one_draws_up_a_tariff_and_another_decides(demo_server, new_page, axe):
    mensen = Mensen(new_page)
    controller, directie = mensen.als(CONCERNCONTROLLER), mensen.als(DIRECTIE)
    controller.goto("/instellingen/tarieven/")
    controller.get_by_role("link", name=re.compile("^T3")).click()
    controller.get_by_role("link", name="Nieuwe waarde vanaf een datum").click()
    veld(controller, "Euro per uur").fill("95,25")
    veld(controller, "Vanaf welke dag?").fill(over(30))
    veld(controller, "Waarom?").fill("Nieuwe cao.")
    druk(controller, "Verder")
    expect(controller.get_by_role("main")).to_contain_text("Uren van daarvoor houden hun bedrag.")
    druk(controller, "Voorstel doen")
    expect(controller.get_by_role("main")).to_contain_text("U stelde dit op. Iemand anders stelt het vast.")
    expect(controller.get_by_role("link", name="Vaststellen", exact=True)).to_have_count(0)
    axe(controller)

    directie.goto("/")
    directie.get_by_role("link", name="Voorstel bekijken").first.click()
    axe(directie)
    directie.get_by_role("link", name="Afwijzen", exact=True).click()
    axe(directie)
    directie.go_back()
    directie.get_by_role("link", name="Vaststellen", exact=True).click()
    axe(directie)
    druk(directie, "Vaststellen")
    expect(directie.get_by_role("main")).to_contain_text("Het voorstel is vastgesteld.")

    controller.goto("/instellingen/tarieven/?toon=straks")
    expect(controller.get_by_role("row", name=re.compile("^T3"))).to_contain_text("95,25")
