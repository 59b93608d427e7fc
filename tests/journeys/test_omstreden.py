"""Eén omstreden aanvraag: van drie gemeenten en een voorzitter tot een regel in het werkplan."""

import re

from playwright.sync_api import Page, expect

from tests.journeys import besluitvorming as b
from tests.journeys.aanvraag import Dossier, klaar
from tests.journeys.mensen import CONCERNCONTROLLER, VOORZITTER, Mensen, druk, kies

TITEL = "Bouwarchief 1980-1995 digitaliseren"
GEMEENTE, TEAMMANAGER = "Ouder-Amstel", "Teammanager DIV Duo+"
BEZWAAR = "Onze verhuizing kan niet wachten op het archief."
ARTIKEL = "Werk buiten deze uren is maatwerk. Het bouwarchief hoort daarbij."


def test_from_three_municipalities_to_a_line_in_the_plan_and_found_from_each_end(new_page, demo_server):
    mensen = Mensen(new_page)
    voorzitter = mensen.als(VOORZITTER)
    kenmerk = b.kenmerk_van(voorzitter, TITEL)
    _raken_het_niet_eens(mensen)
    _naar_het_directieberaad_en_terug(mensen, kenmerk)
    _stellen_alsnog_vast(mensen)
    _geef_opdracht(mensen, kenmerk)
    [(vandaag,)] = demo_server.rows("SELECT (now() AT TIME ZONE 'Europe/Amsterdam')::date")
    _nieuwe_versie_van_de_dvo(mensen, f"{vandaag.day}-{vandaag.month}-{vandaag.year}", vandaag.year)
    _onder_het_artikel(mensen, kenmerk)
    _in_het_werkplan(mensen.als(TEAMMANAGER), 2027)
    _terug_te_vinden(mensen.als(CONCERNCONTROLLER), kenmerk)


def _raken_het_niet_eens(mensen: Mensen) -> None:
    voorzitter = mensen.als(VOORZITTER)
    b.schrijf_redenen(voorzitter)
    voorzitter.goto(f"{b.BEDRIJF}voorleggen/")
    b.enter(voorzitter, voorzitter.get_by_role("button", name="Voorleggen"))
    b.geef_standpunt(mensen.als("Opdrachtgever Diemen"), 0)
    b.geef_standpunt(mensen.als("Opdrachtgever Uithoorn"), 3, BEZWAAR)
    b.geef_standpunt(mensen.als("Opdrachtgever Ouder-Amstel"), 0)
    b.naar_vaststellen(voorzitter)
    b.stel_vast(voorzitter)
    expect(voorzitter.get_by_role("alert")).to_contain_text(f"Uithoorn ({BEZWAAR})")


def _naar_het_directieberaad_en_terug(mensen: Mensen, kenmerk: str) -> None:
    voorzitter, directie = mensen.als(VOORZITTER), mensen.als(b.DIRECTIE)
    b.schaal_op(voorzitter, kenmerk, "Gaat het archief voor de verhuizing?")
    b.open_opschaling(directie, TITEL)
    expect(directie.get_by_text(BEZWAAR)).to_be_visible()
    b.antwoord(directie, TITEL, "Akkoord", "Het archief gaat voor. De verhuizing volgt in het voorjaar.")
    b.koppel_terug_en_sluit(mensen, TITEL, voorzitter)


def _stellen_alsnog_vast(mensen: Mensen) -> None:
    b.geef_standpunt(mensen.als("Opdrachtgever Uithoorn"), 1, "Als de verhuizing in het voorjaar volgt.")
    voorzitter = mensen.als(VOORZITTER)
    b.stel_vast(voorzitter)
    expect(voorzitter.get_by_text("De volgorde is vastgesteld met besluit")).to_be_visible()


def _geef_opdracht(mensen: Mensen, kenmerk: str) -> None:
    dossier = Dossier(mensen, kenmerk)
    page = dossier.tussendoor(VOORZITTER, "Opdracht geven")
    klaar(page, "Opdracht geven", "De opdracht staat klaar.")
    page = dossier.tussendoor(f"Budgethouder {GEMEENTE}", "Opdracht geven")
    klaar(page, "Opdracht geven", "De opdracht is gegeven.")


def _nieuwe_versie_van_de_dvo(mensen: Mensen, dag: str, jaar: int) -> None:
    page = mensen.als(b.ADVISEUR)
    page.goto(f"/dvo/?jaar={jaar}")
    page.get_by_role("link", name=f"{GEMEENTE} {jaar}").first.click()
    page.wait_for_url("**/dvo/*/")
    adres = page.url
    b.begin_addendum(page, adres, dag, "Het OGON stelde de volgorde vast.")
    b.wijzig_artikel(page, adres, 7, ARTIKEL)
    b.leg_dvo_voor(page, adres)
    b.teken(mensen, adres, "Paraferen", (CONCERNCONTROLLER, f"Controller {GEMEENTE}"))
    b.teken(mensen, adres, "Ondertekenen", (b.DIRECTIE, f"Opdrachtgever {GEMEENTE}"))


def _onder_het_artikel(mensen: Mensen, kenmerk: str) -> None:
    page = mensen.als(TEAMMANAGER)
    page.goto(f"/aanvragen/{kenmerk}/draad/")
    page.get_by_role("link", name="Onder een DVO-artikel leggen").click()
    kies(page, "Onder welk artikel valt deze opdracht?", re.compile("Artikel 7"))
    druk(page, "Vastleggen")
    expect(page.get_by_text("De opdracht valt nu onder artikel 7")).to_be_visible()


def _in_het_werkplan(page: Page, jaar: int) -> None:
    page.goto(f"/werkplannen/?jaar={jaar}")
    page.get_by_role("link", name="Werkplan beginnen voor DIV").click()
    druk(page, "Werkplan beginnen")
    page.get_by_role("link", name="Opdrachten inplannen").click()
    page.get_by_label(re.compile(TITEL)).check()
    druk(page, "Inplannen")
    expect(page.get_by_text("1 opdracht staat in het plan.")).to_be_visible()


def _terug_te_vinden(page: Page, kenmerk: str) -> None:
    """Each thing of the thread is opened from it, and leads back to it."""
    draad = f"/aanvragen/{kenmerk}/draad/"
    for knoop in (
        "Opschaling OPS-",
        "Antwoord op een opschaling, BES-",
        "Akkoord, BES-",
        "OPD-",
        "Artikel 7",
        "Werkplan DIV",
    ):
        page.goto(draad)
        page.get_by_role("main").get_by_role("link", name=re.compile(knoop)).first.click()
        expect(page.get_by_role("heading", level=1)).to_be_visible()
        terug = page.get_by_role("main").locator(f'a[href="{draad}"]').first
        expect(terug, f"{knoop} leidt niet terug").to_be_visible()
        terug.click()
        expect(page.get_by_role("heading", level=1)).to_have_text(f"De draad van {kenmerk}")
    expect(page.get_by_text("De draad is nog niet compleet.")).to_have_count(0)
