"""What operators and Prometheus are told of backups: the last good one, the last drill, and what failed last."""

from __future__ import annotations

from typing import Any

from django.utils import timezone

from statements.operating.backups.shelf import Backup
from statements.operating.status_files import backup_file, read_status, write_status


def note_backup(backup: Backup) -> None:
    """`at` is the moment that the backup is of: what was published later is not in it."""
    told = backup.manifest
    facts = {"backup": backup.name, "bytes": told.bytes, "seconds": told.seconds, "ended": told.ended}
    _note(at=told.begun, **facts)


def note_drill(backup: Backup, seconds: float) -> None:
    _note(drill={"at": _now(), "backup": backup.name, "seconds": round(seconds, 1)})


def note_failure(command: str, reason: str) -> None:
    _note(failed={"at": _now(), "command": command, "reason": reason})


def _note(**facts: Any) -> None:
    """Put facts in the place of their like; the others stay. Raises OSError."""
    file = backup_file()
    write_status(file, {**read_status(file), **facts})


def _now() -> str:
    return timezone.now().isoformat(timespec="seconds")
