"""Load bulk files into the archive: batches by COPY, each whole or not at all; a bad line loses only itself.

Batches are prepared here while PostgreSQL writes the previous ones, on separate connections. A line already in the
archive is skipped, so an interrupted load goes on with the same command.
"""

from collections import Counter, deque
from collections.abc import Callable, Iterator
from concurrent.futures import Executor, Future, ThreadPoolExecutor
from contextlib import ExitStack
from dataclasses import dataclass, field, replace
from itertools import cycle
from pathlib import Path
from time import monotonic
from typing import IO, Any

from django.conf import settings
from django.db import DatabaseError, InterfaceError, connection, transaction

from statements.connecting.causes import is_outage
from statements.importer import VERSION
from statements.importer.bulk import ORIGIN
from statements.importer.bulk.indexes import gathering, is_left_gathering
from statements.importer.bulk.jsonl import (
    READ_ERRORS,
    BulkDocument,
    Record,
    make_document,
    open_bulk,
    raw_lines,
    read_record,
)
from statements.importer.bulk.names import Names
from statements.importer.bulk.restored_names import learn_dumped
from statements.importer.bulk.restoring import find_changed, find_reasons
from statements.importer.bulk.rows import MEDIA_TYPE, Made, New, make_rows, new_documents, write
from statements.importer.bulk.standing import Standing, find_standing
from statements.importer.draft import DraftDocument, Refused, TilingError, showable
from statements.importer.manifest import Manifest, PublisherEntry, SpeakerEntry
from statements.importer.refusals import say_database_refuses
from statements.importer.save import Received, Saved, save_draft
from statements.models import Document, Result, Status

_BATCH = 250  # documents
_BATCH_BYTES = 4_000_000
# Documents that a load adds as an editor adds one, each statement keeping indexes and vocabulary: it costs what they
# cost. Gathering pays from about as many on, for it ends with work that is as long as the archive is large.
_FEW = 250
_REASONS = 1_000
_WRITERS = 2
_OTHER_VERSIONS = "it is in the archive with other versions: a dump adds what is missing, and changes nothing"


@dataclass
class BulkReport:
    """What became of the lines of a file.

    refusals: line number and reason, for the first thousand. broken: why the file could not be read to its end.
    """

    path: Path
    counts: Counter[Result] = field(default_factory=Counter)
    refusals: list[tuple[int, str]] = field(default_factory=list)
    broken: str = ""
    seconds: float = 0

    @property
    def documents_per_second(self) -> float:
        return self.counts.total() / self.seconds if self.seconds else 0.0

    def refuse(self, number: int, reason: str) -> None:
        self.counts[Result.REFUSED] += 1
        if len(self.refusals) < _REASONS:
            self.refusals.append((number, reason))


Progress = Callable[[BulkReport], None]


class StoppedError(Exception):
    """The database has failed on the way, see `__cause__`. report: of what was written until then, or a little less."""

    def __init__(self, report: BulkReport) -> None:
        super().__init__(report)
        self.report = report


def import_bulk(path: Path, publish: bool, dry_run: bool, progress: Progress, *, quiet: bool = False) -> BulkReport:
    """Make a document from every line of the file at `path`; faults of the file raise nothing. Raises StoppedError.

    dry_run: write nothing. progress: called after every batch. quiet: nobody is sent a message about what is published.
    """
    started, load = monotonic(), _Load(BulkReport(path), publish, dry_run, quiet)
    report = load.report
    try:
        with open_bulk(path) as stream:
            for _ in load.run(stream):
                report.seconds = monotonic() - started
                progress(report)
    except READ_ERRORS as error:
        report.broken = _reason(error)
    except (DatabaseError, InterfaceError) as error:
        raise StoppedError(report) from error
    finally:
        report.seconds = monotonic() - started
        report.refusals.sort()
    return report


def _reason(error: Exception) -> str:
    words = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
    return f"cannot be read to its end: {showable(words)}"


