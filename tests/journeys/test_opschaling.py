"""Eén omstreden aanvraag gaat van het OGON naar het directieberaad en terug; de rest gaat gewoon door."""

import re

from playwright.sync_api import expect

from tests.journeys import besluitvorming as b
from tests.journeys.besluitvorming import DIRECTIE
from tests.journeys.mensen import VOORZITTER, Mensen, druk

OMSTREDEN = "Bouwarchief 1980-1995 digitaliseren"
LIGT_BOVEN = "Spoedinrichting opvanglocatie"


def test_the_dossier_of_the_demo_tells_it_all(new_page):
    page = Mensen(new_page).als(DIRECTIE)
    page.goto("/directieberaad/")
    for rol in ("Leiderschap van de samenwerking", "Gezamenlijke werkgeverszaken", "Sparren met elkaar"):
        expect(page.get_by_role("region", name=rol)).to_be_visible()
    page.get_by_role("region", name="Opschalingen van OGON’s").get_by_role("link", name=LIGT_BOVEN).click()
    for kop in ("De vraag", "Standpunten", "Mogelijkheden en gevolgen", "Advies van de bestuursadviseur"):
        expect(page.get_by_role("region", name=kop, exact=True)).to_be_visible()
    expect(page.get_by_text("Onze verhuizing is al twee keer verzet.")).to_be_visible()
    expect(page.get_by_role("heading", name="Zegel Klopt")).to_be_visible()
    with page.expect_download() as download:
        page.get_by_role("link", name="Dossier", exact=True).click()
    assert download.value.suggested_filename.startswith("Dossier OPS-")
    assert "€" not in page.get_by_role("main").inner_text()


def test_a_disputed_request_goes_up_and_comes_back_while_the_rest_goes_on(new_page):
    mensen = Mensen(new_page)
    voorzitter = mensen.als(VOORZITTER)
    kenmerk = b.kenmerk_van(voorzitter, OMSTREDEN)

    b.schaal_op(voorzitter, kenmerk, "Gaat het archief voor?", Uithoorn="Wij hebben de mensen nu nodig.")

    rij = b.rij_op_bord(voorzitter, OMSTREDEN)
    expect(rij.get_by_text("Deze plaats staat vast tot het antwoord er is.")).to_be_visible()
    assert rij.get_by_role("button", name=re.compile("omlaag$")).count() == 0
    assert voorzitter.get_by_role("button", name=re.compile("omlaag$")).count() > 1

    directie = mensen.als(DIRECTIE)
    directie.goto("/")
    expect(directie.get_by_text("Geef antwoord op wat is opgeschaald").first).to_be_visible()
    b.open_opschaling(directie, OMSTREDEN)
    expect(directie.get_by_text("Wij hebben de mensen nu nodig.")).to_be_visible()
    directie.get_by_role("link", name="Antwoord geven").click()
    druk(directie, "Antwoord vastleggen")
    expect(directie.get_by_role("alert")).to_contain_text("Kies een antwoord.")
    b.antwoord(directie, OMSTREDEN, "Terug naar het OGON", "Besluit dit samen met Uithoorn.")

    rij = b.rij_op_bord(voorzitter, OMSTREDEN)
    expect(rij.get_by_text("Deze plaats staat vast")).to_have_count(0)
    voorzitter.goto(f"/aanvragen/{kenmerk}/tijdlijn/")
    expect(voorzitter.get_by_text("Besluit dit samen met Uithoorn.").first).to_be_visible()

    b.koppel_terug_en_sluit(mensen, OMSTREDEN, voorzitter)


def test_with_keys_only_and_without_scripts_somebody_brings_in_a_point(new_page):
    page = Mensen(new_page, java_script_enabled=False).als(DIRECTIE)
    page.goto("/directieberaad/")
    page.get_by_role("region", name="Sparren met elkaar").get_by_role("link", name="Punt inbrengen").click()
    expect(page.get_by_label("Sparren met elkaar")).to_be_checked()
    page.get_by_label("Waar gaat het over?").fill("Hoe houden wij mensen vast?")
    druk(page, "Inbrengen")
    plek = page.get_by_role("region", name="Sparren met elkaar")
    expect(plek.get_by_text("Hoe houden wij mensen vast?")).to_be_visible()
    expect(plek.get_by_text("wacht op een vergadering")).to_be_visible()
