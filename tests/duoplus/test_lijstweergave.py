"""Bewaarde weergaven: van uzelf of van een rol, en nooit meer dan de lezer zelf mag zien."""

import html
import re
from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from duoplus import klok, lijsten, lijstweergaven
from duoplus.choices import Rol
from duoplus.models import Gebeurtenis, Lijstweergave
from duoplus.transitions import Verouderd
from maatwerk.choices import AanvraagStatus as S
from tests.factories import aanvraag_in, gemeente, iemand, maak, ogon

LIJST = reverse("maatwerk:aanvraag_list")
NIEUW = reverse("lijstweergave_nieuw", args=["aanvragen"])
pytestmark = pytest.mark.django_db


@pytest.fixture
def uithoorn(client):
    wie = iemand(Rol.AANVRAGER)
    client.force_login(wie)
    client.wie = wie
    return client


def titels(antwoord):
    return [regel.titel for regel in antwoord.context["bladzijde"].object_list]


def weergave(by, naam="Van mij", voor=None, is_standaard=False, **params):
    return lijstweergaven.maak(
        "aanvragen", by=by, naam=naam, params=params, voor=voor, is_standaard=is_standaard
    )


def adres(van, naam):
    return reverse(naam, kwargs={"lijst": "aanvragen", "uuid": van.uuid})


def test_a_view_is_made_from_what_stands_in_the_address_and_opens_as_such(uithoorn):
    aanvraag_in(S.INGEDIEND, titel="Open")
    aanvraag_in(S.AFGEWEZEN, titel="Voorbij")
    stand = "?status=afgewezen&sorteer=titel&kolommen=status,klaar"
    assert "Status: afgewezen" in uithoorn.get(NIEUW + stand).content.decode()
    antwoord = uithoorn.post(NIEUW + stand, {"naam": "Voorbij", "voor": "mij"}, follow=True)
    bewaard = Lijstweergave.objects.get(eigenaar=uithoorn.wie)
    assert bewaard.params == {"status": "afgewezen", "sorteer": "titel", "kolommen": "status,klaar"}
    assert titels(antwoord) == ["Voorbij"] == titels(uithoorn.get(LIJST, {"weergave": bewaard.uuid}))


def test_what_the_address_says_wins_and_can_take_something_off(uithoorn):
    aanvraag_in(S.INGEDIEND, titel="Open")
    aanvraag_in(S.AFGEWEZEN, titel="Voorbij")
    van_mij = weergave(uithoorn.wie, status="afgewezen")
    anders = uithoorn.get(LIJST, {"weergave": van_mij.uuid, "status": "alle"})
    assert set(titels(anders)) == {"Open", "Voorbij"}
    leeg = uithoorn.get(LIJST, {"weergave": van_mij.uuid, "status": ""})
    assert titels(leeg) == ["Open"]
    assert leeg.context["adres"] == f"?weergave={van_mij.uuid}&status="


def test_the_bare_address_opens_the_own_default_before_that_of_the_role(client):
    secretaris = iemand(Rol.SECRETARIS, ogon=ogon())
    client.force_login(secretaris)
    aanvraag_in(S.INGEDIEND, titel="Nieuw")
    aanvraag_in(S.TER_AKKOORD, titel="Onderweg")
    assert titels(client.get(LIJST)) == ["Nieuw"]  # "Te behandelen", of the role
    assert set(titels(client.get(LIJST, {"weergave": "standaard"}))) == {"Nieuw", "Onderweg"}
    weergave(secretaris, is_standaard=True, status="ter_akkoord")
    antwoord = client.get(LIJST)
    assert titels(antwoord) == ["Onderweg"] and "Standaardweergave" in antwoord.content.decode()
    assert antwoord.context["lijst"].wis_adres.endswith("&status=")


def test_a_view_of_a_role_is_for_who_holds_it_there_now(uithoorn):
    rol = uithoorn.wie.rollen[0]
    van_rol = weergave(uithoorn.wie, "Samen", voor=rol, status="alle")
    collega, elders = (
        maak(Rol.AANVRAGER, organisatie=gemeente("U")),
        iemand(Rol.AANVRAGER, organisatie=gemeente("D")),
    )
    assert van_rol in Lijstweergave.objects.voor(collega, "aanvragen")
    assert van_rol not in Lijstweergave.objects.voor(elders, "aanvragen")
    lijstweergaven.wijzig(van_rol, by=collega, naam="Van ons")
    with pytest.raises(PermissionDenied):
        lijstweergaven.wijzig(van_rol, by=elders, naam="Van mij")


