"""Veel aanvragen tegelijk: eerst zien, dan doen, en per rij horen wat er gebeurde."""

import uuid

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from duoplus.choices import Rol
from duoplus.models import Gebeurtenis, Volger
from maatwerk.actions import bulk
from maatwerk.choices import AanvraagStatus as S
from maatwerk.models import Aanvraag
from maatwerk.views.bulk import rijen
from tests.factories import aanvraag_in, iemand, maak, ogon, team

BULK = reverse("maatwerk:bulk")
pytestmark = pytest.mark.django_db


@pytest.fixture
def secretaris():
    return iemand(Rol.SECRETARIS, ogon=ogon())


@pytest.fixture
def klant(client, secretaris):
    client.force_login(secretaris)
    return client


def sleutels(*aanvragen):
    return [f"{a.nummer}:{Aanvraag.objects.get(pk=a.pk).versie}" for a in aanvragen]


def doe(klant, fase, *aanvragen, **velden):
    data = {"actie": "toewijzen", "fase": fase, "k": sleutels(*aanvragen), "team": team("HRM").pk}
    return klant.post(BULK, data | {"sleutel": uuid.uuid4()} | velden)


def test_a_preview_says_what_would_happen_and_changes_nothing(klant):
    kan, kan_niet = aanvraag_in(S.IN_INTAKE, titel="Kan"), aanvraag_in(S.TER_AKKOORD, titel="Kan niet")
    voor = Gebeurtenis.objects.count()
    antwoord = doe(klant, "voorbeeld", kan, kan_niet)
    assert [(u.nummer, u.is_gelukt) for u in antwoord.context["uitkomsten"]] == [
        (kan.nummer, True),
        (kan_niet.nummer, False),
    ]
    html = antwoord.content.decode()
    assert "Team: van I&amp;A naar HRM" in html and "Er ligt een voorstel van dit team" in html
    kan.refresh_from_db()
    assert kan.team == team("I&A") and Gebeurtenis.objects.count() == voor


def test_what_can_is_done_what_cannot_is_told_and_one_id_ties_them(klant, secretaris):
    eerste, tweede = aanvraag_in(S.IN_INTAKE), aanvraag_in(S.IN_RAMING)
    niet, verouderd = aanvraag_in(S.TER_AKKOORD), aanvraag_in(S.IN_INTAKE)
    k = [*sleutels(eerste, tweede, niet), f"{verouderd.nummer}:0", "MW-1999-0001"]
    antwoord = doe(klant, "uitvoeren", k=k)
    assert antwoord.status_code == 302
    verslag = klant.get(antwoord.url)
    assert {u.nummer for u in verslag.context["gelukt"]} == {eerste.nummer, tweede.nummer}
    zinnen = {u.nummer: u.zin for u in verslag.context["mislukt"]}
    assert zinnen[verouderd.nummer] == bulk.VEROUDERD and zinnen["MW-1999-0001"] == bulk.NIET_GEVONDEN
    feiten = Gebeurtenis.objects.filter(soort="maatwerk.aanvraag.toewijzen")
    nummers = {feit.gegevens["bulk"] for feit in feiten}
    samen = Gebeurtenis.objects.get(soort=bulk.SOORT)
    assert len(feiten) == 2 and nummers == {samen.gegevens["bulk"]} and samen.door == secretaris
    assert {a.team for a in Aanvraag.objects.filter(pk__in=[eerste.pk, tweede.pk])} == {team("HRM")}


def test_what_the_preview_promised_is_what_happens(klant):
    """The preview runs the action in memory too: the version it hands on is still that of the database."""
    aanvraag = aanvraag_in(S.IN_INTAKE)
    voorbeeld = doe(klant, "voorbeeld", k=aanvraag.nummer)
    verslag = klant.get(doe(klant, "uitvoeren", k=voorbeeld.context["sleutels"]).url)
    assert [uitkomst.zin for uitkomst in verslag.context["gelukt"]] == ["Team: van I&A naar HRM"]


def test_a_second_press_does_nothing_twice(klant):
    aanvraag, sleutel = aanvraag_in(S.IN_INTAKE), uuid.uuid4()
    k = sleutels(aanvraag)
    antwoorden = [doe(klant, "uitvoeren", k=k, sleutel=sleutel) for _ in range(2)]
    assert antwoorden[0].url == antwoorden[1].url
    assert Gebeurtenis.objects.filter(soort="maatwerk.aanvraag.toewijzen").count() == 1


def test_the_report_is_only_for_who_did_it(klant, client):
    antwoord = doe(klant, "uitvoeren", aanvraag_in(S.IN_INTAKE))
    client.force_login(maak(Rol.TEAMMANAGER))
    assert client.get(antwoord.url).status_code == 404


