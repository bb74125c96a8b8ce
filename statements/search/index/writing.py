"""Making the index, and catching up with what has changed in the archive since.

What has changed is seen in the rows themselves: PostgreSQL keeps with each the transaction that wrote it. So nothing
has to be recorded for the index, which may be behind by any time, and no way of writing to the archive escapes it:
not a bulk load, not TRUNCATE, not a restored table. Reading the entries for it takes 0.2 to 0.6 s for 110,000.
"""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager
from dataclasses import dataclass
from typing import Any

from django.db import connection, transaction

from statements.connecting.rows import read_rows
from statements.search.index.lexicon import Lexicon
from statements.search.index.rows import Texts, read_texts, rows_of
from statements.search.index.schema import DOCUMENT, UTTERANCE, tantivy
from statements.search.index.shelf import (
    Opened,
    lock_for_writing,
    open_for_writing,
    open_index,
    open_writer,
    write_state,
)
from statements.search.index.state import IndexState, place_replayed, state_of_snapshot

_BATCH = 500  # documents
_BYTES, _THREADS = 400_000_000, 2  # of memory for a new index; both make fewer and larger pieces
_FEW_BYTES = 30_000_000
_MOST_CHANGED = 1_000  # documents; beyond them and half the archive, making the index anew is no slower

Progress = Callable[[int, int], None]

# Numbers of transactions are compared as PostgreSQL does it, around the circle of 2³².
_WRITTEN_SINCE = "(({table}.xmin::text::bigint - %s) & 4294967295) < 2147483648"
_CHANGED = f"""
SELECT document_id FROM statements_entry AS entry WHERE {_WRITTEN_SINCE.format(table="entry")}
UNION SELECT document_id FROM statements_utterance AS utterance WHERE {_WRITTEN_SINCE.format(table="utterance")}
"""  # noqa: S608
_PUBLISHED = "SELECT document_id FROM statements_entry WHERE status = 'published' ORDER BY document_id"
_UTTERANCES = """
SELECT utterance.id, document_id FROM statements_utterance AS utterance
JOIN statements_entry AS entry USING (document_id) WHERE entry.status = 'published'
"""


class RebuildError(Exception):
    """The index has to be made anew, or nearly so, which would take long."""


@dataclass(frozen=True)
class IndexWork:
    """What was done. documents: how many were read; new: whether the index was made from nothing."""

    documents: int = 0
    new: bool = False


def bring_up_to_date(
    rebuild: bool = False, wait: bool = False, may_rebuild: bool = True, progress: Progress = lambda done, total: None
) -> IndexWork:
    """Make the index be of the state that the archive has now.

    may_rebuild: or else only what is soon done is done. Raises BusyError where another process is at it, unless told to
    wait, and RebuildError where more is to be done than may be. A process that is killed leaves the index as the last
    commit left it.
    """
    with lock_for_writing(wait):
        replayed = place_replayed()
        with _read_snapshot() as is_own:
            return _bring_up_to_date(rebuild, may_rebuild, replayed, is_own, progress)


