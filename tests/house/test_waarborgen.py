"""Wat de database zelf weigert, met kale SQL: voor de app én voor de eigenaar van de tabellen."""

import os
from collections.abc import Iterator

import psycopg2
import pytest
from django.db import connection

from tests.house.eenmaal import alles_eenmaal
from tools import services

# table: a column that must not change
ALLEEN_TOEVOEGEN = {
    "duoplus_gebeurtenis": "soort",
    "duoplus_besluit": "reden",
    "duoplus_reactie": "tekst",
    "duoplus_uitvoering": "toelichting",
    "duoplus_aanwezigheid": "stand",
    "duoplus_erratum": "reden",
    "maatwerk_aanvraagbesluit": "besluit_id",
    "maatwerk_plaatsing": "naar_plaats",
    "maatwerk_akkoord": "toelichting",
    "maatwerk_afspraak": "tekst",
    "maatwerk_ramingregel": "bedrag",
    "maatwerk_externekosten": "bedrag",
    "maatwerk_aandeel": "bedrag",
    "maatwerk_voortgang": "gedaan",
    "maatwerk_boeking": "bedrag",
    "maatwerk_tarief": "bedrag",
    "maatwerk_verdeelsleutel": "besluit",
    "maatwerk_sleutelaandeel": "aandeel",
    "maatwerk_zet": "reden",
    "maatwerk_standpunt": "tekst",
    "maatwerk_mutatie": "uren",
    "maatwerk_financiering": "toelichting",
    "maatwerk_gewicht": "effect",
    "maatwerk_bron": "bestandsnaam",
    "maatwerk_begrotingsregel": "bedrag",
    "maatwerk_opdrachtsleutel": "besluit_id",
    "maatwerk_prognose": "rest",
    "maatwerk_toelichting": "tekst",
    "maatwerk_onrechtmatigheid": "oorzaak",
    "maatwerk_signaal": "drempel",
    "maatwerk_goedkeuring": "door_id",
    "maatwerk_methode": "methode",
    "maatwerk_grens": "waarde",
    "maatwerk_taakveld": "naam",
    "maatwerk_verantwoordingsbestand": "naam",
    "ogon_capaciteitsregel": "bron",
    "ogon_toedeling": "deel",
    "ogon_opschaling": "vraag",
    "ogon_opschalingtrede": "wie",
    "ogon_voorsteltoets": "opmerking",
    "ogon_overdracht": "spoor_id",
    "ogon_maatregelresultaat": "bewijs",
    "ogon_ondertekening": "mandaat",
    "ogon_kpiresultaat": "toelichting",
    "ogon_werkplanvaststelling": "door_id",
    "ogon_werkplanstand": "toelichting",
}
GETALLEN = {
    "bedrag",
    "besluit_id",
    "naar_plaats",
    "aandeel",
    "uren",
    "effect",
    "deel",
    "drempel",
    "door_id",
    "gesloten_door_id",
    "gebruiker_id",
    "spoor_id",
    "rest",
    "waarde",
    "plafond_uren",
}
# table: (what makes a row final, a column that must not change from then on)
VAST_ZODRA = {
    "maatwerk_verificatie": ("bevestigd_op", "begrepen"),
    "maatwerk_raming": ("vervallen_op", "risicos"),
    "maatwerk_vraag": ("beantwoord_op", "vraag"),
    "maatwerk_opdracht": ("verleend_op", "plafond_uren"),
    "duoplus_wijzigingsvoorstel": ("besloten_op", "toelichting"),
    "duoplus_actiepunt": ("klaar_op", "titel"),
    "duoplus_vergadering": ("vastgesteld_op", "plaats"),
    "duoplus_agendasleutel": ("ingetrokken_op", "gebruiker_id"),
    "duoplus_inleessleutel": ("ingetrokken_op", "gebruiker_id"),
    "maatwerk_ronde": ("vastgesteld_op", "status"),
    "maatwerk_consultatie": ("op", "wat"),
    "maatwerk_scenario": ("besluit_id", "naam"),
    "ogon_conflict": ("opgelost_op", "status"),
    "ogon_cyclus": ("afgesloten_op", "fase"),
    "ogon_voorstel": ("besloten_op", "titel"),
    "ogon_planvanaanpak": ("afgesloten_op", "titel"),
    "ogon_dvoversie": ("getekend_op", "aanleiding"),
    "ogon_werkplan": ("afgesloten_op", "status"),
    "maatwerk_periode": ("gesloten_op", "gesloten_door_id"),
    "maatwerk_heropening": ("toegestaan_op", "reden"),
    "maatwerk_wijzigingsverzoek": ("afgedaan_op", "reden"),
    "maatwerk_verantwoording": ("definitief_op", "reden"),
}
# table: a column that must not change once what it belongs to is final: its key, table and final moment
VAST_MET = {
    "maatwerk_paraaf": ("rol", "opdracht_id", "maatwerk_opdracht", "verleend_op"),
    "maatwerk_opdrachtaandeel": ("bedrag", "opdracht_id", "maatwerk_opdracht", "verleend_op"),
    "maatwerk_rondeplaats": ("afwijkreden", "ronde_id", "maatwerk_ronde", "vastgesteld_op"),
    "ogon_conflictpartij": ("tekst", "conflict_id", "ogon_conflict", "opgelost_op"),
}


