"""Vanzelf bewaren, verder op een ander apparaat, twee versies, en terug na een verlopen sessie."""

import threading
import uuid
from urllib.parse import parse_qs, urlsplit

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse

from duoplus.choices import Rol
from maatwerk.models import Aanvraag
from tests import factories as f
from tests.maatwerk.invullen import dien_in, stuur, url, vul_in

NIEUW_BEWAREN = "/aanvragen/nieuw/bewaren/"


@pytest.fixture
def aanvrager(client, db):
    f.ogon()
    gebruiker = f.maak(Rol.AANVRAGER, organisatie=f.gemeente("D"))
    client.force_login(gebruiker)
    return gebruiker


@pytest.fixture
def concept(aanvrager):
    return f.concept(by=aanvrager)


def bewaar(client, concept, versie, stap=1, **velden):
    return client.post(url("concept_bewaren", concept), {"stap": stap, "versie": versie} | velden)


def test_the_first_save_gives_the_draft_an_address(client, aanvrager):
    sleutel = uuid.uuid4()

    antwoord = client.post(NIEUW_BEWAREN, {"sleutel": sleutel, "stap": 1, "titel": "Net"}).json()

    concept = Aanvraag.objects.get()
    assert concept.uuid == sleutel
    assert antwoord["url"] == url("concept", concept, 1)
    assert antwoord["bewaar_url"] == url("concept_bewaren", concept)
    assert (antwoord["versie"], concept.concept_invoer) == (1, {"titel": "Net"})


def test_two_first_saves_at_once_make_one_draft(eigen_database):
    f.ogon()
    aanvrager = f.maak(Rol.AANVRAGER, organisatie=f.gemeente("D"))
    sleutel, statussen = uuid.uuid4(), []

    def typ(titel):
        client = Client()
        client.force_login(aanvrager)
        statussen.append(
            client.post(NIEUW_BEWAREN, {"sleutel": sleutel, "stap": 1, "titel": titel}).status_code
        )
        connection.close()

    tegelijk = [threading.Thread(target=typ, args=[titel]) for titel in ("Een", "Een twee")]
    [draad.start() for draad in tegelijk], [draad.join() for draad in tegelijk]

    assert statussen == [200, 200]
    assert Aanvraag.objects.count() == 1


def test_two_tabs_submit_at_once(eigen_database):
    f.ogon()
    aanvrager = f.maak(Rol.AANVRAGER, organisatie=f.gemeente("D"))
    client = Client()
    client.force_login(aanvrager)
    concept = f.concept(by=aanvrager)
    vul_in(client, concept)
    doelen = []

    def druk():
        tab = Client()
        tab.force_login(aanvrager)
        doelen.append(dien_in(tab, Aanvraag.objects.get(), sleutel=str(uuid.uuid4()))["Location"])
        connection.close()

    tegelijk = [threading.Thread(target=druk) for _ in range(4)]
    [draad.start() for draad in tegelijk], [draad.join() for draad in tegelijk]

    assert doelen == [Aanvraag.objects.get().get_absolute_url()] * 4


def test_right_or_wrong_it_is_kept_word_for_word(client, concept):
    bewaar(client, concept, 0, stap=3, gewenste_datum="ergens in mei", uren_indicatie="  80 à 90 ")
    bewaar(client, concept, 1, stap=1, titel="x" * 10_000)

    concept.refresh_from_db()
    assert concept.concept_invoer == {
        "gewenste_datum": "ergens in mei",
        "uren_indicatie": "  80 à 90 ",
        "titel": "x" * 10_000,
    }
    assert concept.titel == "x" * 120


def test_saving_the_same_again_changes_nothing(client, concept):
    eerste = bewaar(client, concept, 0, titel="Zelfde").json()
    tweede = bewaar(client, concept, 0, titel="Zelfde").json()

    assert (eerste["versie"], tweede["versie"]) == (1, 1)


def test_the_second_device_gets_a_link_to_both_versions(client, concept):
    bewaar(client, concept, 0, titel="Van de telefoon", probleem="Gelijk")

    antwoord = bewaar(client, concept, 0, titel="Van de <b>laptop</b>", probleem="Gelijk")
    pagina = client.get(antwoord.json()["url"])

    concept.refresh_from_db()
    assert antwoord.status_code == pagina.status_code == 409
    assert concept.titel == "Van de telefoon"
    rijen = [(str(label), mijn, hun) for label, mijn, hun in pagina.context["rijen"]]
    assert rijen == [("Geef uw aanvraag een titel", "Van de <b>laptop</b>", "Van de telefoon")]
    assert "&lt;b&gt;laptop" in pagina.content.decode()


def test_a_sent_step_gets_both_versions_and_can_be_kept_after_all(client, concept):
    bewaar(client, concept, 0, titel="Van de telefoon")

    response = client.post(url("concept", concept), {"stap": 1, "versie": 0, "titel": "Van de laptop"})
    gekozen = dict(response.context["getypt"]) | {"versie": 1, "stap": 1, "naar": "1"}
    client.post(url("concept", concept), gekozen)

    concept.refresh_from_db()
    assert (response.status_code, concept.titel) == (409, "Van de laptop")


def test_versions_without_a_key_lead_back(client, concept):
    for vraag in ("", "?vangnet=onzin", f"?vangnet={uuid.uuid4()}"):
        response = client.get(url("concept_versies", concept) + vraag)
        assert response["Location"] == url("concept", concept)


@pytest.mark.parametrize("versie", ["", "onzin", "²", "-1"])
def test_a_version_that_is_none_is_no_conflict(client, concept, versie):
    assert bewaar(client, concept, versie, titel="Toch").status_code == 200


def test_nothing_is_saved_in_a_request_that_was_sent(client, concept):
    vul_in(client, concept)
    dien_in(client, concept)

    antwoord = bewaar(client, concept, 9, titel="Te laat")

    aanvraag = Aanvraag.objects.get()
    assert antwoord.status_code == 409
    assert antwoord.json()["url"] == aanvraag.get_absolute_url()
    assert aanvraag.titel != "Te laat"


def test_saving_asks_for_a_post_and_for_your_own_draft(client, concept):
    assert client.get(url("concept_bewaren", concept)).status_code == 405
    client.force_login(f.maak(Rol.AANVRAGER, organisatie=f.gemeente("D")))
    assert bewaar(client, concept, 0, titel="Van een ander").status_code == 404


def test_after_an_expired_session_the_text_is_back_in_its_step(client, concept):
    client.get(url("concept", concept, 3))
    client.session.flush()
    client.cookies.pop("sessionid")

    response = stuur(client, concept, 3, gewenste_datum="1-5-2030", datum_vast="wens")
    volgende = parse_qs(urlsplit(response["Location"]).query)["next"][0]
    client.force_login(concept.aanvrager)
    pagina = client.get(volgende)

    concept.refresh_from_db()
    assert 'value="1-5-2030"' in pagina.content.decode()
    assert "Uw tekst staat er nog" in pagina.content.decode()
    assert (pagina.context["form"].nummer, concept.concept_invoer) == (3, {})


def test_a_new_request_survives_an_expired_session_too(client, aanvrager):
    client.get(reverse("maatwerk:aanvraag_nieuw"))
    client.cookies.pop("sessionid")

    response = client.post("/aanvragen/nieuw/", {"stap": 1, "titel": "Lang over nagedacht"})
    client.force_login(aanvrager)
    pagina = client.get(parse_qs(urlsplit(response["Location"]).query)["next"][0])

    assert 'value="Lang over nagedacht"' in pagina.content.decode()
    assert not Aanvraag.objects.exists()
