"""What is in a database: how many rows each table has, and a digest of all that stands in them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import NamedTuple

from django.db.backends.utils import CursorWrapper

from statements.operating.backups.programs import BackupError

# One that is read from another version of PostgreSQL, or by a role with other habits, is written in the same way.
_AS_TEXT = {
    "TimeZone": "UTC",
    "DateStyle": "ISO",
    "IntervalStyle": "postgres",
    "extra_float_digits": "1",
    "bytea_output": "hex",
    "search_path": "",
}
# Tables with their columns; those that are generated are not in a dump, and another version may generate others.
_TABLES = """
    SELECT format('%I.%I', nspname, relname), (
        SELECT string_agg(quote_ident(attname), ', ' ORDER BY attnum) FROM pg_attribute
        WHERE attrelid = c.oid AND attnum > 0 AND NOT attisdropped AND attgenerated = ''
    )
    FROM pg_class AS c JOIN pg_namespace AS n ON n.oid = relnamespace
    WHERE relkind = 'r' AND relpersistence <> 't' AND nspname <> 'information_schema' AND nspname NOT LIKE 'pg\\_%'
        AND NOT EXISTS (SELECT FROM pg_depend WHERE classid = 'pg_class'::regclass AND objid = c.oid AND deptype = 'e')
    ORDER BY 1
"""
# The sum does not depend on the order of the rows, and needs no memory: the AdHash of Bellare and Micciancio,
# "A new paradigm for collision-free hashing: incrementality at reduced cost", EUROCRYPT 1997.
# A word changed by accident is found; against somebody who changes words by intent there is the hash of the dump.
_DIGEST = "('x' || left(encode(sha256(convert_to(ROW({columns})::text, 'UTF8')), 'hex'), 16))::bit(64)::bigint"


class Contents(NamedTuple):
    """rows: how many; digest: the sum of the first 64 bits of the SHA-256 of each of them."""

    rows: int
    digest: str


@contextmanager
def open_snapshot(cursor: CursorWrapper) -> Iterator[str]:
    """Read everything in the block as of one moment. Yields its name, for pg_dump."""
    cursor.execute("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY")
    cursor.execute("SELECT pg_export_snapshot()")
    yield cursor.fetchone()[0]
    cursor.execute("COMMIT")


def reckon(cursor: CursorWrapper) -> dict[str, Contents]:
    """Count and digest all tables, in the snapshot of the cursor's transaction: {"public.statements_term": …}."""
    for name, value in _AS_TEXT.items():
        cursor.execute("SELECT set_config(%s, %s, true)", [name, value])
    cursor.execute(_TABLES)
    return {name: _reckon_table(cursor, name, columns or "") for name, columns in cursor.fetchall()}


def _reckon_table(cursor: CursorWrapper, name: str, columns: str) -> Contents:
    """name, columns: quoted by PostgreSQL."""
    digest = _DIGEST.format(columns=columns)
    cursor.execute(f"SELECT count(*), coalesce(sum({digest}), 0)::text FROM {name}")  # noqa: S608
    return Contents(*cursor.fetchone())


def list_migrations(cursor: CursorWrapper, tables: Mapping[str, Contents]) -> list[str]:
    """What was migrated, as "statements.0041_accounts". Raises BackupError where there is no archive."""
    name = next((each for each in tables if each.endswith(".django_migrations")), None)
    if name is None:
        raise BackupError("there is no archive in the database")
    cursor.execute(f"SELECT app || '.' || name FROM {name} ORDER BY 1")  # noqa: S608
    return [migration for (migration,) in cursor.fetchall()]


def compare(wanted: Mapping[str, Contents], found: Mapping[str, Contents]) -> Iterator[str]:
    """In what way a restored database is not the one that was backed up, in words."""
    for name in sorted(wanted.keys() | found.keys()):
        label = name.removeprefix("public.")
        if name not in found:
            yield f"the table {label} is missing"
        elif name not in wanted:
            yield f"the table {label} was not backed up"
        elif wanted[name].rows != found[name].rows:
            yield f"{label} has {found[name].rows:,} rows, and had {wanted[name].rows:,}"
        elif wanted[name] != found[name]:
            yield f"the rows of {label} are not those that were backed up"
