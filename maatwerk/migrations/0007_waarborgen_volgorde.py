"""What the database itself refuses about ranking, positions and hours, and the weights to start with."""

from datetime import date

from django.db import migrations
from django.db.migrations.operations import RunSQL

from duoplus.db import append_only, fixed_once, fixed_with

GEWICHTEN = {
    "wettelijk": 30,
    "bestuurlijk": 20,
    "effect": 20,
    "urgentie": 15,
    "gemeenten": 10,
    "haalbaarheid": 5,
}

# Adopting takes a submission in which the last word of no municipality is an objection.
VASTSTELLEN = """
CREATE FUNCTION maatwerk_ronde_vaststellen() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF OLD.status <> 'voorgelegd' THEN
        RAISE EXCEPTION 'Een volgorde wordt eerst voorgelegd.' USING ERRCODE = 'check_violation';
    END IF;
    IF EXISTS (
        SELECT FROM (
            SELECT DISTINCT ON (organisatie_id) soort FROM maatwerk_standpunt
            WHERE ronde_id = NEW.id AND voorlegging = NEW.voorlegging ORDER BY organisatie_id, id DESC
        ) laatste WHERE soort = 'bezwaar'
    ) THEN
        RAISE EXCEPTION 'Er staat nog een bezwaar open.' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER maatwerk_ronde_vaststellen BEFORE UPDATE ON maatwerk_ronde FOR EACH ROW
    WHEN (NEW.status = 'vastgesteld' AND OLD.status IS DISTINCT FROM 'vastgesteld')
    EXECUTE FUNCTION maatwerk_ronde_vaststellen();

CREATE FUNCTION maatwerk_standpunt_open() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM FROM maatwerk_ronde WHERE id = NEW.ronde_id AND status = 'voorgelegd'
        AND voorlegging = NEW.voorlegging FOR SHARE;
    IF NOT FOUND THEN
        RAISE EXCEPTION 'Deze volgorde ligt niet voor.' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER maatwerk_standpunt_open BEFORE INSERT ON maatwerk_standpunt
    FOR EACH ROW EXECUTE FUNCTION maatwerk_standpunt_open();

CREATE FUNCTION maatwerk_rondeplaats_open() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM FROM maatwerk_ronde WHERE id = coalesce(NEW.ronde_id, OLD.ronde_id)
        AND status = 'rangschikken' FOR SHARE;
    IF NOT FOUND THEN
        RAISE EXCEPTION 'De volgorde staat vast of ligt voor.' USING ERRCODE = 'check_violation';
    END IF;
    RETURN coalesce(NEW, OLD);
END $$;
CREATE TRIGGER maatwerk_rondeplaats_open BEFORE INSERT OR UPDATE OR DELETE ON maatwerk_rondeplaats
    FOR EACH ROW EXECUTE FUNCTION maatwerk_rondeplaats_open();
"""
VASTSTELLEN_TERUG = """
DROP TRIGGER maatwerk_rondeplaats_open ON maatwerk_rondeplaats;
DROP FUNCTION maatwerk_rondeplaats_open();
DROP TRIGGER maatwerk_standpunt_open ON maatwerk_standpunt;
DROP FUNCTION maatwerk_standpunt_open();
DROP TRIGGER maatwerk_ronde_vaststellen ON maatwerk_ronde;
DROP FUNCTION maatwerk_ronde_vaststellen();
"""

# Hours leave an account only if they are on it; the free account has no bottom here, its bound is the line.
SALDO = """
CREATE FUNCTION maatwerk_mutatie_gedekt() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    saldo numeric;
BEGIN
    PERFORM pg_advisory_xact_lock(hashtext('maatwerk_mutatie'), NEW.aanvraag_id::int);
    SELECT coalesce(sum(CASE WHEN naar = NEW.van THEN uren ELSE -uren END), 0) INTO saldo
        FROM maatwerk_mutatie
        WHERE aanvraag_id = NEW.aanvraag_id AND team_id = NEW.team_id AND maand = NEW.maand
            AND NEW.van IN (van, naar);
    IF saldo < 0 THEN
        RAISE EXCEPTION 'Er staan geen % uren op %.', NEW.uren, NEW.van USING ERRCODE = 'check_violation';
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER maatwerk_mutatie_gedekt AFTER INSERT ON maatwerk_mutatie FOR EACH ROW
    WHEN (NEW.van <> 'vrij') EXECUTE FUNCTION maatwerk_mutatie_gedekt();
"""
SALDO_TERUG = (
    "DROP TRIGGER maatwerk_mutatie_gedekt ON maatwerk_mutatie; DROP FUNCTION maatwerk_mutatie_gedekt();"
)


def vul(apps, schema_editor):
    apps.get_model("maatwerk", "Gewicht").objects.create(van=date(2020, 1, 1), **GEWICHTEN)


class Migration(migrations.Migration):
    dependencies = [("maatwerk", "0006_prioritering"), ("ogon", "0003_waarborgen")]

    operations = [
        append_only("maatwerk_zet"),
        append_only("maatwerk_standpunt"),
        append_only("maatwerk_mutatie"),
        append_only("maatwerk_financiering"),
        append_only("maatwerk_gewicht", behalve=("tot",)),
        fixed_once("maatwerk_ronde", "vastgesteld_op"),
        fixed_with("maatwerk_rondeplaats", "maatwerk_ronde", "ronde_id", "vastgesteld_op"),
        fixed_once("maatwerk_consultatie", "op"),
        fixed_once("maatwerk_scenario", "besluit_id"),
        RunSQL(VASTSTELLEN, VASTSTELLEN_TERUG),
        RunSQL(SALDO, SALDO_TERUG),
        migrations.RunPython(vul, migrations.RunPython.noop),
    ]
