"""Answers of the database, remembered for as long as the archive stays the same.

A trigger adds a row to `Change` in the same transaction as any statement that changes what pages show, so two readers
who see the same rows see the same archive. The end of an embargo changes nothing in the database; the most recent
moment at which a document or a version of one became public stands for it. The two together are the state of
the archive: what was counted in one state is never used in another.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from contextlib import nullcontext, suppress
from dataclasses import dataclass, field
from datetime import datetime
from hashlib import blake2b
from threading import Lock
from typing import Any

from cachetools import LRUCache
from django.db import connection
from django.db.models import QuerySet

from statements.connecting.rows import Rows, read_rows
from statements.web.limits import keep_in_snapshot, prefer_index

_BYTES = 50_000_000  # remembered by each process
_BESIDE = 500  # bytes that an answer takes in addition to its rows: its key, and its places in the cache

_STATE = """
SELECT hash_array_extended(array_agg(mark ORDER BY id), 0), max(id),
    (SELECT oid::bigint FROM pg_database WHERE datname = current_database()),
    greatest((SELECT max(publish_at) FROM statements_entry WHERE publish_at <= now()),
        (SELECT max(published_at) FROM statements_revision WHERE published_at <= now())), archive_server()
FROM statements_change
"""


class Memory:
    """Rows as JSON, a tenth of the size of Python's values. The least recently used rows are dropped first."""

    def __init__(self, most: int = _BYTES) -> None:
        self._kept: LRUCache[bytes, str] = LRUCache(most, getsizeof=_size)
        self._lock = Lock()

    def rows(self, key: bytes) -> Rows | None:
        """Return the rows kept under `key`; None if there are none."""
        with self._lock:
            kept = self._kept.get(key)
        return None if kept is None else [tuple(row) for row in json.loads(kept)]

    def keep(self, key: bytes, rows: Rows) -> None:
        """Remember rows of text, numbers and NULL."""
        written = json.dumps(rows)
        with self._lock, suppress(ValueError):  # raised where rows are larger than the whole cache
            self._kept[key] = written


def _size(rows: str) -> int:
    return len(rows) + _BESIDE


_memory = Memory()


@dataclass(frozen=True)
class ArchiveState:
    """One state of the archive, in which nothing is asked twice. key: what distinguishes it from other states; server:
    which one shows it, if that may be asked."""

    key: tuple[Any, ...]
    memory: Memory = field(default=_memory, repr=False, compare=False)
    server: str | None = field(default=None, compare=False)

    @property
    def version(self) -> tuple[Any, ...]:
        """What the database holds, whatever the time: the same before and after the end of an embargo."""
        return self.key[:-1]

    @property
    def embargo(self) -> datetime | None:
        """The most recent moment at which something became public: what is embargoed until a later one is not."""
        return self.key[-1]

    def ask(self, sql: str, parameters: Sequence[Any] = ()) -> Rows:
        """Return the rows that `sql` gives: text, numbers and NULL."""
        return self._keep(self._key_of(sql, parameters), lambda: read_rows(sql, parameters))

    def recall(self, name: str, make: Callable[[], Rows]) -> Rows:
        """Return what `make` gives, made once: rows of text, numbers and NULL. name: what they are, whoever asks."""
        return self._keep(self._key_of(name, ()), make)

    def ask_queryset(self, statement: str, rows: QuerySet, columns: Sequence[str]) -> Rows:
        """Return the same for a `statement` in which {matches} stands for the `columns` of `rows`.

        Conditions on words are answered from the index.
        """
        sql, parameters = write_statement(rows, *columns)
        with prefer_index() if "@@" in sql else nullcontext():
            return self.ask(statement.format(matches=sql), parameters)

    def _keep(self, key: bytes, make: Callable[[], Rows]) -> Rows:
        rows = self.memory.rows(key)
        if rows is None:
            rows = make()
            self.memory.keep(key, rows)
        return rows

    def _key_of(self, sql: str, parameters: Sequence[Any]) -> bytes:
        """A digest, because a statement may hold the keys of half the archive."""
        return blake2b(repr((self.key, sql, parameters)).encode(), digest_size=32).digest()


def write_statement(rows: QuerySet, *columns: str) -> tuple[str, tuple[Any, ...]]:
    """The SQL that gives columns of `rows`, in any order, and its parameters: to stand within another statement."""
    return rows.order_by().values_list(*columns).query.sql_with_params()


def archive_state() -> ArchiveState:
    """Return a state that changes whenever what the public sees does. Ask for it before reading what it will remember.

    What is read afterwards may be newer, but never older; if it is newer, nobody will ask for this state again. In a
    snapshot it is read once.
    """
    return keep_in_snapshot("state of the archive", _read_state)


def _read_state() -> ArchiveState:
    with connection.cursor() as cursor:
        cursor.execute(_STATE)
        *key, server = cursor.fetchone()
        return ArchiveState(tuple(key), server=server)