@pytest.fixture
def rollen(eigen_database) -> Iterator[dict[str, psycopg2.extensions.connection]]:
    """A filled database, seen by the app and by the owner."""
    alles_eenmaal()
    connection.close()
    eigenaar = services.with_database(os.environ["DATABASE_OWNER_URL"], eigen_database.name)
    with services.connection(eigen_database.url) as app, services.connection(eigenaar) as owner:
        yield {"app": app, "owner": owner}


def _weigert(conn: psycopg2.extensions.connection, opdracht: str) -> str:
    with conn.cursor() as cursor:
        try:
            cursor.execute(opdracht)
        except psycopg2.Error as fout:
            return str(fout)
    return ""


def _waarde(conn: psycopg2.extensions.connection, vraag: str) -> object:
    with conn.cursor() as cursor:
        cursor.execute(vraag)
        return cursor.fetchone()[0]


def test_what_is_recorded_stays_as_it_is(rollen):
    for tabel, kolom in ALLEEN_TOEVOEGEN.items():
        for rol, conn in rollen.items():
            voor = _waarde(conn, f"SELECT md5(string_agg(t::text, '' ORDER BY id)) FROM {tabel} t")
            assert voor, f"{tabel} is empty: this test proves nothing"
            anders = f"{kolom} + 1" if kolom in GETALLEN else f"{kolom} || 'x'"
            assert "liggen vast" in _weigert(conn, f"UPDATE {tabel} SET {kolom} = {anders}"), (rol, tabel)
            assert "liggen vast" in _weigert(conn, f"DELETE FROM {tabel}"), (rol, tabel)
            assert _weigert(conn, f"TRUNCATE {tabel} CASCADE"), (rol, tabel)
            assert voor == _waarde(conn, f"SELECT md5(string_agg(t::text, '' ORDER BY id)) FROM {tabel} t")


def test_what_is_finished_stays_as_it_is(rollen):
    for tabel, (klaar, kolom) in VAST_ZODRA.items():
        for rol, conn in rollen.items():
            assert _waarde(conn, f"SELECT count(*) FROM {tabel} WHERE {klaar} IS NOT NULL"), tabel
            anders = f"{kolom} + 1" if kolom in GETALLEN else f"{kolom} || 'x'"
            wijzig = f"UPDATE {tabel} SET {kolom} = {anders} WHERE {klaar} IS NOT NULL"
            assert "liggen vast" in _weigert(conn, wijzig), (rol, tabel)
            terug = f"UPDATE {tabel} SET {klaar} = NULL WHERE {klaar} IS NOT NULL"
            assert "liggen vast" in _weigert(conn, terug), (rol, tabel)
            assert _weigert(conn, f"DELETE FROM {tabel} WHERE {klaar} IS NOT NULL"), (rol, tabel)
            assert _weigert(conn, f"TRUNCATE {tabel} CASCADE"), (rol, tabel)


