"""What the database answered, remembered for as long as the archive is the same.

Every statement that changes an entry leaves a row in `Change`, by a trigger in its own transaction: two readers that see
the same rows see the same entries. The end of an embargo changes nothing in the database; the last one that ended by now
tells of it. Both together are the state of the archive, and what was counted in another state is not used again.
"""

from __future__ import annotations

from collections import OrderedDict
from threading import Lock
from typing import Any

from django.db import connection

_BYTES = 50_000_000  # remembered by a process, by a rough count

State = tuple[Any, ...]
Rows = list[tuple[Any, ...]]

_STATE = """
SELECT hash_array_extended(array_agg(id ORDER BY id), 0), max(id), current_database(),
    (SELECT max(publish_at) FROM statements_entry WHERE publish_at <= now())
FROM statements_change
"""


def archive_state() -> State:
    """What changes with everything that the public sees or no longer sees. Ask for it before what is to be remembered.

    What is read after it may be newer, never older: then nobody asks for this state again.
    """
    with connection.cursor() as cursor:
        cursor.execute(_STATE)
        return cursor.fetchone()


class Memory:
    """Rows by state and statement; the oldest are forgotten first."""

    def __init__(self, most: int = _BYTES) -> None:
        self._most, self._size, self._lock = most, 0, Lock()
        self._kept = OrderedDict[tuple[State, str, str], Rows]()

    def ask(self, state: State, sql: str, parameters: Any) -> Rows:
        """The rows that `sql` answers with."""
        key = (state, sql, repr(parameters))
        with self._lock:
            if key in self._kept:
                self._kept.move_to_end(key)
                return self._kept[key]
        with connection.cursor() as cursor:
            cursor.execute(sql, parameters)
            rows = cursor.fetchall()
        self._keep(key, rows)
        return rows

    def _keep(self, key: tuple[State, str, str], rows: Rows) -> None:
        with self._lock:
            self._size += _size(rows) - (_size(self._kept.pop(key)) if key in self._kept else 0)
            self._kept[key] = rows
            while self._size > self._most:
                _, forgotten = self._kept.popitem(last=False)
                self._size -= _size(forgotten)


def _size(rows: Rows) -> int:
    """About how many bytes they take: a list of keys is one long text."""
    return 200 + sum(100 + (len(row[0]) if isinstance(row[0], str) else 0) for row in rows)


memory = Memory()
