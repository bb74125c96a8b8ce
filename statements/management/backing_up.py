"""What the commands for backups have in common: whatever goes wrong is one line, and noted for operators."""

from __future__ import annotations

from argparse import ArgumentTypeError
from collections.abc import Callable
from typing import Any

from django.core.exceptions import ImproperlyConfigured
from django.core.management.base import BaseCommand, CommandError
from django.db import Error

from statements.checks import error_line
from statements.operating.backups.programs import BackupError
from statements.operating.backups.signals import end_in_order
from statements.operating.backups.status import note_failure
from statements.operating.status_files import backup_file


class BackupCommand(BaseCommand):
    """A command that tells of its failures in one line and in the status file."""

    requires_system_checks = []  # a backup is most needed where something is not as it should be

    def work(self, *args: Any, **options: Any) -> None:
        """Do it. Raises BackupError, OSError, and errors of the database."""
        raise NotImplementedError

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            with end_in_order():
                self.work(**options)
        except (BackupError, ImproperlyConfigured, Error, OSError) as error:
            reason = _write_reason(error)
            name = type(self).__module__.rpartition(".")[2]
            self.note(note_failure, name, reason)
            raise CommandError(f"{name} failed: {reason}") from error

    def note(self, note: Callable[..., None], *facts: Any) -> None:
        """Write into the status file; that it cannot be written does not spoil what was done."""
        try:
            note(*facts)
        except OSError as error:
            self.stderr.write(f"{backup_file()} cannot be written: {error.strerror}")


def _write_reason(error: Exception) -> str:
    if isinstance(error, BackupError):
        return f"{error}."
    if isinstance(error, OSError):
        return f"{error.filename or 'a file'}: {error.strerror}."
    return error_line(error)


def read_number(typed: str) -> int:
    """How many of something to keep. Raises ArgumentTypeError where that is none."""
    if not typed.isdecimal() or int(typed) < 1:
        raise ArgumentTypeError("at least one stays")
    return int(typed)
