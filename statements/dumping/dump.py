"""Making a dump: all its files from one snapshot, seen by nobody before they are whole."""

from __future__ import annotations

import gc
import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import Any, BinaryIO

from django.conf import settings
from django.db import connection
from django.utils import timezone, translation

from statements.addresses import slug_url
from statements.dumping.compressed import write_compressed
from statements.dumping.documents import list_public, write_documents
from statements.dumping.events import write_events
from statements.dumping.manifest import (
    CHANGES,
    DOCUMENTS,
    LATEST,
    PARAGRAPHS,
    SUMS,
    Dump,
    DumpFile,
    list_dumps,
    make_manifest,
    name_file,
)
from statements.exporting.columns import list_columns
from statements.exporting.csv_file import write_csv
from statements.exporting.listing import Listing, read_listing
from statements.exporting.options import ExportOptions
from statements.exporting.tables import list_rows
from statements.models import WAIT_FOR_WRITERS, read_moment
from statements.web.limits import open_snapshot

_LONGEST = 24 * 3600 * 1000  # milliseconds of database time
_DUMPS = 0x0D44  # sets this lock apart from others
_PART = ".part"
_ALLOCATIONS = 100_000  # of objects, before circles among them are looked for


class DumpUnderWayError(Exception):
    """Another dump of this archive is being made."""


def make_dump(folder: Path, keep: int) -> Dump:
    """Write the dump of today into a folder, in place of one of the same day; then remove all but the newest `keep`.

    Raises DumpUnderWayError, DamagedDumpError, OSError; then the folder is as it was.
    """
    folder.mkdir(parents=True, exist_ok=True)
    english = translation.override(settings.LANGUAGE_CODE)
    with english, _collect_rarely(), open_snapshot(_LONGEST, first=WAIT_FOR_WRITERS):
        _take_lock()
        with _without_parts(folder):
            made = _write_dump(folder)
            _put_in_place(folder, made, keep)
    return made


@contextmanager
def _collect_rarely() -> Iterator[None]:
    """Look for circles among objects less often: there are few in millions of paragraphs."""
    usual = gc.get_threshold()
    gc.set_threshold(_ALLOCATIONS, *usual[1:])
    try:
        yield
    finally:
        gc.set_threshold(*usual)


def _take_lock() -> None:
    """Hold the lock until the transaction ends, however it ends. Raises DumpUnderWayError."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(%s, 0)", [_DUMPS])
        if not cursor.fetchone()[0]:
            raise DumpUnderWayError


@contextmanager
def _without_parts(folder: Path) -> Iterator[None]:
    """Remove what is not whole, now and at the end: who holds the lock is the only one who writes."""
    try:
        _remove(folder.glob(f".*{_PART}"))
        yield
    finally:
        _remove(folder.glob(f".*{_PART}"))


def _remove(paths: Iterator[Path]) -> None:
    for path in paths:
        path.unlink(missing_ok=True)


def _write_dump(folder: Path) -> Dump:
    """Write and read back all files, under names that are not yet theirs."""
    moment, day = read_moment(), timezone.localdate()
    keys, counts = list_public(moment), dict[str, Any]()
    fillers = {DOCUMENTS: _fill_documents, PARAGRAPHS: _fill_paragraphs, CHANGES: _fill_changes}
    files = list[DumpFile]()
    for part, fill in fillers.items():
        name = name_file(part, day)
        written = write_compressed(_part(folder, name), partial(fill, keys, moment, counts))
        files.append(DumpFile(name, written.size, written.sha256, counts[part]))
    last = counts["last"] and {**counts["last"], "at": counts["last"]["at"].isoformat()}
    return Dump(day, tuple(files), make_manifest(day, moment.isoformat(), tuple(files), last))


def _fill_documents(keys: list[int], moment: datetime, counts: dict[str, Any], file: BinaryIO) -> None:
    counts[DOCUMENTS] = write_documents(keys, moment, file)


def _fill_paragraphs(keys: list[int], _moment: datetime, counts: dict[str, Any], file: BinaryIO) -> None:
    """The table that exports have, with addresses that do not name the host."""
    exported = read_listing(Listing(keys), partial(slug_url, "document"), ExportOptions(paragraphs=True))
    rows = list_rows(exported, paragraphs=True)
    counts[PARAGRAPHS] = write_csv(list_columns(paragraphs=True), rows, file, marked=False)


def _fill_changes(_keys: list[int], moment: datetime, counts: dict[str, Any], file: BinaryIO) -> None:
    counts[CHANGES], counts["last"] = write_events(moment, file)


def _part(folder: Path, name: str) -> Path:
    """Where a file is written before it has its name."""
    return folder / f".{name}{_PART}"


def _put_in_place(folder: Path, made: Dump, keep: int) -> None:
    """Give all files their names, the manifests last, and then remove the oldest dumps."""
    others = [each for each in list_dumps(folder) if each.day != made.day]
    kept = [made, *others][: max(keep, 1)]
    for file in made.files:
        _part(folder, file.name).replace(folder / file.name)
    _write_text(folder, SUMS, "".join(f"{file.sha256}  {file.name}\n" for dump in kept for file in dump.files))
    text = json.dumps(made.manifest, ensure_ascii=False, indent=2) + "\n"
    _write_text(folder, made.manifest_name, text)
    _write_text(folder, LATEST, text)
    for dump in others:
        if dump not in kept:
            _remove(folder / name for name in (dump.manifest_name, *(file.name for file in dump.files)))


def _write_text(folder: Path, name: str, text: str) -> None:
    part = _part(folder, name)
    with part.open("w", encoding="utf-8") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    part.replace(folder / name)