def test_what_belongs_to_something_final_stays_as_it_is(rollen):
    for tabel, (kolom, sleutel, ouder, klaar) in VAST_MET.items():
        gegeven = f"{sleutel} IN (SELECT id FROM {ouder} WHERE {klaar} IS NOT NULL)"
        for rol, conn in rollen.items():
            assert _waarde(conn, f"SELECT count(*) FROM {tabel} WHERE {gegeven}"), tabel
            anders = f"{kolom} + 1" if kolom in GETALLEN else f"{kolom} || 'x'"
            wijzig = f"UPDATE {tabel} SET {kolom} = {anders} WHERE {gegeven}"
            assert "liggen vast" in _weigert(conn, wijzig), (rol, tabel)
            assert "liggen vast" in _weigert(conn, f"DELETE FROM {tabel} WHERE {gegeven}"), (rol, tabel)
            assert _weigert(conn, f"TRUNCATE {tabel} CASCADE"), (rol, tabel)


def test_execution_may_still_be_recorded_on_a_given_assignment(rollen):
    assert _weigert(rollen["app"], "UPDATE maatwerk_opdracht SET resultaat = 'Klaar', score = 4") == ""
    assert "liggen vast" in _weigert(rollen["app"], "UPDATE maatwerk_opdracht SET plafond_uren = 999")


def test_a_tariff_or_key_may_only_be_ended(rollen):
    for tabel in ("maatwerk_tarief", "maatwerk_verdeelsleutel"):
        assert _weigert(rollen["app"], f"UPDATE {tabel} SET tot = '2099-12-31'") == ""


def test_only_the_moment_of_handling_a_fact_may_be_set(rollen):
    gezet = "UPDATE duoplus_gebeurtenis SET verwerkt_op = now()"

    assert _weigert(rollen["app"], gezet) == ""
    assert "liggen vast" in _weigert(rollen["app"], gezet + ", door_id = door_id + 1")


@pytest.mark.parametrize(
    "opdracht",
    [
        "ALTER TABLE duoplus_besluit DISABLE TRIGGER ALL",
        "ALTER TABLE duoplus_besluit DISABLE TRIGGER duoplus_besluit_ligt_vast",
        "DROP TRIGGER duoplus_besluit_ligt_vast ON duoplus_besluit",
        "SET session_replication_role = replica",
        "DROP TABLE duoplus_besluit",
        "CREATE TABLE eigen (id int)",
        "CREATE OR REPLACE FUNCTION duoplus_alleen_toevoegen() RETURNS trigger LANGUAGE sql AS ''",
        "SET ROLE duoplus_owner",
        "CREATE ROLE nieuw SUPERUSER",
        "GRANT ALL ON duoplus_besluit TO PUBLIC",
    ],
)
@pytest.mark.django_db
def test_the_app_cannot_take_its_own_guards_away(opdracht):
    zonder_effect = "no privileges were granted"
    with connection.cursor() as cursor:
        try:
            cursor.execute(opdracht)
        except Exception as fout:
            assert any(woord in str(fout) for woord in ("must be owner", "permission denied"))
        else:
            meldingen = " ".join(connection.connection.notices)
            assert zonder_effect in meldingen, f"allowed: {opdracht}"


@pytest.mark.django_db
def test_every_guarded_table_is_named_here():
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT DISTINCT tgrelid::regclass::text FROM pg_trigger WHERE tgname LIKE '%_ligt_vast'"
        )
        bewaakt = {rij[0] for rij in cursor.fetchall()}

    assert bewaakt == {*ALLEEN_TOEVOEGEN, *VAST_ZODRA, *VAST_MET}


@pytest.mark.django_db
def test_the_app_owns_nothing():
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_class WHERE relowner = current_user::regrole")
        assert cursor.fetchone()[0] == 0
        cursor.execute(
            "SELECT rolsuper OR rolcreaterole OR rolcreatedb OR rolbypassrls "
            "FROM pg_roles WHERE rolname = current_user"
        )
        assert cursor.fetchone()[0] is False
