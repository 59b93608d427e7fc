"""R1 tot en met R12: groen in een goed jaar, en elk rood om haar eigen reden."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection, transaction

from duoplus import klok
from duoplus.choices import Rol
from duoplus.models import Organisatie
from duoplus.zegel import zegel
from maatwerk.actions import boeken
from maatwerk.choices import VerantwoordingStatus
from maatwerk.models import Boeking, Opdracht, Verantwoording
from maatwerk.verantwoording import momentopname
from maatwerk.verantwoording.controles import TeControleren, controleer
from maatwerk.verantwoording.pakket import Controle
from maatwerk.verantwoording.samenstellen import bron_van, pakket_van
from tests.factories import iemand
from tests.factories.lumpsums import begrotingsregel, lumpsum, uren
from tests.factories.verantwoordingen import goed_jaar, pakket, sluit, verantwoording

met_database = pytest.mark.usefixtures("db", "maandag")

ALLE = [f"R{nr}" for nr in range(1, 13)]


def rood(**velden: Any) -> dict[str, Controle]:
    return {c.code: c for c in pakket(**velden).controles if not c.is_goed}


def gewijzigd(code: str, **velden: Any) -> list[str]:
    """Which checks are red when the first row of one table says something else."""
    gelezen = pakket()
    eerste, *andere = gelezen.tabel(code).rijen()
    vals = replace(gelezen.tabel(code), rijen=lambda: [eerste._replace(**velden), *andere])
    tabellen = {tabel.code: tabel for tabel in gelezen.tabellen} | {code: vals}
    te_controleren = TeControleren(bron_van(verantwoording()), tabellen)
    return [controle.code for controle in controleer(te_controleren) if not controle.is_goed]


@met_database
def test_een_goed_jaar_is_groen() -> None:
    goed_jaar()
    sluit(2026)
    gelezen = pakket()
    assert [(c.code, c.is_goed) for c in gelezen.controles] == [(code, True) for code in ALLE]
    assert gelezen.is_sluitend


@met_database
@pytest.mark.parametrize(
    ("tabel", "kolom", "controle"),
    [
        ("L5", "bedrag", "R2"),
        ("L2", "aandeel_eur", "R3"),
        ("L7", "realisatie", "R4"),
        ("L7", "prognose", "R4"),
        ("L1", "beschikbaar", "R9"),
        ("L6", "voorschot", "R10"),
    ],
)
def test_een_cent_verschil_tussen_twee_tabellen(tabel: str, kolom: str, controle: str) -> None:
    goed_jaar()
    sluit(2026)
    assert controle in gewijzigd(tabel, **{kolom: Decimal("0.01")})


@met_database
def test_r3_en_r4_een_deel_van_wie_geen_gemeente_meer_is() -> None:
    goed_jaar()
    sluit(2026)
    Organisatie.objects.filter(letter="O").update(tot=date(2026, 6, 30))
    assert {"R3", "R4"} <= rood().keys()


@met_database
def test_r8_een_maand_die_open_is_ook_zonder_boekingen() -> None:
    goed_jaar()
    sluit(2026, 2)
    assert [wijs.tekst for wijs in rood(peildatum=date(2026, 4, 30))["R8"].rijen] == [
        "maart 2026",
        "april 2026",
    ]
    assert "R8" not in rood(peildatum=date(2026, 2, 28))


@met_database
def test_r9_begroting_zonder_document() -> None:
    goed_jaar()
    sluit(2026)
    begrotingsregel(lumpsum("U"), 1_000, document="")
    gevonden = rood()
    assert gevonden["R9"].verschil == 1_000
    assert "Uithoorn" in gevonden["R9"].rijen[0].tekst


@met_database
def test_r10_voorschotten_die_niet_samen_de_lumpsum_zijn() -> None:
    goed_jaar()
    sluit(2026)
    begrotingsregel(lumpsum("U"), 1_000, soort="wijziging")
    assert rood()["R10"].verschil == -1_000


@met_database
@pytest.mark.parametrize("velden", [{"taakveld": ""}, {"taakveld": "6.6"}, {"i_s": ""}])
def test_r11_zonder_geldig_taakveld_of_i_s(velden: dict[str, str]) -> None:
    alleen, _ = goed_jaar()
    sluit(2026)
    Opdracht.objects.filter(pk=alleen.pk).update(**velden)
    assert [wijs.tekst for wijs in rood()["R11"].rijen] == [alleen.nummer]


def _uitgegeven(**velden: Any) -> Verantwoording:
    """A definite report of now, without its files."""
    v = verantwoording(**velden)
    v.nummer, v.ingediend_op = "VW-2026-0001", klok.nu()
    v.momentopname = momentopname.maak(pakket_van(v))
    v.zegel, v.status = zegel(v.momentopname), VerantwoordingStatus.DEFINITIEF
    v.gecontroleerd_door, v.definitief_op = iemand(Rol.DIRECTIEBERAAD), klok.nu()
    v.save()
    return v


@met_database
def test_r12_vorige_rapport_plus_wat_erbij_kwam(maandag) -> None:
    alleen, _ = goed_jaar()
    _uitgegeven(soort="k3")
    with klok.op(maandag + timedelta(hours=1)):
        uren(alleen, 4)
        begrotingsregel(lumpsum("U"), 1_000, soort="wijziging")
        assert "R12" not in rood()


# What somebody does with the password of the owner, and which check points at the assignment.
GEKNOEID = [
    ("boekingstotaal", "UPDATE {} SET bedrag = bedrag + 0.01 WHERE opdracht_id = {}", "R1"),
    ("boeking", "UPDATE {} SET bedrag = bedrag - 1 WHERE opdracht_id = {}", "R1"),
    ("opdrachtaandeel", "UPDATE {} SET deel = 0.4 WHERE opdracht_id = {}", "R5"),
    ("opdracht", "UPDATE {} SET gestart_op = '2026-11-18' WHERE id = {}", "R6"),
    ("opdracht", "UPDATE {} SET einddatum = '2026-10-15' WHERE id = {}", "R6"),
    ("aanvraag", "UPDATE {} SET afgesloten_op = '2026-11-10' WHERE id = (SELECT aanvraag_id FROM"
     " maatwerk_opdracht WHERE id = {})", "R6"),
    ("boeking", "UPDATE {} SET tarief = tarief + 1 WHERE opdracht_id = {}", "R7"),
]  # fmt: skip


@pytest.fixture
def als_eigenaar(eigen_database, maandag) -> Iterator[tuple[Opdracht, Opdracht]]:
    """A good year and a definite report of it, and then the owner of the tables at the keyboard."""
    opdrachten = goed_jaar()
    sluit(2026)
    _uitgegeven(soort="k3")
    with eigen_database.als_eigenaar():
        yield opdrachten


def test_wie_buiten_het_portaal_om_wijzigt_wordt_gezien(als_eigenaar, maandag) -> None:
    """Each in turn, undone afterwards; also where what was taken here was added there."""
    alleen, samen = als_eigenaar
    with klok.op(maandag + timedelta(hours=1)):
        assert not rood()
        for tabel, sql, code in GEKNOEID:
            with transaction.atomic():
                _wijzig(tabel, sql.format(f"maatwerk_{tabel}", samen.pk))
                gevonden = rood()
                assert samen.nummer in gevonden[code].rijen[0].tekst, sql
                assert gevonden[code].rijen[0].url == samen.get_absolute_url()
                transaction.set_rollback(True)
        with transaction.atomic():
            _schuif_een_cent(van=alleen, naar=samen)
            gevonden = rood()
            assert (gevonden["R1"].verschil, len(gevonden["R1"].rijen)) == (0, 2)
            assert len(gevonden["R12"].rijen) == 2  # the report before says otherwise too
            transaction.set_rollback(True)


def test_r7_herstellen_met_een_tegenboeking(als_eigenaar) -> None:
    """A wrong tariff stays in the ledger; reversed it no longer counts."""
    alleen, _ = als_eigenaar
    _wijzig("boeking", f"UPDATE maatwerk_boeking SET tarief = tarief + 1 WHERE opdracht_id = {alleen.pk}")
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE maatwerk_boeking ENABLE TRIGGER USER")
    (fout,) = Boeking.objects.zonder_geldig_tarief()
    boeken.corrigeren_boeking(fout, by=iemand(Rol.CONCERNCONTROLLER), reden="Verkeerd tarief")
    assert not Boeking.objects.zonder_geldig_tarief().exists()


def _schuif_een_cent(*, van: Opdracht, naar: Opdracht) -> None:
    sql = "UPDATE maatwerk_boekingstotaal SET bedrag = bedrag + {} WHERE opdracht_id = {} AND soort = 'uren'"
    _wijzig("boekingstotaal", sql.format("0.01", naar.pk))
    _wijzig("boekingstotaal", sql.format("-0.01", van.pk))


def _wijzig(tabel: str, sql: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute(f"ALTER TABLE maatwerk_{tabel} DISABLE TRIGGER USER")
        cursor.execute(sql)
