"""The page of one request: what each reader sees in each state, and what it costs to show."""

import pytest
from django.urls import reverse

from duoplus.choices import Rol
from maatwerk.choices import AanvraagStatus as S
from tests.factories import aanvraag_in, iemand

pytestmark = pytest.mark.django_db


def open_page(client, user, aanvraag):
    client.force_login(user)
    return client.get(aanvraag.get_absolute_url())


@pytest.mark.parametrize("gemeenten", ["U", "DUO"])
@pytest.mark.parametrize("status", [s for s in S if s != S.CONCEPT])
def test_every_state_has_a_page(client, status, gemeenten):
    aanvraag = aanvraag_in(status, gemeenten=gemeenten)
    for rol in (Rol.SECRETARIS, Rol.OPDRACHTGEVER, Rol.CONCERNCONTROLLER):
        answer = open_page(client, iemand(rol), aanvraag)
        assert answer.status_code == 200
        assert aanvraag.titel in answer.text
