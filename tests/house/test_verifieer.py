"""``manage.py verifieer``: wat vastligt klopt, en wat iemand buiten het portaal om wijzigt, wordt genoemd."""

from collections.abc import Iterator
from datetime import time
from io import StringIO

import pytest
from django.apps import apps
from django.core.files.base import ContentFile
from django.core.management import CommandError, call_command
from django.db import connection, transaction

from duoplus import klok, verifieren
from duoplus.actions import agenda
from duoplus.choices import BesluitSoort, BijlageSoort, ExportFormaat, ExportStatus, PuntSoort, Rol
from duoplus.models import Bijlage, Export, Inlezing
from maatwerk.models import Aanvraag
from ogon.actions.opschaling import bereid_voor
from ogon.models import Opschaling
from tests.factories import iemand
from tests.factories.overleg import leider, lopend, op_agenda
from tests.house.eenmaal import alles_eenmaal

NUL = "UPDATE {} SET sha256 = repeat('0', 64)"
NUMMER = "UPDATE {} SET nummer = 'X-' || id"
STATUS = "UPDATE {} SET status = 'zomaar'"
# kind: what somebody with a password of the database does to it
GEKNOEID = {
    f"Bestanden, {soort.label}": f"{NUL} WHERE soort = '{soort}'".format("duoplus_bijlage")
    for soort in BijlageSoort
}
GEKNOEID |= {
    "Bestanden, Download": NUL.format("duoplus_export"),
    "Bestanden, Ingelezen lijst": NUL.format("duoplus_inlezing"),
    "Vastgestelde vergaderingen": "DELETE FROM duoplus_bijlage WHERE soort = 'besluitenlijst'",
    "Getekende DVO-versies": "UPDATE ogon_dvoregel SET norm_uren = norm_uren + 1",
    "Vastgestelde werkplannen": """UPDATE ogon_werkplanvaststelling SET inhoud = inhoud || '{"jaar": 1}'""",
    "Dossiers van opschalingen": """UPDATE ogon_opschaling SET pakket = pakket || '{"vraag": "Anders?"}'""",
    "Overdrachten van voorstellen": "UPDATE duoplus_bijlage SET bestand = dvo.bestand"
    " FROM duoplus_bijlage dvo WHERE duoplus_bijlage.soort = 'overdracht' AND dvo.soort = 'dvo'",
    "Nummers van besluiten": NUMMER.format("duoplus_besluit"),
    "Nummers van acties": NUMMER.format("duoplus_actiepunt"),
    "Nummers van DVO’s": NUMMER.format("ogon_dvo"),
    "Nummers van opschalingen": NUMMER.format("ogon_opschaling"),
    "Nummers van voorstellen": NUMMER.format("ogon_voorstel"),
    "Nummers van maatregelen": NUMMER.format("ogon_efficiencymaatregel"),
    "Nummers van plannen van aanpak": NUMMER.format("ogon_planvanaanpak"),
    "Nummers van aanvragen": NUMMER.format("maatwerk_aanvraag"),
    "Nummers van opdrachten": NUMMER.format("maatwerk_opdracht"),
    "Verloop van vergaderingen": STATUS.format("duoplus_vergadering"),
    "Verloop van agendapunten": STATUS.format("duoplus_agendapunt"),
    "Verloop van acties": STATUS.format("duoplus_actiepunt"),
    "Verloop van DVO-versies": STATUS.format("ogon_dvoversie"),
    "Verloop van werkplannen": STATUS.format("ogon_werkplan"),
    "Verloop van opschalingen": STATUS.format("ogon_opschaling"),
    "Verloop van voorstellen": STATUS.format("ogon_voorstel"),
    "Verloop van maatregelen": STATUS.format("ogon_efficiencymaatregel"),
    "Verloop van aanvragen": """UPDATE duoplus_gebeurtenis SET gegevens = gegevens || '{"naar": "concept"}'"""
    " WHERE soort = 'maatwerk.aanvraag.ter_verificatie'",
    "Nummers van verantwoordingen": NUMMER.format("maatwerk_verantwoording"),
    "Verloop van verantwoordingen": STATUS.format("maatwerk_verantwoording"),
    "Ingediende verantwoordingen": "UPDATE maatwerk_verantwoording SET zegel = repeat('0', 64)",
    "Bestanden van verantwoordingen": NUL.format("maatwerk_verantwoordingsbestand"),
    "Gesloten maanden": "UPDATE maatwerk_boeking SET omschrijving = 'Iets anders'",
    "Totalen van boekingen": "UPDATE maatwerk_boekingstotaal SET bedrag = bedrag + 0.01",
}


