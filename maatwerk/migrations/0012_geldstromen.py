"""Taakvelden as dated reference data, keys per programme, and the limit of lawfulness.

A code is text: 0.10 is not 0.1, and 6.60 is not 6.6. These are the codes of Iv3 2025 and 2026; those of
earlier years differ (6.71a, 6.73) and are not here. domain.md section 4 names the source.
"""

from datetime import date

import django.db.models.deletion
from django.db import migrations, models
from django.db.migrations.operations import RunSQL

TAAKVELDEN = {
    "0 Bestuur en ondersteuning": {
        "0.1": "Bestuur",
        "0.2": "Burgerzaken",
        "0.3": "Beheer overige gebouwen en gronden",
        "0.4": "Overhead",
        "0.5": "Treasury",
        "0.61": "OZB woningen",
        "0.62": "OZB niet-woningen",
        "0.63": "Parkeerbelasting",
        "0.64": "Belastingen overig",
        "0.7": "Algemene uitkering en overige uitkeringen gemeentefonds",
        "0.8": "Overige baten en lasten",
        "0.9": "Vennootschapsbelasting (Vpb)",
        "0.10": "Mutaties reserves",
        "0.11": "Resultaat van de rekening van baten en lasten",
    },
    "1 Veiligheid": {
        "1.1": "Crisisbeheersing en brandweer",
        "1.2": "Openbare orde en veiligheid",
    },
    "2 Verkeer, vervoer en waterstaat": {
        "2.1": "Verkeer en vervoer",
        "2.2": "Parkeren",
        "2.3": "Recreatieve havens",
        "2.4": "Economische havens en waterwegen",
        "2.5": "Openbaar vervoer",
    },
    "3 Economie": {
        "3.1": "Economische ontwikkeling",
        "3.2": "Fysieke bedrijfsinfrastructuur",
        "3.3": "Bedrijvenloket en bedrijfsregelingen",
        "3.4": "Economische promotie",
    },
    "4 Onderwijs": {
        "4.1": "Openbaar basisonderwijs",
        "4.2": "Onderwijshuisvesting",
        "4.3": "Onderwijsbeleid en leerlingzaken",
    },
    "5 Sport, cultuur en recreatie": {
        "5.1": "Sportbeleid en activering",
        "5.2": "Sportaccommodaties",
        "5.3": "Cultuurpresentatie, cultuurproductie en cultuurparticipatie",
        "5.4": "Musea",
        "5.5": "Cultureel erfgoed",
        "5.6": "Media",
        "5.7": "Openbaar groen en (openlucht) recreatie",
    },
    "6 Sociaal domein": {
        "6.1": "Samenkracht en burgerparticipatie",
        "6.21": "Toegang en eerstelijnsvoorzieningen Wmo",
        "6.22": "Toegang en eerstelijnsvoorzieningen Jeugd",
        "6.23": "Toegang en eerstelijnsvoorzieningen Integraal",
        "6.3": "Inkomensregelingen",
        "6.4": "WSW en beschut werk",
        "6.5": "Arbeidsparticipatie",
        "6.60": "Hulpmiddelen en diensten (Wmo)",
        "6.711": "Huishoudelijke hulp (Wmo)",
        "6.712": "Begeleiding (Wmo)",
        "6.713": "Dagbesteding (Wmo)",
        "6.714": "Overige maatwerkarrangementen (Wmo)",
        "6.751": "Jeugdhulp ambulant lokaal",
        "6.752": "Jeugdhulp ambulant regionaal",
        "6.753": "Jeugdhulp ambulant landelijk",
        "6.761": "Jeugdhulp met verblijf lokaal",
        "6.762": "Jeugdhulp met verblijf regionaal",
        "6.763": "Jeugdhulp met verblijf landelijk",
        "6.791": "PGB Wmo",
        "6.792": "PGB Jeugd",
        "6.811": "Beschermd wonen (Wmo)",
        "6.812": "Maatschappelijke- en vrouwenopvang (Wmo)",
        "6.821": "Jeugdbescherming",
        "6.822": "Jeugdreclassering",
        "6.91": "Coördinatie en beleid Wmo",
        "6.92": "Coördinatie en beleid Jeugd",
    },
    "7 Volksgezondheid en milieu": {
        "7.1": "Volksgezondheid",
        "7.2": "Riolering",
        "7.3": "Afval",
        "7.4": "Milieubeheer",
        "7.5": "Begraafplaatsen en crematoria",
    },
    "8 Wonen en ruimtelijke ordening": {
        "8.1": "Ruimte en leefomgeving",
        "8.2": "Grondexploitatie (niet-bedrijventerreinen)",
        "8.3": "Wonen en bouwen",
    },
}
TAAKVELDEN_SINDS = date(2025, 1, 1)
BEGIN = date(2020, 1, 1)

# As in 0005, but now one key a day for the same municipalities in the same programme; a key without a
# programme holds for every programme that has none of its own.
SLEUTEL_PER_PROGRAMMA = """
CREATE OR REPLACE FUNCTION maatwerk_sleutel_klopt() RETURNS trigger LANGUAGE plpgsql AS $$
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
            AND ander.programma_id IS NOT DISTINCT FROM deze.programma_id
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
"""


def vul(apps, schema_editor):
    taakveld, grens = apps.get_model("maatwerk", "Taakveld"), apps.get_model("maatwerk", "Grens")
    codes = [(hoofd, code, naam) for hoofd, velden in TAAKVELDEN.items() for code, naam in velden.items()]
    taakveld.objects.bulk_create(
        taakveld(code=code, naam=naam, hoofdstuk=hoofd, volgorde=plek, van=TAAKVELDEN_SINDS)
        for plek, (hoofd, code, naam) in enumerate(codes, start=1)
    )
    grens.objects.create(
        sleutel="rechtmatigheid.grens",
        omschrijving="Onrechtmatig bedrag dat in de verantwoording moet, deel van de lasten",
        eenheid="procent",
        waarde=1,
        van=BEGIN,
    )


class Migration(migrations.Migration):
    dependencies = [("maatwerk", "0011_waarborgen_lumpsum")]

    operations = [
        migrations.AddField(
            model_name="verdeelsleutel",
            name="programma",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="duoplus.programma",
            ),
        ),
        RunSQL(SLEUTEL_PER_PROGRAMMA, RunSQL.noop),
        migrations.RunPython(vul, migrations.RunPython.noop),
    ]
