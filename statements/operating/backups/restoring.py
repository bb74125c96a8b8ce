"""Restoring a backup into a scratch database, and comparing what is in it with what was backed up."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from subprocess import PIPE
from typing import IO
from urllib.parse import quote, urlencode

from django.conf import settings
from django.db import connection
from django.db.backends.utils import CursorWrapper
from django.db.migrations.loader import MigrationLoader

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
from statements.operating.backups.reckoning import compare, open_snapshot, reckon
from statements.operating.backups.renewing import renew
from statements.operating.backups.shelf import Backup, check_bytes

SCRATCH = "Scratch database of restore_drill"  # the comment of a database that a drill may drop
_PLAIN = ("--no-owner", "--no-privileges", "--file=-")
_STRICT = ("--no-psqlrc", "--quiet", "--single-transaction", "--set=ON_ERROR_STOP=1", "--no-password")
_HEAD = re.compile(rb"\s*$|--|SET |SELECT pg_catalog\.set_config|\\restrict ")
# Settings that a dump begins with, and the first version that knows them: none of them is about what is in the archive.
_LATER = {b"SET transaction_timeout": 17}
_AT_ONCE = 1_000_000  # bytes
_TOLD = 8  # differences, or lines of verify_archive, in a message
_OF_THE_LIVE_ONE = {"DATABASE_URL_FILE", "ARCHIVE_POOLED", "ARCHIVE_READ_ONLY"}  # variables that say how it is reached

Say = Callable[[str], object]


def restore(backup: Backup, database: str, *, stay: bool, say: Say) -> None:
    """Put a backup into a new database, compare, verify, and drop it; with `stay` it stays, where all is right.

    say: is told of each step. Raises BackupError, and errors of the database.
    """
    check_bytes(backup)
    _refuse_newer(backup)
    with open_connection(connection) as cursor:
        programs = _choose_programs(cursor, backup)
        with _make_database(cursor, database, stay=stay), open_connection(connection, database) as scratch:
            target = find_target(scratch)
            _load(programs, target, backup)
            say(f"restored into {target.dsn['dbname']}")
            _compare(backup, scratch)
            say(f"{len(backup.manifest.tables)} tables are as they were backed up")
            if read_major(target.version) != read_major(backup.manifest.database):
                say(f"the words of {renew(scratch):,} documents made anew by PostgreSQL {target.version}")
            scratch.execute("ANALYZE")
            _verify(target, say)


def _refuse_newer(backup: Backup) -> None:
    """Raises BackupError for what a later release has made: this one does not know its tables."""
    loader = MigrationLoader(None, ignore_no_migrations=True)
    known = {f"{app}.{name}" for app, name in loader.disk_migrations}
    ours = {each for each in backup.manifest.migrations if each.startswith("statements.")}
    if unknown := sorted(ours - known):
        raise BackupError(
            f"it was made by version {backup.manifest.version}, which is newer than this one: {unknown[-1]} is unknown"
        )


def _choose_programs(cursor: CursorWrapper, backup: Backup) -> Programs:
    """Programs that can read the dump, and talk to the server."""
    server, dump = read_major(find_target(cursor).version), read_major(backup.manifest.programs)
    return find_programs(max(server, dump), "The server" if server >= dump else "What made the dump")


@contextmanager
def _make_database(cursor: CursorWrapper, name: str, *, stay: bool) -> Iterator[None]:
    """An empty database, dropped at the end; so is one that a drill that was killed has left."""
    _refuse_taken(cursor, name)
    quoted = connection.ops.quote_name(name)
    drop = f"DROP DATABASE IF EXISTS {quoted} WITH (FORCE)"
    cursor.execute(drop)
    cursor.execute(f"CREATE DATABASE {quoted} TEMPLATE template0 ENCODING 'UTF8'")
    cursor.execute(f"COMMENT ON DATABASE {quoted} IS %s", [SCRATCH])
    done = False
    try:
        yield
        done = True
    finally:
        cursor.execute(f"COMMENT ON DATABASE {quoted} IS NULL" if stay and done else drop)


def _refuse_taken(cursor: CursorWrapper, name: str) -> None:
    """Raises BackupError where a database of this name is not a drill's own, or a drill is at work in it."""
    cursor.execute("SELECT current_database()")
    if cursor.fetchone()[0] == name:
        raise BackupError(f"{name} is the database in use: a drill needs another one")
    cursor.execute("SELECT pg_try_advisory_lock(hashtextextended(%s, 0))", [f"restore_drill {name}"])
    if not cursor.fetchone()[0]:
        raise BackupError(f"another drill is at work in {name}")
    cursor.execute("SELECT shobj_description(oid, 'pg_database') FROM pg_database WHERE datname = %s", [name])
    if (found := cursor.fetchone()) and found[0] != SCRATCH:
        raise BackupError(f"the database {name} is there already: drop it, or name another one with --into")


