"""Back the archive up: a dump of the database, what is in it, and their hashes."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from statements.management.backing_up import BackupCommand, read_number
from statements.operating.backups.making import make_backup
from statements.operating.backups.shelf import prune
from statements.operating.backups.status import note_backup


class Command(BackupCommand):
    help = "Back the archive up into a folder, with all that is needed to tell later whether it was restored whole."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("folder", type=Path, metavar="DIR", help="where the backups are; each is a folder in it")
        parser.add_argument("--keep", type=read_number, default=14, help="how many stay there; default: 14")

    def work(self, *args: Any, folder: Path, keep: int, **options: Any) -> None:
        made = make_backup(folder.resolve())
        self.note(note_backup, made)
        told = made.manifest
        rows = sum(table.rows for table in told.tables.values())
        self.stdout.write(f"{made.folder}: {told.bytes / 1e6:,.1f} MB in {told.seconds:.1f} s, {rows:,} rows")
        removed, broken = prune(folder.resolve(), keep)
        for name in removed:
            self.stdout.write(f"{name}: removed")
        for name in broken:
            self.stderr.write(f"{name}: not whole, and counts for nothing")
