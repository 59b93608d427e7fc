"""The thread of finished work stays as it is: its links neither change nor go."""

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


class Migration(migrations.Migration):
    dependencies = [("maatwerk", "0008_draad")]

    operations = [RunSQL(VAST, TERUG + "DROP FUNCTION maatwerk_draad_vast();")]
