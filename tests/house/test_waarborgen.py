"""Wat de database zelf weigert, met kale SQL: voor de app én voor de eigenaar van de tabellen."""

import os
from collections.abc import Iterator
from datetime import timedelta
from decimal import Decimal

import psycopg2
import pytest
from django.db import connection

from duoplus import instellingen, klok
from duoplus.actions import actiepunten, agendasleutels, vergaderen
from duoplus.actions.instellingen import afwijzen, voer_uit
from duoplus.choices import Rol
from duoplus.models import Besluit
from maatwerk.actions import dossier, uitvoering
from maatwerk.actions.standpunten import geef_standpunt, voorleggen
from maatwerk.actions.vaststellen import vaststellen
from maatwerk.actions.werkplan import stel_vast, toets
from maatwerk.choices import AanvraagStatus as S
from maatwerk.choices import FinancieringStand
from maatwerk.models import Aanvraag, Consultatie, Financiering, Scenario
from ogon.actions import planvanaanpak, werkplan
from ogon.actions.cyclus import naar_fase
from ogon.actions.dvo import meet
from ogon.actions.maatregel import leg_resultaat_vast
from ogon.actions.opschaling import klim
from ogon.choices import ConflictStatus, Fase, MaatregelStatus, VoorstelStatus
from ogon.models import Conflict, Conflictpartij, Cyclus, Toedeling
from tests.factories import aanvraag_in, dvos, gemeente, iemand, ogon, team, zet
from tests.factories.opschalingen import opgeschaald
from tests.factories.overleg import leider, lopend
from tests.factories.rondes import geef_uren, kandidaat, ronde_met
from tests.factories.voorstellen import maatregel_in, voorstel_in
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
    "door_id",
    "gebruiker_id",
    "spoor_id",
}
# table: (what makes a row final, a column that must not change from then on)
VAST_ZODRA = {
    "maatwerk_verificatie": ("bevestigd_op", "begrepen"),
    "maatwerk_raming": ("vervallen_op", "risicos"),
    "maatwerk_vraag": ("beantwoord_op", "vraag"),
    "maatwerk_opdracht": ("verleend_op", "taakveld"),
    "duoplus_wijzigingsvoorstel": ("besloten_op", "toelichting"),
    "duoplus_actiepunt": ("klaar_op", "titel"),
    "duoplus_vergadering": ("vastgesteld_op", "plaats"),
    "duoplus_agendasleutel": ("ingetrokken_op", "gebruiker_id"),
    "maatwerk_ronde": ("vastgesteld_op", "status"),
    "maatwerk_consultatie": ("op", "wat"),
    "maatwerk_scenario": ("besluit_id", "naam"),
    "ogon_conflict": ("opgelost_op", "status"),
    "ogon_cyclus": ("afgesloten_op", "fase"),
    "ogon_voorstel": ("besloten_op", "titel"),
    "ogon_planvanaanpak": ("afgesloten_op", "titel"),
    "ogon_dvoversie": ("getekend_op", "aanleiding"),
    "ogon_werkplan": ("afgesloten_op", "status"),
}
# table: a column that must not change once what it belongs to is final: its key, table and final moment
VAST_MET = {
    "maatwerk_paraaf": ("rol", "opdracht_id", "maatwerk_opdracht", "verleend_op"),
    "maatwerk_opdrachtaandeel": ("bedrag", "opdracht_id", "maatwerk_opdracht", "verleend_op"),
    "maatwerk_rondeplaats": ("afwijkreden", "ronde_id", "maatwerk_ronde", "vastgesteld_op"),
    "ogon_conflictpartij": ("tekst", "conflict_id", "ogon_conflict", "opgelost_op"),
}


def _alles_eenmaal() -> None:
    """One row at least in every guarded table, by real acts."""
    aanvraag = zet(zet(aanvraag_in(S.AANVULLING_GEVRAAGD), "aanvullen"), "intrekken")
    zet(zet(aanvraag_in(S.TER_AKKOORD), "akkoord_geven"), "tegenvoorstel")
    opdracht = aanvraag_in(S.IN_UITVOERING).opdracht
    dossier.reageren(aanvraag, by=iemand(Rol.SECRETARIS), tekst="Gezien.", zichtbaarheid="gedeeld")
    dag = opdracht.gestart_op.date()
    manager = iemand(Rol.TEAMMANAGER)
    uitvoering.boeken_kosten(opdracht, by=manager, datum=dag, bedrag=10, omschrijving="X", leverancier="Y")
    _besluit_over_tarief()
    uitvoering.voortgang_melden(opdracht, by=manager, gedaan="Half.", verwacht_klaar_op=dag)
    _actie_en_agenda()
    _lijst_vastgesteld()
    _volgorde_vastgesteld()
    _dvo_getekend()
    _opgeschaald()
    _besluitvorming()
    _werkplan_gesloten()


def _opgeschaald() -> None:
    """A question to the directieberaad without an answer, months later."""
    opschaling = opgeschaald(aanvraag_in(S.TER_PRIORITERING))
    with klok.op(klok.nu() + timedelta(days=90)):
        klim(opschaling)


