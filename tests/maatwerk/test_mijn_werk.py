"""Mijn werk: wat op u wacht, waarom u, en wat u zelf vroeg."""

from datetime import time, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from duoplus import klok, mail, werk
from duoplus.choices import BerichtStatus, Rol
from duoplus.models import Bericht
from maatwerk.actions import dossier
from maatwerk.choices import AanvraagStatus as S
from maatwerk.models import Aanvraag
from maatwerk.views.mijnwerk import groet
from tests.factories import (
    VergaderingFactory,
    aanvraag_in,
    concept,
    gemeente,
    iemand,
    maak,
    ogon,
    vervanger,
    zet,
)

MIJN_WERK = reverse("maatwerk:mijn_werk")
pytestmark = pytest.mark.django_db


def pagina(client, user):
    client.force_login(user)
    return client.get(MIJN_WERK)


def taken(response):
    return [(taak.wat, taak.waarover, taak.waarom) for taak in response.context["taken"]]


def test_it_says_what_to_do_why_and_where(client):
    aanvraag = aanvraag_in(S.TER_AKKOORD, titel="Dashboard")
    response = pagina(client, iemand(Rol.OPDRACHTGEVER, ogon=aanvraag.ogon))
    assert taken(response) == [
        ("Geef akkoord op het voorstel", "Dashboard", "u bent opdrachtgever van Uithoorn")
    ]
    html = response.content.decode()
    assert reverse("maatwerk:stap", args=[aanvraag.nummer, "akkoord-geven"]) in html
    assert 'Mijn werk<span class="duo-nav__count duo-nav__count--hot">1<' in html


def test_the_question_itself_is_what_to_do(client):
    aanvraag = zet(aanvraag_in(S.IN_INTAKE, titel="Plein"), "vraag_stellen", vraag="Welke straat?")
    assert taken(pagina(client, aanvraag.aanvrager)) == [
        ("Beantwoord de vraag: Welke straat?", "Plein", "de vraag is aan u gesteld")
    ]


def test_a_substitute_acts_in_the_name_of(client):
    aanvraag = aanvraag_in(S.TER_AKKOORD)
    opdrachtgever = iemand(Rol.OPDRACHTGEVER, ogon=aanvraag.ogon)
    waarnemer = vervanger(opdrachtgever, van=klok.vandaag())
    [(_, _, waarom)] = taken(pagina(client, waarnemer))
    assert waarom == f"namens {opdrachtgever.naam}"


def test_nothing_waits_on_who_has_no_role(client):
    aanvraag_in(S.TER_AKKOORD, titel="Kanarie")
    response = pagina(client, maak(None))
    assert "U bent helemaal bij" in response.content.decode()
    assert "Kanarie" not in response.content.decode()


def test_other_municipalities_are_never_named(client):
    aanvraag_in(S.TER_AKKOORD, gemeenten="O", titel="Kanarie")
    for rol in (Rol.OPDRACHTGEVER, Rol.BUDGETHOUDER, Rol.AANVRAGER, Rol.CONTROLLER, Rol.CPI):
        html = pagina(client, maak(rol, organisatie=gemeente("U"))).content.decode()
        assert "Kanarie" not in html, rol


def test_the_most_urgent_comes_first_and_late_is_said(client):
    laat, later = aanvraag_in(S.IN_RAMING, titel="Laat"), aanvraag_in(S.IN_RAMING, titel="Later")
    Aanvraag.objects.filter(pk=laat.pk).update(termijn_op=klok.vandaag() - timedelta(days=2))
    response = pagina(client, iemand(Rol.TEAMMANAGER, team=later.team))
    assert [waarover for _, waarover, _ in taken(response)] == ["Laat", "Later"]
    assert "Te laat:" in response.content.decode()


def test_running_work_waits_until_its_date_comes_near(client):
    aanvraag = aanvraag_in(S.IN_UITVOERING, titel="Loopt")
    manager = iemand(Rol.TEAMMANAGER, team=aanvraag.team)
    response = pagina(client, manager)
    assert not taken(response) and list(response.context["straks"]) == [aanvraag]
    Aanvraag.objects.filter(pk=aanvraag.pk).update(termijn_op=klok.vandaag() + timedelta(days=3))
    assert [waarover for _, waarover, _ in taken(pagina(client, manager))] == ["Loopt"]


