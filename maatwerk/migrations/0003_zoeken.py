"""Search documents beside the requests, kept fresh by the database itself.

``maatwerk_zoekstuk`` lists every text that is searched, and who may read it; ``maatwerk_maak_vindbaar``
makes documents of them; a trigger per table calls it when one of those texts changes.
"""

import django.contrib.postgres.indexes
import django.contrib.postgres.search
import django.db.models.deletion
from django.db import migrations, models

# With the rights of who asks, so that a later wall around rows holds here too. A tsvector holds 1 MB, so of
# each text no more than this many characters: some forty pages.
STUKKEN = """
CREATE VIEW maatwerk_zoekstuk WITH (security_invoker = true) AS
SELECT id, aanvraag_id, plek, intern, left(tekst, 80000) AS tekst FROM (
    SELECT 'titel-' || id AS id, id AS aanvraag_id, 'titel' AS plek, false AS intern, titel::text AS tekst
        FROM maatwerk_aanvraag
    UNION ALL
    SELECT 'vraag-' || id, id, 'vraag', false, concat_ws(E'\n', probleem, gewenst_resultaat)
        FROM maatwerk_aanvraag
    UNION ALL
    SELECT 'articulatie-' || id, aanvraag_id, 'articulatie', false, concat_ws(
            E'\n', begrepen, probleem, beoogd_effect, afbakening, acceptatiecriteria, gevolg_niet_doen,
            correctie
        ) FROM maatwerk_verificatie
    UNION ALL
    SELECT 'antwoord-' || id, aanvraag_id, 'antwoord', false, concat_ws(E'\n', vraag, antwoord)
        FROM maatwerk_vraag
    UNION ALL
    SELECT 'gesprek-' || r.id, object_id, 'gesprek', zichtbaarheid <> 'gedeeld', tekst
        FROM duoplus_reactie r JOIN django_content_type soort
            ON soort.id = r.content_type_id AND (app_label, model) = ('maatwerk', 'aanvraag')
    UNION ALL
    SELECT 'document-' || b.id, object_id, 'document', zichtbaarheid <> 'gedeeld',
            regexp_replace(naam, '[_.-]+', ' ', 'g')
        FROM duoplus_bijlage b JOIN django_content_type soort
            ON soort.id = b.content_type_id AND (app_label, model) = ('maatwerk', 'aanvraag')
) stuk
"""

# The numbers as people say them: mw-2026-0014, 2026-0014, 0014 and 14; an old 2026/01 as 2026-01.
NUMMERS = """
CREATE FUNCTION maatwerk_zoeknummers(nummer text, extern text) RETURNS tsvector
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT array_to_tsvector(ARRAY(SELECT DISTINCT deel FROM unnest(ARRAY[
        lower(nummer), lower(substr(nummer, 4)), split_part(nummer, '-', 3),
        ltrim(split_part(nummer, '-', 3), '0'),
        trim('-' FROM regexp_replace(lower(extern), '[^a-z0-9]+', '-', 'g'))
    ]) deel WHERE deel <> ''))
$$
"""

# Dutch writes words together: "vergunning" also finds a title with "parkeervergunning". The words are whole,
# not their stems, so that a word is found while it is being typed.
TITELWOORDEN = """
CREATE FUNCTION maatwerk_zoekdelen(titel text) RETURNS tsvector
LANGUAGE sql STABLE PARALLEL SAFE SET search_path = public, pg_temp AS $$
    SELECT array_to_tsvector(ARRAY(
        SELECT DISTINCT right(woord, lengte)
        FROM unnest(tsvector_to_array(to_tsvector('simple', unaccent(titel)))) woord,
            generate_series(3, length(woord)) lengte
        WHERE lengte = length(woord) OR lengte BETWEEN 4 AND length(woord) - 3
    ))
$$
"""

