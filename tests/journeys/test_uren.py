"""De week met alleen het toetsenbord: vorige week overnemen, invullen, indienen; en de teammanager erna."""

from datetime import date, timedelta

import pytest
from playwright.sync_api import Locator, Page, expect

from duoplus import klok
from maatwerk.weken.dagen import maandag_van
from maatwerk.weken.week import naam_van
from tests.journeys.mensen import log_in
from tests.journeys.test_toetsenbord import _tab_naar as tab_naar


@pytest.fixture(scope="module")
def werk(demo_server) -> dict[str, str]:
    """An assignment that ran all of the last two weeks, who works on it but wrote nothing in the first days
    of them, and who leads the team.
    """
    [(nummer, uitvoerder, manager)] = demo_server.rows(
        "SELECT o.nummer, g.naam, m.naam FROM maatwerk_opdracht o"
        " JOIN maatwerk_aanvraag a ON a.id = o.aanvraag_id"
        " JOIN maatwerk_opdracht_uitvoerders u ON u.opdracht_id = o.id"
        " JOIN duoplus_gebruiker g ON g.id = u.gebruiker_id"
        " JOIN duoplus_roltoewijzing r ON r.team_id = a.team_id AND r.rol = 'teammanager'"
        " AND r.tot IS NULL AND r.vervangt_id IS NULL"
        " JOIN duoplus_gebruiker m ON m.id = r.gebruiker_id"
        " WHERE a.status = 'in_uitvoering' AND o.gestart_op < now() - interval '21 days'"
        " AND o.einddatum >= current_date AND g.naam LIKE 'Uitvoerder%%' AND NOT EXISTS"
        " (SELECT FROM maatwerk_boeking b WHERE b.opdracht_id = o.id AND b.medewerker_id = g.id"
        " AND b.datum > current_date - 21 AND extract(isodow FROM b.datum) < 4)"
        " ORDER BY o.id LIMIT 1"
    )
    return {"nummer": nummer, "uitvoerder": uitvoerder, "manager": f"{manager} Duo+"}


def maandag(terug: int) -> date:
    """Of the week so many weeks ago."""
    return maandag_van(klok.vandaag() - timedelta(weeks=terug))


def week(terug: int) -> str:
    """The address of that week."""
    jaar, nummer, _ = maandag(terug).isocalendar()
    return f"/uren/{jaar}-W{nummer:02}/"


def rij(page: Page, nummer: str) -> Locator:
    return page.locator(".duo-week tbody tr").filter(has_text=nummer).first


def vakken(page: Page, nummer: str) -> Locator:
    return rij(page, nummer).get_by_role("textbox")


def druk(page: Page, knop: str) -> None:
    """By keyboard, and wait for the page it leads to."""
    tab_naar(page, page.get_by_role("button", name=knop))
    with page.expect_navigation():
        page.keyboard.press("Enter")


def test_a_week_by_keyboard_then_approved_and_another_sent_back(new_page, werk):
    page = log_in(new_page(), f"{werk['uitvoerder']} Duo+")
    page.goto(week(2))
    eerste = vakken(page, werk["nummer"]).first
    tab_naar(page, eerste)
    page.keyboard.press("Control+a")
    page.keyboard.type("6")
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Control+a")
    page.keyboard.type("1:30")
    expect(rij(page, werk["nummer"]).locator("[data-som=rij]")).not_to_have_text("")
    expect(page.locator("#bewaard")).to_contain_text("Concept bewaard om", timeout=2000)
    druk(page, "Uren indienen")
    expect(page.get_by_role("status").filter(has_text="ingediend voor week")).to_be_visible()
    expect(vakken(page, werk["nummer"]).nth(1)).to_have_value("1,5")

    page.goto(week(1))
    druk(page, "Neem vorige week over")
    expect(vakken(page, werk["nummer"]).first).to_have_value("6")
    tab_naar(page, vakken(page, werk["nummer"]).nth(2))
    page.keyboard.type("acht")
    page.keyboard.press("ArrowLeft")
    druk(page, "Uren indienen")
    expect(page.locator(".duo-errors")).to_contain_text("geen aantal uren")
    expect(vakken(page, werk["nummer"]).nth(2)).to_have_value("acht")
    tab_naar(page, vakken(page, werk["nummer"]).nth(2))
    page.keyboard.press("Control+a")
    page.keyboard.type("2,25")
    druk(page, "Uren indienen")
    expect(rij(page, werk["nummer"])).to_contain_text("Ingediend")

    _keur_goed_en_stuur_terug(log_in(new_page(), werk["manager"]), werk["uitvoerder"])

    page.goto("/")
    expect(page.get_by_role("listitem").filter(has_text="Verbeter uren die terugkwamen")).to_be_visible()
    page.goto(week(1))
    expect(page.get_by_text("Woensdag was u vrij")).to_be_visible()
    expect(vakken(page, werk["nummer"]).nth(2)).to_have_value("2,25")
    page.goto(week(2))
    expect(rij(page, werk["nummer"])).to_contain_text("Goedgekeurd")


def _keur_goed_en_stuur_terug(page: Page, uitvoerder: str) -> None:
    """Approve the older week of this person, and send the later one back."""
    page.goto("/")
    page.get_by_role("link", name="Uren goedkeuren").first.click()
    ouder, later = (
        page.get_by_role("row").filter(has_text=uitvoerder).filter(has_text=naam_van(maandag(terug)))
        for terug in (2, 1)
    )
    for vak in page.get_by_role("checkbox").all():
        vak.set_checked(False)
    ouder.get_by_role("checkbox").check()
    page.get_by_role("button", name="Gekozen uren goedkeuren").click()
    expect(ouder).to_have_count(0)
    later.get_by_role("link", name="Terugsturen").click()
    page.get_by_label("Wat moet er anders?").fill("Woensdag was u vrij.")
    page.get_by_role("button", name="Terugsturen").click()
    expect(later).to_have_count(0)


def test_without_script_the_week_is_a_plain_form(new_page, werk):
    page = log_in(new_page(java_script_enabled=False), f"{werk['uitvoerder']} Duo+")
    page.goto(week(1))
    vakken(page, werk["nummer"]).nth(4).fill("3")
    page.get_by_role("button", name="Bewaren en later indienen").click()
    expect(vakken(page, werk["nummer"]).nth(4)).to_have_value("3")
