"""The standing of a year: who sees what, every way to add up, and the way down to the bookings and back."""

import re
from datetime import date, datetime, timedelta
from decimal import Decimal
from urllib.parse import parse_qs, urlsplit

import pytest
from django.db import connection
from django.http import QueryDict
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from duoplus import klok
from duoplus.calc.nederlands import AMSTERDAM
from duoplus.choices import Rol
from maatwerk.calc.lumpsum import Deel, Saldo
from maatwerk.lumpsum import blik, stand
from maatwerk.lumpsum.balk import balk
from maatwerk.lumpsum.blik import GROEPEN
from maatwerk.lumpsum.boekingen import BoekingenLijst
from maatwerk.models import Verantwoording
from maatwerk.models.lumpsum import gemeenten_met_lumpsum
from tests.factories import gemeente, iemand, maak, team
from tests.factories.lumpsums import kosten, lopende_opdracht, lumpsum, uren

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("maandag")]
JAAR, HOOGUIT = 2026, 40
MAANDAG = datetime(2026, 11, 16, 9, tzinfo=AMSTERDAM)


@pytest.fixture(scope="module", autouse=True)
def jaar(vooraf) -> None:
    """Assignments of one, two and three municipalities, in two teams, taakvelden and months."""
    with klok.op(MAANDAG - timedelta(days=30)):
        for letter, begroot in {"D": 90_000, "U": 110_000, "O": 60_000}.items():
            lumpsum(letter, begroting=begroot, voorschotten=True)
        alleen, samen = lopende_opdracht("U"), lopende_opdracht("UO", team=team("HRM"))
        allen = lopende_opdracht("DUO", taakveld="5.7")
        kosten(allen, "33333.33")
        uren(alleen, 10)
    with klok.op(MAANDAG):
        kosten(samen, "100.01", dag=MAANDAG.date())
        uren(allen, "0.25", dag=MAANDAG.date())
        for rol in (Rol.CONCERNCONTROLLER, Rol.CONTROLLER):
            iemand(rol)
        iemand(Rol.CONTROLLER, organisatie=gemeente("D"))


def kijk(user, **params):
    gelezen = stand.lees(JAAR, gemeenten=gemeenten_met_lumpsum(user))
    return blik.kijk(gelezen, params)


def lijst(adres: str, user) -> BoekingenLijst:
    return BoekingenLijst(QueryDict(urlsplit(adres).query).dict(), user)


def geboekt_volgens(adres: str, user) -> Decimal:
    """What the list of bookings at this address says is booked: the part where it is divided."""
    onder = lijst(adres, user)
    assert not onder.meldingen
    return onder.aandeel if any(naam.startswith("Aandeel") for naam, _ in onder.totalen) else onder.sommen[1]


@pytest.mark.parametrize("groep", [naam for naam in GROEPEN if naam != "maand"])
@pytest.mark.parametrize("filters", [{}, {"gemeente": "U"}, {"gemeente": "O"}, {"taakveld": "5.7"}])
@pytest.mark.parametrize("rol", [Rol.CONCERNCONTROLLER, Rol.CONTROLLER])
def test_every_figure_equals_the_bookings_and_assignments_it_leads_to(groep, filters, rol):
    user = iemand(rol, organisatie=gemeente("U"))

    bekeken = kijk(user, groep=groep, **filters)

    assert bekeken.rijen
    for rij in bekeken.rijen:
        assert geboekt_volgens(rij.boekingen, user) == rij.saldo.gerealiseerd
        eronder = kijk(user, **{k: w[0] for k, w in parse_qs(urlsplit(rij.opdrachten).query).items()})
        assert eronder.saldo.deel == rij.saldo.deel
    for maat in ("gerealiseerd", "verplicht", "prognose"):
        assert sum(getattr(rij.saldo, maat) for rij in bekeken.rijen) == getattr(bekeken.saldo, maat)
    assert geboekt_volgens(bekeken.boekingen, user) == bekeken.saldo.gerealiseerd


