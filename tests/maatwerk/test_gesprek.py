"""Talking along and following: who reads it is always said, and nothing typed is lost."""

import re
import uuid

import pytest
from django.urls import reverse

from duoplus.choices import Rol, Zichtbaarheid
from duoplus.models import Gebeurtenis, Reactie, Vangnet, Volger
from maatwerk.actions import dossier as acties
from maatwerk.choices import AanvraagStatus as S
from tests.factories import aanvraag_in, gemeente, iemand

pytestmark = pytest.mark.django_db


@pytest.fixture
def aanvraag():
    return aanvraag_in(S.INGEDIEND, gemeenten="DU")


def reply(client, user, aanvraag, **invoer):
    client.force_login(user)
    url = reverse("maatwerk:reageren", args=[aanvraag.nummer])
    return client.post(url, {"zichtbaarheid": "gedeeld", "sleutel": str(uuid.uuid4())} | invoer)


def test_a_municipality_and_duoplus_read_what_is_shared(client, aanvraag):
    answer = reply(
        client, iemand(Rol.AANVRAGER, organisatie=gemeente("D")), aanvraag, tekst="Kan dit eerder?"
    )
    assert (answer.status_code, answer["Location"]) == (302, f"{aanvraag.get_absolute_url()}#gesprek")
    for user in (iemand(Rol.CONTROLLER, organisatie=gemeente("U")), iemand(Rol.SECRETARIS)):
        client.force_login(user)
        page = client.get(aanvraag.get_absolute_url()).text
        assert "Kan dit eerder?" in page and "Gemeente en Duo+</span>" in page


def test_what_is_internal_stays_inside_duoplus(client, aanvraag):
    reply(client, iemand(Rol.SECRETARIS), aanvraag, tekst="Dit wordt te duur.", zichtbaarheid="intern")
    client.force_login(iemand(Rol.VOORZITTER))
    page = client.get(aanvraag.get_absolute_url()).text
    assert "Dit wordt te duur." in page and "Alleen Duo+</span>" in page
    client.force_login(iemand(Rol.CONTROLLER))
    for name in ("aanvraag", "tijdlijn"):
        text = client.get(reverse(f"maatwerk:{name}", args=[aanvraag.nummer])).text
        assert "te duur" not in text and "Alleen Duo+" not in text


def test_the_form_says_who_can_read_it(client, aanvraag):
    client.force_login(iemand(Rol.CONTROLLER))
    page = client.get(aanvraag.get_absolute_url()).text
    assert "Zichtbaar voor Diemen, Uithoorn en Duo+" in page and 'value="intern"' not in page
    client.force_login(iemand(Rol.SECRETARIS))
    page = client.get(aanvraag.get_absolute_url()).text
    assert "Wie kan dit lezen?" in page and 'value="intern"' in page


def test_a_municipality_cannot_write_internally(client, aanvraag):
    answer = reply(client, iemand(Rol.AANVRAGER), aanvraag, tekst="Stiekem", zichtbaarheid="intern")
    assert answer.status_code == 422
    assert "Kies wie dit kan lezen." in answer.text and "Stiekem</textarea>" in answer.text
    assert not Reactie.objects.exists()


@pytest.mark.parametrize(
    ("tekst", "zin"),
    [
        ("", "Schrijf eerst een reactie."),
        ("   ", "Schrijf eerst een reactie."),
        ("x" * 10_001, "Uw reactie is te lang"),
        ("nul\x00teken", "Fout:"),
    ],
)
def test_a_refusal_keeps_the_text_and_the_choice(client, aanvraag, tekst, zin):
    answer = reply(client, iemand(Rol.SECRETARIS), aanvraag, tekst=tekst, zichtbaarheid="intern")
    assert answer.status_code == 422
    assert zin in answer.text and "<title>Fout: " in answer.text
    assert 'value="intern" selected' in answer.text
    assert tekst.strip().replace("\x00", "") in answer.text.replace("\x00", "")
    assert not Reactie.objects.exists()


