"""Rows into PostgreSQL by COPY: the models say which columns there are and what stands there by default."""

import io
import json
from concurrent.futures import Future, ThreadPoolExecutor
from itertools import count
from typing import Any, Self

from django.db import models
from psycopg2.extensions import cursor as Cursor

ESCAPES = str.maketrans({"\\": r"\\", "\n": r"\n", "\r": r"\r", "\t": r"\t"})


class Kopie:
    """Collects rows per table and sends them together, in the order in which the tables were first named.

    Sending happens beside making the next rows. While it lasts there are no foreign keys, no extra indexes
    and no search documents: they come back at the end, checked and built in one pass.
    """

    def __init__(self, cursor: Cursor) -> None:
        self.cursor = cursor
        self.tables: dict[type[models.Model], Table] = {}
        self.courier = ThreadPoolExecutor(max_workers=1)
        self.under_way: Future[None] | None = None

    def __enter__(self) -> Self:
        self.cursor.execute("SET synchronous_commit = off; SET maintenance_work_mem = '256MB'")
        search = _pause_search(self.cursor)
        self.repairs = [*_drop_indexes(self.cursor), *_drop_foreign_keys(self.cursor), *search]
        return self

    def __exit__(self, *failure: object) -> None:
        self.send()
        self.courier.shutdown()
        if self.under_way:
            self.under_way.result()
        for table in self.tables.values():
            self.cursor.execute(
                f"SELECT setval(pg_get_serial_sequence('{table.name}', 'id'), max(id)) FROM {table.name}"
            )
        for statement in self.repairs:
            self.cursor.execute(statement)
        self.cursor.execute("VACUUM ANALYZE")

    def add(self, model: type[models.Model], **values: Any) -> int:
        """Queue one row; returns the primary key it will have."""
        table = self.tables.get(model) or self.tables.setdefault(model, Table(model))
        number = values.setdefault("id", next(table.numbers))
        table.lines.append(table.line(values))
        return number

    def send(self) -> None:
        """Hand over what was collected, once the former batch has arrived."""
        if self.under_way:
            self.under_way.result()
        batches = [(table.statement, table.take()) for table in self.tables.values() if table.lines]
        self.under_way = self.courier.submit(self._deliver, batches)

    def multiply(self, times: int, changes: dict[str, str]) -> None:
        """Repeat everything sent so far, with new keys that point at each other as the old ones did.

        ``changes`` gives per column, or per table.column, how it differs: SQL in which ``{k}`` is the
        number of the repetition. Every moment lies a little earlier, so that the repetitions interleave.
        """
        self.send()
        if self.under_way:
            self.under_way.result()
        spans = {model: table.close() for model, table in self.tables.items()}
        for k in range(1, times):
            for table in self.tables.values():
                self.cursor.execute(table.repeat(k, spans, changes))

    def _deliver(self, batches: list[tuple[str, str]]) -> None:
        for statement, lines in batches:
            self.cursor.copy_expert(statement, io.StringIO(lines))


class Table:
    """One table: its columns, and for each the value of a row that does not mention it."""

    def __init__(self, model: type[models.Model]) -> None:
        self.name = model._meta.db_table
        self.fields = [field for field in model._meta.local_concrete_fields if not field.generated]
        self.defaults = {field.attname: cell(field.get_default()) for field in self.fields}
        self.first = (model._default_manager.aggregate(last=models.Max("pk"))["last"] or 0) + 1
        self.numbers = count(self.first)
        self.lines: list[str] = []
        self.columns = ", ".join(f'"{field.column}"' for field in self.fields)
        self.statement = f'COPY "{self.name}" ({self.columns}) FROM STDIN'

    def close(self) -> int:
        """No more rows from here on; returns how many numbers were given out."""
        self.stop = next(self.numbers)
        return self.stop - self.first

    def repeat(self, k: int, spans: dict[type[models.Model], int], changes: dict[str, str]) -> str:
        columns = [self._repeated(field, k, spans, changes) for field in self.fields]
        return (
            f'INSERT INTO "{self.name}" ({self.columns}) SELECT {", ".join(columns)} '
            f'FROM "{self.name}" WHERE id >= {self.first} AND id < {self.stop}'
        )

    def _repeated(
        self, field: models.Field, k: int, spans: dict[type[models.Model], int], changes: dict[str, str]
    ) -> str:
        column = f'"{field.column}"'
        target = field.model if field.primary_key else field.related_model
        if target in spans:
            return f"{column} + {k * spans[target]}"
        if isinstance(field, models.DateTimeField):
            return f"{column} - interval '{17 * k} minutes'"
        change = changes.get(f"{self.name}.{field.column}") or changes.get(str(field.column))
        return change.format(k=k) if change else column

    def line(self, values: dict[str, Any]) -> str:
        row = self.defaults.copy()
        for name, value in values.items():
            row[name] = cell(value)
        if len(row) != len(self.defaults):
            raise TypeError(f"{self.statement}: {row.keys() - self.defaults.keys()}")
        return "\t".join(row.values()) + "\n"

    def take(self) -> str:
        lines, self.lines = self.lines, []
        return "".join(lines)


def cell(value: Any) -> str:
    """As COPY reads it."""
    if value is None:
        return r"\N"
    if isinstance(value, dict | list):
        value = json.dumps(value)
    text = str(value)
    return text.translate(ESCAPES) if "\\" in text or not text.isprintable() else text


def _drop_foreign_keys(cursor: Cursor) -> list[str]:
    """Returns the statements that put them back."""
    cursor.execute(
        "SELECT format('ALTER TABLE %s DROP CONSTRAINT %I', conrelid::regclass, conname), "
        "format('ALTER TABLE %s ADD CONSTRAINT %I %s', "
        "conrelid::regclass, conname, pg_get_constraintdef(oid)) "
        "FROM pg_constraint WHERE contype = 'f' AND connamespace = 'public'::regnamespace"
    )
    return _drop(cursor)


def _pause_search(cursor: Cursor) -> list[str]:
    """Returns the statements that make all search documents; run these when the other indexes are back."""
    cursor.execute(
        "SELECT format('ALTER TABLE %s DISABLE TRIGGER %I', tgrelid::regclass, tgname), "
        "format('ALTER TABLE %s ENABLE TRIGGER %I', tgrelid::regclass, tgname) "
        "FROM pg_trigger WHERE tgname LIKE '%\\_vindbaar'"
    )
    triggers = _drop(cursor)
    indexes = _drop_indexes(cursor, "maatwerk_vindbaar")
    return ["SELECT maatwerk_maak_vindbaar(ARRAY(SELECT id FROM maatwerk_aanvraag))", *indexes, *triggers]


def _drop_indexes(cursor: Cursor, table: str = "") -> list[str]:
    """Those that guard nothing, of this table or of all; returns the statements that put them back."""
    cursor.execute(
        "SELECT format('DROP INDEX %%s', indexrelid::regclass), pg_get_indexdef(indexrelid) FROM pg_index "
        "JOIN pg_class c ON c.oid = indexrelid WHERE relnamespace = 'public'::regnamespace "
        "AND NOT indisunique AND NOT indisexclusion AND %(table)s IN ('', indrelid::regclass::text)",
        {"table": table},
    )
    return _drop(cursor)


def _drop(cursor: Cursor) -> list[str]:
    pairs = cursor.fetchall()
    for drop, _ in pairs:
        cursor.execute(drop)
    return [restore for _, restore in pairs]
