"""Eerdere aanvragen die op een nieuwe lijken: alleen wat u mag herkennen, met het besluit van toen."""

import pytest

from duoplus.choices import Rol
from maatwerk.choices import AanvraagStatus as S
from maatwerk.vergelijkbaar import vergelijkbare
from tests import factories as f

pytestmark = pytest.mark.django_db


@pytest.fixture
def aanvrager():
    return f.maak(Rol.AANVRAGER, organisatie=f.gemeente("U"))


def test_an_earlier_request_with_its_decision_and_why(aanvrager):
    eerder = f.aanvraag_in(S.AFGEWEZEN, gemeenten="U", titel="Extra dashboard sociaal domein voor MT")

    [gevonden] = vergelijkbare("Dashboard sociaal domein", user=aanvrager)

    assert gevonden.aanvraag == eerder
    assert gevonden.url == f"/aanvragen/{eerder.nummer}/"
    assert (gevonden.besluit.get_soort_display(), gevonden.besluit.reden) == (
        "Afwijzen",
        "Zo is het besproken.",
    )


def test_accents_and_capitals_do_not_matter(aanvrager):
    f.aanvraag_in(S.INGEDIEND, gemeenten="U", titel="Coördinatie privacyscan")

    assert len(vergelijkbare("COORDINATIE PRIVACYSCAN", user=aanvrager)) == 1


def test_what_is_not_recognisable_is_not_shown(aanvrager):
    f.aanvraag_in(S.INGEDIEND, gemeenten="D", titel="Extra dashboard sociaal domein")
    f.concept(by=f.maak(Rol.AANVRAGER, organisatie=f.gemeente("U")), titel="Extra dashboard sociaal domein")

    assert vergelijkbare("Extra dashboard sociaal domein", user=aanvrager) == []


def test_recognised_on_the_table_of_the_own_ogon_but_not_opened():
    opdrachtgever = f.maak(Rol.OPDRACHTGEVER, organisatie=f.gemeente("U"), ogon=f.ogon())
    f.aanvraag_in(S.TER_PRIORITERING, gemeenten="D", titel="Extra dashboard sociaal domein")

    [gevonden] = vergelijkbare("Extra dashboard sociaal domein", user=opdrachtgever)

    assert (gevonden.url, gevonden.besluit) == ("", None)


@pytest.mark.parametrize("titel", ["", "abc", "\0\0\0\0\0", "' | ! & :*", "%%%%%%", "zzzz qqqq"])
def test_nothing_alike(aanvrager, titel):
    f.aanvraag_in(S.INGEDIEND, gemeenten="U", titel="Extra dashboard sociaal domein")

    assert vergelijkbare(titel, user=aanvrager) == []


@pytest.mark.parametrize("aantal", [1, 7])
def test_at_most_five_in_a_fixed_number_of_queries(aanvrager, aantal, django_assert_num_queries):
    for nummer in range(aantal):
        f.aanvraag_in(S.INGEDIEND, gemeenten="U", titel=f"Dashboard sociaal domein {nummer}")
    assert aanvrager.rollen

    with django_assert_num_queries(3):
        gevonden = vergelijkbare("Dashboard sociaal domein", user=aanvrager)

    assert len(gevonden) == min(aantal, 5)


def test_the_hint_beside_the_title(client, aanvrager):
    f.aanvraag_in(S.INGEDIEND, gemeenten="U", titel="Dashboard <i>sociaal</i> domein")
    client.force_login(aanvrager)

    pagina = client.get(
        "/aanvragen/nieuw/vergelijkbaar/", {"titel": "Dashboard sociaal domein"}
    ).content.decode()

    assert "Dit lijkt op een eerdere aanvraag" in pagina
    assert "&lt;i&gt;sociaal" in pagina
    assert "Er is nog geen besluit." in pagina