def _werkplan_gesloten() -> None:
    """Adopted, kept up to date, and closed when the year was over."""
    manager, jaar = iemand(Rol.TEAMMANAGER, team=team("HRM")), klok.vandaag().year
    geef_uren("HRM", 10, maand=klok.vandaag().replace(month=1, day=1))
    plan = werkplan.maak(team("HRM"), jaar, by=manager)
    regel = werkplan.zet_regel(plan, by=manager, titel="Overleg", uren=(Decimal(1), *[Decimal(0)] * 3))
    toets(plan, by=manager)
    stel_vast(plan, by=iemand(Rol.VOORZITTER), reden="Het past.")
    werkplan.werk_bij(regel, by=manager, kwartaal=1, gewerkt=Decimal(1), verwacht=Decimal(0))
    with klok.op(klok.nu() + timedelta(days=366)):
        werkplan.sluit(plan, by=iemand(Rol.CONCERNCONTROLLER))


def _actie_en_agenda() -> None:
    """An action that is done, and an address that was revoked because a new one came."""
    voorzitter = iemand(Rol.VOORZITTER)
    actie = actiepunten.geef(
        "Bellen", eigenaar=voorzitter, uiterlijk=klok.vandaag(), gremium=ogon(), by=voorzitter
    )
    actiepunten.meld(actie, by=voorzitter, voortgang=100)
    agendasleutels.maak(by=voorzitter), agendasleutels.maak(by=voorzitter)


def _dvo_getekend() -> None:
    dvo = dvos.getekend(dvos.concept(jaar=klok.vandaag().year)).dvo
    kpi = dvos.product().kpis.get()
    meet(kpi, dvo.organisatie, tot_en_met=klok.vandaag(), waarde=Decimal(81), by=dvos.maker())


def _lijst_vastgesteld() -> None:
    """A meeting with an adopted list, and an erratum by it."""
    vergadering = lopend(met="U")
    by = leider(vergadering.gremium)
    vergaderen.stel_vast(vergaderen.sluit(vergadering, by=by), by=by)
    vergaderen.corrigeer(vergadering, stond_er="Drie.", moet_zijn="Vier.", reden="Verteld.", by=by)


def _besluitvorming() -> None:
    """A proposal that every body decided on, a measure with a result, and a plan that is closed."""
    voorstel_in(VoorstelStatus.BESLOTEN)
    maatregel, by = maatregel_in(MaatregelStatus.UITVOERING, doelen="U"), iemand(Rol.SECRETARIS)
    jaar = klok.vandaag().year
    leg_resultaat_vast(maatregel, gemeente(), jaar, Decimal(10), "Factuur.", by=maatregel.eigenaar)
    advies = {"adviseur": "Bureau", "advies": "Doe minder.", "ontvangen_op": klok.vandaag()}
    plan = planvanaanpak.maak("Advies", **advies, gremium=ogon(), by=by)
    planvanaanpak.sluit(plan, conclusie="Gedaan.", by=by)


def _volgorde_vastgesteld() -> None:
    """An adopted order, with what else is final around it."""
    geef_uren("I&A", 250)
    ronde = ronde_met(kandidaat("A", {"I&A": 100}))
    cyclus, voorzitter = ronde.cyclus, iemand(Rol.VOORZITTER)
    voorleggen(ronde, by=voorzitter)
    for letter in "DUO":
        wie = iemand(Rol.OPDRACHTGEVER, organisatie=gemeente(letter))
        geef_standpunt(ronde, gemeente(letter), soort="akkoord", by=wie)
    naar_fase(cyclus, Fase.VASTSTELLEN, by=voorzitter)
    ronde = vaststellen(ronde, by=voorzitter)
    _rond_het_besluit(ronde.besluit, ronde.plaatsen.get().aanvraag, cyclus)


def _rond_het_besluit(besluit: Besluit, aanvraag: Aanvraag, cyclus: Cyclus) -> None:
    nu, dag, ogon = klok.nu(), klok.vandaag(), cyclus.ogon
    door = besluit.genomen_door
    Financiering.objects.create(
        aanvraag=aanvraag, organisatie=aanvraag.organisatie, stand=FinancieringStand.GEDEKT, door=door
    )
    Consultatie.objects.create(
        besluit=besluit, aanvraag=aanvraag, ogon=ogon, wat="X", reactie_voor=dag, op=nu
    )
    Scenario.objects.create(ogon=ogon, naam="X", door=door, besluit=besluit)
    Toedeling.objects.create(team=team("I&A"), jaar=cyclus.jaar, ogon=ogon, deel=1, besluit=besluit)
    conflict = Conflict.objects.create(team=team("I&A"), jaar=cyclus.jaar, vrij=1, reactie_voor=dag)
    Conflictpartij.objects.create(conflict=conflict, ogon=ogon, gevraagd=1)
    Conflict.objects.update(status=ConflictStatus.OPGELOST, opgelost_op=nu, besluit=besluit)
    Cyclus.objects.update(afgesloten_op=nu)


def _besluit_over_tarief() -> None:
    waarden = {
        "functiegroep": "N",
        "naam": "Nieuw",
        "bedrag": Decimal(50),
        "van": klok.vandaag(),
        "tot": None,
    }
    deel, controller = instellingen.onderdeel("tarieven"), iemand(Rol.CONCERNCONTROLLER)
    voorstel = voer_uit(deel, instellingen.NIEUW, None, by=controller, waarden=waarden, reden="Nieuw.")
    afwijzen(voorstel, by=iemand(Rol.DIRECTIEBERAAD), toelichting="Te vroeg.")


@pytest.fixture
def rollen(eigen_database) -> Iterator[dict[str, psycopg2.extensions.connection]]:
    """A filled database, seen by the app and by the owner."""
    _alles_eenmaal()
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