@dataclass
class _Load:
    """The load of one file.

    addresses: those given to documents; seen: for each id, the number of its first line; written: the keys of the
    documents that were prepared to be added; gathers: whether they are too many to be added like an editor's.
    """

    report: BulkReport
    publish: bool
    dry_run: bool
    quiet: bool
    names: Names = field(default_factory=Names)
    addresses: set[str] = field(default_factory=set)
    seen: dict[str, int] = field(default_factory=dict)
    written: list[int] = field(default_factory=list)
    gathers: bool = False

    def run(self, stream: IO[bytes]) -> Iterator[None]:
        """Load batch after batch, pausing after each."""
        under_way = deque[tuple[list[New], Future[None]]]()
        with ExitStack() as stack:
            writers = self._gather(stack) if is_left_gathering() else _Here()
            for batch in self._batches(stream):
                new = self._save(batch)
                self.written += [each.document.pk for each in new]
                if not self.gathers and len(self.written) >= _FEW:
                    writers = self._gather(stack)
                if new:
                    under_way.append((new, writers.submit(write, new, self.gathers)))
                if len(under_way) > _WRITERS:
                    self._settle(*under_way.popleft())
                yield
            for each in under_way:
                self._settle(*each)
                yield

    def _gather(self, stack: ExitStack) -> Executor:
        """Two connections, since each uses at most one core of the server, and indexes that gather."""
        if connection.in_atomic_block:  # of a caller, which other connections could not see into
            return _Here()
        stack.enter_context(gathering(self.written))
        self.gathers = True
        return stack.enter_context(_Connections())

    def _save(self, batch: list[Record]) -> list[New]:
        """Save what changed, and return what is new."""
        records = self._skip_settled(batch)
        standing = find_standing(records)
        made = self._restorable(self._make(records), standing)
        for each in made:
            if each.document.record.external_id in standing:
                self._update(each.document)
        new = [each for each in made if each.document.record.external_id not in standing]
        if self.dry_run:
            self.report.counts[Result.CREATED] += len(new)
            return []
        self._learn([each.document for each in new if not each.document.dumped])
        name = showable(self.report.path.name)
        return new_documents(new, self.names, self.addresses, name, self.publish, self.quiet)

    def _make(self, records: list[Record]) -> list[Made]:
        made = list[Made]()
        for record in records:
            try:
                made.append(make_rows(make_document(record)))
            except Refused as error:
                self.report.refuse(record.number, str(error))
            except TilingError as error:
                reason = f"the importer lost account of the text, please report it: {error}"
                self.report.refuse(record.number, reason)
        return made

    def _restorable(self, made: list[Made], standing: dict[str, Standing]) -> list[Made]:
        """Those without the documents of a dump that are in the archive, or that cannot be restored."""
        dumped = [each.document for each in made if each.document.dumped]
        if not dumped:
            return made
        keys = {
            each.record.external_id: standing[each.record.external_id].pk
            for each in dumped
            if each.record.external_id in standing
        }
        changed = find_changed([each for each in dumped if each.record.external_id in keys], keys)
        new = [each for each in dumped if each.record.external_id not in keys]
        learn_dumped(self.names, [each.dumped for each in new if each.dumped], create=not self.dry_run)
        reasons = {**dict.fromkeys(changed, _OTHER_VERSIONS), **find_reasons(new, self.names, self.addresses)}
        for each in dumped:
            self._report_dumped(each, standing, reasons)
        return [
            each
            for each in made
            if not each.document.dumped or each.document.record.external_id not in keys.keys() | reasons
        ]

    def _report_dumped(self, document: BulkDocument, standing: dict[str, Standing], reasons: dict[str, str]) -> None:
        """Report a document of a dump that is not restored: it is here with the same versions, or cannot be."""
        external_id = document.record.external_id
        if external_id in reasons:
            self.report.refuse(document.record.number, reasons[external_id])
        elif external_id in standing:
            self._settle_standing(standing[external_id])

    def _settle_standing(self, found: Standing) -> None:
        """Publish what is in the archive as it should be, if it is a draft and so wished."""
        if self.publish and found.status == Status.DRAFT:
            self._publish(found.pk)
        else:
            self.report.counts[Result.UNCHANGED] += 1

    def _settle(self, new: list[New], written: Future[None]) -> None:
        """Wait until a batch is written. If the database rejects it, try its halves, and theirs in turn."""
        try:
            written.result()
            self.report.counts[Result.CREATED] += len(new)
        except DatabaseError as error:
            self._retry(new, error)

    def _retry(self, new: list[New], error: DatabaseError) -> None:
        self._check_connection(error)
        if len(new) == 1:
            self.report.refuse(new[0].number, say_database_refuses(error))
            return
        for half in (new[: len(new) // 2], new[len(new) // 2 :]):
            try:
                write(half, self.gathers)
                self.report.counts[Result.CREATED] += len(half)
            except DatabaseError as again:
                self._retry(half, again)

    def _batches(self, stream: IO[bytes]) -> Iterator[list[Record]]:
        batch, size = list[Record](), 0
        for record in self._records(stream):
            batch.append(record)
            size += len(record.content)
            if len(batch) >= _BATCH or size >= _BATCH_BYTES:
                yield batch
                batch, size = [], 0
        if batch:
            yield batch

    def _records(self, stream: IO[bytes]) -> Iterator[Record]:
        """The lines whose id occurs here for the first time. If the file is damaged, what comes before is kept."""
        try:
            for line in raw_lines(stream, settings.IMPORT_MAX_BYTES):
                try:
                    record = read_record(line)
                    first = self.seen.setdefault(record.external_id, line.number)
                    if first != line.number:
                        raise Refused(f"id {showable(record.external_id)!r} is that of line {first:,} too")
                except Refused as error:
                    self.report.refuse(line.number, str(error))
                else:
                    yield record
        except READ_ERRORS as error:
            self.report.broken = _reason(error)

    def _skip_settled(self, batch: list[Record]) -> list[Record]:
        """The records to make documents from; the rest are in the archive unchanged, and at most need publishing."""
        standing = find_standing(batch)
        unsettled = []
        for record in batch:
            found = standing.get(record.external_id)
            if not found or (found.sha256, found.importer_version) != (record.sha256, VERSION):
                unsettled.append(record)
            else:
                self._settle_standing(found)
        return unsettled

    def _publish(self, pk: int) -> None:
        if not self.dry_run:
            Document.objects.get(pk=pk).publish(quiet=self.quiet)
        self.report.counts[Result.UPDATED] += 1

    def _update(self, document: BulkDocument) -> None:
        """Save a changed line like a changed file: keys stay, and so does what an editor decided."""
        try:
            with transaction.atomic():
                self._learn([document])
                saved = self._save_draft(document)
                transaction.set_rollback(self.dry_run)
            self.report.counts[saved.result] += 1
        except Refused as error:
            self.names = Names()
            self.report.refuse(document.record.number, str(error))
        except DatabaseError as error:
            self._check_connection(error)
            self.names = Names()
            self.report.refuse(document.record.number, say_database_refuses(error))
        if self.dry_run:
            self.names = Names()

    def _save_draft(self, document: BulkDocument) -> Saved:
        draft, manifest = _draft_with_slugs(document, self.names)
        filename = showable(self.report.path.name)
        received = Received(filename, MEDIA_TYPE, "utf-8", document.record.content, document.text)
        saved = save_draft(draft, received, document.record.external_id, manifest, self.publish, quiet=self.quiet)
        row = saved.document
        row.translation_group = document.translation_group
        row.provenance = {name: ORIGIN if who == "manifest" else who for name, who in row.provenance.items()}
        row.save(update_fields=["translation_group", "provenance"])
        return saved

    def _learn(self, documents: list[BulkDocument]) -> None:
        drafts = [document.draft for document in documents]
        self.names.learn(
            (name for draft in drafts for name, _ in draft.participations),
            (draft.publisher for draft in drafts if draft.publisher),
        )

    def _check_connection(self, error: DatabaseError) -> None:
        """Raises the error where a line is not to blame."""
        if is_outage(error) or connection.connection is None or not connection.is_usable():
            raise error


class _Connections(Executor):
    """Threads that take turns with their tasks, each with a connection of its own."""

    def __init__(self) -> None:
        self._threads = [ThreadPoolExecutor(1) for _ in range(_WRITERS)]
        self._turn = cycle(self._threads)

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:
        return next(self._turn).submit(fn, *args, **kwargs)

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:
        for thread in self._threads:
            thread.submit(connection.close)
            thread.shutdown(wait)


class _Here(Executor):
    """Runs each task at once."""

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:
        future = Future[Any]()
        try:
            future.set_result(fn(*args, **kwargs))
        except DatabaseError as error:
            future.set_exception(error)
        return future


def _draft_with_slugs(document: BulkDocument, names: Names) -> tuple[DraftDocument, Manifest]:
    """The draft with slugs instead of names, and the manifest that it refers to."""
    draft = document.draft
    speakers = [names.speakers[name] for name, _ in draft.participations]
    publisher = names.publishers[draft.publisher] if draft.publisher else None
    manifest = Manifest(
        {each.slug: SpeakerEntry(each.slug, each.name, each.sort_name) for each in speakers},
        {publisher.slug: PublisherEntry(publisher.slug, publisher.name)} if publisher else {},
    )
    participations = tuple((each.slug, role) for each, (_, role) in zip(speakers, draft.participations, strict=True))
    return replace(draft, publisher=publisher.slug if publisher else None, participations=participations), manifest
