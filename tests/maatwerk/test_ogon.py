"""De OGON's: wie wat op tafel ziet, en hoe de voorzitter de volgorde bepaalt."""

import uuid

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from duoplus.choices import BesluitSoort, Rol
from duoplus.models import Besluit
from maatwerk.choices import AanvraagStatus as S
from maatwerk.models import Aanvraag
from ogon.models import Ogon
from tests.factories import aanvraag_in, gemeente, iemand, maak, ogon

OGON = reverse("maatwerk:ogon", args=["bedrijfsvoering"])
VOLGORDE = reverse("maatwerk:prioriteren", args=["bedrijfsvoering"])
HTMX = {"HX-Request": "true"}
pytestmark = pytest.mark.django_db


@pytest.fixture
def drie():
    """Three ranked requests, the last one made first on the list: C, B, A."""
    return [aanvraag_in(S.GEPRIORITEERD, titel=titel) for titel in ("A", "B", "C")]


def op_volgorde(veld="titel"):
    return list(Aanvraag.objects.filter(plaats__gt=0).order_by("plaats").values_list(veld, flat=True))


def zet(client, aanvraag, plaats, *, reden="Dit kan niet wachten.", headers=None, **anders):
    velden = {
        "zet": f"{aanvraag.nummer}:{plaats}",
        "reden": reden,
        "lijstversie": Ogon.objects.get(slug="bedrijfsvoering").lijstversie,
        "gezien": " ".join(op_volgorde("nummer")),
        "sleutel": uuid.uuid4(),
    }
    return client.post(VOLGORDE, velden | anders, headers=headers or {})


def test_the_table_in_its_order(als, drie):
    aanvraag_in(S.TER_PRIORITERING, titel="Nog te beslissen")
    aanvraag_in(S.WACHTLIJST, titel="Wacht")
    context = als(iemand(Rol.SECRETARIS)).get(OGON).context
    assert [stuk.aanvraag.titel for stuk in context["volgorde"]] == ["C", "B", "A"]
    assert [stuk.aanvraag.titel for stuk in context["kandidaten"]] == ["Nog te beslissen"]
    assert [stuk.aanvraag.titel for stuk in context["wachtlijst"]] == ["Wacht"]
    assert context["volgorde"][0].uren == [("I&A", 80)]
    assert context["volgorde"][0].besluit[1] == "Akkoord"


def test_another_municipality_is_recognised_and_no_more(als):
    vreemd = aanvraag_in(
        S.GEPRIORITEERD,
        gemeenten="O",
        titel="Herkenbaar",
        probleem="Kanarie probleem",
        dekking="Kanarie post",
    )
    html = als(iemand(Rol.OPDRACHTGEVER, organisatie=gemeente("U"))).get(OGON).content.decode()
    assert "Herkenbaar" in html and vreemd.nummer in html and "I&amp;A 80" in html
    assert "Kanarie" not in html and "€" not in html
    assert vreemd.get_absolute_url() not in html
    assert "Ouder-Amstel" not in html.partition("<table")[2].partition("<footer")[0]


def test_who_does_not_rank_sees_only_the_own_dossiers(als):
    aanvraag_in(S.GEPRIORITEERD, gemeenten="O", titel="Kanarie")
    aanvraag_in(S.GEPRIORITEERD, gemeenten="U", titel="Van ons")
    html = als(maak(Rol.AANVRAGER, organisatie=gemeente("U"))).get(OGON).content.decode()
    assert "Van ons" in html and "Kanarie" not in html


def test_what_is_not_on_the_table_yet_is_not_recognised(als):
    aanvraag_in(S.IN_RAMING, gemeenten="O", titel="Kanarie")
    html = als(iemand(Rol.OPDRACHTGEVER, organisatie=gemeente("U"))).get(OGON).content.decode()
    assert "Kanarie" not in html


def test_an_ogon_of_others_does_not_exist(als):
    ogon("buurt"), ogon("bedrijfsvoering")
    client = als(maak(Rol.AANVRAGER, organisatie=gemeente("D")))
    buurt = reverse("maatwerk:ogon", args=["buurt"])
    assert client.get(OGON).status_code == 200
    assert client.get(buurt).status_code == client.get(f"{buurt}prioriteren/").status_code == 404
    assert client.get(reverse("maatwerk:ogon", args=["bestaat-niet"])).status_code == 404
    regels = client.get(reverse("maatwerk:ogon_list")).context["regels"]
    assert [regel["ogon"].slug for regel in regels] == ["bedrijfsvoering"]


def test_the_list_of_ogons_counts(als, drie):
    aanvraag_in(S.TER_PRIORITERING)
    [regel] = als(iemand(Rol.VOORZITTER)).get(reverse("maatwerk:ogon_list")).context["regels"]
    assert (regel["kandidaten"], regel["ingepland"], regel["wachtlijst"]) == (1, 3, 0)


@pytest.mark.parametrize("rol", [Rol.OPDRACHTGEVER, Rol.BUDGETHOUDER, Rol.TEAMMANAGER, Rol.CONCERNCONTROLLER])
def test_only_the_chair_and_the_secretary_see_the_page_of_the_order(als, drie, rol):
    client = als(iemand(rol))
    assert client.get(VOLGORDE).status_code == 403
    assert zet(client, drie[0], 1).status_code == 403
    assert op_volgorde() == ["C", "B", "A"]


def test_the_secretary_looks_but_does_not_move(als, drie):
    client = als(iemand(Rol.SECRETARIS))
    html = client.get(VOLGORDE).content.decode()
    assert "U kijkt mee" in html and 'name="zet"' not in html
    assert zet(client, drie[0], 1).status_code == 403