@pytest.mark.parametrize("filters", [{}, {"gemeente": "U"}, {"gemeente": "D"}])
def test_months_add_up_to_the_year_and_lead_to_their_bookings(filters):
    user = iemand(Rol.CONCERNCONTROLLER)

    bekeken = kijk(user, groep="maand", **filters)

    assert sum(bekeken.per_maand.values()) == bekeken.saldo.gerealiseerd
    for maand, euro in bekeken.per_maand.items():
        assert geboekt_volgens(bekeken.keuze.boekingen(maand=str(maand.month)), user) == euro
    assert list(bekeken.per_maand)[-1] == date(JAAR, 11, 1)


def test_a_taakveld_without_work_shows_its_budget():
    bekeken = kijk(iemand(Rol.CONCERNCONTROLLER), groep="taakveld")

    per_code = {rij.sleutel: rij.saldo for rij in bekeken.rijen}
    assert per_code["0.4"].beschikbaar == 260_000
    assert sum(saldo.beschikbaar for saldo in per_code.values()) == bekeken.saldo.beschikbaar


def test_a_municipality_reads_its_own_part_only(als):
    bladzijde = als(iemand(Rol.CONTROLLER, organisatie=gemeente("U"))).get(f"/lumpsum/{JAAR}/")

    tekst = bladzijde.content.decode().split("<main")[1].split("</main>")[0]
    assert "Uithoorn" in tekst
    assert "Diemen" not in tekst and "Ouder-Amstel" not in tekst


@pytest.mark.parametrize(
    ("rol", "letter", "status"),
    [
        (Rol.CONCERNCONTROLLER, "o", 200),
        (Rol.ACCOUNTANT, "d", 200),
        (Rol.CONTROLLER, "u", 200),
        (Rol.BUDGETHOUDER, "u", 200),
        (Rol.CONTROLLER, "d", 404),
        (Rol.CONCERNCONTROLLER, "x", 404),
        (Rol.UITVOERDER, "u", 403),
        (Rol.AANVRAGER, "u", 403),
    ],
)
def test_who_sees_the_page_of_a_municipality(als, rol, letter, status):
    wie = maak(rol, organisatie=gemeente("U") if rol in (Rol.CONTROLLER, Rol.BUDGETHOUDER) else None)

    assert als(wie).get(reverse("maatwerk:lumpsum_gemeente", args=[JAAR, letter])).status_code == status


def test_the_bookings_of_another_are_not_in_the_list():
    van_diemen = iemand(Rol.CONTROLLER, organisatie=gemeente("D"))

    nummers = {rij.opdracht for rij in lijst("?jaar=2026", van_diemen).rijen(0, 50)}

    assert len(nummers) == 1


@pytest.mark.parametrize(
    "pad",
    ["", "?groep=team", "?groep=maand", "u/", "opdrachten/", "opdrachten/?gemeente=U&volgorde=afwijking"],
)
def test_a_page_costs_the_same_number_of_queries_however_much_there_is(als, pad):
    client = als(iemand(Rol.CONCERNCONTROLLER))
    client.get(f"/lumpsum/{JAAR}/{pad}")
    with CaptureQueriesContext(connection) as eerst:
        assert client.get(f"/lumpsum/{JAAR}/{pad}").status_code == 200
    for letters in ("U", "DUO"):
        uren(lopende_opdracht(letters), 3)

    with CaptureQueriesContext(connection) as daarna:
        client.get(f"/lumpsum/{JAAR}/{pad}")

    assert len(daarna) == len(eerst) <= HOOGUIT


def test_the_closing_of_a_month_stands_beside_it_for_who_sees_all(als):
    maand = reverse("maatwerk:maand", args=[JAAR, 1])  # the earliest that is still open

    alles = als(iemand(Rol.CONCERNCONTROLLER)).get(f"/lumpsum/{JAAR}/").text
    assert "Januari 2026 sluiten" in alles and f'hx-get="{maand}"' in alles
    assert 'id="punten"' in als(iemand(Rol.CONCERNCONTROLLER)).get(maand).text
    eigen = als(iemand(Rol.CONTROLLER, organisatie=gemeente("U"))).get(f"/lumpsum/{JAAR}/").text
    assert "Januari 2026 sluiten" not in eigen and maand not in eigen


