"""What the archive was told, and has acknowledged: to be compared with what is in it after something was killed."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from tests.drills.clusters import Cluster

_STATES = """
SELECT slug, title, status,
    (SELECT array_agg(text ORDER BY position) FROM statements_paragraph WHERE document_id = document.id),
    (SELECT count(*) FROM statements_revision WHERE document_id = document.id),
    (SELECT title FROM statements_document AS copy WHERE corrects_id = document.id)
FROM statements_document AS document WHERE corrects_id IS NULL AND slug ~ '^(heron|stork)-report-'
"""
_KEY = """
SELECT coalesce(copy.id, document.id) FROM statements_document AS document
LEFT JOIN statements_document AS copy ON copy.corrects_id = document.id WHERE document.slug = %s
"""
_PARAGRAPH = "SELECT key FROM statements_paragraph WHERE document_id = %s AND text LIKE %s"


class State(NamedTuple):
    """A document as it is. versions: how many were published; copy: the title of the correction that is open."""

    title: str
    status: str
    texts: tuple[str, ...]
    versions: int
    copy: str | None = None


class Ledger:
    """known: the documents as acknowledged, by the last part of their addresses; pending: as they may be besides, when
    the answer to the step under way was lost."""

    def __init__(self, cluster: Cluster) -> None:
        self._cluster = cluster
        self.known: dict[str, State] = {}
        self.pending: dict[str, State] = {}
        self.acknowledged = 0

    def expect(self, states: Mapping[str, State]) -> None:
        """A step begins that leaves documents so, each of them at once or not at all."""
        self.pending = dict(states)

    def acknowledge(self) -> None:
        """The archive has said that the step is done: it must be there from now on."""
        self.known |= self.pending
        self.acknowledged += len(self.pending)
        self.pending = {}

    def is_done(self) -> bool:
        """Whether the step under way has been done, whatever its answer was."""
        states = self.read()
        return all(states.get(slug) == state for slug, state in self.pending.items())

    def read(self) -> dict[str, State]:
        """The documents as they are in the database."""
        rows = self._cluster.ask(_STATES)
        return {slug: State(title, status, tuple(texts or ()), *more) for slug, title, status, texts, *more in rows}

    def compare(self) -> None:
        """Each document is as acknowledged, or as the step under way leaves it, and never half of it."""
        states = self.read()
        for slug in states.keys() | self.known.keys():
            found, known = states.get(slug), self.known.get(slug)
            assert found in (known, self.pending.get(slug)), f"{slug}: {found} instead of {known}"

    def find_key(self, slug: str) -> int:
        """The primary key of the correction of a document that is open, or else its own."""
        return int(self._cluster.ask(_KEY, slug)[0][0])

    def find_paragraph(self, key: int, words: str) -> str:
        """The permanent key of the paragraph of a document that begins with some words."""
        return str(self._cluster.ask(_PARAGRAPH, key, f"{words}%")[0][0])
