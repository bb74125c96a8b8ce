"""The index on disk: one writer a host, any number of readers, and nothing that cannot be thrown away."""

from __future__ import annotations

import fcntl
import json
import logging
import shutil
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from time import monotonic
from typing import Any

from statements.search.index.schema import DOCUMENT, STATE, UTTERANCE, folder, make_schema, tantivy
from statements.search.index.state import IndexState, read_written
from statements.web.logs import name_error

_log = logging.getLogger(__name__)


class BusyError(Exception):
    """Another process writes the index."""


class NotAnsweredError(Exception):
    """The index leaves a search to PostgreSQL."""


@dataclass(frozen=True)
class Opened:
    """The index as one commit left it, to be asked inside of leave_to_postgresql(). stamp: what tells that commit from
    others."""

    index: Any
    searcher: Any
    state: IndexState
    stamp: tuple[int, ...]

    def count(self, query: Any) -> int:
        return self.searcher.search(query, 1, count=True).count

    def hits(self, query: Any, limit: int, **order: Any) -> list[tuple[Any, Any]]:
        """What is found: scores, or values of the field by which it is ordered, and places."""
        return self.searcher.search(query, limit, count=False, **order).hits

    def values(self, field: str, hits: Sequence[tuple[Any, Any]]) -> list[int]:
        """The numbers that hits have in a field."""
        return self.searcher.fast_field_values(field, [place for _, place in hits])

    def frequency(self, term: str) -> int:
        """How many rows have a term among their words, as Tantivy counts them: with deleted ones."""
        return self.searcher.doc_freq("words", term)

    @property
    def rows(self) -> int:
        """How many rows there are, counted in the same way."""
        return sum(self.searcher.doc_freq("row", kind) for kind in (DOCUMENT, UTTERANCE, STATE))

    def aggregate(self, query: Any, what: dict[str, Any]) -> dict[str, Any]:
        """Counts."""
        return self.searcher.aggregate(query, what)

    @contextmanager
    def leave_to_postgresql(self) -> Iterator[None]:
        """What Tantivy cannot do, as a query is too much for it or its files are damaged, PostgreSQL can. Raises
        NotAnsweredError. After a panic this commit of the index is not asked again."""
        global _set_aside
        try:
            yield
        except (ValueError, OSError) as error:
            _log.warning("The index does not answer: %s", name_error(error))
            raise NotAnsweredError from error
        except BaseException as error:
            if not is_panic(error):
                raise
            _set_aside = self.stamp
            _log.exception("The index is set aside until it is written again")
            raise NotAnsweredError from error

    @property
    def is_set_aside(self) -> bool:
        return self.stamp == _set_aside


def is_panic(error: BaseException) -> bool:
    """Whether Tantivy panicked. That is no Exception, and its class can only be known by its name."""
    return type(error).__name__ == "PanicException"


_RETRY = 60.0  # seconds until a commit that could not be opened is tried again: perhaps too many files were open

_opened: Opened | None = None
_unusable: tuple[tuple[int, ...], float] = ((), 0.0)  # the stamp of a commit that could not be opened, and until when
_set_aside: tuple[int, ...] | None = None  # the stamp of a commit over which Tantivy panicked


def open_index() -> Opened | None:
    """The index as it is now; None where there is none that can be used. Looks at one file, and reads it anew only
    where it has changed."""
    global _opened, _unusable
    stamp, last = _stamp(), _opened
    if stamp is None or (stamp == _unusable[0] and monotonic() < _unusable[1]):
        return None
    if last is None or last.stamp != stamp:
        last = _opened = _open(stamp)
        if last is None:
            _unusable = stamp, monotonic() + _RETRY
    return last


def has_files() -> bool:
    """Whether there is an index, be it one that cannot be used until it is made anew."""
    return _stamp() is not None


def _stamp() -> tuple[int, ...] | None:
    """What changes with every commit: it replaces this file. None without a file, or without the package."""
    if not tantivy:
        return None
    try:
        found = (folder() / "meta.json").stat()
    except OSError:
        return None
    return found.st_ino, found.st_mtime_ns, found.st_size


def _open(stamp: tuple[int, ...]) -> Opened | None:
    try:
        index = tantivy.Index.open(str(folder()))
        index.config_reader(reload_policy="manual")  # it is opened anew instead; no thread looks at its files
        searcher = index.searcher()
        found = searcher.search(tantivy.Query.term_query(index.schema, "row", STATE), 1).hits
        state = read_written(searcher.doc(found[0][1])["state"][0]) if found else None
    except (ValueError, OSError):  # half written, or by another version
        return None
    return Opened(index, searcher, state, stamp) if state else None


@contextmanager
def lock_for_writing(wait: bool = False) -> Iterator[None]:
    """Be the only one who writes. Raises BusyError where somebody else does, unless told to wait."""
    folder().mkdir(parents=True, exist_ok=True)
    with (folder() / "writing").open("w") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | (0 if wait else fcntl.LOCK_NB))
        except BlockingIOError as error:
            raise BusyError from error
        yield


def open_for_writing() -> Any:
    """The index, or a new one where there is none of today's format; inside of lock_for_writing(). Files that Tantivy
    was about to put in the place of others, when it was killed, are deleted: it does not know of them."""
    for left in folder().glob(".tmp*"):
        left.unlink()
    try:
        return tantivy.Index(make_schema(), str(folder()))
    except (ValueError, OSError):
        for path in folder().iterdir():
            if path.name != "writing":
                shutil.rmtree(path) if path.is_dir() else path.unlink()
        return tantivy.Index(make_schema(), str(folder()))


def open_writer(index: Any, memory: int, threads: int) -> Any:
    """A writer of the index. memory: bytes. What one that was killed had begun is thrown away first: files of the same
    names would be refused."""
    writer = index.writer(memory, threads)
    writer.garbage_collect_files()
    return writer


def write_state(writer: Any, state: IndexState) -> None:
    """Say of which state the index is, in the same commit as its rows."""
    writer.delete_documents_by_term("row", STATE)
    row = tantivy.Document()
    row.add_text("row", STATE)
    row.add_text("state", state.write())
    writer.add_document(row)


def size_on_disk() -> int:
    """Bytes of all files of the index."""
    names = json.loads((folder() / ".managed.json").read_text()) if (folder() / ".managed.json").exists() else []
    paths = [folder() / name for name in [*names, "meta.json"]]
    return sum(path.stat().st_size for path in paths if path.exists())