def test_the_chair_of_another_ogon_has_nothing_here(als, drie):
    client = als(maak(Rol.VOORZITTER, ogon=ogon("buurt")))
    assert client.get(VOLGORDE).status_code == 404
    assert zet(client, drie[0], 1).status_code == 404


def test_a_move_is_a_decision_with_a_reason(als, drie):
    client = als(iemand(Rol.VOORZITTER))
    response = zet(client, drie[0], 1)
    assert response.url == f"{VOLGORDE}#rij-{drie[0].nummer}"
    assert op_volgorde() == ["A", "C", "B"]
    assert Besluit.objects.get(soort=BesluitSoort.VOLGORDE).reden == "Dit kan niet wachten."
    assert f"{drie[0].nummer} A staat nu op plaats 1." in client.get(VOLGORDE).content.decode()


def test_a_candidate_gets_a_place(als, drie):
    nieuw = aanvraag_in(S.TER_PRIORITERING, titel="Nieuw")
    zet(als(iemand(Rol.VOORZITTER)), nieuw, 2)
    assert op_volgorde() == ["C", "Nieuw", "B", "A"]


def test_enter_in_a_box_moves_that_request(als, drie):
    client = als(iemand(Rol.VOORZITTER))
    zet(client, drie[0], "", zet="", **{f"plaats-{drie[0].nummer}": " 2 "})
    assert op_volgorde() == ["C", "A", "B"]


@pytest.mark.parametrize(
    ("anders", "zin"),
    [
        ({"reden": "  "}, "Schrijf op waarom de volgorde verandert."),
        ({"zet": ""}, "Kies wat u wilt verplaatsen."),
        ({"zet": "MW-1999-0001:1"}, "Deze aanvraag staat niet meer op de lijst."),
        ({"zet": "\0:1"}, "De volgorde is niet gewijzigd"),
        ({"lijstversie": "abc"}, "Deze bladzijde is niet compleet."),
    ],
)
def test_a_refused_move_says_why_and_keeps_the_reason(als, drie, anders, zin):
    response = zet(als(iemand(Rol.VOORZITTER)), drie[0], 1, **anders)
    html = response.content.decode()
    assert response.status_code == 422
    assert zin in html
    assert anders.get("reden", "Dit kan niet wachten.") in html
    assert op_volgorde() == ["C", "B", "A"]


@pytest.mark.parametrize(
    ("plaats", "zin"),
    [
        ("x", "een getal"), ("1,5", "een getal"), ("99999", "een getal"), ("", "een getal"),
        ("3", "staat al op deze plaats"), ("50", "staat al op deze plaats"),
    ],
)  # fmt: skip
def test_a_place_that_makes_no_sense(als, drie, plaats, zin):
    response = zet(als(iemand(Rol.VOORZITTER)), drie[0], plaats)
    assert response.status_code == 422 and zin in response.content.decode()
    assert not Besluit.objects.filter(soort=BesluitSoort.VOLGORDE).exists()


def test_who_was_later_sees_both_orders_and_nothing_moved(als, drie):
    client = als(iemand(Rol.VOORZITTER))
    versie = Ogon.objects.get(slug="bedrijfsvoering").lijstversie
    gezien = " ".join(aanvraag.nummer for aanvraag in reversed(drie))
    zet(client, drie[1], 1)
    response = zet(client, drie[0], 1, lijstversie=versie, gezien=gezien)
    html = response.content.decode()
    assert response.status_code == 409
    assert op_volgorde() == ["B", "C", "A"]
    paren = [(uw.titel, nu.titel) for uw, nu in response.context["conflict"]]
    assert paren == [("A", "B"), ("C", "C"), ("B", "A")]
    assert "Dit kan niet wachten." in html
    assert f'name="lijstversie" value="{versie + 1}"' in html
    assert zet(client, drie[0], 1, headers=HTMX).status_code == 302


def test_a_double_press_moves_once(als, drie):
    client, velden = als(iemand(Rol.VOORZITTER)), {"sleutel": uuid.uuid4(), "lijstversie": None}
    velden["lijstversie"] = Ogon.objects.get(slug="bedrijfsvoering").lijstversie
    eerste, tweede = zet(client, drie[0], 1, **velden), zet(client, drie[0], 1, **velden)
    assert eerste.url == tweede.url
    assert Besluit.objects.filter(soort=BesluitSoort.VOLGORDE).count() == 1


def test_htmx_gets_the_list_and_what_to_say(als, drie):
    client = als(iemand(Rol.VOORZITTER))
    zet(client, drie[0], 1, headers=HTMX)
    html = client.get(VOLGORDE, headers=HTMX).content.decode()
    assert "<html" not in html and 'id="volgorde"' in html
    assert f'data-gezegd="{drie[0].nummer} A staat nu op plaats 1."' in html
    fout = zet(client, drie[0], 2, reden="", headers=HTMX)
    assert fout.status_code == 422 and 'id="reden-veld" hx-swap-oob="true"' in fout.content.decode()


@pytest.mark.parametrize("pad", [OGON, VOLGORDE, reverse("maatwerk:ogon_list")])
def test_the_number_of_queries_is_fixed(als, pad):
    def tel():
        with CaptureQueriesContext(connection) as queries:
            assert client.get(pad).status_code == 200
        return len(queries)

    aanvraag_in(S.GEPRIORITEERD, gemeenten="DUO"), aanvraag_in(S.TER_PRIORITERING)
    client = als(iemand(Rol.VOORZITTER))
    client.get(pad)
    met_een = tel()
    for _ in range(4):
        aanvraag_in(S.GEPRIORITEERD, gemeenten="DUO"), aanvraag_in(S.TER_PRIORITERING)
    assert tel() == met_een
