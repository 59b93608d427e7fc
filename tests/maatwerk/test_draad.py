"""De bladzijden van de draad: wat zij kosten, wat een formulier weigert, en wat verborgen blijft."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from duoplus import klok
from duoplus.choices import Rol
from maatwerk.actions.draad import leg_onder_artikel
from maatwerk.choices import AanvraagStatus as S
from maatwerk.models import Opdracht, OpdrachtOnderArtikel
from tests.factories import aanvraag_in, iemand, team
from tests.factories.afspraken import dvo_met
from tests.factories.lumpsums import kosten
from tests.maatwerk.uren.capaciteit import uren_van

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("maandag")]


@pytest.fixture
def opdracht(maandag) -> Opdracht:
    return aanvraag_in(S.IN_UITVOERING).opdracht


@pytest.fixture
def dvo(maandag):
    return dvo_met("U", artikelen={nr: f"Onderwerp {nr}" for nr in range(1, 7)})


def _draad(opdracht) -> str:
    return reverse("maatwerk:draad", args=[opdracht.aanvraag.sleutel])


def _aantal_vragen(client, adres: str) -> int:
    client.get(adres)
    with CaptureQueriesContext(connection) as vragen:
        assert client.get(adres).status_code == 200
    return len(vragen)


def test_the_thread_takes_the_same_queries_for_more_links(opdracht, dvo, client):
    manager = iemand(Rol.TEAMMANAGER)
    client.force_login(manager)
    kosten(opdracht, 10)
    leg_onder_artikel(opdracht, dvo, 1, by=manager)
    een = _aantal_vragen(client, _draad(opdracht))
    for nr in range(2, 6):
        kosten(opdracht, 10)
        leg_onder_artikel(opdracht, dvo, nr, by=manager)
    assert _aantal_vragen(client, _draad(opdracht)) == een


def test_the_report_takes_the_same_queries_for_more_loose_ends(dvo, client):
    client.force_login(iemand(Rol.ACCOUNTANT))
    adres = reverse("maatwerk:wezen")
    aanvraag_in(S.GEPRIORITEERD)
    een = _aantal_vragen(client, adres)
    for letter in "DO":
        dvo_met(letter)
        aanvraag_in(S.GEPRIORITEERD)
    assert _aantal_vragen(client, adres) == een


def test_an_assignment_is_put_under_an_article_and_away_again_on_the_page(opdracht, dvo, client):
    client.force_login(iemand(Rol.TEAMMANAGER))
    adres = reverse("maatwerk:opdracht_artikel", args=[opdracht.nummer])
    leeg = client.post(adres, {})
    assert leeg.status_code == 422 and "Kies een artikel uit de lijst." in leeg.content.decode()
    for onzin in ("0-1", "x-y", f"{dvo.pk}-99", f"{dvo.pk}"):
        assert client.post(adres, {"artikel": onzin}).status_code == 422
    antwoord = client.post(adres, {"artikel": f"{dvo.pk}-3"}, follow=True)
    assert f"De opdracht valt nu onder artikel 3 van de {dvo}." in antwoord.content.decode()
    assert f"{dvo.pk}-3" not in client.get(adres).content.decode()

    link = OpdrachtOnderArtikel.objects.get()
    client.post(reverse("maatwerk:opdracht_artikel_los", args=[opdracht.nummer, link.pk]))
    assert not OpdrachtOnderArtikel.objects.exists()


def test_an_article_that_lapsed_or_never_was(dvo, client):
    client.force_login(iemand(Rol.CONCERNCONTROLLER))
    assert client.get(reverse("maatwerk:draad_artikel", args=[dvo.nummer, 3])).status_code == 200
    assert client.get(reverse("maatwerk:draad_artikel", args=[dvo.nummer, 99])).status_code == 404


def test_who_sees_no_amounts_finds_none_in_the_thread(opdracht, client):
    uren_van(team(), klok.vandaag().replace(day=1), bruto=10)
    kosten(opdracht, "1234.56")
    client.force_login(iemand(Rol.BEHEERDER))
    pagina = client.get(_draad(opdracht)).content.decode()
    assert "Factuur" in pagina and "1.234,56" not in pagina and "€" not in pagina
