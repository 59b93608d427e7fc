"""features.md 4.5: een gesloten jaar, byte voor byte opnieuw uitgegeven.

Issue, change tariffs, rename a user, upgrade the portal, move the clock two years: re-issuing gives the
same hash. The verify command recomputes every registered hash; a row that was tampered with is named.
"""

import hashlib
from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.db import connection, transaction
from django.test import Client
from django.urls import reverse

from duoplus import klok, verifieren
from duoplus.choices import Rol
from duoplus.models import Gebruiker, Organisatie, Team
from maatwerk.actions import verantwoording as acties
from maatwerk.choices import VerantwoordingStatus
from maatwerk.models import Opdracht, Tarief, Verantwoording
from maatwerk.verantwoording import narekenen, samenstellen
from tests.factories import iemand
from tests.factories.geld import TariefFactory
from tests.factories.verantwoordingen import goed_jaar, sluit

UUR = timedelta(hours=1)


def geef_uit(maandag) -> Verantwoording:
    """A good year, drawn up by one and issued by another."""
    goed_jaar()
    sluit(2026)
    with klok.op(maandag + UUR):
        v = acties.opstellen(2026, "jaarrekening", None, by=iemand(Rol.CONCERNCONTROLLER))
        acties.indienen(v, by=iemand(Rol.CONCERNCONTROLLER))
        acties.goedkeuren(v, by=iemand(Rol.DIRECTIEBERAAD))
        acties.geef_uit(v.pk)
    v = Verantwoording.objects.get(pk=v.pk)
    assert v.status == VerantwoordingStatus.DEFINITIEF, acties.waarom_mislukt(v)
    return v


def download(v: Verantwoording) -> dict[str, str]:
    """Name and SHA-256 of what somebody gets who asks for the files now."""
    client = Client()
    client.force_login(iemand(Rol.ACCOUNTANT))
    gekregen = {}
    for naam in v.bestanden.values_list("naam", flat=True):
        antwoord = client.get(reverse("maatwerk:verantwoording_bestand", args=[v.nummer, naam]))
        gekregen[naam] = hashlib.sha256(b"".join(antwoord.streaming_content)).hexdigest()
    return gekregen


def verander_alles() -> None:
    """What changes in a house in two years."""
    Tarief.objects.update(tot=date(2026, 12, 31))
    TariefFactory(functiegroep="B", bedrag=Decimal("140.00"), van=date(2027, 1, 1))
    for model in (Gebruiker, Organisatie, Team):
        for ding in model.objects.all():
            ding.naam = f"{ding.naam} (nieuw)"
            ding.save(update_fields=["naam"])
    for opdracht in Opdracht.objects.all():
        opdracht.taakveld, opdracht.i_s = "0.2", "I"
        opdracht.save(update_fields=["taakveld", "i_s"])


@pytest.mark.django_db
def test_re_issued_two_years_later_to_the_byte(maandag, monkeypatch) -> None:
    v = geef_uit(maandag)
    eerst = download(v)
    assert len(eerst) == 4
    monkeypatch.setattr(samenstellen, "VERSIE", "9.9.9")
    with klok.op(maandag + timedelta(days=731)):
        verander_alles()
        assert download(Verantwoording.objects.get(pk=v.pk)) == eerst
        assert not [u for naam in NAREKENEN for u in verifieren.controles()[naam]() if u.mankementen]


@pytest.mark.django_db
def test_made_twice_from_the_same_is_the_same(maandag) -> None:
    v = geef_uit(maandag)
    opnieuw = {bestand.naam: bestand.sha256 for bestand in acties.maak_bestanden(v)}
    assert opnieuw == dict(v.bestanden.values_list("naam", "sha256"))


NAREKENEN = ("Ingediende verantwoordingen", "Bestanden van verantwoordingen", "Nummers van verantwoordingen")
GEKNOEID = [
    (
        "maatwerk_verantwoording",
        "UPDATE {} SET momentopname = jsonb_set(momentopname, '{{tabellen,L1,rijen,0,6}}', '\"1.00\"')",
        narekenen.momentopnamen,
        "VW-2026-0001",
    ),
    (
        "maatwerk_verantwoording",
        "UPDATE {} SET zegel = repeat('0', 64)",
        narekenen.momentopnamen,
        "VW-2026-0001",
    ),
    (
        "maatwerk_verantwoordingsbestand",
        "UPDATE {} SET inhoud = inhoud || 'x'::bytea WHERE formaat = 'pdf'",
        narekenen.bestanden,
        "VW-2026-0001.pdf",
    ),
    (
        "maatwerk_verantwoordingsbestand",
        "UPDATE {} SET inhoud = 'x', sha256 = encode(sha256('x'), 'hex') WHERE formaat = 'xlsx'",
        narekenen.bestanden,
        "VW-2026-0001.xlsx",
    ),
    (
        "maatwerk_verantwoordingsbestand",
        "DELETE FROM {} WHERE formaat = 'ods'",
        narekenen.bestanden,
        "VW-2026-0001.ods",
    ),
]


@pytest.fixture
def als_eigenaar(eigen_database, maandag) -> Iterator[None]:
    """An issued report, and the owner of the tables at the keyboard."""
    geef_uit(maandag)
    with eigen_database.als_eigenaar():
        yield


@pytest.mark.usefixtures("als_eigenaar")
def test_verify_names_what_was_tampered_with() -> None:
    for _, _, nareken, _ in GEKNOEID:
        assert not [uitkomst for uitkomst in nareken() if uitkomst.mankementen]
    for tabel, sql, nareken, plek in GEKNOEID:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(f"ALTER TABLE {tabel} DISABLE TRIGGER USER")
            cursor.execute(sql.format(tabel))
            assert [uitkomst.plek for uitkomst in nareken() if uitkomst.mankementen] == [plek], sql
            transaction.set_rollback(True)
