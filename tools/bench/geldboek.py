"""Databases for the measurements of money: a thousand requests, and so many bookings in one open year."""

from time import monotonic

from django.db import connections
from django.db.utils import load_backend
from psycopg2.extensions import cursor as Cursor

from duoplus import klok
from tools import services
from tools.bench import databases, gegevens
from tools.bench.meten import Grootte

AANVRAGEN = 1_000
MAANDEN = 9

# Everything booked so far goes, under the owner's own hand; assignments run all year and close at its end.
LEEG = """
ALTER TABLE maatwerk_aanvraag DISABLE TRIGGER USER;
UPDATE maatwerk_aanvraag SET afgesloten_op = %(eind)s WHERE afgesloten_op IS NOT NULL;
ALTER TABLE maatwerk_aanvraag ENABLE TRIGGER USER;
ALTER TABLE maatwerk_mutatie DISABLE TRIGGER USER; ALTER TABLE maatwerk_boeking DISABLE TRIGGER USER;
ALTER TABLE maatwerk_boekingstotaal DISABLE TRIGGER USER; ALTER TABLE maatwerk_opdracht DISABLE TRIGGER USER;
DELETE FROM maatwerk_mutatie; DELETE FROM maatwerk_boekingstotaal; DELETE FROM maatwerk_boeking;
DELETE FROM maatwerk_periode;
UPDATE maatwerk_opdracht SET gestart_op = %(begin)s, einddatum = %(eind)s, taakveld = '0.4', i_s = 'I'
    WHERE verleend_op IS NOT NULL;
ALTER TABLE maatwerk_mutatie ENABLE TRIGGER USER; ALTER TABLE maatwerk_boeking ENABLE TRIGGER USER;
ALTER TABLE maatwerk_boekingstotaal ENABLE TRIGGER USER; ALTER TABLE maatwerk_opdracht ENABLE TRIGGER USER;
INSERT INTO maatwerk_periode (maand, momentopname, vorig_zegel, zegel)
    SELECT maand::date, '{}', '', ''
    FROM generate_series(%(begin)s::timestamp, %(eind)s::timestamp, '1 month') maand;
"""
BOEK = """
WITH opdracht AS (
    SELECT row_number() OVER (ORDER BY o.id) - 1 AS nr, count(*) OVER () AS aantal, o.id, a.team_id
    FROM maatwerk_opdracht o JOIN maatwerk_aanvraag a ON a.id = o.aanvraag_id
    WHERE o.verleend_op IS NOT NULL AND a.team_id IS NOT NULL
)
INSERT INTO maatwerk_boeking (
    opdracht_id, soort, datum, periode_id, team_id, functiegroep, uren, tarief, bedrag, omschrijving,
    leverancier, factuurnummer, btw_regime, btw, economische_categorie, medewerker_nummer, bron_id, kenmerk,
    geboekt_door_id, geboekt_op
)
SELECT o.id, 'uren', dag, date_trunc('month', dag)::date, o.team_id, 'T2', 1 + n %% 8, 76, 76 * (1 + n %% 8),
    'Gewerkt aan de opdracht ' || n, '', '', 'nvt', 0, '', n::text, %(bron)s, gen_random_uuid(),
    %(wie)s, now()
FROM generate_series(1, %(n)s) n
JOIN opdracht o ON o.nr = n %% o.aantal
CROSS JOIN LATERAL (SELECT %(begin)s::date + (n * 7 %% %(dagen)s)) d (dag)
"""
BRON = """
INSERT INTO maatwerk_bron (door_id, op, sha256, soort, bestandsnaam, regels, uren, bedrag)
VALUES (%(wie)s, now(), md5('bench'), 'uren', 'bench.csv', 0, 0, 0) RETURNING id
"""
TEL_BRON = """
UPDATE maatwerk_bron SET (regels, uren, bedrag) =
    (SELECT count(*), sum(uren), sum(bedrag) FROM maatwerk_boeking)
"""


class Geldboek(Grootte):
    """The portal with so many bookings."""

    def __init__(self, n: int) -> None:
        super().__init__(n)
        settings = connections["default"].settings_dict | {"NAME": naam(n)}
        self.connection = load_backend(settings["ENGINE"]).DatabaseWrapper(settings, "default")


def naam(n: int) -> str:
    return f"geld_{n}"


def maak(n: int) -> None:
    """Make the database with so many bookings, unless it is there from an earlier run."""
    if databases._exists(naam(n)):
        return
    began = monotonic()
    databases._maintain("DROP DATABASE IF EXISTS {} WITH (FORCE)", "bench_bouw")
    databases._maintain("CREATE DATABASE {} TEMPLATE {} STRATEGY file_copy", "bench_bouw", services.DATABASE)
    with services.connection(databases._server("bench_bouw")) as conn, conn.cursor() as cursor:
        gegevens.vul(cursor, AANVRAGEN)
        _boek(cursor, n)
    connections.close_all()
    databases._maintain("ALTER DATABASE {} RENAME TO {}", "bench_bouw", naam(n))
    print(f"  ✓ {n:,} boekingen gemaakt ({monotonic() - began:.1f} s)".replace(",", "."), flush=True)


def _boek(cursor: Cursor, n: int) -> None:
    jaar = klok.vandaag().year
    velden = {"begin": f"{jaar}-01-01", "eind": f"{jaar}-12-31", "n": n, "dagen": 30 * MAANDEN}
    cursor.execute("SELECT id FROM duoplus_gebruiker WHERE email LIKE 'concerncontroller@%' LIMIT 1")
    [(velden["wie"],)] = cursor.fetchall()
    for opdracht in filter(str.strip, LEEG.split(";")):
        cursor.execute(opdracht, velden)
    cursor.execute(BRON, velden)
    [(velden["bron"],)] = cursor.fetchall()
    cursor.execute(BOEK, velden)
    cursor.execute(TEL_BRON)
    cursor.execute("VACUUM ANALYZE")
