"""What holds for every page, wherever it comes from."""

import pytest

from duoplus.choices import Rol
from tests.factories.mensen import maak

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("adres", ["/aanvragen/%00/", "/besluiten/x%00/", "/opdrachten/%00/uren/", "/%00"])
def test_an_address_with_a_nul_does_not_exist(client, adres):
    client.force_login(maak(Rol.AANVRAGER))

    assert client.get(adres).status_code == 404


def test_a_demo_login_with_a_nul_is_nobody(client, settings):
    settings.DEMO = True

    assert client.post("/demo/inloggen/", {"email": "a\0b"}).status_code == 404


def test_a_page_for_one_person_stays_out_of_shared_caches(client):
    client.force_login(maak(Rol.AANVRAGER))

    assert "private" in client.get("/")["Cache-Control"]
    assert "private" in client.get("/exports/aanvragen.csv")["Cache-Control"]
