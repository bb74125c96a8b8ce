"""What the database answered, remembered for as long as the archive is the same.

Every statement that changes an entry leaves a row in `Change`, by a trigger in its own transaction: two readers that
see the same rows see the same entries. The end of an embargo changes nothing in the database; the last one that ended
by now tells of it. Both together are the state of the archive, and what was counted in another state is not used again.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from contextlib import nullcontext, suppress
from dataclasses import dataclass, field
from hashlib import blake2b
from threading import Lock
from typing import Any

from cachetools import LRUCache
from django.db import connection

from statements.models import EntryQuerySet
from statements.web.limits import prefer_index

_BYTES = 50_000_000  # remembered by a process
_BESIDE = 500  # bytes that an answer takes beside its rows: its key, and its places in the cache

Rows = list[tuple[Any, ...]]

_STATE = """
SELECT hash_array_extended(array_agg(id ORDER BY id), 0), max(id), current_database(),
    (SELECT max(publish_at) FROM statements_entry WHERE publish_at <= now())
FROM statements_change
"""


class Memory:
    """Rows as JSON, a tenth of the size of Python's values. Those that nobody asked for the longest time go first."""

    def __init__(self, most: int = _BYTES) -> None:
        self._kept: LRUCache[bytes, str] = LRUCache(most, getsizeof=_size)
        self._lock = Lock()

    def rows(self, key: bytes) -> Rows | None:
        """The rows that are kept under `key`; None where there are none."""
        with self._lock:
            kept = self._kept.get(key)
        return None if kept is None else [tuple(row) for row in json.loads(kept)]

    def keep(self, key: bytes, rows: Rows) -> None:
        """Remember rows of text, numbers and NULL."""
        written = json.dumps(rows)
        with self._lock, suppress(ValueError):  # more than there is room for at all
            self._kept[key] = written


def _size(rows: str) -> int:
    return len(rows) + _BESIDE


_memory = Memory()


@dataclass(frozen=True)
class ArchiveState:
    """One state of the archive, in which nothing is asked twice. key: what tells it from others."""

    key: tuple[Any, ...]
    memory: Memory = field(default=_memory, repr=False, compare=False)

    def ask(self, sql: str, parameters: Sequence[Any] = ()) -> Rows:
        """The rows that `sql` answers with: of text, numbers and NULL."""
        key = self._key_of(sql, parameters)
        rows = self.memory.rows(key)
        if rows is None:
            with connection.cursor() as cursor:
                cursor.execute(sql, parameters)
                rows = cursor.fetchall()
            self.memory.keep(key, rows)
        return rows

    def ask_queryset(self, statement: str, entries: EntryQuerySet, columns: Sequence[str]) -> Rows:
        """The same of a `statement` in which {matches} stands for the `columns` of `entries`.

        Words among their conditions are looked up in the index.
        """
        sql, parameters = entries.order_by().values_list(*columns).query.sql_with_params()
        with prefer_index() if "@@" in sql else nullcontext():
            return self.ask(statement.format(matches=sql), parameters)

    def _key_of(self, sql: str, parameters: Sequence[Any]) -> bytes:
        """A digest, as a statement may hold the keys of half the archive."""
        return blake2b(repr((self.key, sql, parameters)).encode(), digest_size=32).digest()


def archive_state() -> ArchiveState:
    """What changes with everything that the public sees or no longer sees. Ask for it before what is to be remembered.

    What is read after it may be newer, never older: then nobody asks for this state again.
    """
    with connection.cursor() as cursor:
        cursor.execute(_STATE)
        return ArchiveState(cursor.fetchone())
