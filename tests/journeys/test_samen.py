"""Een aanvraag van drie gemeenten: zes keer akkoord, en delen die op de cent kloppen."""

import re
from decimal import Decimal

from playwright.sync_api import Page, expect

from tests.journeys import aanvraag as a
from tests.journeys.mensen import AANVRAGER, OPDRACHTGEVER, TEAMMANAGER, Mensen, veld

GEMEENTEN = ("Diemen", "Uithoorn", "Ouder-Amstel")


def test_six_acts_and_shares_that_add_up(demo_server, new_page):
    mensen = Mensen(new_page)
    nummer = a.dien_in(mensen.als(AANVRAGER), "Samen één portaal", ("Diemen", "Ouder-Amstel"))
    dossier = a.Dossier(mensen, nummer)
    _tot_het_voorstel(dossier)

    for gemeente in GEMEENTEN:
        _akkoord(dossier, f"Opdrachtgever {gemeente}")
        _akkoord(dossier, f"Budgethouder {gemeente}")

    page = dossier.pagina(OPDRACHTGEVER)
    expect(page.get_by_role("main")).to_contain_text("Klaar om te prioriteren")
    page.get_by_text("Wie gaf akkoord? (6)").click()
    delen = _bedragen(page)
    assert len(delen) == 4
    assert sum(delen[:3]) == delen[3]


def _tot_het_voorstel(dossier: a.Dossier) -> None:
    a.neem_in(dossier.tussendoor)
    a.leg_voor(dossier.tussendoor, "U wilt samen één portaal.")
    a.zet_paraaf(dossier.tussendoor)
    page = dossier.tussendoor(OPDRACHTGEVER, "Ja, dit klopt", "Klopt dit?")
    a.klaar(page, "Ja, dit klopt", "U heeft de vraag bevestigd.")
    page = dossier.tussendoor(TEAMMANAGER, "Voorstel doen")
    a.vul_regel(page, 1, "I&A", "T3", "30", "33,33", "40")
    page.get_by_role("button", name="Kostenpost toevoegen").click()
    page.get_by_label("Omschrijving, kostenpost 1").fill("Zegel")
    page.get_by_label("Bedrag in euro’s, zonder btw, kostenpost 1").fill("0,05")
    a.vul_beloften(page, 90)
    a.klaar(page, "Voorstel versturen", "Uw voorstel ligt bij de gemeente.")


def _akkoord(dossier: a.Dossier, rol: str) -> None:
    page = a.kies_stap(dossier.pagina(rol), "Akkoord geven")
    if rol.startswith("Opdrachtgever"):
        for vraag in ("Haalbaar", "Op tijd", "Goed"):
            page.get_by_label(f"{vraag}: ik ben akkoord").check()
    else:
        veld(page, "Waaruit betaalt u dit?").fill("Lumpsum 2027")
    a.klaar(page, "Akkoord geven", "Uw akkoord is vastgelegd.")


def _bedragen(page: Page) -> list[Decimal]:
    """The column "Bedrag" of "Wie betaalt wat", the sum last."""
    cellen = page.get_by_role("group", name="Tabel wie betaalt wat").get_by_text(re.compile("^€"))
    schoon = [re.sub(r"[^\d,]", "", tekst).replace(",", ".") for tekst in cellen.all_inner_texts()]
    return [Decimal(tekst) for tekst in schoon]
