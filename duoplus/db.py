"""Database guards that migrations put in place; the functions themselves are made in 0001."""

from django.db.migrations.operations import RunSQL

ALLEEN_TOEVOEGEN = """
CREATE FUNCTION duoplus_alleen_toevoegen() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'UPDATE' AND to_jsonb(OLD) - TG_ARGV = to_jsonb(NEW) - TG_ARGV THEN
        RETURN NEW;
    END IF;
    RAISE EXCEPTION 'Deze gegevens liggen vast: % in % mag niet.', TG_OP, TG_TABLE_NAME
        USING ERRCODE = 'integrity_constraint_violation';
END $$;
"""


# A row that one day is finished: from then on nothing in it changes, but for the columns named.
VAST_ZODRA = """
CREATE FUNCTION duoplus_vast_zodra() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF to_jsonb(OLD) ->> TG_ARGV[0] IS NULL THEN
        RETURN CASE TG_OP WHEN 'DELETE' THEN OLD ELSE NEW END;
    END IF;
    IF TG_OP = 'UPDATE' AND to_jsonb(OLD) - TG_ARGV[1:] = to_jsonb(NEW) - TG_ARGV[1:] THEN
        RETURN NEW;
    END IF;
    RAISE EXCEPTION 'Deze gegevens liggen vast: % in % mag niet.', TG_OP, TG_TABLE_NAME
        USING ERRCODE = 'integrity_constraint_violation';
END $$;
"""


# A row that is part of another one: it stays as it is once that one is finished.
VAST_MET = """
CREATE FUNCTION duoplus_vast_met() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    vast boolean;
BEGIN
    EXECUTE format('SELECT %I IS NOT NULL FROM %I WHERE id = $1', TG_ARGV[2], TG_ARGV[0])
        INTO vast USING (to_jsonb(OLD) ->> TG_ARGV[1])::bigint;
    IF NOT vast THEN
        RETURN CASE TG_OP WHEN 'DELETE' THEN OLD ELSE NEW END;
    END IF;
    RAISE EXCEPTION 'Deze gegevens liggen vast: % in % mag niet.', TG_OP, TG_TABLE_NAME
        USING ERRCODE = 'integrity_constraint_violation';
END $$;
"""


# A row inside another one: none comes, changes or goes once that one is finished. The share lock makes
# whoever finishes it wait for rows under way, and those wait for him.
VAST_BINNEN = """
CREATE FUNCTION duoplus_vast_binnen() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    vast boolean;
BEGIN
    EXECUTE format(
        'SELECT bool_or(klaar) FROM'
        ' (SELECT %I IS NOT NULL AS klaar FROM %I WHERE id = ANY ($1) FOR SHARE) ouder',
        TG_ARGV[2], TG_ARGV[0]
    ) INTO vast USING ARRAY[
        (to_jsonb(OLD) ->> TG_ARGV[1])::bigint, (to_jsonb(NEW) ->> TG_ARGV[1])::bigint
    ];
    IF vast THEN
        RAISE EXCEPTION 'Deze gegevens liggen vast: % in % mag niet.', TG_OP, TG_TABLE_NAME
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN CASE TG_OP WHEN 'DELETE' THEN OLD ELSE NEW END;
END $$;
"""


def append_only(table: str, *, behalve: tuple[str, ...] = ()) -> RunSQL:
    """Refuse UPDATE, DELETE and TRUNCATE on ``table`` for every role; columns in ``behalve`` may change."""
    return _bewaak(table, f"duoplus_alleen_toevoegen({_args(*behalve)})")


def fixed_once(table: str, column: str, *, behalve: tuple[str, ...] = ()) -> RunSQL:
    """The same, from the moment that ``column`` of the row is filled."""
    return _bewaak(table, f"duoplus_vast_zodra({_args(column, *behalve)})")


def fixed_with(table: str, parent: str, key: str, column: str) -> RunSQL:
    """The same, from the moment that ``column`` of the ``parent`` row that ``key`` names is filled."""
    return _bewaak(table, f"duoplus_vast_met({_args(parent, key, column)})")


def fixed_inside(table: str, parent: str, key: str, column: str) -> RunSQL:
    """As ``fixed_with``, and no new row either; ``key`` may be empty."""
    return RunSQL(
        f"""
        CREATE TRIGGER {table}_binnen BEFORE INSERT OR UPDATE OR DELETE ON {table}
            FOR EACH ROW EXECUTE FUNCTION duoplus_vast_binnen({_args(parent, key, column)});
        """,
        f"DROP TRIGGER {table}_binnen ON {table};",
    )


def _bewaak(table: str, functie: str) -> RunSQL:
    return RunSQL(
        f"""
        CREATE TRIGGER {table}_ligt_vast BEFORE UPDATE OR DELETE ON {table}
            FOR EACH ROW EXECUTE FUNCTION {functie};
        CREATE TRIGGER {table}_nooit_leeg BEFORE TRUNCATE ON {table}
            FOR EACH STATEMENT EXECUTE FUNCTION duoplus_alleen_toevoegen();
        """,
        f"DROP TRIGGER {table}_ligt_vast ON {table}; DROP TRIGGER {table}_nooit_leeg ON {table};",
    )


def _args(*kolommen: str) -> str:
    return ", ".join(f"'{kolom}'" for kolom in kolommen)


ZOEKEN = """
CREATE EXTENSION IF NOT EXISTS unaccent;
CREATE EXTENSION IF NOT EXISTS pg_trgm;
CREATE EXTENSION IF NOT EXISTS btree_gist;
CREATE TEXT SEARCH CONFIGURATION nl (COPY = dutch);
ALTER TEXT SEARCH CONFIGURATION nl
    ALTER MAPPING FOR hword, hword_part, word, asciihword, asciiword, hword_asciipart
    WITH unaccent, dutch_stem;
"""

CACHE = """
CREATE TABLE duoplus_cache (
    cache_key varchar(255) PRIMARY KEY, value text NOT NULL, expires timestamptz NOT NULL
);
CREATE INDEX duoplus_cache_expires ON duoplus_cache (expires);
"""