def test_reports_of_the_year_that_one_may_read_the_latest_version_of_each(als):
    def rapport(nummer: str, letter: str = "", **anders) -> Verantwoording:
        velden = {
            "soort": "k3",
            "peildatum": date(JAAR, 9, 30),
            "opgesteld_door": iemand(Rol.CONCERNCONTROLLER),
        }
        velden |= {"organisatie": gemeente(letter)} if letter else {}
        if anders.get("status") == "definitief":
            door = iemand(Rol.DIRECTIEBERAAD)
            velden |= {"definitief_op": klok.nu(), "gecontroleerd_door": door, "zegel": "a" * 64}
        return Verantwoording.objects.create(nummer=nummer, jaar=JAAR, **velden | anders)

    eerste = rapport("VW-1", "U", status="definitief")
    rapport("VW-2", "U", status="definitief", versie=2, vervangt=eerste)
    rapport("VW-3", "U", soort="k2")
    rapport("VW-4", "D", status="definitief")
    rapport("VW-5", status="ingetrokken")

    def getoond(user, pad: str = "") -> list[str]:
        rapporten = als(user).get(f"/lumpsum/{JAAR}/{pad}").context["rapporten"]
        return [rapport.nummer for rapport, _ in rapporten]

    assert getoond(iemand(Rol.CONCERNCONTROLLER)) == ["VW-4", "VW-2", "VW-3"]
    assert getoond(iemand(Rol.CONCERNCONTROLLER), "u/") == ["VW-2", "VW-3"]
    assert getoond(iemand(Rol.BUDGETHOUDER, organisatie=gemeente("U"))) == ["VW-2"]


def test_work_on_a_taakveld_without_budget_is_more_than_was_adopted():
    kwijt = Saldo(deel=Deel(Decimal(10), Decimal(0), Decimal(10)))
    assert balk(kwijt).is_te_veel and not balk(kwijt, met_begroting=False).is_te_veel


def test_the_list_of_bookings_leads_back_to_the_standing(als):
    client = als(iemand(Rol.CONCERNCONTROLLER))

    bladzijde = client.get("/lumpsum/boekingen/?jaar=2026&gemeente=U&taakveld=5.7").content.decode()

    assert "Aandeel Uithoorn" in bladzijde
    terug = re.search(r'href="(/lumpsum/2026/\?[^"]*)"', bladzijde)
    assert terug and parse_qs(urlsplit(terug[1].replace("&amp;", "&")).query) == {
        "groep": ["taakveld"], "gemeente": ["U"],
    }  # fmt: skip
    assert client.get(terug[1]).status_code == 200


@pytest.mark.parametrize("formaat", ["csv", "xlsx", "ods", "pdf"])
def test_the_assignments_come_as_a_file(als, formaat):
    client = als(iemand(Rol.CONTROLLER, organisatie=gemeente("U")))

    antwoord = client.get(f"/lumpsum/{JAAR}/opdrachten/bestand.{formaat}?volgorde=geboekt")

    assert antwoord.status_code == 200 and b"".join(antwoord.streaming_content)


def test_what_makes_no_sense_in_the_address_is_left_out(als):
    client = als(iemand(Rol.CONCERNCONTROLLER))

    assert client.get(f"/lumpsum/{JAAR}/?groep=x&gemeente=ZZ&team=abc&ogon=%00").status_code == 200
    assert client.get("/lumpsum/1900/").status_code == 404
    assert client.get("/lumpsum/").url == f"/lumpsum/{JAAR}/"
    assert (
        client.get(f"/lumpsum/{JAAR}/boekingen/?gemeente=U").url == "/lumpsum/boekingen/?gemeente=U&jaar=2026"
    )
