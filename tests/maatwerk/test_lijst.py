"""De lijst met aanvragen: wat erop staat, wat niet, en wat de download ervan maakt."""

import pytest
from django.urls import reverse

from duoplus.choices import Rol
from maatwerk.choices import AanvraagStatus as S
from tests.factories import aanvraag_in, gemeente, maak

LIJST = reverse("maatwerk:aanvraag_list")
pytestmark = pytest.mark.django_db


@pytest.fixture
def als(client):
    """``als(rol, …)``: the client, logged in as a new person with this role."""

    def inloggen(rol, **waar):
        client.force_login(maak(rol, **waar))
        return client

    return inloggen


def titels(response):
    return [regel.titel for regel in response.context["bladzijde"].object_list]


def test_it_shows_the_own_requests(als):
    aanvraag_in(S.INGEDIEND, titel="Kanarie Uithoorn")
    aanvraag_in(S.INGEDIEND, gemeenten="O", titel="Kanarie Ouder-Amstel")
    response = als(Rol.AANVRAGER, organisatie=gemeente("U")).get(LIJST)
    assert titels(response) == ["Kanarie Uithoorn"]
    assert "Kanarie Ouder-Amstel" not in response.content.decode()
