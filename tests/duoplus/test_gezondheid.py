"""Wat een bewaker vraagt, en wat het antwoord kost."""

from datetime import timedelta

import pytest
from django.core.cache import cache
from django.db import connection
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder

from duoplus import klok, mail
from duoplus.reservekopie import LAATSTE_KOPIE
from duoplus.tasks import sweep_outbox
from duoplus.web import gezondheid
from tests.factories import GebruikerFactory

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def net_begonnen(monkeypatch):
    monkeypatch.setattr(gezondheid, "_migraties_in", False)


def test_ready_says_how_the_work_stands(client, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "nog" / "niet" / "gemaakt"
    sweep_outbox()
    cache.set(LAATSTE_KOPIE, klok.nu() - timedelta(hours=1), None)

    antwoord = client.get("/readyz")

    stand = antwoord.json()
    assert antwoord.status_code == 200
    assert all(stand[naam] is True for naam in ("klaar", "database", "migraties", "bijlagen", "bel"))
    assert 0 <= stand["laatste_ronde_s"] < 60
    assert stand["oudste_bericht_s"] is None
    assert 3600 <= stand["laatste_kopie_s"] < 3700


def test_the_second_answer_is_cheap(client, django_assert_max_num_queries):
    client.get("/readyz")

    with django_assert_max_num_queries(3):
        client.get("/readyz")


def test_a_missing_migration_means_not_ready(client):
    (laatste,) = MigrationLoader(connection).graph.leaf_nodes("maatwerk")
    MigrationRecorder(connection).record_unapplied(*laatste)

    antwoord = client.get("/readyz")

    assert antwoord.status_code == 503
    assert antwoord.json()["migraties"] is False


def test_a_silent_bell_is_told_but_not_required(client, settings):
    settings.REDIS_URL = "redis://127.0.0.1:1/0"

    antwoord = client.get("/readyz")

    assert (antwoord.status_code, antwoord.json()["bel"]) == (200, False)


def test_a_folder_that_cannot_be_written_means_not_ready(client, settings):
    settings.MEDIA_ROOT = gezondheid.Path("/proc/bijlagen")

    antwoord = client.get("/readyz")

    assert (antwoord.status_code, antwoord.json()["bijlagen"]) == (503, False)


def test_a_message_that_waits_too_long_shows(client):
    toen = klok.nu() - timedelta(minutes=20)
    mail.put(to=GebruikerFactory(), key="oud", onderwerp="X", tekst="X", reden="X", niet_voor=toen)

    assert client.get("/readyz").json()["oudste_bericht_s"] >= 1200
