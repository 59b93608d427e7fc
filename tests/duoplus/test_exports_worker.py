"""De worker die een lange lijst maakt: met de rechten van nu, van één moment, ook als er een omvalt."""

import csv
import hashlib
import os
import subprocess
import sys
import time
from collections.abc import Callable
from datetime import timedelta
from io import StringIO
from pathlib import Path

import pytest
from django.db import connection
from django.http import QueryDict

from duoplus import exports, klok, lijsten
from duoplus.choices import ExportStatus as E
from duoplus.choices import Rol
from duoplus.models import Bericht, Export, Feestdag, Gebeurtenis, Gebruiker
from duoplus.models.export import MAX_POGINGEN
from duoplus.tasks import maak_export, sweep_exports
from tests.duoplus.proeflijst import NAAM, Proeflijst, vul
from tests.factories import maak
from tools.services import ROOT

WORKER = """
import sys, django
django.setup()
from tests.duoplus import proeflijst
from duoplus.tasks import maak_export
proeflijst.meld_aan()
maak_export(int(sys.argv[1]))
"""


@pytest.fixture(autouse=True)
def proeflijst(eigen_database, monkeypatch, settings, tmp_path):
    monkeypatch.setitem(lijsten.op_naam._lijsten, NAAM, Proeflijst)
    monkeypatch.setattr(exports, "MELD_ELKE", 0)
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def beheerder(eigen_database) -> Gebruiker:
    return maak(Rol.BEHEERDER)


def gevraagd(voor: Gebruiker, formaat: str = "csv", params: str = "naam=Proefdag") -> Export:
    lijst = exports.open_lijst(NAAM, QueryDict(params), voor)
    return exports.vraag_aan(NAAM, lijst, formaat, voor=voor)


def nu(export: Export) -> Export:
    return Export.objects.get(pk=export.pk)


def regels(export: Export) -> list[list[str]]:
    tekst = export.bestand.read().decode("utf-8-sig")
    return list(csv.reader(StringIO(tekst), delimiter=";"))[1:]


def test_it_makes_the_file_the_line_and_the_message(beheerder):
    vul(30)
    export = gevraagd(beheerder)
    maak_export(export.pk)
    gemaakt = nu(export)

    assert (gemaakt.status, gemaakt.rijen_gedaan, gemaakt.claim_token) == (E.KLAAR, 30, None)
    assert [rij[1] for rij in regels(gemaakt)] == [f"Proefdag {nummer}" for nummer in range(30)]
    bytes_ = gemaakt.bestand.open().read()
    assert (gemaakt.grootte, gemaakt.sha256) == (len(bytes_), hashlib.sha256(bytes_).hexdigest())
    feit = Gebeurtenis.objects.get(soort="duoplus.export")
    assert feit.door == beheerder
    vast = {"lijst": NAAM, "formaat": "csv", "filter": {"naam": "Proefdag"}, "rijen": 30}
    assert feit.gegevens == vast | {"sha256": gemaakt.sha256}
    bericht = Bericht.objects.get()
    assert bericht.ontvanger == beheerder and bericht.pad == f"/exports/{export.uuid}/"
    assert bericht.onderwerp == "Uw download staat klaar: Feestdagen (CSV)"
    assert "30 rijen" in bericht.tekst


def test_it_is_made_once_however_often_it_is_rung_for(beheerder):
    vul(3)
    export = gevraagd(beheerder)
    for _ in range(3):
        maak_export(export.pk)
    sweep_exports()

    assert Gebeurtenis.objects.filter(soort="duoplus.export").count() == Bericht.objects.count() == 1


def test_the_rows_are_of_one_moment(beheerder, monkeypatch):
    """What is added or thrown away while it is made is not in it, nor is half of it."""
    vul(5000)
    ander = connection.copy()

    def intussen(rijen: int) -> None:
        if rijen == 1000:
            with ander.cursor() as cursor:
                cursor.execute("DELETE FROM duoplus_feestdag WHERE naam = 'Proefdag 4900'")
                cursor.execute(
                    "INSERT INTO duoplus_feestdag (datum, naam) VALUES ('2199-01-01', 'Proefdag x')"
                )

    lijst = exports.open_lijst(NAAM, QueryDict("naam=Proefdag"), beheerder)
    with exports.een_moment():
        gemaakt = exports.maak_bestand(lijst, "csv", by=beheerder, meld=intussen)
        assert lijst.aantal() == gemaakt.rijen == 5000
    ander.close()

    assert "Proefdag 4900" in gemaakt.bestand.read().decode()
    assert Feestdag.objects.filter(naam="Proefdag x").exists()