def _bring_up_to_date(
    rebuild: bool, may_rebuild: bool, replayed: int | None, is_own: bool, progress: Progress
) -> IndexWork:
    index, new = open_for_writing(), state_of_snapshot()
    old = None if rebuild else open_index()
    if old and _has_nothing_new(old, new, replayed):
        return IndexWork()
    changed = _find_changed(old) if old and old.state.is_ancestor_of(new) else None
    most = max(_MOST_CHANGED, new.documents // 2) if may_rebuild else _MOST_CHANGED
    if old and changed is not None and len(changed) <= most:
        work = _catch_up(index, old, new, changed, progress)
        if work:
            return work
    if not may_rebuild:
        raise RebuildError
    return _build(index, new, is_own, progress)


def _has_nothing_new(old: Opened, new: IndexState, replayed: int | None) -> bool:
    """Whether the snapshot has what the index has, or is that of a standby that is still behind the index."""
    behind = replayed is not None and replayed < old.state.log
    return old.state.server == new.server and (old.state.version == new.version or behind)


@contextmanager
def _read_snapshot() -> Iterator[bool]:
    """Read everything as of one moment; inside a transaction of the caller, as it is in that. Yields whether the
    transaction is our own, so that other connections can see the same."""
    is_own = not connection.in_atomic_block
    with transaction.atomic():
        if is_own:
            with connection.cursor() as cursor:
                cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
        yield is_own


def _build(index: Any, state: IndexState, is_own: bool, progress: Progress) -> IndexWork:
    """is_own: whether the transaction is, so that another connection may read ahead."""
    writer = open_writer(index, _BYTES, _THREADS)
    writer.delete_all_documents()
    documents = [key for (key,) in read_rows(_PUBLISHED)]
    _add(writer, documents, progress, read_rows("SELECT pg_export_snapshot()")[0][0] if is_own else None)
    _commit(writer, state)
    return IndexWork(len(documents), new=True)


def _find_changed(old: Opened) -> list[int]:
    """The documents that may have changed since, unless they were deleted."""
    return [key for (key,) in read_rows(_CHANGED, [old.state.oldest, old.state.oldest])]


def _catch_up(index: Any, old: Opened, new: IndexState, changed: list[int], progress: Progress) -> IndexWork | None:
    """None, and nothing done, where the index would not have as many rows as the archive."""
    writer, counts = open_writer(index, _FEW_BYTES, 1), (new.documents, new.utterances)
    _remove(index, writer, changed)
    added = _add(writer, changed, progress)
    if _expect_counts(old, changed, added) != counts:
        others = _find_leftovers(old, set(changed))
        _remove(index, writer, others)
        more = _add(writer, others, progress)
        changed, added = changed + others, (added[0] + more[0], added[1] + more[1])
        if _expect_counts(old, changed, added) != counts:
            writer.rollback()
            return None
    _commit(writer, new)
    return IndexWork(len(changed))


def _remove(index: Any, writer: Any, documents: Sequence[int]) -> None:
    """Remove all rows of documents. (Of a number, delete_documents_by_term() makes another term than a query does.)"""
    if documents:
        writer.delete_documents_by_query(tantivy.Query.term_set_query(index.schema, "document", list(documents)))


def _add(writer: Any, documents: Sequence[int], progress: Progress, snapshot: str | None = None) -> tuple[int, int]:
    """Add the rows of those that are published; how many rows of documents and of utterances these are.

    snapshot: its name, if they are so many that PostgreSQL had better read the next ones meanwhile.
    """
    batches = [documents[start : start + _BATCH] for start in range(0, len(documents), _BATCH)]
    lexicon, rows, found, done = Lexicon(), 0, 0, 0
    with closing(_read_ahead(batches, snapshot) if snapshot else _read_each(batches)) as read:
        for batch, texts in zip(batches, read, strict=True):
            for kind, row in rows_of(texts, lexicon):
                writer.add_document(row)
                rows += 1
                found += kind == DOCUMENT
            done += len(batch)
            progress(done, len(documents))
    return found, rows - found


def _read_each(batches: Sequence[Sequence[int]]) -> Generator[Texts]:
    yield from map(read_texts, batches)


def _read_ahead(batches: Sequence[Sequence[int]], snapshot: str) -> Generator[Texts]:
    """Read batches in a thread and a connection of its own, the next one while the last one is worked on."""
    with ThreadPoolExecutor(1) as reader:
        try:
            reader.submit(_begin_in, snapshot).result()
            coming = [reader.submit(read_texts, batch) for batch in batches[:1]]
            for batch in batches[1:]:
                coming.append(reader.submit(read_texts, batch))
                yield coming.pop(0).result()
            yield from (each.result() for each in coming)
        finally:
            reader.submit(lambda: connection.close()).result()  # that of the thread


def _begin_in(snapshot: str) -> None:
    """Begin a transaction that sees a snapshot."""
    connection.set_autocommit(False)
    with connection.cursor() as cursor:
        cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
        cursor.execute("SET TRANSACTION SNAPSHOT %s", [snapshot])


def _expect_counts(old: Opened, changed: Sequence[int], added: tuple[int, int]) -> tuple[int, int]:
    """How many rows of documents and of utterances there are now if nothing was deleted from the archive but what is in
    `changed`."""
    removed = (_count_rows(old, kind, changed) for kind in (DOCUMENT, UTTERANCE))
    before = (old.state.documents, old.state.utterances)
    return tuple(was - gone + new for was, gone, new in zip(before, removed, added, strict=True))  # type: ignore[return-value]


def _count_rows(old: Opened, kind: str, documents: Sequence[int]) -> int:
    schema = old.index.schema
    of_kind = tantivy.Query.term_query(schema, "row", kind)
    among = tantivy.Query.term_set_query(schema, "document", list(documents))
    return old.count(of_kind.and_must_match(among)) if documents else 0


def _find_leftovers(old: Opened, changed: set[int]) -> list[int]:
    """Documents, besides those that changed, of which the index has rows that they have no longer in the archive."""
    published = {key for (key,) in read_rows(_PUBLISHED)}
    utterances: dict[int, int] = dict(read_rows(_UTTERANCES))
    gone = {document for document, _ in _keys(old, DOCUMENT) if document not in published}
    gone |= {document for document, key in _keys(old, UTTERANCE) if utterances.get(key) != document}
    return sorted(gone - changed)


def _keys(old: Opened, kind: str) -> list[tuple[int, int]]:
    """The document and the key of each row of a kind."""
    query = tantivy.Query.term_query(old.index.schema, "row", kind)
    hits = old.searcher.search(query, max(old.searcher.num_docs, 1), count=False, order_by_field="key").hits
    documents = old.searcher.fast_field_values("document", [address for _, address in hits])
    return list(zip(documents, (key for key, _ in hits), strict=True))


def _commit(writer: Any, state: IndexState) -> None:
    write_state(writer, state)
    writer.commit()
    writer.wait_merging_threads()
