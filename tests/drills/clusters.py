"""Clusters of PostgreSQL of a drill's own, from the programs of the system: copied, killed, frozen, promoted."""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path
from typing import Any

import psycopg2
import pytest

DATABASE = "archive"
_PATIENCE, _ENDING = 60, 10  # seconds: for a server to recover, and to end
_SYSTEM = Path("/usr/lib/postgresql")  # where Debian has a folder for each version
_SETTINGS = {
    "listen_addresses": "127.0.0.1",
    "hot_standby_feedback": "on",
    "wal_level": "replica",
    "wal_keep_size": "64MB",  # no slots, which fill a disk when they are forgotten
    "shared_buffers": "64MB",
    "max_connections": "60",
}


def find_programs() -> Path:
    """The folder of PostgreSQL's programs, the newest; without one the drill is skipped, or fails in .ci/run."""
    found = sorted(_SYSTEM.glob("*/bin/pg_basebackup"), key=lambda each: int(each.parts[-3]))
    if not found:
        message = f"no PostgreSQL below {_SYSTEM}: install Debian's postgresql"
        pytest.fail(message) if os.environ.get("REQUIRE_BROWSER") else pytest.skip(message)
    return found[-1].parent


def free_port() -> int:
    """A port of this machine at which nobody listens."""
    with closing(socket.socket()) as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@contextmanager
def open_folder() -> Iterator[Path]:
    """A folder that belongs to whoever runs PostgreSQL: as root, that is the account postgres."""
    folder = Path(tempfile.mkdtemp(prefix="drill-"))
    if os.geteuid() == 0:
        shutil.chown(folder, "postgres", "postgres")
    try:
        yield folder
    finally:
        shutil.rmtree(folder)


class Cluster:
    """A server of PostgreSQL with its data in a folder, which need not exist yet. port: where it listens."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.port = folder, free_port()

    @property
    def url(self) -> str:
        """The address of the archive in it, for DATABASE_URL."""
        return f"postgres://postgres@127.0.0.1:{self.port}/{DATABASE}"

    def make(self) -> None:
        run_as_postgres("initdb", "-D", self.folder, "-A", "trust", "-U", "postgres", "--no-sync", "-E", "UTF8")
        self.configure(**_SETTINGS)

    def configure(self, **values: str) -> None:
        """Add lines to the configuration; the last one of a name counts."""
        with (self.folder / "postgresql.conf").open("a") as file:
            file.writelines(f"{name} = '{value}'\n" for name, value in values.items())

    def copy_from(self, other: Cluster) -> None:
        """Become what another one is, which does not run."""
        run_as_postgres("cp", "-a", other.folder, self.folder)

    def follow(self, primary: Cluster) -> None:
        """Become a standby of another one, which runs."""
        address = f"host=127.0.0.1 port={primary.port} user=postgres application_name=standby{self.port}"
        run_as_postgres("pg_basebackup", "-D", self.folder, "-R", "-c", "fast", "--no-sync", "-d", address)

    def start(self) -> None:
        log = self.folder / "log"
        run_as_postgres("pg_ctl", "-D", self.folder, "-w", "-l", log, "-o", self._options(), "start")

    def _options(self) -> str:
        return f"-p {self.port} -c unix_socket_directories=''"

    def stop(self, how: str = "immediate") -> None:
        """Stop it, if it runs, whatever it is doing. how: "fast" ends connections and writes all to disk."""
        if self.processes():
            self.thaw()
            run_as_postgres("pg_ctl", "-D", self.folder, "-w", "-m", how, "stop")

    def reload(self) -> None:
        """Read the configuration again."""
        run_as_postgres("pg_ctl", "-D", self.folder, "reload")

    def promote(self) -> None:
        """Make a primary of a standby. Returns when it takes writes."""
        run_as_postgres("pg_ctl", "-D", self.folder, "-w", "promote")

    def kill(self) -> None:
        """kill -9, all of its processes. Returns when the system has forgotten them: it can be started again."""
        for first in self.processes()[:1]:
            os.kill(first, signal.SIGSTOP)  # it would start others meanwhile
        killed = self.processes()
        self._signal(signal.SIGKILL)
        _wait_for_end(killed)

    def kill_one(self, choose: Callable[[list[int]], int]) -> None:
        """kill -9, one of its processes but the first, which then ends the others and starts new ones. Returns when
        that has begun."""
        others = self.processes()[1:]
        with suppress(ProcessLookupError):
            os.kill(choose(others), signal.SIGKILL)
        _wait_for_end(others)

    def freeze(self) -> None:
        """Stop it where it is: connections stay open, and nobody answers."""
        self._signal(signal.SIGSTOP)

    def thaw(self) -> None:
        self._signal(signal.SIGCONT)

    def processes(self) -> list[int]:
        """The server and its children; none if it does not run."""
        try:
            first = int((self.folder / "postmaster.pid").read_text().split("\n")[0])
            children = Path(f"/proc/{first}/task/{first}/children").read_text()
        except FileNotFoundError:
            return []
        return [each for each in (first, *map(int, children.split())) if is_alive(each)]

    def _signal(self, number: int) -> None:
        for process in self.processes():
            with suppress(ProcessLookupError):
                os.kill(process, number)

    def wait(self) -> None:
        """Wait until it takes connections again, as after one of its processes was killed."""
        end = time.monotonic() + _PATIENCE
        while True:
            try:
                self.ask("SELECT 1")
                return
            except psycopg2.OperationalError:
                assert time.monotonic() < end, (self.folder / "log").read_text()
                time.sleep(0.02)

    def ask(self, statement: str, *values: object) -> list[tuple]:
        """The rows of a statement, in a connection and a transaction of its own."""
        with closing(psycopg2.connect(self.url)) as connection, connection, connection.cursor() as cursor:
            cursor.execute(statement, values or None)
            return cursor.fetchall() if cursor.description else []


def _wait_for_end(processes: list[int]) -> None:
    """Wait until the system has forgotten processes, for a while: one that ended by itself just now takes no others
    along."""
    end = time.monotonic() + _ENDING
    while any(Path(f"/proc/{each}").exists() for each in processes) and time.monotonic() < end:
        time.sleep(0.01)


def is_alive(process: int) -> bool:
    """Whether a process is there; a dead one of which nobody has taken notice is not."""
    try:
        return Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except (FileNotFoundError, ProcessLookupError):
        return False


def account() -> dict[str, Any]:
    """Arguments of subprocess: as root, the account that runs PostgreSQL's programs."""
    return {"user": "postgres", "group": "postgres", "extra_groups": []} if os.geteuid() == 0 else {}


def run_as_postgres(program: str, *arguments: object) -> None:
    """Run a program of PostgreSQL, or of the system, as the account that may."""
    path = find_programs() / program
    command = [str(path) if path.exists() else program, *map(str, arguments)]
    done = subprocess.run(command, cwd="/", stdout=subprocess.DEVNULL, check=False, **account())
    assert done.returncode == 0, f"{program} failed"