def test_a_double_click_places_one_message(client, aanvraag):
    twice = {"tekst": "Eén keer graag", "sleutel": str(uuid.uuid4())}
    first, second = (reply(client, iemand(Rol.SECRETARIS), aanvraag, **twice) for _ in range(2))
    assert first["Location"] == second["Location"]
    assert Reactie.objects.count() == 1


def test_each_form_has_its_own_key(client, aanvraag):
    client.force_login(iemand(Rol.SECRETARIS))
    keys = {
        re.search(r'name="sleutel" value="([0-9a-f-]{36})"', client.get(aanvraag.get_absolute_url()).text)[1]
        for _ in range(2)
    }
    assert len(keys) == 2


def test_text_of_a_lost_session_is_back_in_the_form(client, aanvraag):
    user, url = iemand(Rol.SECRETARIS), reverse("maatwerk:reageren", args=[aanvraag.nummer])
    kept = Vangnet.objects.create(gebruiker=user, pad=url, invoer={"tekst": ["Mijn lange verhaal"]})
    client.force_login(user)
    page = client.get(url, {"vangnet": str(kept.uuid)})
    assert page.status_code == 200 and "Mijn lange verhaal</textarea>" in page.text
    assert not Reactie.objects.exists()


def test_who_only_reads_gets_no_form_and_is_refused(client, aanvraag):
    accountant = iemand(Rol.ACCOUNTANT)
    client.force_login(accountant)
    assert "Met uw rol kunt u hier niet reageren." in client.get(aanvraag.get_absolute_url()).text
    assert reply(client, accountant, aanvraag, tekst="Toch").status_code == 403


def test_a_stranger_meets_nothing(client, aanvraag):
    stranger = iemand(Rol.AANVRAGER, organisatie=gemeente("O"))
    assert reply(client, stranger, aanvraag, tekst="Hoi").status_code == 404
    assert client.post(reverse("maatwerk:volgen", args=[aanvraag.nummer])).status_code == 404
    assert not Reactie.objects.exists() and not Volger.objects.exists()


def test_follow_and_no_longer(client, aanvraag):
    client.force_login(iemand(Rol.CONTROLLER))
    url = reverse("maatwerk:volgen", args=[aanvraag.nummer])
    assert client.get(url).status_code == 405
    for _ in range(2):
        assert client.post(url, follow=True).redirect_chain == [(aanvraag.get_absolute_url(), 302)]
        assert Volger.objects.count() == 1
    assert "Niet meer volgen" in client.get(aanvraag.get_absolute_url()).text
    client.post(url, {"stop": "1"})
    assert not Volger.objects.exists()
    assert "Niet meer volgen" not in client.get(aanvraag.get_absolute_url()).text


def test_messages_and_events_stand_in_order_of_time(client, aanvraag):
    user = iemand(Rol.SECRETARIS)
    acties.reageren(aanvraag, by=user, tekst="Eerste woord", zichtbaarheid=Zichtbaarheid.GEDEELD)
    acties.voeg_bijlage_toe(aanvraag, by=user, naam="plan.txt", inhoud=b"Het plan")
    acties.reageren(aanvraag, by=user, tekst="Laatste woord", zichtbaarheid=Zichtbaarheid.GEDEELD)
    client.force_login(user)
    page = client.get(aanvraag.get_absolute_url()).text.partition('id="gesprek"')[2]
    places = [page.index(text) for text in ("diende de aanvraag in", "Eerste woord", "plan.txt", "Laatste")]
    assert places == sorted(places)
    assert page.count("plaatste een bericht") == 0


def test_older_lines_fold_away_but_stay_on_the_page(client, aanvraag):
    user = iemand(Rol.SECRETARIS)
    for i in range(12):
        acties.reageren(aanvraag, by=user, tekst=f"Bericht {i}.", zichtbaarheid=Zichtbaarheid.GEDEELD)
    client.force_login(user)
    page = client.get(aanvraag.get_absolute_url()).text
    assert "Wat eerder gebeurde (5)" in page
    assert all(f"Bericht {i}." in page for i in range(12))
    assert Gebeurtenis.objects.filter(soort="maatwerk.aanvraag.reageren").count() == 12
