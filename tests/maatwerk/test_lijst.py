"""De lijst met aanvragen: wat erop staat, wat niet, en wat de download ervan maakt."""

import csv
from datetime import timedelta
from io import StringIO

import pytest
from django.db import connection
from django.http import QueryDict
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from duoplus import klok, lijsten
from duoplus.choices import Rol
from maatwerk.choices import AanvraagStatus as S
from maatwerk.models import Aanvraag
from maatwerk.reports.aanvragenlijst import KOLOMMEN
from tests.factories import aanvraag_in, gemeente, maak, ogon, team

LIJST = reverse("maatwerk:aanvraag_list")
EXPORT = reverse("export", kwargs={"lijst": "aanvragen", "formaat": "csv"})
pytestmark = pytest.mark.django_db


@pytest.fixture
def als(client):
    """``als(rol, …)``: the client, logged in as a new person with this role."""

    def inloggen(rol, **waar):
        client.force_login(maak(rol, **waar))
        return client

    return inloggen


@pytest.fixture
def uithoorn(als):
    return als(Rol.AANVRAGER, organisatie=gemeente("U"))


@pytest.fixture
def teammanager(als):
    return als(Rol.TEAMMANAGER)


def titels(response):
    return [regel.titel for regel in response.context["bladzijde"].object_list]


def vraag(client, **params):
    return client.get(LIJST, params)


def test_it_shows_what_a_person_may_see_and_nothing_else(uithoorn):
    aanvraag_in(S.INGEDIEND, titel="Kanarie Uithoorn")
    aanvraag_in(S.INGEDIEND, gemeenten="OU", titel="Kanarie samen")
    aanvraag_in(S.INGEDIEND, gemeenten="O", titel="Kanarie Ouder-Amstel")
    aanvraag_in(S.CONCEPT, titel="Kanarie concept")
    response = vraag(uithoorn, status="alle")
    assert titels(response) == ["Kanarie samen", "Kanarie Uithoorn"]
    for pagina in (response, uithoorn.get(LIJST, {"q": "kanarie"}, headers={"HX-Request": "true"})):
        assert "Kanarie Ouder-Amstel" not in pagina.content.decode()
    assert "Kanarie Ouder-Amstel" not in b"".join(uithoorn.get(EXPORT)).decode()


def test_who_has_no_role_sees_an_empty_list(als):
    aanvraag_in(S.INGEDIEND, titel="Kanarie")
    response = vraag(als(None), status="alle")
    assert titels(response) == []


def test_open_is_what_it_starts_with(uithoorn):
    aanvraag_in(S.INGEDIEND, titel="Loopt nog")
    aanvraag_in(S.AFGEWEZEN, titel="Al voorbij")
    assert titels(vraag(uithoorn)) == ["Loopt nog"]
    assert set(titels(vraag(uithoorn, status="alle"))) == {"Loopt nog", "Al voorbij"}
    assert titels(vraag(uithoorn, status="afgewezen")) == ["Al voorbij"]


def test_who_searches_finds_what_is_closed_too(uithoorn):
    aanvraag_in(S.AFGEWEZEN, titel="Al voorbij")
    assert titels(vraag(uithoorn, q="voorbij")) == ["Al voorbij"]
    assert titels(vraag(uithoorn, q="voorbij", status="open")) == []


def test_filters_narrow_the_list(teammanager):
    aanvraag_in(S.IN_RAMING, titel="Uithoorn I&A")
    aanvraag_in(S.IN_RAMING, titel="Buurt HRM", gemeenten="O", ogon=ogon("buurt"), team=team("HRM"))
    assert titels(vraag(teammanager, gemeente="O")) == ["Buurt HRM"]
    assert titels(vraag(teammanager, ogon="buurt")) == ["Buurt HRM"]
    assert titels(vraag(teammanager, team=team("HRM").pk)) == ["Buurt HRM"]
    assert titels(vraag(teammanager, team=team("HRM").pk, gemeente="U")) == []
    assert len(titels(vraag(teammanager, status="in_raming"))) == 2


