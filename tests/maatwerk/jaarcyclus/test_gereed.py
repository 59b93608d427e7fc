"""Klaar voor de agenda: wat er al is en wat er nog ontbreekt, onderweg van status naar status."""

import pytest
from django.urls import reverse

from duoplus.choices import Rol
from maatwerk.choices import AanvraagStatus as S
from maatwerk.jaarcyclus.gereed import controles, is_gereed, is_geverifieerd, met_gereedheid, ontbreekt, stand
from maatwerk.models import Aanvraag
from tests.factories import aanvraag_in, gemeente, iemand, zet

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("status", "klaar"),
    [
        (S.INGEDIEND, 1),  # cover and taakveld came with the form
        (S.IN_INTAKE, 2),
        (S.IN_VERIFICATIE, 4),
        (S.IN_RAMING, 5),
        (S.TER_AKKOORD, 7),
        (S.TER_PRIORITERING, 9),
    ],
)
def test_step_by_step_more_is_ready(status, klaar):
    aanvraag = aanvraag_in(status)

    assert stand(controles(aanvraag)) == f"{klaar} van 9 klaar"
    assert is_gereed(aanvraag) == (klaar == 9)


def test_what_is_missing_names_the_municipality():
    aanvraag = zet(aanvraag_in(S.TER_AKKOORD, gemeenten="UD"), "akkoord_geven", organisatie=gemeente("U"))

    assert ontbreekt(aanvraag) == ["Nog niet van Diemen.", "Nog niet van Diemen en Uithoorn."]


@pytest.mark.parametrize(
    ("velden", "naam"),
    [
        ({"effect_inwoners": None}, "Wat inwoners ervan merken"),
        ({"dekking": ""}, "Dekking en taakveld"),
        ({"taakveld": ""}, "Dekking en taakveld"),
        ({"team": None}, "Team gekozen"),
        ({"bevestigd_op": None}, "Vraag bevestigd"),
    ],
)
def test_each_thing_alone_keeps_it_off_the_agenda(velden, naam):
    aanvraag = aanvraag_in(S.TER_PRIORITERING)
    Aanvraag.objects.filter(pk=aanvraag.pk).update(**velden)

    assert [c.naam for c in controles(Aanvraag.objects.get(pk=aanvraag.pk)) if not c.goed] == [naam]


def test_a_changed_question_is_not_verified_any_more():
    aanvraag = aanvraag_in(S.TER_PRIORITERING)
    assert is_geverifieerd(aanvraag)

    zet(aanvraag, "herzien")

    aanvraag = Aanvraag.objects.get(pk=aanvraag.pk)
    assert not is_geverifieerd(aanvraag)
    assert "De vraag is nog niet bevestigd." in ontbreekt(aanvraag)
    assert "Er is geen geldig voorstel van Duo+." in ontbreekt(aanvraag)


def test_read_for_many_in_six_queries(django_assert_num_queries):
    for letters in ("U", "UD", "DUO"):
        aanvraag_in(S.TER_PRIORITERING, gemeenten=letters)

    with django_assert_num_queries(6):
        assert all(is_gereed(aanvraag) for aanvraag in met_gereedheid(Aanvraag.objects.all()))


def test_the_page_of_a_request_shows_it(client):
    aanvraag = aanvraag_in(S.IN_RAMING)
    client.force_login(iemand(Rol.OPDRACHTGEVER))
    pagina = client.get(reverse("maatwerk:aanvraag", args=[aanvraag.sleutel])).content.decode()

    assert "5 van 9 klaar" in pagina
    assert "Er is geen geldig voorstel van Duo+." in pagina


def test_an_assigned_request_needs_no_agenda(client):
    aanvraag = aanvraag_in(S.IN_UITVOERING)
    client.force_login(iemand(Rol.OPDRACHTGEVER))

    assert (
        "Klaar voor de agenda"
        not in client.get(reverse("maatwerk:aanvraag", args=[aanvraag.sleutel])).content.decode()
    )
