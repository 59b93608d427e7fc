"""What the database itself refuses about money: bookings in a closed month, and changes to what was issued."""

from datetime import date

from django.db import migrations
from django.db.migrations.operations import RunSQL

from duoplus.db import append_only, fixed_inside, fixed_once

# What still happens to an assignment after its second initial (0002), and what this release adds: how it
# is accounted for, and ceilings by a request for change.
NA_VERLENEN = (
    "gestart_op",
    "resultaat",
    "opgeleverd_op",
    "geaccepteerd_op",
    "score",
    "score_toelichting",
    "taakveld",
    "i_s",
    "gewijzigd_plafond_uren",
    "gewijzigd_plafond_kosten",
    "gewijzigde_einddatum",
)

# One statement, one row or a hundred thousand: the share lock makes a closer wait for bookings under way,
# and those wait for him (measured in reliability.md 4.4). Totals follow in the same transaction. A month
# that is not there cannot be held: somebody could make and close it before the foreign key is checked.
BOEKEN = """
CREATE FUNCTION maatwerk_boeking_geboekt() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    dicht date;
    gelockt integer;
BEGIN
    SELECT min(maand) FILTER (WHERE gesloten_op IS NOT NULL), count(*) INTO dicht, gelockt FROM (
        SELECT maand, gesloten_op FROM maatwerk_periode
        WHERE maand IN (SELECT DISTINCT periode_id FROM nieuw) ORDER BY maand FOR SHARE
    ) maanden;
    IF dicht IS NOT NULL THEN
        RAISE EXCEPTION 'De maand % is afgesloten.', to_char(dicht, 'MM-YYYY')
            USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'boeking_in_open_periode';
    END IF;
    IF gelockt < (SELECT count(DISTINCT periode_id) FROM nieuw) THEN
        RAISE EXCEPTION 'Deze maand is er nog niet.' USING ERRCODE = 'foreign_key_violation';
    END IF;
    INSERT INTO maatwerk_boekingstotaal AS totaal
        (opdracht_id, periode_id, werkmaand, team_id, soort, uren, bedrag, aantal)
    SELECT opdracht_id, periode_id, date_trunc('month', datum)::date, team_id, soort,
        sum(uren), sum(bedrag), count(*)
    FROM nieuw GROUP BY 1, 2, 3, 4, 5 ORDER BY 1, 2, 3, 4, 5
    ON CONFLICT (opdracht_id, periode_id, werkmaand, team_id, soort) DO UPDATE SET
        uren = totaal.uren + EXCLUDED.uren,
        bedrag = totaal.bedrag + EXCLUDED.bedrag,
        aantal = totaal.aantal + EXCLUDED.aantal;
    RETURN NULL;
END $$;
CREATE TRIGGER maatwerk_boeking_geboekt AFTER INSERT ON maatwerk_boeking
    REFERENCING NEW TABLE AS nieuw FOR EACH STATEMENT EXECUTE FUNCTION maatwerk_boeking_geboekt();

CREATE FUNCTION maatwerk_boekingstotaal_vanzelf() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF pg_trigger_depth() < 2 THEN
        RAISE EXCEPTION 'Totalen volgen uit de boekingen: % mag niet.', TG_OP
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER maatwerk_boekingstotaal_vanzelf
    BEFORE INSERT OR UPDATE OR DELETE OR TRUNCATE ON maatwerk_boekingstotaal
    FOR EACH STATEMENT EXECUTE FUNCTION maatwerk_boekingstotaal_vanzelf();
"""
BOEKEN_TERUG = """
DROP TRIGGER maatwerk_boeking_geboekt ON maatwerk_boeking; DROP FUNCTION maatwerk_boeking_geboekt();
DROP TRIGGER maatwerk_boekingstotaal_vanzelf ON maatwerk_boekingstotaal;
DROP FUNCTION maatwerk_boekingstotaal_vanzelf();
"""
TOTALEN_VAN_WAT_ER_WAS = """
INSERT INTO maatwerk_boekingstotaal
    (opdracht_id, periode_id, werkmaand, team_id, soort, uren, bedrag, aantal)
SELECT opdracht_id, periode_id, date_trunc('month', datum)::date, team_id, soort,
    sum(uren), sum(bedrag), count(*)
FROM maatwerk_boeking GROUP BY 1, 2, 3, 4, 5;
"""
OPDRACHT_RUIMER = """
DROP TRIGGER maatwerk_opdracht_ligt_vast ON maatwerk_opdracht;
DROP TRIGGER maatwerk_opdracht_nooit_leeg ON maatwerk_opdracht;
"""

