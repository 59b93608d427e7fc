"""Who drew up a key and who decided it; and keys that always add up, one a day for the same municipalities."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

# Judged at commit, when all shares are there. One at a time: two keys for the same municipalities, made at
# the same moment, would not see each other.
SLEUTEL_KLOPT = """
CREATE FUNCTION maatwerk_sleutel_klopt() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    sleutel bigint := (to_jsonb(NEW) ->> TG_ARGV[0])::bigint;
    totaal numeric;
    partijen bigint[];
BEGIN
    PERFORM pg_advisory_xact_lock(hashtext('maatwerk_verdeelsleutel'));
    SELECT sum(aandeel), array_agg(organisatie_id ORDER BY organisatie_id) INTO totaal, partijen
        FROM maatwerk_sleutelaandeel WHERE sleutel_id = sleutel;
    IF totaal IS DISTINCT FROM 1 THEN
        RAISE EXCEPTION 'De aandelen van een sleutel zijn samen precies 100%%.'
            USING ERRCODE = 'check_violation';
    END IF;
    IF EXISTS (
        SELECT FROM maatwerk_verdeelsleutel deze
        JOIN maatwerk_verdeelsleutel ander ON ander.id <> deze.id
            AND daterange(ander.van, ander.tot, '[]') && daterange(deze.van, deze.tot, '[]')
        WHERE deze.id = sleutel AND partijen = (
            SELECT array_agg(organisatie_id ORDER BY organisatie_id)
            FROM maatwerk_sleutelaandeel WHERE sleutel_id = ander.id
        )
    ) THEN
        RAISE EXCEPTION 'Voor deze gemeenten geldt in deze periode al een sleutel.'
            USING ERRCODE = 'exclusion_violation';
    END IF;
    RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER maatwerk_sleutelaandeel_klopt AFTER INSERT ON maatwerk_sleutelaandeel
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION maatwerk_sleutel_klopt('sleutel_id');
CREATE CONSTRAINT TRIGGER maatwerk_verdeelsleutel_klopt AFTER INSERT OR UPDATE ON maatwerk_verdeelsleutel
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION maatwerk_sleutel_klopt('id');
"""
TERUG = """
DROP TRIGGER maatwerk_verdeelsleutel_klopt ON maatwerk_verdeelsleutel;
DROP TRIGGER maatwerk_sleutelaandeel_klopt ON maatwerk_sleutelaandeel;
DROP FUNCTION maatwerk_sleutel_klopt();
"""


class Migration(migrations.Migration):
    dependencies = [("maatwerk", "0004_import"), ("duoplus", "0006_instellingen")]

    operations = [
        migrations.AddField(
            model_name="verdeelsleutel",
            name="opgesteld_door",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="verdeelsleutel",
            name="vastgesteld_door",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddConstraint(
            model_name="verdeelsleutel",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("opgesteld_door", None), ("vastgesteld_door", None)),
                    models.Q(("opgesteld_door", models.F("vastgesteld_door")), _negated=True),
                    _connector="OR",
                ),
                name="sleutel_twee_personen",
                violation_error_message="Wie een sleutel opstelt, stelt haar niet zelf vast.",
            ),
        ),
        migrations.RunSQL(SLEUTEL_KLOPT, TERUG),
    ]
