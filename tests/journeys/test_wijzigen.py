"""Een opdracht krijgt meer uren en meer tijd: gevraagd, twee keer geparafeerd, en daarna geldt het."""

import re

from playwright.sync_api import Page, expect

from tests.browser import axe_violations
from tests.journeys.mensen import BUDGETHOUDER, TEAMMANAGER, VOORZITTER, Mensen, druk

# Of Uithoorn alone, by team I&A, in the order of OGON Bedrijfsvoering.
OPDRACHT = (
    "SELECT o.nummer FROM maatwerk_opdracht o JOIN maatwerk_aanvraag a ON a.id = o.aanvraag_id"
    " JOIN duoplus_organisatie g ON g.id = a.organisatie_id JOIN duoplus_team t ON t.id = a.team_id"
    " JOIN duoplus_gremium r ON r.id = a.ogon_id"
    " WHERE g.letter = 'U' AND t.kort = 'I&A' AND r.slug = 'bedrijfsvoering'"
    " AND a.status = 'in_uitvoering' ORDER BY o.id LIMIT 1"
)


def test_more_hours_and_time_take_three_people(new_page, demo_server):
    [(nummer,)] = demo_server.rows(OPDRACHT)
    mensen = Mensen(new_page)

    manager = mensen.als(TEAMMANAGER)
    manager.goto(f"/opdrachten/{nummer}/")
    manager.get_by_role("link", name="Wijziging vragen").first.click()
    expect(manager.get_by_role("button", name="Wijziging vragen")).to_be_visible()
    assert axe_violations(manager) == []
    druk(manager, "Wijziging vragen")
    expect(manager.get_by_role("alert")).to_be_visible()
    manager.get_by_label("Nieuw plafond in uren").fill("999")
    manager.get_by_label("Nieuw plafond in euro’s, zonder btw").fill("98.765,43")
    manager.get_by_label(re.compile("^Wanneer is het werk klaar")).fill("30-6-2027")
    manager.get_by_label("Waarom is dit nodig?").fill("Er kwam een systeem bij.")
    druk(manager, "Wijziging vragen")
    expect(manager.get_by_role("region", name="Wijzigingen")).to_contain_text("Gevraagd op")

    for rol, nog in ((VOORZITTER, True), (BUDGETHOUDER, False)):
        _parafeer(mensen.als(rol), nummer)
        manager.reload()
        expect(manager.get_by_text("Klaar op 30 juni 2027")).to_have_count(0 if nog else 1)

    wijzigingen = manager.get_by_role("region", name="Wijzigingen")
    expect(wijzigingen).to_contain_text("Akkoord op")
    expect(wijzigingen).to_contain_text("Bij het besluit:")
    assert axe_violations(manager) == []


def _parafeer(page: Page, nummer: str) -> None:
    """From Mijn werk, with what it is now beside what is asked."""
    page.goto("/")
    taak = page.get_by_role("listitem").filter(has_text=nummer).filter(has_text="onder een wijziging")
    taak.get_by_role("link", name="Bekijken").click()
    expect(page.get_by_text("gevraagd 999 uur")).to_be_visible()
    druk(page, "Paraaf zetten")
    expect(page.get_by_text("U heeft uw paraaf gezet.")).to_be_visible()