def test_own_requests_say_on_whom_they_wait(client):
    aanvraag = aanvraag_in(S.IN_RAMING)
    aanvrager = aanvraag.aanvrager
    response = pagina(client, aanvrager)
    assert response.context["eigen"] == [(aanvraag, "I&A")]
    zet(aanvraag, "vraag_stellen", by=iemand(Rol.TEAMMANAGER, team=aanvraag.team))
    assert pagina(client, aanvrager).context["eigen"] == [(aanvraag, "u")]


def test_accepted_work_waits_on_duoplus_no_longer_on_the_municipality(client):
    aanvraag = aanvraag_in(S.OPGELEVERD)
    assert pagina(client, aanvraag.aanvrager).context["eigen"] == [(aanvraag, "Uithoorn")]
    zet(aanvraag, "accepteren")
    assert pagina(client, aanvraag.aanvrager).context["eigen"] == [(aanvraag, "Duo+")]


def test_drafts_meetings_and_what_is_followed(client):
    aanvrager = iemand(Rol.AANVRAGER)
    eigen = concept(by=aanvrager, titel="Half af")
    ander = aanvraag_in(S.INGEDIEND, by=maak(Rol.AANVRAGER, organisatie=gemeente("U")), titel="Van een ander")
    dossier.volgen(ander, by=aanvrager)
    VergaderingFactory(gremium=ogon("bedrijfsvoering"), datum=klok.vandaag() + timedelta(days=7))
    response = pagina(client, aanvrager)
    assert list(response.context["concepten"]) == [eigen]
    assert list(response.context["gevolgd"]) == [ander]
    assert [datum.dag for datum in response.context["data"]] == [klok.vandaag() + timedelta(days=7)]
    assert eigen.get_absolute_url() in response.content.decode()


@pytest.mark.parametrize(
    "rol", [Rol.CONTROLLER, Rol.CPI, Rol.ACCOUNTANT, Rol.CONCERNCONTROLLER, Rol.BEHEERDER]
)
def test_who_asks_for_nothing_sees_what_moved(client, rol):
    aanvraag = aanvraag_in(S.IN_RAMING)
    waar = {"organisatie": gemeente("U")} if rol in (Rol.CONTROLLER, Rol.CPI) else {}
    assert [a for a, _ in pagina(client, maak(rol, **waar)).context["recent"]] == [aanvraag]


def test_stuck_post_waits_on_the_beheerder(client):
    bericht = mail.put(to=maak(None), key="x", onderwerp="Kanarie", tekst="…", reden="…")
    Bericht.objects.filter(pk=bericht.pk).update(status=BerichtStatus.MISLUKT)
    response = pagina(client, maak(Rol.BEHEERDER))
    assert taken(response) == [
        ("Bekijk de post die niet is verzonden", "1 bericht", "u bent functioneel beheerder")
    ]
    assert "Kanarie" not in response.content.decode()


def test_there_is_more_than_the_page_shows(client, monkeypatch):
    monkeypatch.setattr(werk, "MAX_TAKEN", 1)
    aanvragen = [aanvraag_in(S.IN_RAMING) for _ in range(3)]
    response = pagina(client, iemand(Rol.TEAMMANAGER, team=aanvragen[0].team))
    assert "En nog 2 die minder haast hebben." in response.content.decode()


@pytest.mark.parametrize(
    ("uur", "woorden"), [(0, "Goedemorgen"), (11, "Goedemorgen"), (12, "Goedemiddag"), (18, "Goedenavond")]
)
def test_it_greets_by_the_clock(uur, woorden):
    assert groet(time(uur)) == woorden


@pytest.mark.parametrize("aantal", [1, 5])
def test_the_number_of_queries_is_fixed(client, aantal):
    for _ in range(aantal):
        aanvraag = aanvraag_in(S.TER_AKKOORD, gemeenten="DUO")
    zet(aanvraag_in(S.IN_INTAKE), "vraag_stellen")
    opdrachtgever = iemand(Rol.OPDRACHTGEVER, ogon=aanvraag.ogon)
    pagina(client, opdrachtgever)
    with CaptureQueriesContext(connection) as queries:
        assert len(taken(client.get(MIJN_WERK))) == aantal + 1
    eigen = [q for q in queries.captured_queries if "SAVEPOINT" not in q["sql"]]
    assert len(eigen) == 21, "\n".join(q["sql"][:120] for q in eigen)
