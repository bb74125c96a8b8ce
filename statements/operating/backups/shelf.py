"""A folder with backups: each is a folder of its own, which has its name only once it is whole."""

from __future__ import annotations

import fcntl
import hashlib
import json
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from statements.operating.backups.programs import BackupError
from statements.operating.backups.reckoning import Contents
from statements.operating.status_files import note_done, read_moment

DUMP, MANIFEST, SUMS = "archive.dump", "manifest.json", "SHA256SUMS"
_RESTORED = "restored.json"  # beside them, once a drill has restored it
_NAMES = "archive-*Z"
_DRAFT, _GONE, _LOCK = ".draft", ".gone", ".lock"


@dataclass(frozen=True)
class BackupFacts:
    """What a backup is of. database: PostgreSQL's version, programs: that of pg_dump; seconds: how long it took."""

    version: str
    commit: str
    database: str
    programs: str
    migrations: list[str]
    begun: str
    ended: str
    seconds: float
    bytes: int
    sha256: str
    tables: dict[str, Contents]


@dataclass(frozen=True)
class Backup:
    folder: Path
    manifest: BackupFacts

    @property
    def name(self) -> str:
        return self.folder.name

    @property
    def dump(self) -> Path:
        return self.folder / DUMP

    @property
    def was_restored(self) -> bool:
        return read_moment(self.folder / _RESTORED) is not None

    def note_restored(self) -> None:
        note_done(self.folder / _RESTORED)


def read_backup(folder: Path) -> Backup:
    """A backup by its folder, of which only the size has been looked at. Raises BackupError."""
    try:
        said = json.loads((folder / MANIFEST).read_text())
        tables = {name: Contents(**table) for name, table in said.pop("tables").items()}
        backup = Backup(folder, BackupFacts(**said, tables=tables))
        size = backup.dump.stat().st_size
    except (OSError, ValueError, TypeError, KeyError, AttributeError) as error:
        raise BackupError(f"{folder} holds no backup that is whole: {error}") from error
    if size != backup.manifest.bytes:
        raise BackupError(f"{backup.dump} has {size:,} bytes, and had {backup.manifest.bytes:,}")
    return backup


def check_bytes(backup: Backup) -> None:
    """Raises BackupError where the dump is not what was written."""
    if hash_file(backup.dump) != backup.manifest.sha256:
        raise BackupError(f"{backup.dump} is not what was written: its SHA-256 differs")


def hash_file(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def list_names(folder: Path) -> list[Path]:
    """The folders with the name of a backup, the newest first."""
    return sorted((each for each in folder.glob(_NAMES) if each.is_dir()), reverse=True)


def find_newest(folder: Path) -> Backup:
    """The newest of a folder with backups, or the one backup that the folder is. Raises BackupError."""
    if (folder / MANIFEST).exists():
        return read_backup(folder)
    names = list_names(folder)
    if not names:
        raise BackupError(f"there is no backup in {folder}")
    return read_backup(names[0])


@contextmanager
def hold_lock(folder: Path) -> Iterator[int]:
    """Be the only one who writes into a folder, and let nobody else look into it. Yields the lock.

    A program that inherits the lock keeps it, though this process is killed. Raises BackupError.
    """
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    lock = os.open(folder / _LOCK, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    try:
        _lock(lock, folder)
        yield lock
    finally:
        os.close(lock)


def _lock(lock: int, folder: Path) -> None:
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        raise BackupError(f"another backup is being written into {folder}") from None


@contextmanager
def open_draft(folder: Path) -> Iterator[Path]:
    """A folder for a backup that is not whole yet; what was left of others is removed, and in the end this one."""
    _remove_leftovers(folder)
    draft = folder / f"{_DRAFT}-{os.getpid()}"
    draft.mkdir(mode=0o700)
    try:
        yield draft
    finally:
        _remove_leftovers(folder)


def _remove_leftovers(folder: Path) -> None:
    for name in (_DRAFT, _GONE):
        for path in folder.glob(f"{name}-*"):
            shutil.rmtree(path, ignore_errors=True)


def name_backup(begun: datetime) -> str:
    """The name of a backup by the second in which it was begun."""
    return begun.astimezone(UTC).strftime("archive-%Y%m%dT%H%M%SZ")


def put_in_place(draft: Path, manifest: BackupFacts) -> Backup:
    """Write beside the dump what it is of, and give all of it a name, once the disk has it."""
    text = json.dumps({**asdict(manifest), "tables": _write_tables(manifest)}, indent=1) + "\n"
    _write(draft / MANIFEST, text)
    _write(draft / SUMS, f"{manifest.sha256}  {DUMP}\n{hash_file(draft / MANIFEST)}  {MANIFEST}\n")
    _sync(draft / DUMP)
    _sync(draft)
    named = draft.with_name(name_backup(datetime.fromisoformat(manifest.begun)))
    draft.rename(named)
    _sync(named.parent)
    return Backup(named, manifest)


def _write_tables(manifest: BackupFacts) -> dict[str, Any]:
    return {name: table._asdict() for name, table in manifest.tables.items()}


def _write(path: Path, text: str) -> None:
    path.touch(mode=0o600)
    path.write_text(text)
    _sync(path)


def _sync(path: Path) -> None:
    """Return once a file, or the names in a folder, are on the disk."""
    opened = os.open(path, os.O_RDONLY)
    try:
        os.fsync(opened)
    finally:
        os.close(opened)


def prune(folder: Path, keep: int) -> tuple[list[str], list[str]]:
    """Remove all but the `keep` newest whole backups, and the newest that a drill restored. keep: at least one.

    Returns the names of what was removed, and of what is not whole: that counts for nothing, and is left for people.
    """
    whole, broken = list[Backup](), list[str]()
    for path in list_names(folder):
        try:
            whole.append(read_backup(path))
        except BackupError:
            broken.append(path.name)
    restored = next((each for each in whole if each.was_restored), None)
    spare = [each for each in whole[max(keep, 1) :] if each != restored]
    for each in spare:
        gone = each.folder.rename(folder / f"{_GONE}-{each.name}")
        shutil.rmtree(gone)
    return [each.name for each in spare], broken
