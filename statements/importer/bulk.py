"""Bulk files into the archive: batches by COPY, each whole or not at all; a bad line loses only itself.

The next batch is made ready in a thread while PostgreSQL takes the one before. A line that is in the archive already is
passed over, so that a load that was interrupted goes on with the same command.
"""

from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from itertools import chain
from pathlib import Path
from time import monotonic
from typing import IO

from django.conf import settings
from django.db import DatabaseError, connection, transaction

from statements.importer import VERSION
from statements.importer.bulk_rows import MEDIA_TYPE, Made, create, make_rows
from statements.importer.draft import DraftDocument, Refused, TilingError, showable
from statements.importer.jsonl import (
    ORIGIN,
    READ_ERRORS,
    BulkDocument,
    Record,
    make_document,
    open_bulk,
    raw_lines,
    read_record,
)
from statements.importer.manifest import Manifest, PublisherEntry, SpeakerEntry
from statements.importer.names import Names
from statements.importer.save import Received, Saved, save_draft
from statements.models import Document, Status

_BATCH = 500  # documents
_BATCH_BYTES = 8_000_000
_REASONS = 1_000


@dataclass
class BulkReport:
    """What became of the lines of a file.

    refusals: number of the line and reason, of the first thousand. broken: why the file could not be read to its end.
    """

    path: Path
    counts: Counter[str] = field(default_factory=Counter)
    refusals: list[tuple[int, str]] = field(default_factory=list)
    broken: str = ""
    seconds: float = 0

    @property
    def documents_per_second(self) -> float:
        return self.counts.total() / self.seconds if self.seconds else 0.0

    def refuse(self, number: int, reason: str) -> None:
        self.counts["refused"] += 1
        if len(self.refusals) < _REASONS:
            self.refusals.append((number, reason))


Progress = Callable[[BulkReport], None]
Refusal = tuple[int, str]


def import_bulk(path: Path, publish: bool, dry_run: bool, progress: Progress) -> BulkReport:
    """Make a document of every line of the file at `path`; nothing is raised for what is wrong with the file.

    dry_run: write nothing. progress: called after every batch.
    """
    started, load = monotonic(), _Load(BulkReport(path), publish, dry_run)
    report = load.report
    try:
        with open_bulk(path) as stream:
            for _ in load.run(stream):
                report.seconds = monotonic() - started
                progress(report)
    except READ_ERRORS as error:
        report.broken = _why(error)
    report.seconds = monotonic() - started
    report.refusals.sort()
    return report


def _why(error: Exception) -> str:
    words = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
    return f"cannot be read to its end: {showable(words)}"