def test_when_the_role_of_the_maker_ends_the_view_stays_and_he_cannot_change_it(uithoorn, client):
    maker, rol = uithoorn.wie, uithoorn.wie.rollen[0]
    van_rol = weergave(maker, "Samen", voor=rol, status="alle")
    collega = maak(Rol.AANVRAGER, organisatie=gemeente("U"))
    rol.tot = klok.vandaag() - timedelta(days=1)
    rol.save()
    maker.vergeet_rollen()
    with pytest.raises(PermissionDenied):
        lijstweergaven.wijzig(van_rol, by=maker, naam="Toch")
    antwoord = uithoorn.get(LIJST, {"weergave": van_rol.uuid})
    assert "Deze weergave bestaat niet, of is niet voor u" in antwoord.content.decode()
    assert uithoorn.get(adres(van_rol, "lijstweergave")).status_code == 404
    client.force_login(collega)
    assert "Samen" in client.get(LIJST).content.decode()
    assert client.post(adres(van_rol, "lijstweergave_verwijderen")).status_code == 302
    assert not Lijstweergave.objects.filter(pk=van_rol.pk).exists()


def test_nobody_makes_a_view_for_a_role_he_has_not(uithoorn):
    vreemd = iemand(Rol.SECRETARIS, ogon=ogon()).rollen[0]
    with pytest.raises(PermissionDenied):
        weergave(uithoorn.wie, voor=vreemd)
    antwoord = uithoorn.post(NIEUW, {"naam": "Van hen", "voor": vreemd.pk})
    assert antwoord.status_code == 422
    assert "Deze rol heeft u niet" in antwoord.content.decode()


def test_a_view_shows_its_reader_nothing_that_he_may_not_see(client):
    maker, cpi = iemand(Rol.AANVRAGER), maak(Rol.CPI, organisatie=gemeente("U"))
    aanvraag_in(S.TER_AKKOORD, titel="Met bedrag")
    aanvraag_in(S.TER_AKKOORD, gemeenten="D", titel="Kanarie van Diemen")
    rijk = {"kolommen": "bedrag,status", "sorteer": "-bedrag", "bedrag_van": "1"}
    Lijstweergave.objects.create(lijst="aanvragen", naam="Geld", eigenaar=cpi, params=rijk)
    client.force_login(cpi)
    van_cpi = Lijstweergave.objects.get(eigenaar=cpi)
    antwoord = client.get(LIJST, {"weergave": van_cpi.uuid})
    html = antwoord.content.decode()
    assert titels(antwoord) == ["Met bedrag"]
    assert not hasattr(antwoord.context["bladzijde"][0], "bedrag")
    assert "‘Bedrag’ mag u niet zien" in html and "Op ‘Bedrag’ kunt u niet sorteren" in html
    assert "‘Bedrag, ten minste’ mag u niet zien" in html and "Kanarie" not in html
    assert weergave(maker, **rijk) is not None


def test_the_address_to_share_opens_for_a_colleague_with_what_he_may_see(uithoorn, client):
    """‘Om te delen’ says filter, order and columns in words; the view itself is nobody else's."""
    aanvraag_in(S.TER_AKKOORD, titel="Samen")
    aanvraag_in(S.TER_AKKOORD, gemeenten="D", titel="Kanarie van Diemen")
    eigen = weergave(uithoorn.wie, "Geld", status="ter_akkoord", sorteer="-bedrag", kolommen="bedrag,team")
    overzicht = uithoorn.get(reverse("lijstweergaven", args=["aanvragen"])).content.decode()
    (gedeeld,) = re.findall(r'href="([^"]+)">Om te delen', overzicht)
    adres = html.unescape(gedeeld)
    assert str(eigen.uuid) not in adres and titels(uithoorn.get(adres)) == ["Samen"]
    assert {"bedrag", "team"} <= {k.key for k in uithoorn.get(adres).context["lijst"].getoond}

    client.force_login(maak(Rol.CPI, organisatie=gemeente("U")))
    gezien = client.get(adres)
    assert titels(gezien) == ["Samen"] and "Kanarie" not in gezien.content.decode()
    kolommen = {kolom.key for kolom in gezien.context["lijst"].getoond}
    assert "team" in kolommen and "bedrag" not in kolommen
    assert "‘Bedrag’ mag u niet zien" in gezien.content.decode()


