"""Acties op het scherm: de lijst, één actie, en elke stap; wie er niet bij mag, weet er niet van."""

from datetime import timedelta

import pytest
from django.urls import reverse

from duoplus import klok
from duoplus.actions import actiepunten
from duoplus.choices import ActieStatus, Rol
from duoplus.models import Actiepunt
from tests.duoplus.actions.test_actiepunten import actie, dag
from tests.factories import iemand, maak, ogon
from tests.factories.overleg import gremium, leider, lopend, op_agenda

pytestmark = pytest.mark.django_db


@pytest.fixture
def als(client):
    def inloggen(wie):
        client.force_login(wie)
        return client

    return inloggen


def stap(actie, naam) -> str:
    return reverse("actie_stap", args=[actie.nummer, naam])


def test_the_list_shows_what_is_still_to_do_in_the_own_bodies(als):
    eigen, elders = actie("Bellen"), actie("Schrijven", van=gremium())
    klaar = actiepunten.meld(actie("Mailen"), by=iemand(Rol.TEAMMANAGER), voortgang=100)

    antwoord = als(iemand(Rol.OPDRACHTGEVER)).get(reverse("actie_list"))

    assert eigen.nummer in antwoord.text
    assert elders.nummer not in antwoord.text and klaar.nummer not in antwoord.text
    alle = als(iemand(Rol.OPDRACHTGEVER)).get(reverse("actie_list"), {"stand": "alle"})
    assert klaar.nummer in alle.text


@pytest.mark.parametrize(
    ("filter", "namen"),
    [
        ({"stand": "te_laat"}, {"Laat"}),
        ({"wie": "ik"}, {"Zelf"}),
        ({"q": "zel", "stand": "alle"}, {"Zelf"}),
        ({"overleg": "cpi-overleg"}, set()),
    ],
)
def test_filters_narrow_it(als, filter, namen):
    voorzitter = iemand(Rol.VOORZITTER)
    actie("Gewoon", uiterlijk=dag(30)), actie("Zelf", eigenaar=voorzitter, uiterlijk=dag(30)), gremium()
    with klok.op(klok.nu() - timedelta(days=20)):
        actie("Laat", uiterlijk=dag(1))
    tekst = als(voorzitter).get(reverse("actie_list"), filter).text
    assert {naam for naam in ("Gewoon", "Zelf", "Laat") if f">{naam}<" in tekst} == namen


def test_as_many_questions_for_five_as_for_one(als, django_assert_max_num_queries):
    client = als(iemand(Rol.VOORZITTER))

    def hoeveel() -> int:
        with django_assert_max_num_queries(40) as geteld:
            client.get(reverse("actie_list"))
        return len(geteld)

    actie()
    hoeveel()
    eerst = hoeveel()
    for n in range(4):
        actie(f"Nr {n}", eigenaar=maak(Rol.TEAMMANAGER))
    assert hoeveel() == eerst


def test_an_action_tells_where_it_comes_from_and_what_happened(als):
    punt = op_agenda(lopend(), "Huisvesting")
    nieuw = actie(agendapunt=punt)
    actiepunten.meld(nieuw, by=nieuw.eigenaar, voortgang=40, toelichting="Twee offertes binnen.")
    tekst = als(iemand(Rol.VOORZITTER)).get(nieuw.get_absolute_url()).text
    for woord in ("Huisvesting", "40%", "Twee offertes binnen.", nieuw.eigenaar.naam, "Laten vervallen"):
        assert woord in tekst
    van_eigenaar = als(nieuw.eigenaar).get(nieuw.get_absolute_url()).text
    assert "Voortgang melden" in van_eigenaar and "Laten vervallen" not in van_eigenaar


def test_the_owner_reports_and_bad_input_keeps_what_was_typed(als):
    nieuw = actie()
    client = als(nieuw.eigenaar)
    assert client.get(stap(nieuw, "melden")).status_code == 200
    for fout in ("", "101", "-1", "veel"):
        antwoord = client.post(stap(nieuw, "melden"), {"voortgang": fout, "toelichting": "Bijna."})
        assert (
            antwoord.status_code == 422 and "Bijna." in antwoord.text and "0 tot en met 100" in antwoord.text
        )
    client.post(stap(nieuw, "melden"), {"voortgang": "100", "versie": 0})
    nieuw.refresh_from_db()
    assert nieuw.status == ActieStatus.KLAAR
    assert client.get(stap(nieuw, "melden"))["Location"] == nieuw.get_absolute_url()


def test_a_stale_screen_gets_both_versions(als):
    nieuw = actie()
    actiepunten.meld(nieuw, by=nieuw.eigenaar, voortgang=30)
    antwoord = als(nieuw.eigenaar).post(stap(nieuw, "melden"), {"voortgang": "50", "versie": 0})
    assert antwoord.status_code == 409 and "30" in antwoord.text and "50" in antwoord.text


def test_changing_and_letting_lapse(als):
    nieuw, wie = actie(), maak(Rol.TEAMMANAGER)
    client = als(iemand(Rol.SECRETARIS))
    velden = {"titel_van": "Twee offertes", "eigenaar": wie.pk, "uiterlijk": "1-3-2027", "reden": "Ruil."}
    client.post(stap(nieuw, "wijzigen"), velden)
    nieuw.refresh_from_db()
    assert (nieuw.titel, nieuw.eigenaar, str(nieuw.uiterlijk)) == ("Twee offertes", wie, "2027-03-01")
    assert client.post(stap(nieuw, "vervallen"), {"reden": ""}).status_code == 422
    client.post(stap(nieuw, "vervallen"), {"reden": "Hoeft niet meer."})
    nieuw.refresh_from_db()
    assert nieuw.status == ActieStatus.VERVALLEN


def test_agreeing_on_one_between_meetings(als):
    url, wie = reverse("actie_nieuw", args=[ogon().slug]), iemand(Rol.TEAMMANAGER)
    client = als(iemand(Rol.VOORZITTER))
    assert reverse("actie_nieuw", args=[ogon().slug]) in client.get(reverse("actie_list")).text
    velden = {"titel_van": "Lijst maken", "eigenaar": wie.pk, "uiterlijk": f"{dag(5):%d-%m-%Y}"}
    assert client.post(url, velden | {"uiterlijk": "1-1-2020"}).status_code == 422
    gemaakt = client.post(url, velden)
    assert gemaakt["Location"] == Actiepunt.objects.get().get_absolute_url()


def test_unseen_is_404_and_seen_but_not_allowed_403(als):
    nieuw, url = actie(), reverse("actie_nieuw", args=[ogon().slug])
    for wie, ziet in ((iemand(Rol.OPDRACHTGEVER), True), (leider(gremium()), False), (maak(None), False)):
        client = als(wie)
        assert client.get(nieuw.get_absolute_url()).status_code == (200 if ziet else 404)
        for adres in (stap(nieuw, "melden"), stap(nieuw, "wijzigen"), stap(nieuw, "vervallen"), url):
            assert client.get(adres).status_code == (403 if ziet else 404)
    assert als(nieuw.eigenaar).get(stap(nieuw, "indienen")).status_code == 404