BEGIN = date(2020, 1, 1)
TERMIJNEN = (
    ("periode.uren", "Uren van een maand ingediend, na de laatste dag", 5),
    ("periode.sluiten", "Een maand gesloten, na de laatste dag", 8),
    ("periode.heropening", "Boeken in een heropende maand", 5),
    ("verantwoording.kwartaal", "Kwartaalrapportage klaar, na de laatste dag", 15),
    ("verantwoording.burap", "Bestuursrapportage klaar, na de laatste dag", 40),
    ("opdracht.uitloop", "Boeken na de einddatum van een opdracht", 10),
)
GRENZEN = (
    ("lumpsum.toelichting", "Afwijking die een toelichting vraagt", "euro", 25_000),
    ("uren.lange_dag", "Uren op een dag waarbij wij vragen of het klopt", "uur", 10),
    ("signaal.oranje", "Beslag waarbij wij waarschuwen", "procent", 80),
    ("signaal.rood", "Beslag waarbij overleg nodig is", "procent", 95),
    ("signaal.vol", "Beslag waarbij wij een opschaling klaarzetten", "procent", 100),
    ("opdracht.overschrijding", "Verwachte kosten waarbij een wijzigingsverzoek moet", "procent", 110),
)


def vul(apps, schema_editor):
    """Terms and limits of domain.md sections 3 and 4: assumptions until Duo+ chooses."""
    termijn, grens = apps.get_model("duoplus", "Termijn"), apps.get_model("maatwerk", "Grens")
    for sleutel, omschrijving, aantal in TERMIJNEN:
        termijn.objects.create(sleutel=sleutel, omschrijving=omschrijving, aantal=aantal, van=BEGIN)
    for sleutel, omschrijving, eenheid, waarde in GRENZEN:
        grens.objects.create(
            sleutel=sleutel, omschrijving=omschrijving, eenheid=eenheid, waarde=waarde, van=BEGIN
        )


class Migration(migrations.Migration):
    dependencies = [("maatwerk", "0010_lumpsum")]

    operations = [
        RunSQL(TOTALEN_VAN_WAT_ER_WAS, RunSQL.noop),  # before the guard on totals
        RunSQL(BOEKEN, BOEKEN_TERUG),
        RunSQL(OPDRACHT_RUIMER, RunSQL.noop),
        fixed_once("maatwerk_opdracht", "verleend_op", behalve=NA_VERLENEN),
        fixed_once("maatwerk_periode", "gesloten_op"),
        fixed_once("maatwerk_heropening", "toegestaan_op"),
        append_only("maatwerk_bron", behalve=("regels", "uren", "bedrag")),
        append_only("maatwerk_begrotingsregel"),
        append_only("maatwerk_opdrachtsleutel"),
        append_only("maatwerk_prognose"),
        append_only("maatwerk_toelichting"),
        append_only("maatwerk_onrechtmatigheid"),
        append_only("maatwerk_goedkeuring"),
        append_only("maatwerk_methode", behalve=("tot",)),
        append_only("maatwerk_grens", behalve=("tot",)),
        append_only("maatwerk_taakveld", behalve=("tot",)),
        fixed_once("maatwerk_wijzigingsverzoek", "afgedaan_op"),
        fixed_once("maatwerk_verantwoording", "definitief_op"),
        append_only("maatwerk_verantwoordingsbestand"),
        fixed_inside(
            "maatwerk_verantwoordingsbestand", "maatwerk_verantwoording", "verantwoording_id", "definitief_op"
        ),
        migrations.RunPython(vul, migrations.RunPython.noop),
    ]