def test_nothing_of_anybody_else_comes_along(klant):
    vreemd = aanvraag_in(S.IN_INTAKE, ogon=ogon("buurt"), gemeenten="O", titel="Kanarie")
    antwoord = doe(klant, "voorbeeld", vreemd)
    assert "Kanarie" not in antwoord.content.decode()
    assert [u.zin for u in antwoord.context["uitkomsten"]] == [bulk.NIET_GEVONDEN]


def test_following_asks_nothing_and_can_be_undone(klant, secretaris):
    a, b = aanvraag_in(S.IN_INTAKE), aanvraag_in(S.IN_RAMING)
    voorbeeld = klant.post(BULK, {"actie": "volgen", "k": [a.nummer, b.nummer]})
    assert len(voorbeeld.context["uitkomsten"]) == 2 and not Volger.objects.exists()
    data = {"actie": "volgen", "fase": "uitvoeren", "k": [a.nummer, b.nummer], "sleutel": uuid.uuid4()}
    klant.post(BULK, data)
    assert Volger.objects.filter(gebruiker=secretaris).count() == 2
    klant.post(BULK, data | {"actie": "ontvolgen", "sleutel": uuid.uuid4()})
    assert not Volger.objects.exists()


def test_moving_asks_for_an_ogon_and_a_reason(klant):
    aanvraag = aanvraag_in(S.IN_INTAKE)
    data = {"actie": "naar_ogon", "fase": "voorbeeld", "k": sleutels(aanvraag), "ogon": ogon("buurt").pk}
    assert klant.post(BULK, data).status_code == 422
    voorbeeld = klant.post(BULK, data | {"reden": "Past daar beter"})
    assert f"Van {ogon()} naar {ogon('buurt')}" in voorbeeld.content.decode()


def test_choosing_nothing_is_a_sentence(klant):
    antwoord = klant.post(BULK, {"actie": "toewijzen"}, follow=True)
    assert "Kies eerst een of meer aanvragen" in antwoord.content.decode()


def test_an_act_of_another_role_is_refused_and_one_there_is_not_does_not_exist(client):
    aanvraag = aanvraag_in(S.IN_INTAKE)
    client.force_login(iemand(Rol.AANVRAGER))
    assert client.post(BULK, {"actie": "toewijzen", "k": aanvraag.nummer}).status_code == 403
    assert client.post(BULK, {"actie": "afwijzen", "k": aanvraag.nummer}).status_code == 404


def test_downloading_takes_the_chosen_rows_in_the_columns_of_the_list(klant):
    aanvraag = aanvraag_in(S.IN_INTAKE, titel="Deze")
    aanvraag_in(S.IN_INTAKE, titel="Die niet")
    data = {"actie": "downloaden", "k": aanvraag.nummer, "adres": "?kolommen=status&status=in_raming"}
    antwoord = klant.post(BULK, data)
    assert "kolommen=status" in antwoord.url and f"nummers={aanvraag.nummer}" in antwoord.url


def test_the_whole_list_goes_along_when_asked(klant):
    for nummer in range(3):
        aanvraag_in(S.IN_INTAKE, titel=f"Aanvraag {nummer}")
    data = {"actie": "volgen", "alles": "ja", "k": "x", "adres": "?status=in_intake"}
    assert len(klant.post(BULK, data).context["uitkomsten"]) == 3


def test_each_row_costs_the_same(secretaris):
    gegevens = {"team": team("HRM"), "behandelaar": None}

    def kosten(aantal):
        nummers = [(aanvraag_in(S.IN_INTAKE).nummer, None) for _ in range(aantal)]
        with CaptureQueriesContext(connection) as vragen:
            gekozen = rijen(nummers, secretaris)
            uitkomsten = bulk.voer_uit(
                bulk.KEUZES["toewijzen"], gekozen, by=secretaris, gegevens=gegevens, bulk="x"
            )
        assert all(uitkomst.is_gelukt for uitkomst in uitkomsten)
        return len(vragen)

    kosten(1)
    een, vijf = kosten(1), kosten(5)
    assert (vijf - een) % 4 == 0 and (vijf - een) / 4 <= 12


@pytest.mark.parametrize("fase", ["voorbeeld", "uitvoeren"])
def test_a_number_that_cannot_be_is_not_found(klant, fase):
    antwoord = klant.post(BULK, {"actie": "volgen", "fase": fase, "k": ["\0MW-1", "MW-1\0:3"]}, follow=True)
    assert antwoord.status_code == 200 and bulk.NIET_GEVONDEN in antwoord.content.decode()
