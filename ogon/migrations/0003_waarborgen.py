"""What the database itself refuses about capacity, and the yearly calendar to start with."""

from datetime import date

from django.db import migrations
from django.db.migrations.operations import RunSQL

from duoplus.db import append_only, fixed_once, fixed_with

# Phase, month, day, year from the cycle's, working days (None: until the next). Assumptions, so dated rows.
JAARKALENDER = (
    ("ophalen", 9, 1, -1, None),
    ("articuleren", 10, 1, -1, None),
    ("toetsen", 10, 26, -1, None),
    ("prioriteren", 11, 23, -1, 10),
    ("vaststellen", 12, 7, -1, 10),
    ("opdracht_dvo", 12, 21, -1, None),
    ("uitvoeren", 1, 1, 0, None),
    ("evalueren", 1, 11, 1, 20),
)
TERMIJNEN = {
    "ogon.conflict": ("Reageren op een verdeling van uren", 5),
    "ogon.consultatie": ("Reageren op een besluit van een ander OGON", 5),
    "ogon.standpunt": ("Standpunt geven over de volgorde", 10),
    "ogon.standpunt.herinnering": ("Herinnering voor een standpunt", 5),
}

# Deferred, so that a new division may let the old one lapse in the same transaction.
SAMEN_HOOGUIT_1 = """
CREATE FUNCTION ogon_toedeling_klopt() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM pg_advisory_xact_lock(hashtext('ogon_toedeling'), NEW.team_id::int);
    IF (SELECT sum(deel) FROM ogon_toedeling
        WHERE team_id = NEW.team_id AND jaar = NEW.jaar AND vervallen_op IS NULL) > 1 THEN
        RAISE EXCEPTION 'De delen van een team zijn samen hooguit 100%%.' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER ogon_toedeling_klopt AFTER INSERT OR UPDATE ON ogon_toedeling
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION ogon_toedeling_klopt();
"""
TERUG = "DROP TRIGGER ogon_toedeling_klopt ON ogon_toedeling; DROP FUNCTION ogon_toedeling_klopt();"


def vul(apps, schema_editor):
    Faseregel, Termijn = apps.get_model("ogon", "Faseregel"), apps.get_model("duoplus", "Termijn")
    begin = date(2020, 1, 1)
    Faseregel.objects.bulk_create(
        Faseregel(fase=f, maand=m, dag=d, jaar_verschuiving=j, werkdagen=w, van=begin)
        for f, m, d, j, w in JAARKALENDER
    )
    Termijn.objects.bulk_create(
        Termijn(sleutel=sleutel, omschrijving=tekst, aantal=aantal, van=begin)
        for sleutel, (tekst, aantal) in TERMIJNEN.items()
    )


class Migration(migrations.Migration):
    dependencies = [("ogon", "0002_cyclus"), ("duoplus", "0008_draaischijf")]

    operations = [
        append_only("ogon_capaciteitsregel", behalve=("vervallen_op",)),
        append_only("ogon_toedeling", behalve=("vervallen_op",)),
        fixed_once("ogon_conflict", "opgelost_op"),
        fixed_with("ogon_conflictpartij", "ogon_conflict", "conflict_id", "opgelost_op"),
        fixed_once("ogon_cyclus", "afgesloten_op"),
        RunSQL(SAMEN_HOOGUIT_1, TERUG),
        migrations.RunPython(vul, migrations.RunPython.noop),
    ]
