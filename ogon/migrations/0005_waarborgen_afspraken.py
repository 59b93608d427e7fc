"""What the database itself refuses about agreements and escalations, and the rules to start with."""

from datetime import date

from django.db import migrations
from django.db.migrations.operations import RunSQL

from duoplus.db import append_only, fixed_inside, fixed_once

BEGIN = date(2020, 1, 1)
TERMIJNEN = {
    "opschaling.antwoord": ("Antwoord van het directieberaad", 15),
    "opschaling.spoed": ("Antwoord van het directieberaad bij spoed", 2),
    "opschaling.terugkoppelen": ("Antwoord doorgeven aan het OGON", 2),
    "dvo.tekenen": ("Een DVO paraferen of ondertekenen", 10),
    "dvo.vernieuwen": ("Waarschuwing dat een DVO afloopt", 60),
    "dvo.waarschuwen": ("Waarschuwing voor de laatste dag om op te zeggen", 20),
    "voorstel.college": ("Een college besluit over een voorstel", 20),
}
# Who hears of an escalation without an answer; working days after the step before, and when it is urgent.
LADDER = (
    (1, "Bestuursadviseur", "bestuursadviseur", 1, 1),
    (2, "Directieberaad", "directieberaad", 15, 2),
    (3, "Concerncontroller", "concerncontroller", 5, 1),
)
# Kind, place at the municipality, role, function.
TEKENREGELS = (
    ("paraaf", False, "concerncontroller", "Concerncontroller"),
    ("paraaf", True, "controller", "Controller"),
    ("handtekening", False, "directieberaad", "Algemeen directeur"),
    ("handtekening", True, "opdrachtgever", "Gemeentesecretaris"),
)
# Field and role that may initial a proposal; a municipality narrows it to a team in the settings.
TOETSREGELS = (
    ("financieel", "concerncontroller"),
    ("financieel", "controller"),
    ("juridisch", "bestuursadviseur"),
    ("juridisch", "teammanager"),
    ("inkoop", "cpi"),
    ("privacy", "bestuursadviseur"),
    ("privacy", "teammanager"),
)

# Of an escalation: how it goes on. Its packet, question and date never change.
BEWEEGT = (
    "status",
    "advies",
    "pdf_id",
    "antwoord",
    "antwoordbesluit_id",
    "besloten_op",
    "ingetrokken_op",
    "versie",
)

EISEN = """
CREATE FUNCTION ogon_addendum_na_dvo() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM FROM ogon_dvoversie WHERE dvo_id = NEW.dvo_id AND hoofd = NEW.hoofd AND sub = 0
        AND getekend_op IS NOT NULL AND geldt_van <= NEW.geldt_van;
    IF NOT FOUND THEN
        RAISE EXCEPTION 'Een addendum volgt op een getekende DVO en gaat niet eerder in.'
            USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER ogon_addendum_na_dvo BEFORE INSERT OR UPDATE OF geldt_van, sub, hoofd ON ogon_dvoversie
    FOR EACH ROW WHEN (NEW.sub > 0) EXECUTE FUNCTION ogon_addendum_na_dvo();

CREATE FUNCTION ogon_dvonorm_binnen() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM FROM ogon_dvoregel regel JOIN ogon_dvoversie v ON v.id = regel.dvoversie_id
        WHERE regel.id = ANY (ARRAY[OLD.regel_id, NEW.regel_id]) AND v.getekend_op IS NOT NULL;
    IF FOUND THEN
        RAISE EXCEPTION 'Deze gegevens liggen vast: % in % mag niet.', TG_OP, TG_TABLE_NAME
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN CASE TG_OP WHEN 'DELETE' THEN OLD ELSE NEW END;
END $$;
CREATE TRIGGER ogon_dvonorm_binnen BEFORE INSERT OR UPDATE OR DELETE ON ogon_dvonorm
    FOR EACH ROW EXECUTE FUNCTION ogon_dvonorm_binnen();
"""
TERUG = """
DROP TRIGGER ogon_dvonorm_binnen ON ogon_dvonorm; DROP FUNCTION ogon_dvonorm_binnen();
DROP TRIGGER ogon_addendum_na_dvo ON ogon_dvoversie; DROP FUNCTION ogon_addendum_na_dvo();
"""


def vul(apps, schema_editor):
    Termijn, Ladder = apps.get_model("duoplus", "Termijn"), apps.get_model("ogon", "Ladder")
    Termijn.objects.bulk_create(
        Termijn(sleutel=sleutel, omschrijving=tekst, aantal=aantal, van=BEGIN)
        for sleutel, (tekst, aantal) in TERMIJNEN.items()
    )
    Ladder.objects.bulk_create(
        Ladder(trede=trede, wie=wie, rol=rol, werkdagen=dagen, werkdagen_spoed=spoed, van=BEGIN)
        for trede, wie, rol, dagen, spoed in LADDER
    )
    Tekenregel = apps.get_model("ogon", "Tekenregel")
    Tekenregel.objects.bulk_create(
        Tekenregel(soort=soort, van_gemeente=van_gemeente, rol=rol, functie=functie, van=BEGIN)
        for soort, van_gemeente, rol, functie in TEKENREGELS
    )
    Toetsregel = apps.get_model("ogon", "Toetsregel")
    Toetsregel.objects.bulk_create(Toetsregel(soort=soort, rol=rol, van=BEGIN) for soort, rol in TOETSREGELS)


class Migration(migrations.Migration):
    dependencies = [("ogon", "0004_afspraken"), ("duoplus", "0011_waarborgen_overleg")]

    operations = [
        fixed_once("ogon_dvoversie", "getekend_op"),
        fixed_inside("ogon_dvoartikel", "ogon_dvoversie", "dvoversie_id", "getekend_op"),
        fixed_inside("ogon_dvoregel", "ogon_dvoversie", "dvoversie_id", "getekend_op"),
        fixed_inside("ogon_tekenplek", "ogon_dvoversie", "dvoversie_id", "getekend_op"),
        append_only("ogon_ondertekening"),
        fixed_inside("ogon_ondertekening", "ogon_dvoversie", "dvoversie_id", "getekend_op"),
        append_only("ogon_kpiresultaat"),
        fixed_once("ogon_werkplan", "afgesloten_op"),
        fixed_inside("ogon_werkplanregel", "ogon_werkplan", "werkplan_id", "afgesloten_op"),
        append_only("ogon_werkplanvaststelling"),
        append_only("ogon_werkplanstand"),
        append_only("ogon_opschaling", behalve=BEWEEGT),
        append_only("ogon_opschalingtrede"),
        fixed_once("ogon_voorstel", "besloten_op", behalve=("status", "versie")),
        append_only("ogon_voorsteltoets"),
        append_only("ogon_overdracht"),
        append_only("ogon_maatregelresultaat"),
        fixed_once("ogon_planvanaanpak", "afgesloten_op"),
        RunSQL(EISEN, TERUG),
        migrations.RunPython(vul, migrations.RunPython.noop),
    ]