# Weights: A title, B question and articulation, C questions and conversation, D documents, numbers, endings.
# As its owner: a document holds all texts, also those that who changes one of them may not read.
DOCUMENT = """
CREATE FUNCTION maatwerk_zoekdocument(a maatwerk_aanvraag, OUT gedeeld tsvector, OUT intern tsvector)
LANGUAGE sql STABLE SET search_path = public, pg_temp AS $$
    SELECT
        maatwerk_zoeknummers(a.nummer, a.extern_nummer) || maatwerk_zoekdelen(a.titel)
        || coalesce(setweight(to_tsvector('nl', string_agg(tekst, E'\\n') FILTER (WHERE plek = 'titel')), 'A'), '')
        || coalesce(setweight(to_tsvector('nl', left(string_agg(tekst, E'\\n')
            FILTER (WHERE plek IN ('vraag', 'articulatie')), 80000)), 'B'), '')
        || coalesce(setweight(to_tsvector('nl', left(string_agg(tekst, E'\\n')
            FILTER (WHERE plek IN ('antwoord', 'gesprek') AND NOT s.intern), 80000)), 'C'), '')
        || coalesce(setweight(to_tsvector('nl', left(string_agg(tekst, E'\\n')
            FILTER (WHERE plek = 'document' AND NOT s.intern), 80000)), 'D'), ''),
        coalesce(setweight(to_tsvector('nl', left(string_agg(tekst, E'\\n')
            FILTER (WHERE plek = 'gesprek' AND s.intern), 80000)), 'C'), '')
        || coalesce(setweight(to_tsvector('nl', left(string_agg(tekst, E'\\n')
            FILTER (WHERE plek = 'document' AND s.intern), 80000)), 'D'), '')
    FROM maatwerk_zoekstuk s WHERE s.aanvraag_id = a.id
$$
"""

MAAK = """
CREATE FUNCTION maatwerk_maak_vindbaar(welke bigint[]) RETURNS void
LANGUAGE sql SECURITY DEFINER SET search_path = public, pg_temp AS $$
    INSERT INTO maatwerk_vindbaar (aanvraag_id, gedeeld, alles)
        SELECT a.id, d.gedeeld, d.gedeeld || d.intern
        FROM maatwerk_aanvraag a CROSS JOIN LATERAL maatwerk_zoekdocument(a) d
        WHERE a.id = ANY (welke)
        ON CONFLICT (aanvraag_id) DO UPDATE SET gedeeld = excluded.gedeeld, alles = excluded.alles
$$;
CREATE FUNCTION maatwerk_houd_vindbaar() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
    rij jsonb := to_jsonb(CASE TG_OP WHEN 'DELETE' THEN OLD ELSE NEW END);
BEGIN
    IF NOT rij ? 'content_type_id' OR EXISTS (
        SELECT FROM django_content_type WHERE id = (rij ->> 'content_type_id')::bigint
            AND (app_label, model) = ('maatwerk', 'aanvraag')
    ) THEN
        PERFORM maatwerk_maak_vindbaar(ARRAY[(rij ->> TG_ARGV[0])::bigint]);
    END IF;
    RETURN NULL;
END $$;
"""

ONGEDAAN = """
DROP FUNCTION maatwerk_houd_vindbaar();
DROP FUNCTION maatwerk_maak_vindbaar(bigint[]);
DROP FUNCTION maatwerk_zoekdocument(maatwerk_aanvraag);
DROP FUNCTION maatwerk_zoekdelen(text);
DROP FUNCTION maatwerk_zoeknummers(text, text);
DROP VIEW maatwerk_zoekstuk;
"""

# Per table: the column that names the request, and the columns whose change matters.
BRONNEN = {
    "maatwerk_aanvraag": ("id", "titel", "nummer", "extern_nummer", "probleem", "gewenst_resultaat"),
    "maatwerk_verificatie": (
        "aanvraag_id",
        "begrepen",
        "probleem",
        "beoogd_effect",
        "afbakening",
        "acceptatiecriteria",
        "gevolg_niet_doen",
        "correctie",
    ),
    "maatwerk_vraag": ("aanvraag_id", "vraag", "antwoord"),
    "duoplus_reactie": ("object_id", "tekst", "zichtbaarheid"),
    "duoplus_bijlage": ("object_id", "naam", "zichtbaarheid"),
}


