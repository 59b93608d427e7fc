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

    Sending happens beside making the next rows. While it lasts there are no foreign keys and no extra
    indexes: both come back at the end, checked and built in one pass.
    """

    def __init__(self, cursor: Cursor) -> None:
        self.cursor = cursor
        self.tables: dict[type[models.Model], Table] = {}
        self.courier = ThreadPoolExecutor(max_workers=1)
        self.under_way: Future[None] | None = None

    def __enter__(self) -> Self:
        self.cursor.execute("SET synchronous_commit = off; SET maintenance_work_mem = '256MB'")
        self.repairs = [*_drop_indexes(self.cursor), *_drop_foreign_keys(self.cursor)]
        return self

    def __exit__(self, *failure: object) -> None:
        self.send()
        self.courier.shutdown()
        if self.under_way:
            self.under_way.result()
        for table in self.tables.values():
            self.cursor.execute(
                "SELECT setval(pg_get_serial_sequence(%s, 'id'), %s)", [table.name, table.last]
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

    def _deliver(self, batches: list[tuple[str, str]]) -> None:
        for statement, lines in batches:
            self.cursor.copy_expert(statement, io.StringIO(lines))


class Table:
    """One table: its columns, and for each the value of a row that does not mention it."""

    def __init__(self, model: type[models.Model]) -> None:
        fields = [field for field in model._meta.local_concrete_fields if not field.generated]
        self.name = model._meta.db_table
        self.defaults = {field.attname: cell(field.get_default()) for field in fields}
        self.numbers = count((model._default_manager.aggregate(last=models.Max("pk"))["last"] or 0) + 1)
        self.lines: list[str] = []
        columns = ", ".join(f'"{field.column}"' for field in fields)
        self.statement = f'COPY "{self.name}" ({columns}) FROM STDIN'

    @property
    def last(self) -> int:
        """The highest number given out."""
        return next(self.numbers) - 1

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


def _drop_indexes(cursor: Cursor) -> list[str]:
    """Those that guard nothing; returns the statements that put them back."""
    cursor.execute(
        "SELECT format('DROP INDEX %s', indexrelid::regclass), pg_get_indexdef(indexrelid) FROM pg_index "
        "JOIN pg_class c ON c.oid = indexrelid WHERE relnamespace = 'public'::regnamespace "
        "AND NOT indisunique AND NOT indisexclusion"
    )
    return _drop(cursor)


def _drop(cursor: Cursor) -> list[str]:
    pairs = cursor.fetchall()
    for drop, _ in pairs:
        cursor.execute(drop)
    return [restore for _, restore in pairs]
