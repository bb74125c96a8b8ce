"""PostgreSQL's own programs: which of those on this machine fit a server, and how they are run."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any, cast

from django.conf import settings
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.utils import CursorWrapper

from statements.connecting.address import is_embedded
from statements.embedded.place import ServerError

_NEEDED = ("pg_dump", "pg_restore", "psql")
_DEBIAN = Path("/usr/lib/postgresql")  # has a folder for each version; what Debian has in PATH is a wrapper around them
# What an older program understands too, of what was needed to reach the server.
_TARGET = ("host", "hostaddr", "port", "user", "dbname", "sslmode", "sslcert", "sslkey", "sslrootcert", "sslcrl")
_UNLIMITED = "SET statement_timeout = 0; SET idle_session_timeout = 0; SET idle_in_transaction_session_timeout = 0"
_ERROR = re.compile(r"(?:\w+: )?(?:error|fatal|ERROR|FATAL): +(.+)")


class BackupError(Exception):
    """A backup cannot be made, or cannot be relied on. The message is one line for people, without a full stop."""


@dataclass(frozen=True)
class Programs:
    """PostgreSQL's programs in one folder. version: "15.20"."""

    folder: Path
    version: str

    @property
    def major(self) -> int:
        return read_major(self.version)

    def command(self, name: str, *arguments: object) -> list[str]:
        return [str(self.folder / name), *map(str, arguments)]


@dataclass(frozen=True)
class Target:
    """A database as PostgreSQL's programs are told of it. dsn: what others on this machine may see."""

    dsn: dict[str, str]
    password: str
    version: str

    @property
    def argument(self) -> str:
        """For --dbname: "host='db.example' port='5432' dbname='archive'"."""
        return " ".join(f"{name}='{_escape(value)}'" for name, value in self.dsn.items())

    @property
    def environment(self) -> dict[str, str]:
        """The password stands where only this account may look."""
        return {**os.environ, "LC_ALL": "C", **({"PGPASSWORD": self.password} if self.password else {})}


def _escape(value: str) -> str:
    return value.replace("\\", "\\\\").replace("'", "\\'")


def read_major(version: str) -> int:
    """ "18beta1" -> 18. Raises BackupError."""
    found = re.match(r"\d+", version)
    if not found:
        raise BackupError(f"{version!r} is no version of PostgreSQL")
    return int(found[0])


@contextmanager
def open_connection(connection: BaseDatabaseWrapper, database: str = "") -> Iterator[CursorWrapper]:
    """A connection of its own to the same server, without limits of time, outside of any transaction.

    database: another one than that in use.
    """
    fresh = connection.copy()
    if database:
        fresh.settings_dict = {**fresh.settings_dict, "NAME": database}
    try:
        with fresh.cursor() as cursor:
            cursor.execute(_UNLIMITED)
            yield cursor
    finally:
        fresh.close()


def find_target(cursor: CursorWrapper) -> Target:
    """Where a cursor of open_connection() leads: of several hosts in DATABASE_URL, to the one that answered."""
    driven = cursor.connection
    known = {**driven.info.dsn_parameters, "host": driven.info.host, "port": str(driven.info.port)}
    dsn = {name: known[name] for name in _TARGET if known.get(name)}
    return Target(dsn, driven.info.password or "", driven.info.parameter_status("server_version"))


def find_programs(major: int, why: str = "The server") -> Programs:
    """Those of this major version, else of the next later one: an older pg_dump cannot read a newer server.

    why: what is of that version. Raises BackupError.
    """
    found = list(_look())
    fitting = [each for each in found if each.major >= major]
    if fitting:
        return min(fitting, key=lambda each: each.major)
    here = ", ".join(sorted({each.version for each in found})) or "missing"
    raise BackupError(
        f"{why} is PostgreSQL {major}, and pg_dump, pg_restore and psql here are {here}: install those of version"
        f" {major}, or name their folder in ARCHIVE_POSTGRES_PROGRAMS"
    )


def _look() -> Iterator[Programs]:
    for folder in dict.fromkeys(_list_folders()):
        if all((folder / name).exists() for name in _NEEDED):
            said = subprocess.run([folder / "pg_dump", "--version"], capture_output=True, text=True, check=False).stdout
            if version := re.search(r"\d[\w.]*", said):
                yield Programs(folder, version[0])


def _list_folders() -> Iterator[Path]:
    if settings.POSTGRES_PROGRAMS:
        yield Path(settings.POSTGRES_PROGRAMS)
        return
    if not is_embedded():
        yield from sorted(_DEBIAN.glob("*/bin"))
        yield from (Path(path).parent for name in _NEEDED if (path := shutil.which(name)))
    if folder := _find_embedded():
        yield folder


def _find_embedded() -> Path | None:
    """The programs of the embedded server; as root, of the copy that its account may run."""
    from statements.embedded.base import server
    from statements.embedded.place import find_installed

    try:
        return server().place.programs if is_embedded() else find_installed()
    except ServerError:
        return None


@contextmanager
def start(command: list[str], target: Target | None = None, **options: Any) -> Iterator[Running]:
    """Run a program beside what is done in the block; it does not outlive the block."""
    with tempfile.TemporaryFile("w+", errors="replace") as said:
        environment = target.environment if target else {**os.environ, "LC_ALL": "C"}
        process = subprocess.Popen(command, env=environment, stderr=said, umask=0o077, **options)
        try:
            yield Running(Path(command[0]).name, process, said)
        finally:
            process.kill()
            for pipe in filter(None, (process.stdin, process.stdout)):
                with suppress(BrokenPipeError):
                    pipe.close()
            process.wait()


@dataclass(frozen=True)
class Running:
    """A program that was started. name: "pg_dump"; said: what it has to say of errors."""

    name: str
    process: subprocess.Popen[bytes]
    said: IO[str]

    @property
    def output(self) -> IO[bytes]:
        """What it writes, where it was started with a pipe for that."""
        return cast(IO[bytes], self.process.stdout)

    @property
    def input(self) -> IO[bytes]:
        """What it reads, likewise."""
        return cast(IO[bytes], self.process.stdin)

    def finish(self) -> None:
        """Wait for its end. Raises BackupError with the first error that it tells."""
        if status := self.process.wait():
            raise BackupError(f"{self.name}: {self._first_error(status)}")

    def _first_error(self, status: int) -> str:
        self.said.seek(0)
        lines = [line.strip() for line in self.said if line.strip()]
        errors = [found[1] for line in lines if (found := _ERROR.search(line))]
        if status < 0 and not errors:
            return f"was killed by signal {-status}"
        return next(iter([*errors, *lines]), f"ended with status {status}").rstrip(". ")
