"""Adressen voor een agendaprogramma: één keer te zien, meteen in te trekken, en zonder inlog te lezen."""

import re
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from icalendar import Calendar

from duoplus import klok, logboek
from duoplus.choices import Rol
from duoplus.models import Agendasleutel
from tests.factories import iemand, maak, ogon
from tests.factories.overleg import gepland

pytestmark = pytest.mark.django_db


@pytest.fixture
def ik(client):
    wie = iemand(Rol.VOORZITTER)
    client.force_login(wie)
    return wie


def adres_in(antwoord) -> str:
    """The path of the address on the page."""
    return re.search(r'value="https?://[^/"]+(/agenda/[^"]+\.ics)"', antwoord.text)[1]


def test_an_address_is_shown_once_and_a_program_reads_it_without_logging_in(client, ik):
    gepland()
    antwoord = client.post(reverse("agendas"))
    pad = adres_in(antwoord)
    assert antwoord["Cache-Control"] == "private, no-store"
    assert pad not in client.get(reverse("agendas")).text

    gelezen = Client().get(pad)
    assert gelezen["Content-Type"] == "text/calendar; charset=utf-8"
    assert len(Calendar.from_ical(gelezen.content).walk("VEVENT")) == 1
    assert "sessionid" not in gelezen.cookies


def test_a_program_that_has_it_already_gets_no_second_copy(client, ik):
    gepland()
    pad = adres_in(client.post(reverse("agendas")))
    eerste = Client().get(pad)
    tweede = Client().get(pad, headers={"If-None-Match": eerste["ETag"]})
    assert (tweede.status_code, tweede.content) == (304, b"")
    gepland(over=9)
    assert Client().get(pad, headers={"If-None-Match": eerste["ETag"]}).status_code == 200
    assert Client().head(pad).status_code == 200 and Client().post(pad).status_code == 405


def test_revoking_closes_it_at_once(client, ik):
    pad = adres_in(client.post(reverse("agendas")))
    sleutel = Agendasleutel.objects.get()
    client.post(reverse("agenda_intrekken", args=[sleutel.pk]))
    assert Client().get(pad).status_code == 404
    assert "Er is nog geen adres" in client.get(reverse("agendas")).text


def test_a_new_address_ends_the_old_one_for_the_same_only(client, ik):
    alles = adres_in(client.post(reverse("agendas")))
    van_ogon = adres_in(client.post(reverse("agendas"), {"gremium": ogon().slug}))
    nieuw = adres_in(client.post(reverse("agendas"), {"gremium": ogon().slug}))
    assert [Client().get(pad).status_code for pad in (alles, van_ogon, nieuw)] == [200, 404, 200]


def test_only_of_a_body_one_sits_in_and_only_the_own_address_is_revoked(client, ik):
    assert client.post(reverse("agendas"), {"gremium": ogon("buurt").slug}).status_code == 404
    client.post(reverse("agendas"))
    client.force_login(maak(Rol.VOORZITTER, ogon=ogon()))
    sleutel = Agendasleutel.objects.get()
    assert client.post(reverse("agenda_intrekken", args=[sleutel.pk])).status_code == 404
    sleutel.refresh_from_db()
    assert sleutel.ingetrokken_op is None


def test_its_owner_sees_when_it_was_read_written_once_an_hour(client, ik):
    pad = adres_in(client.post(reverse("agendas")))
    Client().get(pad)
    eerst = Agendasleutel.objects.get().gelezen_op
    Client().get(pad)
    assert Agendasleutel.objects.get().gelezen_op == eerst
    with klok.op(klok.nu() + timedelta(hours=2)):
        Client().get(pad)
    assert Agendasleutel.objects.get().gelezen_op > eerst
    assert "het laatst gelezen" in client.get(reverse("agendas")).text


def test_the_secret_stands_in_no_log(client, ik, rf):
    pad = adres_in(client.post(reverse("agendas")))
    request = Client().get(pad).wsgi_request
    assert logboek.pad(request) == "/agenda/….ics"


def test_what_is_no_address_is_not_found(client):
    for geheim in ("x", "a" * 43, "a" * 5000, "..%2F..", "é"):
        assert client.get(f"/agenda/{geheim}.ics").status_code == 404
