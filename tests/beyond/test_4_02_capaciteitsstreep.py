"""features.md 4.2: a capacity line that explains itself."""

from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from playwright.sync_api import expect

from duoplus.choices import Rol
from maatwerk.actions.ronde import faseer, zet_vast
from maatwerk.bord import lees
from maatwerk.calc.streep import Stuk, streep
from tests.factories import iemand
from tests.factories.rondes import geef_uren, kandidaat, ronde_met
from tests.journeys.mensen import log_in

BORD = "/ogon/bedrijfsvoering/cyclus/2027/prioriteren/"
TEAMS = ("I&A", "HRM", "DIV")
uren = st.integers(0, 400).map(lambda cent: Decimal(cent) / 4)
stukken = st.lists(
    st.tuples(st.dictionaries(st.sampled_from(TEAMS), uren), st.booleans(), st.booleans()), max_size=12
)


@settings(max_examples=300, deadline=None)
@given(stukken, st.dictionaries(st.sampled_from(TEAMS), uren))
def test_for_any_data_what_is_above_the_line_fits_the_free_hours_but_for_what_is_pinned(lijst, vrij):
    bord = streep([Stuk(nr, wie, vast, delen) for nr, (wie, vast, delen) in enumerate(lijst)], vrij)
    for team in TEAMS:
        binnen = {regel.sleutel: regel.delen[team].binnen for regel in bord.regels if team in regel.delen}
        vast = sum(lijst[nr][0][team] for nr in binnen if lijst[nr][1])
        los = sum(deel for nr, deel in binnen.items() if not lijst[nr][1])
        assert los <= max(vrij.get(team, Decimal(0)) - vast, 0)


@pytest.mark.django_db
@pytest.mark.usefixtures("maandag")
def test_each_item_shows_what_is_left_and_an_item_may_straddle_the_line_or_be_pinned_above_it():
    geef_uren("I&A", 100)
    a, b, c = (kandidaat(titel, {"I&A": 60}) for titel in "ABC")
    ronde, voorzitter = ronde_met(a, b, c), iemand(Rol.VOORZITTER)
    faseer(ronde, b, by=voorzitter)

    def stand() -> list[tuple[str, str, Decimal, Decimal]]:
        rijen = lees(ronde, voorzitter).rijen
        return [
            (rij.aanvraag.titel, rij.past, rij.cellen[0].deel.binnen, rij.cellen[0].deel.rest_na)
            for rij in rijen
        ]

    assert stand() == [("A", "Past", 60, 40), ("B", "Past deels", 40, 0), ("C", "Past niet", 0, 0)]
    zet_vast(ronde, c, grond="Archiefwet artikel 3", by=voorzitter)
    assert stand() == [("C", "Past", 60, 40), ("A", "Past niet", 0, 40), ("B", "Past niet", 0, 40)]


def test_moving_by_keyboard_brings_the_line_and_the_hours_left_in_the_same_response(page):
    log_in(page, "Opdrachtgever Diemen").goto(BORD)
    rijen = page.locator("[data-sleutel]")
    titels = rijen.evaluate_all("rijen => rijen.map((rij) => rij.dataset.titel)")
    past = page.locator(f'[data-titel="{titels[-1]}"] .c-past')
    assert past.inner_text() == "Past niet"
    verstuurd: list[str] = []
    page.on("request", lambda verzoek: verstuurd.append(f"{verzoek.method} {verzoek.url}"))

    for stap in range(1, len(titels)):
        page.locator(f'[data-titel="{titels[-1]}"]').get_by_role("link", name="Verplaats").focus()
        with page.expect_response(lambda antwoord: antwoord.request.method == "POST") as gekregen:
            page.keyboard.press("Alt+ArrowUp")
        html = gekregen.value.text()
        expect(rijen.nth(len(titels) - 1 - stap)).to_have_attribute("data-titel", titels[-1])
        assert 'id="bord-kop"' in html and 'id="bord-stand"' in html and "nog " in html
        assert len(verstuurd) == stap  # nothing is fetched besides

    assert past.inner_text() == "Past"
    expect(page.locator("#duo-live")).to_contain_text(f"‘{titels[-1]}’ staat nu op plaats 1")
    expect(page.locator("#duo-live")).to_contain_text("uur vrij")