def houd_bij(tabel: str, sleutel: str, *velden: str) -> migrations.RunSQL:
    oud, nieuw = (", ".join(f"{rij}.{veld}" for veld in velden) for rij in ("OLD", "NEW"))
    return migrations.RunSQL(
        f"""
        CREATE TRIGGER {tabel}_vindbaar AFTER INSERT ON {tabel}
            FOR EACH ROW EXECUTE FUNCTION maatwerk_houd_vindbaar('{sleutel}');
        CREATE TRIGGER {tabel}_vindbaar_anders AFTER UPDATE ON {tabel}
            FOR EACH ROW WHEN (({oud}) IS DISTINCT FROM ({nieuw}))
            EXECUTE FUNCTION maatwerk_houd_vindbaar('{sleutel}');
        CREATE TRIGGER {tabel}_vindbaar_weg AFTER DELETE ON {tabel}
            FOR EACH ROW EXECUTE FUNCTION maatwerk_houd_vindbaar('{sleutel}');
        """,
        f"""
        DROP TRIGGER {tabel}_vindbaar ON {tabel};
        DROP TRIGGER {tabel}_vindbaar_anders ON {tabel};
        DROP TRIGGER {tabel}_vindbaar_weg ON {tabel};
        """,
    )


# A draft that is thrown away takes its document along, whatever is thrown away first. And a document lies in
# its row: who walks the newest for a common word must not fetch each of them from somewhere else.
TABEL = """
ALTER TABLE maatwerk_vindbaar
    ADD CONSTRAINT maatwerk_vindbaar_aanvraag
        FOREIGN KEY (aanvraag_id) REFERENCES maatwerk_aanvraag (id) ON DELETE CASCADE,
    SET (toast_tuple_target = 8160)
"""


class Migration(migrations.Migration):
    dependencies = [
        ("maatwerk", "0002_waarborgen"),
        ("duoplus", "0003_lijstweergave"),
        ("contenttypes", "0002_remove_content_type_name"),
    ]

    operations = [
        migrations.RemoveIndex("aanvraag", "aanvraag_zoek"),
        migrations.RemoveField("aanvraag", "zoektekst"),
        migrations.CreateModel(
            name="Vindbaar",
            fields=[
                (
                    "aanvraag",
                    models.OneToOneField(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        primary_key=True,
                        related_name="vindbaar",
                        serialize=False,
                        to="maatwerk.aanvraag",
                    ),
                ),
                (
                    "gedeeld",
                    django.contrib.postgres.search.SearchVectorField(
                        verbose_name="wat iedereen met het dossier leest"
                    ),
                ),
                (
                    "alles",
                    django.contrib.postgres.search.SearchVectorField(
                        verbose_name="met wat alleen Duo+ leest"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Zoekstuk",
            fields=[
                ("id", models.CharField(max_length=40, primary_key=True, serialize=False)),
                (
                    "plek",
                    models.CharField(
                        choices=[
                            ("titel", "Titel"),
                            ("vraag", "De vraag"),
                            ("articulatie", "Zo hebben wij u begrepen"),
                            ("antwoord", "Vraag en antwoord"),
                            ("gesprek", "Gesprek"),
                            ("document", "Document"),
                        ],
                        max_length=12,
                    ),
                ),
                ("intern", models.BooleanField(verbose_name="alleen voor Duo+")),
                ("tekst", models.TextField()),
            ],
            options={"db_table": "maatwerk_zoekstuk", "managed": False},
        ),
        migrations.RunSQL(TABEL, migrations.RunSQL.noop),
        migrations.RunSQL([STUKKEN, NUMMERS, TITELWOORDEN, DOCUMENT, MAAK], ONGEDAAN),
        *(houd_bij(tabel, *kolommen) for tabel, kolommen in BRONNEN.items()),
        migrations.RunSQL(
            "SELECT maatwerk_maak_vindbaar(ARRAY(SELECT id FROM maatwerk_aanvraag))", migrations.RunSQL.noop
        ),
        migrations.AddIndex(
            "vindbaar",
            django.contrib.postgres.indexes.GinIndex(
                fields=["gedeeld"], gin_pending_list_limit=1024, name="vindbaar_gedeeld"
            ),
        ),
        migrations.AddIndex(
            "vindbaar",
            django.contrib.postgres.indexes.GinIndex(
                fields=["alles"], gin_pending_list_limit=1024, name="vindbaar_alles"
            ),
        ),
    ]
