"""What the database answered, remembered for as long as the archive is the same.

Every statement that changes an entry leaves a row in `Change`, by a trigger in its own transaction: two readers that
see the same rows see the same entries. The end of an embargo changes nothing in the database; the last one that ended
by now tells of it. Both together are the state of the archive, and what was counted in another state is not used again.
"""

from __future__ import annotations

import json
from collections import OrderedDict
from threading import Lock
from typing import Any

from django.db import connection

_BYTES = 50_000_000  # remembered by a process

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
    """Rows by state and statement, as JSON, which takes a tenth of the room of Python's values."""

    def __init__(self, most: int = _BYTES) -> None:
        self._most, self._size, self._lock = most, 0, Lock()
        self._kept = OrderedDict[tuple[State, str, str], str]()

    def ask(self, state: State, sql: str, parameters: Any) -> Rows:
        """The rows that `sql` answers with: of text, numbers and NULL."""
        key = (state, sql, repr(parameters))
        with self._lock:
            kept = self._kept.get(key)
            if kept is not None:
                self._kept.move_to_end(key)
        if kept is not None:
            return [tuple(row) for row in json.loads(kept)]
        with connection.cursor() as cursor:
            cursor.execute(sql, parameters)
            rows = cursor.fetchall()
        self._keep(key, json.dumps(rows))
        return rows

    def _keep(self, key: tuple[State, str, str], rows: str) -> None:
        """The oldest rows are forgotten first."""
        with self._lock:
            self._size += _size(key, rows) - (_size(key, self._kept.pop(key)) if key in self._kept else 0)
            self._kept[key] = rows
            while self._size > self._most:
                self._size -= _size(*self._kept.popitem(last=False))


def _size(key: tuple[State, str, str], rows: str) -> int:
    return len(key[1]) + len(key[2]) + len(rows)


memory = Memory()