def _load(programs: Programs, target: Target, backup: Backup) -> None:
    """Run the dump as a script, all of it or nothing. pg_restore itself would go on after errors."""
    reading = programs.command("pg_restore", *_PLAIN, backup.dump)
    writing = programs.command("psql", *_STRICT, f"--dbname={target.argument}")
    with (
        start(writing, target, stdin=PIPE, stdout=subprocess.DEVNULL) as written,
        start(reading, stdout=PIPE) as read,
    ):
        if _feed(read.output, written.input, read_major(target.version)):
            read.finish()
        with suppress(BrokenPipeError):
            written.input.close()
        written.finish()
        read.finish()


def _feed(read: IO[bytes], written: IO[bytes], major: int) -> bool:
    """Hand over the script, without what the server is too old to know; whether it was all taken."""
    try:
        _copy_head(read, written, major)
        shutil.copyfileobj(read, written, _AT_ONCE)
    except BrokenPipeError:
        return False
    return True


def _copy_head(read: IO[bytes], written: IO[bytes], major: int) -> None:
    """Copy the lines up to the first that is about what is in the archive, and that one."""
    for line in read:
        if not any(line.startswith(setting) and major < since for setting, since in _LATER.items()):
            written.write(line)
        if not _HEAD.match(line):
            return


def _compare(backup: Backup, scratch: CursorWrapper) -> None:
    """Raises BackupError with the first differences."""
    with open_snapshot(scratch):
        differences = list(compare(backup.manifest.tables, reckon(scratch)))
    if differences:
        raise BackupError(f"what was restored is not what was backed up: {'; '.join(differences[:_TOLD])}")


def _verify(target: Target, say: Say) -> None:
    """Let this release bring the scratch database up to date, and verify it, in processes that know no other one."""
    _run(target, "migrate", "--verbosity=0")
    say(_run(target, "verify_archive").strip().replace("\n", "; "))


def _run(target: Target, *command: str) -> str:
    """What a command says of the database. Raises BackupError where it fails."""
    others = {name: value for name, value in os.environ.items() if name not in _OF_THE_LIVE_ONE}
    variables = {**others, "DATABASE_URL": write_url(target)}
    argv = [sys.executable, str(settings.BASE_DIR / "manage.py"), *command]
    done = subprocess.run(argv, env=variables, capture_output=True, text=True, check=False)
    if done.returncode:
        sys.stderr.write(done.stdout)  # may quote drafts, which the status file is no place for
        lines = [*done.stdout.splitlines()[-1:], *done.stderr.splitlines()[-1:]]
        raise BackupError(f"{command[0]} fails on what was restored: {'; '.join(lines)}")
    return done.stdout


def write_url(target: Target) -> str:
    """A database's address for DATABASE_URL."""
    rest = {name: value for name, value in target.dsn.items() if name not in ("host", "port", "user", "dbname")}
    user, password, host, name = (
        quote(each, safe="")
        for each in (target.dsn.get("user", ""), target.password, target.dsn.get("host", ""), target.dsn["dbname"])
    )
    sign_in = f"{user}:{password}" if password else user
    query = f"?{urlencode(rest)}" if rest else ""
    return f"postgres://{sign_in}@{host}:{target.dsn.get('port', '')}/{name}{query}"
