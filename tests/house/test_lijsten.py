"""Elke lijst van het huis komt als elk soort bestand, met rijen, en laat een spoor na."""

import itertools

import pytest

from duoplus import klok, lijsten
from duoplus.actions import actiepunten
from duoplus.choices import ExportFormaat, Rol
from duoplus.models import Gebeurtenis
from maatwerk.actions import verantwoording
from maatwerk.choices import AanvraagStatus as S
from ogon.actions import planvanaanpak
from ogon.choices import MaatregelStatus, VoorstelStatus
from tests.factories import aanvraag_in, dvos, gemeente, iemand, maak, ogon
from tests.factories.lumpsums import uren
from tests.factories.opschalingen import opgeschaald
from tests.factories.rondes import geef_uren
from tests.factories.voorstellen import maatregel_in, voorstel_in

pytestmark = pytest.mark.django_db
ALLE = list(itertools.product(sorted(lijsten.op_naam._lijsten), ExportFormaat))


@pytest.fixture(scope="module", autouse=True)
def van_elke_lijst_een_rij(vooraf) -> None:
    vandaag, secretaris = klok.vandaag(), iemand(Rol.SECRETARIS)
    uren(aanvraag_in(S.IN_UITVOERING, gemeenten="DU", titel="=1+1").opdracht)
    opgeschaald(aanvraag_in(S.TER_PRIORITERING))
    geef_uren("I&A", 100, maand=vandaag.replace(day=1))
    dvos.getekend(dvos.concept(jaar=vandaag.year))
    voorstel_in(VoorstelStatus.INTERNE_TOETS)
    maatregel_in(MaatregelStatus.UITVOERING, doelen="U")
    verantwoording.opstellen(vandaag.year, "k1", None, by=iemand(Rol.CONCERNCONTROLLER))
    actiepunten.geef("Bellen", eigenaar=secretaris, uiterlijk=vandaag, gremium=ogon(), by=secretaris)
    advies = {"adviseur": "Bureau", "advies": "Doe minder.", "ontvangen_op": vandaag}
    planvanaanpak.maak("Advies", **advies, gremium=ogon(), by=secretaris)


def haal(client, naam: str, formaat: str, vraag: str = "") -> dict[str, object]:
    """The file, and what the audit trail says of it."""
    antwoord = client.get(f"/exports/{naam}.{formaat}{vraag}")
    assert antwoord.status_code == 200 and b"".join(antwoord.streaming_content)
    feit = Gebeurtenis.objects.get(soort="duoplus.export").gegevens
    assert (feit["lijst"], feit["formaat"]) == (naam, formaat)
    return feit


@pytest.mark.parametrize(("naam", "formaat"), ALLE)
def test_every_list_comes_in_every_kind(client, naam, formaat):
    client.force_login(maak(Rol.CONCERNCONTROLLER))

    assert haal(client, naam, formaat)["rijen"] > 0


@pytest.mark.parametrize(("naam", "formaat"), ALLE)
def test_nobody_downloads_what_is_not_theirs(client, naam, formaat):
    client.force_login(maak(Rol.AANVRAGER, organisatie=gemeente("O")))

    assert haal(client, naam, formaat, "?status=alle")["rijen"] == 0
