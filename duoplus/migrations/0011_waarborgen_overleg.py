"""What the database itself refuses about meetings and decisions, and the terms to start with."""

from datetime import date

from django.db import migrations
from django.db.migrations.operations import RunSQL

from duoplus.db import VAST_BINNEN, append_only, fixed_inside, fixed_once

TERMIJNEN = {
    "overleg.uitnodigen": ("Agenda versturen voor een vergadering", 10),
    "overleg.besluitenlijst": ("Besluitenlijst klaar na een vergadering", 5),
    "overleg.actie.herinnering": ("Herinnering voor een actie", 2),
    "besluit.uitvoeren": ("Een besluit uitvoeren", 20),
}

IN_VERGADERING = """
CREATE FUNCTION duoplus_besluit_in_vergadering() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM FROM duoplus_agendapunt punt JOIN duoplus_vergadering v ON v.id = punt.vergadering_id
        WHERE punt.id = NEW.agendapunt_id AND v.status = 'bezig' AND punt.status <> 'ingetrokken'
        AND v.gremium_id = NEW.gremium_id FOR SHARE;
    IF NOT FOUND THEN
        RAISE EXCEPTION 'Dit punt ligt nu niet voor in een vergadering van dit overleg.'
            USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER duoplus_besluit_in_vergadering BEFORE INSERT ON duoplus_besluit FOR EACH ROW
    WHEN (NEW.agendapunt_id IS NOT NULL) EXECUTE FUNCTION duoplus_besluit_in_vergadering();
"""
TERUG = """
DROP TRIGGER duoplus_besluit_in_vergadering ON duoplus_besluit;
DROP FUNCTION duoplus_besluit_in_vergadering();
"""


def vul(apps, schema_editor):
    Termijn = apps.get_model("duoplus", "Termijn")
    Termijn.objects.bulk_create(
        Termijn(sleutel=sleutel, omschrijving=tekst, aantal=aantal, van=date(2020, 1, 1))
        for sleutel, (tekst, aantal) in TERMIJNEN.items()
    )


class Migration(migrations.Migration):
    dependencies = [("duoplus", "0010_overleg")]

    operations = [
        RunSQL(VAST_BINNEN, "DROP FUNCTION duoplus_vast_binnen();"),
        fixed_once("duoplus_vergadering", "vastgesteld_op"),
        fixed_inside("duoplus_agendapunt", "duoplus_vergadering", "vergadering_id", "vastgesteld_op"),
        append_only("duoplus_aanwezigheid"),
        fixed_inside("duoplus_aanwezigheid", "duoplus_vergadering", "vergadering_id", "vastgesteld_op"),
        append_only("duoplus_uitvoering"),
        append_only("duoplus_erratum"),
        fixed_once("duoplus_agendasleutel", "ingetrokken_op", behalve=("gelezen_op",)),
        fixed_once("duoplus_actiepunt", "klaar_op"),
        RunSQL(IN_VERGADERING, TERUG),
        migrations.RunPython(vul, migrations.RunPython.noop),
    ]