def test_late_is_past_its_term_and_still_open(teammanager):
    laat = aanvraag_in(S.IN_RAMING, titel="Te laat")
    aanvraag_in(S.IN_RAMING, titel="Op tijd")
    Aanvraag.objects.filter(pk=laat.pk).update(termijn_op=klok.vandaag() - timedelta(days=1))
    assert titels(vraag(teammanager, status="te_laat")) == ["Te laat"]


@pytest.mark.parametrize(
    "gezocht", ["parkeer", "Parkeersysteem", "PARKEREN koppel", "financien", "oud-17", "MW-20", "‘parkeer’ !"]
)
def test_search_finds_words_from_their_beginning_and_numbers(uithoorn, gezocht):
    aanvraag = aanvraag_in(S.INGEDIEND, titel="Parkeersysteem en parkeren koppelen met Financiën")
    Aanvraag.objects.filter(pk=aanvraag.pk).update(extern_nummer="oud-17/3")
    aanvraag_in(S.INGEDIEND, gemeenten="O", titel="Parkeren in Ouder-Amstel")
    assert titels(vraag(uithoorn, q=gezocht)) == [aanvraag.titel]


def test_search_by_serial_number_alone(uithoorn):
    aanvraag = aanvraag_in(S.INGEDIEND, titel="Eerste")
    assert titels(vraag(uithoorn, q=str(int(aanvraag.nummer[-4:])))) == ["Eerste"]


def test_the_order_is_in_the_address_and_said_aloud(uithoorn):
    for titel in ("Banaan", "Ånanas", "citroen"):
        aanvraag_in(S.INGEDIEND, titel=titel)
    response = vraag(uithoorn, sorteer="titel")
    assert titels(response) == ["Ånanas", "Banaan", "citroen"]
    assert 'aria-sort="ascending"' in response.content.decode()
    assert titels(vraag(uithoorn, sorteer="-titel")) == ["citroen", "Banaan", "Ånanas"]


@pytest.mark.parametrize(
    "sorteer", [teken + k.key for k in KOLOMMEN if k.op is not None for teken in ("", "-")]
)
def test_every_order_works(uithoorn, sorteer):
    eerste, tweede = aanvraag_in(S.INGEDIEND), aanvraag_in(S.IN_UITVOERING)
    assert {r.nummer for r in vraag(uithoorn, sorteer=sorteer).context["bladzijde"]} == {
        eerste.nummer,
        tweede.nummer,
    }


def test_chips_take_one_filter_away_and_keep_the_rest(teammanager):
    gemeente("U")
    response = vraag(teammanager, gemeente="U", q="plein", sorteer="titel", pagina="3")
    chips = dict(response.context["lijst"].chips)
    assert chips == {
        "‘plein’": "?gemeente=U&sorteer=titel",
        "Uithoorn": "?q=plein&sorteer=titel",
    }


