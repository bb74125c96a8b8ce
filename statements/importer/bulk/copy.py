"""Write rows into a table with PostgreSQL's COPY, in its text format:
https://www.postgresql.org/docs/current/sql-copy.html, section "Text Format"."""

import json
from collections.abc import Iterable, Sequence
from datetime import date
from io import BytesIO
from typing import Any

from django.contrib.postgres.search import SearchVectorField
from django.db import connection, models

_CHUNK = 1 << 20  # bytes: each chunk handed to the server waits for whatever else Python is doing


def copy_instances(instances: Sequence[models.Model]) -> None:
    """Insert unsaved `instances` of one model by COPY. The database fills in search words, and keys that are None."""
    if not instances:
        return
    first = instances[0]
    fields = [
        field
        for field in first._meta.concrete_fields
        if not isinstance(field, models.GeneratedField | SearchVectorField)
        and not (field.primary_key and first.pk is None)
    ]
    rows = (row([_value(field, instance) for field in fields]) for instance in instances)
    copy_rows(type(first), [str(field.column) for field in fields], rows)


def copy_rows(model: type[models.Model], columns: Sequence[str], rows: Iterable[str]) -> None:
    """Insert `rows`, each as `row()` writes it, into the table of `model`."""
    quoted = ", ".join(map(connection.ops.quote_name, columns))
    table = connection.ops.quote_name(model._meta.db_table)
    with connection.cursor() as cursor, connection.wrap_database_errors:
        sql = f"COPY {table} ({quoted}) FROM STDIN"
        cursor.copy_expert(sql, BytesIO("".join(rows).encode()), _CHUNK)


def row(values: Iterable[Any]) -> str:
    """A line of the text format: ["due\\ttre", None] -> "due\\\\ttre", a tab, "\\\\N" and a line end."""
    return "\t".join(map(_copy_text, values)) + "\n"


def _value(field: Any, instance: models.Model) -> Any:
    value = field.pre_save(instance, add=True)
    return json.dumps(value, ensure_ascii=False) if isinstance(field, models.JSONField) else value


def _copy_text(value: Any) -> str:
    if value is None:
        return r"\N"
    if isinstance(value, bytes):
        return rf"\\x{value.hex()}"
    if isinstance(value, int | date):
        return str(value)
    if isinstance(value, list):
        return f"{{{','.join(str(int(each)) for each in value)}}}"
    return str(value).replace("\\", r"\\").replace("\t", r"\t").replace("\n", r"\n").replace("\r", r"\r")


def new_ids(model: type[models.Model], number: int) -> list[int]:
    """`number` new primary keys for `model`, taken from its sequence."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT nextval(pg_get_serial_sequence(%s, 'id')) FROM generate_series(1, %s)",
            [model._meta.db_table, number],
        )
        return [number for (number,) in cursor.fetchall()]