def eindigt(beheerder: Gebruiker) -> None:
    beheerder.toewijzingen.update(tot=klok.vandaag() - timedelta(days=1))


def vertrekt(beheerder: Gebruiker) -> None:
    Gebruiker.objects.filter(pk=beheerder.pk).update(is_active=False)


def lijst_weg(beheerder: Gebruiker) -> None:
    del lijsten.op_naam._lijsten[NAAM]


@pytest.mark.parametrize(
    ("gebeurt", "zin"),
    [(eindigt, exports.GEEN_RECHT), (vertrekt, exports.GEEN_RECHT), (lijst_weg, exports.GEEN_LIJST)],
)
def test_who_lost_the_right_meanwhile_gets_a_sentence_and_no_row(beheerder, gebeurt, zin):
    vul(3)
    export = gevraagd(beheerder)
    gebeurt(beheerder)
    maak_export(export.pk)

    assert (nu(export).status, nu(export).fout, nu(export).bestand.name) == (E.MISLUKT, zin, "")
    assert zin in Bericht.objects.get().tekst
    assert not Gebeurtenis.objects.filter(soort="duoplus.export").exists()


def test_what_is_thrown_away_while_it_is_made_stops_and_leaves_nothing(beheerder, settings):
    vul(30)
    export = gevraagd(beheerder)
    geclaimd = Export.objects.claim(export.pk)
    export.gooi_weg()
    exports.maak(geclaimd)

    assert not Export.objects.exists() and not Bericht.objects.exists()
    assert not [pad for pad in Path(settings.MEDIA_ROOT).rglob("*") if pad.is_file()]


def test_what_breaks_is_tried_again_and_then_given_up_in_words(beheerder, monkeypatch):
    def stuk(*_: object, **__: object) -> None:
        raise RuntimeError("schijf vol")

    vul(3)
    export = gevraagd(beheerder)
    monkeypatch.setattr(exports, "maak_bestand", stuk)
    for poging in range(1, MAX_POGINGEN + 1):
        sweep_exports()
        assert (nu(export).status, nu(export).pogingen) == (E.WACHT, poging)
    sweep_exports()

    assert (nu(export).status, nu(export).fout) == (E.MISLUKT, exports.MISLUKT)
    assert Bericht.objects.get().onderwerp == "Uw download is niet gemaakt: Feestdagen (CSV)"


def test_progress_shows_before_the_file_is_there(beheerder):
    vul(30)
    export = gevraagd(beheerder)
    geclaimd = Export.objects.claim(export.pk)
    gezien = []
    with exports.voortgang(geclaimd) as meld, exports.een_moment():
        for rijen in (10, 20):
            meld(rijen)
            with connection.copy().cursor() as cursor:
                cursor.execute("SELECT rijen_gedaan FROM duoplus_export")
                gezien += [rij[0] for rij in cursor.fetchall()]

    assert gezien == [10, 20]


def test_a_worker_is_killed_halfway_and_the_sweep_finishes_it(beheerder, eigen_database, settings):
    """The second one begins at the first row; the file is whole and there is one of everything."""
    vul(60)
    export = gevraagd(beheerder, params="naam=Proefdag&traag=0.1")
    omgeving = {"DATABASE_URL": eigen_database.url, "MEDIA_ROOT": str(settings.MEDIA_ROOT)}
    omgeving["DJANGO_SETTINGS_MODULE"] = "duoplus.settings"
    worker = subprocess.Popen(
        [sys.executable, "-c", WORKER, str(export.pk)], env=os.environ | omgeving, cwd=ROOT
    )
    try:
        _wacht_tot(lambda: nu(export).rijen_gedaan > 0)
    finally:
        worker.kill()
        worker.wait()
    half = nu(export)
    assert half.status == E.BEZIG and 0 < half.rijen_gedaan < 60

    sweep_exports()
    assert nu(export).status == E.BEZIG, "so short a silence is no fall"
    Export.objects.update(levensteken=klok.nu() - timedelta(minutes=4), params="naam=Proefdag")
    sweep_exports()

    assert (nu(export).status, nu(export).pogingen, len(regels(nu(export)))) == (E.KLAAR, 2, 60)
    assert Gebeurtenis.objects.filter(soort="duoplus.export").count() == Bericht.objects.count() == 1


def _wacht_tot(klaar: Callable[[], bool], seconden: float = 120) -> None:
    einde = time.monotonic() + seconden
    while not klaar() and time.monotonic() < einde:
        time.sleep(0.05)
