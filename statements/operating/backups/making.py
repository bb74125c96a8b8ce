"""Making a backup: the dump, and what is in it, from one snapshot of the database."""

from __future__ import annotations

import re
from datetime import datetime
from pathlib import Path
from subprocess import PIPE
from time import monotonic, sleep

from django.db import connection
from django.db.backends.utils import CursorWrapper
from django.utils import timezone

from statements.operating.backups.programs import (
    BackupError,
    Programs,
    Target,
    find_programs,
    find_target,
    open_connection,
    read_major,
    start,
)
from statements.operating.backups.reckoning import Contents, list_migrations, open_snapshot, reckon
from statements.operating.backups.shelf import (
    DUMP,
    Backup,
    BackupFacts,
    hash_file,
    hold_lock,
    name_backup,
    open_draft,
    put_in_place,
)
from statements.version import commit, version

_DATA = re.compile(r" TABLE DATA (\S+) (\S+) ")  # a line of `pg_restore --list`: schema and name
# Waiting for a migration, that is: it locks tables for longer. In milliseconds.
_ARGUMENTS = ["--format=custom", "--no-password", "--lock-wait-timeout=60000"]


def make_backup(folder: Path) -> Backup:
    """Write a backup of now into a folder.

    Raises BackupError, OSError and errors of the database; then the other backups are as they were.
    """
    with hold_lock(folder) as lock, open_draft(folder) as draft:
        begun, started = _begin(folder), monotonic()
        with open_connection(connection) as cursor:
            target = find_target(cursor)
            programs = find_programs(read_major(target.version))
            tables, migrations = _dump(cursor, programs, target, draft / DUMP, lock)
        _check_list(programs, draft / DUMP, tables)
        manifest = BackupFacts(
            version=version(),
            commit=commit(),
            database=target.version,
            programs=programs.version,
            migrations=migrations,
            begun=begun.isoformat(timespec="seconds"),
            ended=timezone.now().isoformat(timespec="seconds"),
            seconds=round(monotonic() - started, 1),
            bytes=(draft / DUMP).stat().st_size,
            sha256=hash_file(draft / DUMP),
            tables=tables,
        )
        return put_in_place(draft, manifest)


def _begin(folder: Path) -> datetime:
    """A moment by whose second no backup of the folder is named yet."""
    begun = timezone.now()
    while (folder / name_backup(begun)).exists():
        sleep(0.05)  # seconds
        begun = timezone.now()
    return begun


def _dump(
    cursor: CursorWrapper, programs: Programs, target: Target, file: Path, lock: int
) -> tuple[dict[str, Contents], list[str]]:
    """Dump the database, and meanwhile reckon what is in it. pg_dump holds the lock, too, and may outlive us."""
    with open_snapshot(cursor) as snapshot:
        arguments = [*_ARGUMENTS, f"--snapshot={snapshot}", f"--file={file}", f"--dbname={target.argument}"]
        with start(programs.command("pg_dump", *arguments), target, pass_fds=(lock,)) as running:
            tables = reckon(cursor)
            migrations = list_migrations(cursor, tables)
            running.finish()
    return tables, migrations


def _check_list(programs: Programs, dump: Path, tables: dict[str, Contents]) -> None:
    """Raises BackupError where pg_restore cannot read the dump, or finds tables missing in it."""
    with start(programs.command("pg_restore", "--list", dump), stdout=PIPE) as running:
        listed = set(_DATA.findall(running.output.read().decode()))
        running.finish()
    if missing := [name for name in tables if tuple(name.replace('"', "").split(".", 1)) not in listed]:
        raise BackupError(f"the dump lacks {', '.join(missing)}")