@dataclass
class _Load:
    """The load of one file. seen: the number of the line that an id was first on."""

    report: BulkReport
    publish: bool
    dry_run: bool
    names: Names = field(default_factory=Names)
    seen: dict[str, int] = field(default_factory=dict)

    def run(self, stream: IO[bytes]) -> Iterator[None]:
        """Load batch after batch, with a stop after each."""
        waiting: Future[tuple[list[Made], list[Refusal]]] | None = None
        with ThreadPoolExecutor(1) as pool:
            for batch in chain(self._batches(stream), [None]):
                ready, waiting = waiting, pool.submit(_make, self._unsettled(batch)) if batch else None
                if ready:
                    self._save(*ready.result())
                yield

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
        """The lines that hold an id which none before had. Where the file is broken, what stands before is kept."""
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
            self.report.broken = _why(error)

    def _unsettled(self, batch: list[Record]) -> list[Record]:
        """Those to be made documents of; the others are in the archive as they are, and at most to be published."""
        standing = _standing(batch)
        unsettled = []
        for record in batch:
            found = standing.get(record.external_id)
            if not found or (found.sha256, found.importer_version) != (record.sha256, VERSION):
                unsettled.append(record)
            elif self.publish and found.status == Status.DRAFT:
                self._publish(found.pk)
            else:
                self.report.counts["unchanged"] += 1
        return unsettled

    def _publish(self, pk: int) -> None:
        if not self.dry_run:
            Document.objects.get(pk=pk).publish()
        self.report.counts["updated"] += 1

    def _save(self, made: list[Made], refusals: list[Refusal]) -> None:
        for number, reason in refusals:
            self.report.refuse(number, reason)
        standing = _standing([each.document.record for each in made])
        new = [each for each in made if each.document.record.external_id not in standing]
        if self.dry_run:
            self.report.counts["created"] += len(new)
        elif new:
            self._create(new)
        for each in made:
            if each.document.record.external_id in standing:
                self._update(each.document)

    def _create(self, made: list[Made]) -> None:
        """Create all; where the database does not take them, halves and their halves, until the bad one is alone."""
        try:
            with transaction.atomic():
                self._learn([each.document for each in made])
                create(made, self.names, showable(self.report.path.name), self.publish)
                _check_references()
            self.report.counts["created"] += len(made)
        except DatabaseError as error:
            self._after(error)
            if len(made) == 1:
                self.report.refuse(made[0].document.record.number, _database_says(error))
                return
            half = len(made) // 2
            self._create(made[:half])
            self._create(made[half:])

    def _update(self, document: BulkDocument) -> None:
        """Save a line that changed as a file that changed is: keys stay, and so does what an editor decided."""
        try:
            with transaction.atomic():
                self._learn([document])
                saved = self._save_draft(document)
                transaction.set_rollback(self.dry_run)
            self.report.counts[saved.result] += 1
        except Refused as error:
            self.report.refuse(document.record.number, str(error))
        except DatabaseError as error:
            self._after(error)
            self.report.refuse(document.record.number, _database_says(error))
        if self.dry_run:
            self.names = Names()

    def _save_draft(self, document: BulkDocument) -> Saved:
        draft, manifest = _by_slug(document, self.names)
        filename = showable(self.report.path.name)
        received = Received(filename, MEDIA_TYPE, "utf-8", document.record.content, document.text)
        saved = save_draft(draft, received, document.record.external_id, manifest, self.publish)
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

    def _after(self, error: DatabaseError) -> None:
        """Forget the names that were rolled back. Raises the error where it is no fault of a line."""
        self.names = Names()
        if connection.connection is None or not connection.is_usable():
            raise error


def _check_references() -> None:
    """Have the references checked now, inside the transaction, so that a violation is that of this batch."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")


def _make(records: list[Record]) -> tuple[list[Made], list[Refusal]]:
    """What the records become, and why some of them become nothing. Asks nothing of the database."""
    made, refusals = list[Made](), list[Refusal]()
    for record in records:
        try:
            made.append(make_rows(make_document(record)))
        except Refused as error:
            refusals.append((record.number, str(error)))
        except TilingError as error:
            refusals.append((record.number, f"the importer lost account of the text, please report it: {error}"))
    return made, refusals


@dataclass(frozen=True)
class _Standing:
    """A document of the archive, and what it was made of."""

    pk: int
    status: str
    sha256: str | None
    importer_version: str | None


def _standing(records: list[Record]) -> dict[str, _Standing]:
    """The documents with the ids of `records`, by id."""
    documents = Document.objects.filter(external_id__in=[record.external_id for record in records])
    rows = documents.values_list("external_id", "pk", "status", "source__sha256", "source__importer_version")
    return {external_id: _Standing(pk, *others) for external_id, pk, *others in rows}


def _by_slug(document: BulkDocument, names: Names) -> tuple[DraftDocument, Manifest]:
    """The draft with slugs for names, and the manifest that it refers to."""
    draft = document.draft
    speakers = [names.speakers[name] for name, _ in draft.participations]
    publisher = names.publishers[draft.publisher] if draft.publisher else None
    manifest = Manifest(
        {each.slug: SpeakerEntry(each.slug, each.name, each.sort_name) for each in speakers},
        {publisher.slug: PublisherEntry(publisher.slug, publisher.name)} if publisher else {},
    )
    participations = tuple((each.slug, role) for each, (_, role) in zip(speakers, draft.participations, strict=True))
    return replace(draft, publisher=publisher.slug if publisher else None, participations=participations), manifest


def _database_says(error: DatabaseError) -> str:
    return f"the database does not take it: {str(error).splitlines()[0]}"