def test_counters_are_one_query_and_count_what_the_reader_sees(uithoorn):
    for naam, status in (("Alles", "alle"), ("Open", "open"), ("Voorbij", "afgewezen")):
        weergave(uithoorn.wie, naam, status=status)
    aanvraag_in(S.INGEDIEND)
    aanvraag_in(S.AFGEWEZEN)
    aanvraag_in(S.INGEDIEND, gemeenten="D")
    eigen = Lijstweergave.objects.voor(uithoorn.wie, "aanvragen")
    with CaptureQueriesContext(connection) as vragen:
        geteld = lijsten.tellers("aanvragen", eigen, uithoorn.wie)
    assert {w.naam: w.teller for w in geteld} == {"Alles": "2", "Open": "1", "Voorbij": "1"}
    assert len(vragen) <= 3  # views, names to filter by, counts
    html = uithoorn.get(reverse("lijstweergave_tellers", args=["aanvragen"])).content.decode()
    assert '<span class="n">2<span class="duo-sr"> aanvragen</span></span>' in html


def test_two_names_the_same_and_two_changes_at_once_are_refused(uithoorn):
    eerste = weergave(uithoorn.wie, "Dubbel")
    with pytest.raises(ValidationError, match="al een weergave met deze naam"):
        weergave(uithoorn.wie, "Dubbel")
    lijstweergaven.wijzig(eerste, by=uithoorn.wie, naam="Ander", versie=eerste.versie)
    with pytest.raises(Verouderd):
        lijstweergaven.wijzig(eerste, by=uithoorn.wie, naam="Nog een", versie=eerste.versie)


def test_one_view_opens_the_list_and_every_change_is_recorded(uithoorn):
    eerste = weergave(uithoorn.wie, "Eerste", is_standaard=True)
    tweede = weergave(uithoorn.wie, "Tweede", is_standaard=True, status="alle")
    eerste.refresh_from_db()
    assert (eerste.is_standaard, tweede.is_standaard) == (False, True)
    lijstweergaven.verwijder(tweede, by=uithoorn.wie)
    feiten = Gebeurtenis.objects.filter(soort__startswith="duoplus.lijstweergave.").values_list(
        "soort", flat=True
    )
    assert [soort.rpartition(".")[2] for soort in feiten] == ["maken", "maken", "verwijderen"]


def test_columns_are_chosen_by_addresses(uithoorn):
    pad = reverse("lijst_kolommen", args=["aanvragen"])
    html = uithoorn.get(pad, {"kolommen": "status,team"}).content.decode()
    assert "?kolommen=team%2Cstatus#k-status" in html  # later
    assert "?kolommen=team#gekozen" in html  # away
    assert uithoorn.get(reverse("lijst_kolommen", args=["bestaat-niet"])).status_code == 404


@pytest.mark.parametrize(
    "wat", ["kolommen=status,x%00", "sorteer=x%00", "nummers=x%00", "kolommen=" + "x," * 999]
)
def test_what_the_list_does_not_know_is_not_kept(uithoorn, wat):
    """A NUL least of all: no database keeps it, and neither does the audit trail of a download."""
    assert uithoorn.post(f"{NIEUW}?{wat}", {"naam": "Van mij", "voor": "mij"}).status_code == 302
    bewaard = Lijstweergave.objects.get(eigenaar=uithoorn.wie)
    assert bewaard.params.get("kolommen", "") in ("", "status") and set(bewaard.params) <= {"kolommen"}
    assert uithoorn.get(f"/exports/aanvragen.csv?{wat}").status_code == 200


def test_a_view_that_can_hold_nothing_counts_as_none(uithoorn):
    weergave(uithoorn.wie, "Leestekens", q="!!!")
    geteld = lijsten.tellers("aanvragen", Lijstweergave.objects.filter(eigenaar=uithoorn.wie), uithoorn.wie)
    assert [een.teller for een in geteld] == ["0"]
    assert uithoorn.get(reverse("lijstweergave_tellers", args=["aanvragen"])).status_code == 200
