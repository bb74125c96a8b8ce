"""Of which state of the archive the index is: written into it with every commit, and read with every look into it."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from typing import Any

from django.db import connection

from statements.search.index.schema import FORMAT, microseconds
from statements.search.memory import ArchiveState, archive_state

# The oldest transaction that was under way when the snapshot was taken: whatever is written later, or was not yet
# visible, has this number or a greater one. (pg_visible_in_snapshot() is no help: it knows no savepoints.)
_MOST_TRANSACTIONS = 1 << 31
_SNAPSHOT = """
SELECT pg_snapshot_xmin(pg_current_snapshot())::text::bigint,
    (SELECT count(*) FROM statements_entry WHERE status = 'published'),
    (SELECT count(*) FROM statements_utterance JOIN statements_entry AS entry USING (document_id)
     WHERE entry.status = 'published'),
    (SELECT max(publish_at) FROM statements_entry WHERE status = 'published'),
    pg_wal_lsn_diff(CASE WHEN pg_is_in_recovery() THEN pg_last_wal_replay_lsn() ELSE pg_current_wal_insert_lsn() END,
        '0/0')::bigint
"""


_REPLAYED = "SELECT CASE WHEN pg_is_in_recovery() THEN pg_wal_lsn_diff(pg_last_wal_replay_lsn(), '0/0') END"


class UnknownServerError(Exception):
    """It cannot be known which server the index would be of."""


@dataclass(frozen=True)
class IndexState:
    """What the index is of.

    version: the state of the archive, but for embargoes, which the index knows itself. oldest: a transaction; rows
    written before it are in the index as they are. server: where the archive is. documents, utterances: how many of
    them the index has. last_embargo: when the last of its embargoes ends, in microseconds. log:
    a place in PostgreSQL's log behind all that the index has.
    """

    version: tuple[Any, ...]
    oldest: int
    server: str
    documents: int
    utterances: int
    last_embargo: int | None
    log: int
    format: int = FORMAT

    def write(self) -> str:
        return json.dumps(asdict(self))

    def is_of(self, state: ArchiveState) -> bool:
        """Whether a reader of this state may be answered from the index."""
        return self.version == state.version and self.server == state.server

    def is_ancestor_of(self, later: IndexState) -> bool:
        """Whether the index can be caught up from one state to the other: both are of one database, and not so far
        apart that PostgreSQL uses the numbers of transactions again."""
        one_database = (self.server, self.version[2:]) == (later.server, later.version[2:])
        return one_database and 0 <= later.oldest - self.oldest < _MOST_TRANSACTIONS


def read_written(text: str) -> IndexState | None:
    """The state that write() wrote; None where another version of the archive wrote it."""
    try:
        values = json.loads(text)
        state = IndexState(**{**values, "version": tuple(values["version"])})
    except (TypeError, ValueError, KeyError):
        return None
    return state if state.format == FORMAT else None


def state_of_snapshot() -> IndexState:
    """The state that the snapshot of the caller shows. Raises UnknownServerError."""
    state = archive_state()
    if state.server is None:
        raise UnknownServerError("The database role may not execute pg_control_system() and pg_control_checkpoint()")
    with connection.cursor() as cursor:
        cursor.execute(_SNAPSHOT)
        oldest, documents, utterances, embargo, log = cursor.fetchone()
    last_embargo = microseconds(embargo) if embargo else None
    return IndexState(state.version, oldest, state.server, documents, utterances, last_embargo, log)


def place_replayed() -> int | None:
    """Where in the log of its primary a standby is; None on a primary. Snapshots taken later have all before it."""
    with connection.cursor() as cursor:
        cursor.execute(_REPLAYED)
        replayed = cursor.fetchone()[0]
    return None if replayed is None else int(replayed)