@pytest.mark.parametrize(
    ("params", "zin"),
    [
        ({"status": "xxx"}, "Deze keuze kennen wij niet"),
        ({"gemeente": "999"}, "Deze keuze kennen wij niet"),
        ({"team": "' OR 1=1 --"}, "Deze keuze kennen wij niet"),
        ({"ogon": "\0"}, "Deze keuze kennen wij niet"),
        ({"pagina": "abc"}, "Deze bladzijde bestaat niet"),
        ({"pagina": "9999"}, "Deze bladzijde bestaat niet"),
        ({"pagina": "-1"}, "Deze bladzijde bestaat niet"),
        ({"pagina": "9" * 5000}, "Deze bladzijde bestaat niet"),
        ({"sorteer": "wachtwoord"}, "Zo kunnen wij niet sorteren"),
        ({"kolommen": "titel,wachtwoord"}, "Een van de kolommen kennen wij niet"),
        ({"weergave": "onzin"}, "Deze weergave bestaat niet"),
        ({"weergave": "5f0c4c9e-5d3c-4d53-8c55-0f6b8f6f7a10"}, "Deze weergave bestaat niet"),
        ({"sinds": "gisteren"}, "Dit filter is overgeslagen"),
        ({"sinds": "31-12-2040"}, "Kies een dag die geweest is"),
        ({"vergelijk": "geen-ogon"}, "Deze keuze kennen wij niet"),
        ({"uren_van": "veel"}, "Dit filter is overgeslagen"),
        ({"nummers": ",".join(["MW-1"] * 600)}, "Kies ten hoogste 500"),
        ({"q": "a\0b"}, "Uw zoekwoord heeft een teken dat niet kan"),
        ({"q": "x" * 10_000}, "Gebruik ten hoogste 200 tekens"),
        ({"q": "'; DROP TABLE x; --"}, "Geen aanvragen gevonden"),
        ({"q": "& | ! :* <-> ("}, "Geen aanvragen gevonden"),
    ],
)
def test_nonsense_in_the_address_gives_a_sentence(uithoorn, params, zin):
    aanvraag_in(S.INGEDIEND)
    response = vraag(uithoorn, **params)
    assert response.status_code == 200
    assert zin in response.content.decode()
    assert uithoorn.get(EXPORT, params).status_code == 200


def test_htmx_gets_the_result_alone(uithoorn):
    aanvraag_in(S.INGEDIEND, titel="Gevonden")
    heel = uithoorn.get(LIJST)
    deel = uithoorn.get(LIJST, {"q": "gevonden"}, headers={"HX-Request": "true"})
    html = deel.content.decode()
    assert "HX-Request" in heel["Vary"]
    assert "<html" not in html and 'id="resultaat"' in html and "Gevonden" in html
    assert 'data-gezegd="1 aanvraag gevonden"' in html
    assert 'hx-swap-oob="true"' in html and "aanvragen.csv?q=gevonden" in html


def test_htmx_keeps_the_address_short_and_history_honest(uithoorn):
    leeg = {"q": "", "gemeente": "", "status": "alle"}
    deel = uithoorn.get(LIJST, leeg, headers={"HX-Request": "true"})
    assert deel["HX-Push-Url"] == f"{LIJST}?status=alle"
    nu = f"http://testserver{LIJST}?status=alle"
    opnieuw = uithoorn.get(LIJST, leeg, headers={"HX-Request": "true", "HX-Current-URL": nu})
    assert opnieuw["HX-Replace-Url"] == f"{LIJST}?status=alle"
    terug = uithoorn.get(LIJST, headers={"HX-Request": "true", "HX-History-Restore-Request": "true"})
    assert "<html" in terug.content.decode() and "hx-swap-oob" not in terug.content.decode()


def lees_csv(response):
    tekst = b"".join(response).decode("utf-8-sig")
    return list(csv.reader(StringIO(tekst), delimiter=";"))


def test_the_download_is_what_is_on_screen(teammanager):
    aanvraag_in(S.IN_UITVOERING, titel="=HYPERLINK(1)")
    aanvraag_in(S.TER_AKKOORD, gemeenten="DU", titel="Samen")
    aanvraag_in(S.INGEDIEND, gemeenten="O", titel="Valt buiten het filter")
    params = {"gemeente": "U", "sorteer": "titel"}
    scherm, rijen = vraag(teammanager, **params), lees_csv(teammanager.get(EXPORT, params))
    koppen = [kop.kolom.label for kop in scherm.context["lijst"].koppen]
    assert rijen[0] == koppen
    assert [rij[1] for rij in rijen[1:]] == ["'=HYPERLINK(1)", "Samen"]
    for regel, rij in zip(scherm.context["bladzijde"], rijen[1:], strict=True):
        assert rij[0] == regel.nummer
        assert rij[5] == f"{regel.uren:.2f}".replace(".", ",") == "80,00"
        assert rij[6] == regel.klaar.isoformat()
    assert [rij[2:5] for rij in rijen[1:]] == [
        ["Uithoorn", "I&A", "In uitvoering"],
        ["Diemen, Uithoorn", "I&A", "Akkoord gevraagd"],
    ]