@pytest.fixture
def als_eigenaar(eigen_database, settings, tmp_path) -> Iterator[None]:
    """One of everything that is final, and then the owner of the tables at the keyboard."""
    settings.MEDIA_ROOT = tmp_path
    _een_van_alles()
    with eigen_database.als_eigenaar():
        yield


def _een_van_alles() -> None:
    alles_eenmaal()
    _punt_besloten()
    bereid_voor(Opschaling.objects.get(), by=iemand(Rol.BESTUURSADVISEUR), advies="Doe het.")
    aanvraag, door = Aanvraag.objects.order_by("pk")[0], iemand(Rol.BEHEERDER)
    for soort in BijlageSoort:
        if not Bijlage.objects.filter(soort=soort).exists():
            Bijlage.bewaar(b"x", onderwerp=aanvraag, soort=soort, naam="x.txt", mime="text/plain", door=door)
    _lijst_in_en_uit(door)


def _punt_besloten() -> None:
    vergadering = lopend(met="DUO", begint_om=time(13), eindigt_om=time(14))
    punt = op_agenda(vergadering, soort=PuntSoort.BESLUIT)
    agenda.besluit(punt, agenda.Antwoord(BesluitSoort.AKKOORD, "Goed."), by=leider(vergadering.gremium))


def _lijst_in_en_uit(door) -> None:
    """A list that was read in, and one that was downloaded."""
    inhoud = ContentFile(b"x", "x")
    sha256 = "2d711642b726b04401627ca9fbac32f5c8530fb1903cc4db02258717921a4881"
    Inlezing(soort="register", bestandsnaam="x.csv", sha256=sha256, door=door).bestand.save("x", inhoud)
    export = Export(lijst="x", titel="X", formaat=ExportFormaat.CSV, voor=door, rijen_totaal=1)
    export.bewaren_tot, export.sha256, export.grootte = klok.vandaag(), sha256, 1
    export.status, export.klaar_op = ExportStatus.KLAAR, klok.nu()
    export.bestand.save("x", inhoud)


def _verifieer() -> str:
    """What it printed; raises ``CommandError`` where the shell would see 1."""
    uit = StringIO()
    try:
        call_command("verifieer", stdout=uit)
    except CommandError as fout:
        raise CommandError(f"{uit.getvalue()}{fout}", returncode=fout.returncode) from fout
    return uit.getvalue()


def _knoei(opdracht: str) -> None:
    with connection.cursor() as cursor:
        for tabel in connection.introspection.table_names(cursor):
            if tabel in opdracht:
                cursor.execute(f"ALTER TABLE {tabel} DISABLE TRIGGER USER")
        cursor.execute(opdracht)
        assert cursor.rowcount, f"nothing to tamper with: {opdracht}"


def test_right_data_are_right_and_every_change_behind_our_back_has_its_place(als_eigenaar):
    regels = _verifieer().splitlines()
    assert all(regel.endswith(" nagerekend, 0 anders") for regel in regels)
    assert [regel.rpartition(":")[0] for regel in regels] == list(verifieren.controles())
    assert not [regel for regel in regels if ": 0 nagerekend" in regel]

    assert set(GEKNOEID) == set(verifieren.controles())
    for soort, opdracht in GEKNOEID.items():
        with transaction.atomic():
            _knoei(opdracht)
            with pytest.raises(CommandError) as gezegd:
                _verifieer()
            transaction.set_rollback(True)
        assert gezegd.value.returncode == 1
        assert f"\n  {soort}, " in f"\n{gezegd.value}", f"{soort} is not named:\n{gezegd.value}"
    _a_file_that_is_gone_is_named()


def _a_file_that_is_gone_is_named() -> None:
    bijlage = Bijlage.objects.get(soort=BijlageSoort.BESLUITENLIJST)
    bijlage.bestand.storage.delete(bijlage.bestand.name)

    with pytest.raises(CommandError, match=r"Bestanden, Besluitenlijst, .*: Het bestand ontbreekt\."):
        _verifieer()


def test_everything_with_a_hash_is_computed_again():
    met_hash = {
        model.__name__ for model in apps.get_models() if any(v.name == "sha256" for v in model._meta.fields)
    }

    zonder_bytes = {"Bron"}  # tells a source file apart; the file itself is an Inlezing, thrown away in time
    assert met_hash - zonder_bytes == {
        "Bijlage", "Export", "Inlezing", "Dvoversie", "Opschaling", "Werkplanvaststelling",
        "Verantwoordingsbestand",
    }  # fmt: skip
