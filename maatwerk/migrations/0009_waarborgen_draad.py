"""The thread of finished work stays as it is: its links neither change nor go."""

from datetime import date

from django.db import migrations
from django.db.migrations.operations import RunSQL

LINKS = ("maatwerk_opdrachtinwerkplan", "maatwerk_opdrachtonderartikel")

VAST = """
CREATE FUNCTION maatwerk_draad_vast() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM FROM maatwerk_opdracht o JOIN maatwerk_aanvraag a ON a.id = o.aanvraag_id
        WHERE o.id = OLD.opdracht_id AND a.status = 'afgesloten';
    IF FOUND THEN
        RAISE EXCEPTION 'Dit werk is afgesloten: % in % mag niet.', TG_OP, TG_TABLE_NAME
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN CASE TG_OP WHEN 'DELETE' THEN OLD ELSE NEW END;
END $$;
""" + "".join(
    f"CREATE TRIGGER {link}_vast BEFORE UPDATE OR DELETE ON {link}"
    " FOR EACH ROW EXECUTE FUNCTION maatwerk_draad_vast();"
    for link in LINKS
)
TERUG = "".join(f"DROP TRIGGER {link}_vast ON {link};" for link in LINKS)

# A line that lapses lets go of its assignment as much as a link that goes.
REGEL = """
CREATE FUNCTION maatwerk_regel_houdt_draad() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM FROM maatwerk_opdrachtinwerkplan link JOIN maatwerk_opdracht o ON o.id = link.opdracht_id
        JOIN maatwerk_aanvraag a ON a.id = o.aanvraag_id
        WHERE link.regel_id = OLD.id AND a.status = 'afgesloten';
    IF FOUND THEN
        RAISE EXCEPTION 'Dit werk is afgesloten: % in % mag niet.', TG_OP, TG_TABLE_NAME
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER maatwerk_regel_houdt_draad BEFORE UPDATE OF vervallen_op ON ogon_werkplanregel
    FOR EACH ROW WHEN (NEW.vervallen_op IS NOT NULL AND OLD.vervallen_op IS NULL)
    EXECUTE FUNCTION maatwerk_regel_houdt_draad();
"""
REGEL_TERUG = """
DROP TRIGGER maatwerk_regel_houdt_draad ON ogon_werkplanregel; DROP FUNCTION maatwerk_regel_houdt_draad();
"""
BEGIN = date(2020, 1, 1)


def vul(apps, schema_editor):
    """After how long a decision without an assignment is named as hanging loose: an assumption."""
    apps.get_model("duoplus", "Termijn").objects.create(
        sleutel="draad.opdracht", omschrijving="Een opdracht na een besluit", aantal=10, van=BEGIN
    )


class Migration(migrations.Migration):
    dependencies = [("maatwerk", "0008_draad")]

    operations = [
        RunSQL(VAST, TERUG + "DROP FUNCTION maatwerk_draad_vast();"),
        RunSQL(REGEL, REGEL_TERUG),
        migrations.RunPython(vul, migrations.RunPython.noop),
    ]
