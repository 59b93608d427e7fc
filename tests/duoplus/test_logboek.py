"""Elke regel hoort bij een verzoek, en verraadt niets."""

import io
import json
import logging
import logging.config
from typing import Any

import pytest
from django.db import OperationalError
from django.test import Client, RequestFactory

from duoplus import celery, logboek
from tests.factories import GebruikerFactory

ZIN = "Zeg dit tegen niemand"


@pytest.fixture
def regels(settings) -> Any:
    """The log of production, read back."""
    strook, wortel = io.StringIO(), logging.getLogger()
    oud = wortel.handlers[:]
    logging.config.dictConfig(logboek.instellingen(als_json=True, niveau="WARNING"))
    wortel.handlers[0].setStream(strook)
    yield lambda: [json.loads(regel) for regel in strook.getvalue().splitlines()]
    logging.config.dictConfig(settings.LOGGING)
    for naam in logboek._PRODUCTIE:
        logging.getLogger(naam).setLevel(logging.NOTSET)
    wortel.handlers[:] = oud


@pytest.mark.django_db
def test_one_line_per_request_with_the_person_by_number_and_nothing_of_what_was_typed(client, regels):
    gebruiker = GebruikerFactory(naam="Geheime Naam", email="geheim@duoplus.example")
    client.force_login(gebruiker)

    kop = {"X-Request-ID": "proxy-12345678"}
    antwoord = client.post(f"/weergave/?zoek={ZIN}", {"thema": ZIN}, headers=kop)

    (regel,) = regels()
    assert antwoord["X-Request-ID"] == regel["request_id"] == "proxy-12345678"
    assert (regel["method"], regel["path"], regel["user"]) == ("POST", "/weergave/", gebruiker.pk)
    assert regel["status"] == antwoord.status_code
    assert regel["ms"] >= 0
    assert not any(woord in json.dumps(regel) for woord in (ZIN, "geheim", "Geheime"))


@pytest.mark.parametrize("gekregen", ["", "kort", "x" * 65, "met spatie erin", 'abc"},{"level":"x"'])
@pytest.mark.django_db
def test_a_number_that_does_not_look_like_one_is_replaced(client, gekregen):
    nummer = client.get("/livez", headers={"X-Request-ID": gekregen})["X-Request-ID"]

    assert nummer != gekregen
    assert len(nummer) == 32


@pytest.mark.django_db
def test_a_link_to_a_new_password_is_not_logged(client, regels):
    client.get("/wachtwoord/nieuw/1-cm0abc-0123456789abcdef/")

    assert regels()[0]["path"] == "/wachtwoord/nieuw/1-…/"


@pytest.mark.django_db
def test_health_is_quiet_as_long_as_it_is_well(client, regels):
    client.get("/livez")

    assert regels() == []


@pytest.mark.parametrize(("fout", "status"), [(ValueError(ZIN), 500), (OperationalError("weg"), 503)])
@pytest.mark.django_db
def test_an_error_is_logged_under_the_number_that_the_page_shows(monkeypatch, regels, fout, status):
    def stuk(*_: Any) -> None:
        raise fout

    monkeypatch.setattr("duoplus.web.gezondheid._lukt", stuk)
    antwoord = Client(raise_request_exception=False).get("/readyz")

    met_spoor = next(regel for regel in regels() if "traceback" in regel)
    assert antwoord.status_code == status
    assert ("Meld daarbij dit nummer" in (tekst := antwoord.content.decode())) == (status == 500)
    assert (met_spoor["request_id"] in tekst) == (status == 500)
    assert met_spoor["request_id"] == antwoord["X-Request-ID"]
    assert "Traceback" not in tekst
    assert ZIN not in tekst


def test_mail_addresses_are_left_out_of_messages_and_tracebacks(regels):
    try:
        raise ValueError("geweigerd: {'jan.de-wit+x@gemeente.example': 550}")
    except ValueError:
        logging.getLogger("duoplus").exception("Niet verzonden aan %s", "jan@gemeente.example")

    (regel,) = regels()
    assert "gemeente.example" not in json.dumps(regel)
    assert "ValueError" in regel["traceback"]


def test_djangos_own_message_says_no_secret_either(regels):
    request = RequestFactory().get("/wachtwoord/nieuw/1-geheim/")
    request.resolver_match = type("Match", (), {"kwargs": {"key": "geheim"}})()

    logging.getLogger("django.request").error("Fout: %s", request.path, extra={"request": request})

    assert regels()[0]["message"] == "Fout: /wachtwoord/nieuw/1-…/"


def test_the_bell_carries_the_number_of_the_request_that_rings(monkeypatch):
    """That the worker takes it over, tests/tools/test_productie.py sees in a real one."""
    gestuurd: dict[str, Any] = {}
    monkeypatch.setattr(celery.app, "send_task", lambda naam, **opties: gestuurd.update(opties))
    monkeypatch.setattr(celery, "_stil_tot", 0.0)
    logboek.verzoek.set("verzoek-van-de-web")

    celery._bel("duoplus.tasks.send_bericht", (1,))

    assert gestuurd["headers"] == {"verzoek": "verzoek-van-de-web"}
