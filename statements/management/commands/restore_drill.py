"""Restore a backup into a scratch database, and see whether it is what was backed up."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from time import monotonic
from typing import Any

from django.db import connection

from statements.management.backing_up import BackupCommand
from statements.operating.backups.restoring import restore
from statements.operating.backups.shelf import find_newest
from statements.operating.backups.status import note_drill


class Command(BackupCommand):
    help = (
        "Restore the newest backup of a folder into a scratch database, compare it with what was backed up, verify it,"
        " and drop it. The database in use is not touched."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("folder", type=Path, metavar="DIR", help="where the backups are, or one of them")
        parser.add_argument("--into", metavar="DBNAME", help="the scratch database; default: that in use, with _drill")
        parser.add_argument("--stay", action="store_true", help="let the database stay, if all is right with it")

    def work(self, *args: Any, folder: Path, into: str | None, stay: bool, **options: Any) -> None:
        started = monotonic()
        backup = find_newest(folder.resolve())
        self.stdout.write(f"{backup.name}, begun {backup.manifest.begun}")
        restore(backup, into or f"{connection.settings_dict['NAME']}_drill", stay=stay, say=self.stdout.write)
        self.note(self._note_all, backup, monotonic() - started)
        self.stdout.write(f"The backup is good: {monotonic() - started:.1f} s")

    @staticmethod
    def _note_all(backup: Any, seconds: float) -> None:
        note_drill(backup, seconds)
        backup.note_restored()
