"""features.md 4.2: a capacity line that explains itself."""

from collections import defaultdict
from datetime import date
from decimal import Decimal

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from playwright.sync_api import expect

from duoplus.choices import Rol
from maatwerk.actions import beslag
from maatwerk.actions.ronde import faseer, zet_vast
from maatwerk.calc.streep import Stuk, streep
from maatwerk.models import Mutatie
from maatwerk.uren.capaciteit import maanden_van, vrij_voor, waterval
from maatwerk.uren.stroom import TERMEN, bronregels, maatwerkregels, samen
from maatwerk.volgorde.bord import lees
from ogon.choices import CapaciteitSoort
from ogon.models import Capaciteitsregel
from tests.factories import iemand, ogon, team
from tests.factories.rondes import geef_uren, kandidaat, ronde_met
from tests.journeys.mensen import log_in
from tests.maatwerk.uren.capaciteit import uren_van

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
    for kort in TEAMS:
        binnen = {regel.sleutel: regel.delen[kort].binnen for regel in bord.regels if kort in regel.delen}
        vast = sum(lijst[nr][0][kort] for nr in binnen if lijst[nr][1])
        los = sum(deel for nr, deel in binnen.items() if not lijst[nr][1])
        assert los <= max(vrij.get(kort, Decimal(0)) - vast, 0)


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


@pytest.mark.usefixtures("vrij_bord")
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


# The waterfall beneath the line ------------------------------------------------------------------------

JAAR = 2027
MAANDEN = maanden_van(JAAR)[:4]
HONDERDSTEN = st.integers(0, 99_999).map(lambda honderdsten: Decimal(honderdsten) / 100)
REGELS = st.lists(
    st.tuples(
        st.sampled_from(TEAMS), st.sampled_from(MAANDEN), st.sampled_from(CapaciteitSoort.values), HONDERDSTEN
    ),
    max_size=12,
)
BESLAG = st.lists(st.tuples(st.sampled_from(TEAMS), st.sampled_from(MAANDEN), HONDERDSTEN), max_size=6)


@pytest.mark.django_db
@pytest.mark.usefixtures("maandag")
@settings(max_examples=30, deadline=None, suppress_health_check=list(HealthCheck))
@given(regels=REGELS, beslagen=BESLAG)
def test_for_any_data_the_terms_add_up_to_the_hour_and_to_their_rows(regels, beslagen):
    with transaction.atomic():
        _vul(regels, beslagen)
        wie = iemand(Rol.CONCERNCONTROLLER)
        for kort in TEAMS:
            per_maand = waterval([team(kort)], MAANDEN)[team(kort).pk]
            for maand, stap in per_maand.items():
                termen = dict(stap.termen())
                assert sum(termen.values()) == stap.vrij
                bron = {naam: _uit_de_regels(kort, maand, naam, wie) for naam in TERMEN}
                assert bron == {naam: abs(uren) for naam, uren in termen.items()}
            jaar = samen(per_maand.values())
            assert jaar.vrij == sum(stap.vrij for stap in per_maand.values())
        transaction.set_rollback(True)


def _vul(regels, beslagen) -> None:
    for nr, (kort, maand, soort, uren) in enumerate(regels):
        uren_van(team(kort), maand, omschrijving=f"Regel {nr}", **{soort: uren})
    per_team = defaultdict(dict)
    for kort, maand, uren in beslagen:
        per_team[team(kort).pk][maand] = uren
    if per_team:
        beslag.reserveer(kandidaat("Zaaksysteem"), per_team, by=iemand(Rol.VOORZITTER))


def _uit_de_regels(kort: str, maand: date, naam: str, wie) -> Decimal:
    if naam == "maatwerk":
        return sum((regel.uren for regel in maatwerkregels(team(kort), [maand], wie)), Decimal(0))
    return sum((r.uren for r in bronregels(team(kort), [maand], naam) if not r.vervallen_op), Decimal(0))


@pytest.mark.django_db
@pytest.mark.usefixtures("maandag")
def test_reservation_promise_and_use_are_three_ledgers_and_a_withdrawal_gives_all_back():
    """The waterfall follows every act in the same transaction: there is no second administration."""
    januari = date(JAAR, 1, 1)
    uren_van(team(), januari, bruto=100, verlof=10, dvo=40, buffer=5)
    aanvraag, by = kandidaat("Zaaksysteem"), iemand(Rol.VOORZITTER)

    def vrij() -> Decimal:
        return vrij_voor(ogon(), [januari])[team().pk][januari]

    assert vrij() == 45
    beslag.reserveer(aanvraag, {team().pk: {januari: Decimal("30.01")}}, by=by)
    assert vrij() == Decimal("14.99")
    beslag.geef_vrij(aanvraag, by=by)
    assert vrij() == 45
    assert Mutatie.objects.filter(aanvraag=aanvraag).stand("team") == {}
    assert Capaciteitsregel.objects.count() == 4


@pytest.mark.django_db
@pytest.mark.usefixtures("maandag")
def test_clicking_a_number_of_the_line_lists_the_rows_of_that_term(client):
    januari = date(JAAR, 1, 1)
    uren_van(team(), januari, omschrijving="Werkplekbeheer", dvo=Decimal("12.25"))
    uren_van(team(), januari, omschrijving="Servicedesk", dvo=30)
    client.force_login(iemand(Rol.OPDRACHTGEVER))
    adres = f"/capaciteit/{team().pk}/{JAAR}/"
    assert 'href="?term=dvo&amp;maand=1#bron"' in client.get(adres).content.decode()
    pagina = client.get(f"{adres}?term=dvo&maand=1").content.decode()
    for tekst in ("DVO in januari 2027: 42,25 uur", "Werkplekbeheer", "12,25", "Servicedesk", "Ingevuld"):
        assert tekst in pagina