def test_columns_are_chosen_in_the_address_and_the_download_has_the_same(teammanager):
    aanvraag_in(S.TER_AKKOORD, titel="Parkeren")
    params = {"kolommen": "bedrag,status,behandelaar"}
    scherm, rijen = vraag(teammanager, **params), lees_csv(teammanager.get(EXPORT, params))
    assert rijen[0] == ["Nummer", "Aanvraag", "Bedrag", "Status", "Behandelaar"]
    assert [kop.kolom.label for kop in scherm.context["lijst"].koppen] == rijen[0]
    assert scherm.context["bladzijde"][0].bedrag > 0


def test_the_download_has_every_page(uithoorn, monkeypatch):
    monkeypatch.setattr(lijsten.bladen, "PER_BLADZIJDE", 1)
    aanvraag_in(S.INGEDIEND), aanvraag_in(S.INGEDIEND)
    assert len(titels(vraag(uithoorn))) == 1
    assert len(lees_csv(uithoorn.get(EXPORT))) == 3


def test_pages_and_counts_end_where_they_should(uithoorn, monkeypatch):
    monkeypatch.setattr(lijsten.bladen, "PER_BLADZIJDE", 2)
    monkeypatch.setattr(lijsten.bladen, "TEL_TOT", 3)
    for nummer in range(5):
        aanvraag_in(S.INGEDIEND, titel=f"Aanvraag {nummer}")
    gezien = []
    for pagina in (1, 2, 3):
        response = vraag(uithoorn, pagina=pagina)
        gezien += titels(response)
        assert "van 1.000+ aanvragen" in response.content.decode()
    assert len(set(gezien)) == 5 and not response.context["bladzijde"].has_next()
    assert "Deze bladzijde bestaat niet" in vraag(uithoorn, pagina=4).content.decode()


def test_the_last_page_says_so(uithoorn, monkeypatch):
    monkeypatch.setattr(lijsten.bladen, "PER_BLADZIJDE", 1)
    monkeypatch.setattr(lijsten.bladen, "MAX_BLADZIJDEN", 2)
    for _ in range(3):
        aanvraag_in(S.INGEDIEND)
    laatste = vraag(uithoorn, pagina=2)
    assert not laatste.context["bladzijde"].has_next()
    assert "laatste bladzijde die wij tonen" in laatste.content.decode()


@pytest.mark.parametrize("aantal", [1, 50])
def test_the_number_of_queries_is_fixed(uithoorn, aantal):
    for _ in range(aantal):
        aanvraag_in(S.TER_AKKOORD, gemeenten="DUO")
    vraag(uithoorn)
    with CaptureQueriesContext(connection) as queries:
        assert len(titels(vraag(uithoorn))) == aantal
    eigen = [q for q in queries.captured_queries if "SAVEPOINT" not in q["sql"]]
    # session, user, roles, views, keys, lines, names for the filters, work, notices, tips
    assert len(eigen) == 10, "\n".join(q["sql"][:120] for q in eigen)


@pytest.mark.parametrize("naam", ["aanvragen", "opdrachten"])
def test_an_order_changes_nothing_for_who_comes_after(naam):
    """The columns are shared by everybody, and Django resolves an expression in place."""
    wie = maak(Rol.TEAMMANAGER)
    aanvraag_in(S.IN_UITVOERING)
    soort = type(lijsten.maak(naam, QueryDict(), wie))
    alle = ",".join(kolom.key for kolom in soort.kolommen if not kolom.verborgen)

    def gelezen(**params):
        with CaptureQueriesContext(connection) as queries:
            soort(params | {"kolommen": alle}, wie).rijen(0, 5)
        return [query["sql"] for query in queries]

    eerst = gelezen()
    for kolom in soort.kolommen:
        gelezen(sorteer=kolom.key)
    assert gelezen() == eerst
