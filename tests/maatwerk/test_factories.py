"""The shared helper keeps its promise: any state, alone or shared, through the real actions."""

import pytest

from maatwerk.choices import AanvraagStatus as S
from tests.factories import aanvraag_in

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("gemeenten", ["U", "DUO"])
@pytest.mark.parametrize("status", S)
def test_aanvraag_in_reaches_every_state(status, gemeenten):
    assert aanvraag_in(status, gemeenten=gemeenten).status == status
