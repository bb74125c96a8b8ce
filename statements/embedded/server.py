"""Start, share and stop the embedded PostgreSQL server of one data folder.

Processes that need the server attach to it: the first starts it and the last stops it, using three locks beside the
cluster.

- `postgres.change`: held by whoever is starting or stopping the server.
- `postgres.users`: held, shared, by every process that uses the server. Whoever gets it exclusively is the last.
- `postgres.alive`: held by the server's own processes, which inherit it. Whoever gets it knows that none is left.

The kernel frees a lock when its holder ends, even by kill -9, so nothing is ever left to clean up by hand.
"""

import atexit
import contextlib
import fcntl
import logging
import os
import shutil
import signal
import socket
import subprocess
import threading
import time
from collections.abc import Callable, Iterator
from functools import cached_property
from pathlib import Path

from statements.embedded.place import SOCKET, SYSTEM_DIR, Installation, ServerError, settle, unusable
from statements.quieting import QUIET

logger = logging.getLogger(__name__)

SUPERUSER = "postgres"
START_TIMEOUT = 120  # seconds; recovery after a crash takes a few at worst
_RECENT = 100  # lines of the log
STOP_TIMEOUT = 60  # seconds; a fast shutdown writes one checkpoint

INITDB = [
    f"--username={SUPERUSER}",
    "--encoding=UTF8",
    "--locale-provider=builtin",  # sorts the same on every system, whatever its locales
    "--builtin-locale=C.UTF-8",
    "--locale=C",
    "--auth=trust",  # only the socket leads in, and only the owner and root reach it: its folder is 0700
    "--no-instructions",
]

# Given on the command line at every start, so that a new release brings its own. For two cores and 2 GB or more.
SETTINGS = {
    "listen_addresses": "",  # no network port, only the socket
    "unix_socket_permissions": "0700",
    "max_connections": "200",  # quickstart has up to 8 workers, each with 20 threads and a probe
    "shared_buffers": "256MB",
    "effective_cache_size": "1GB",
    "work_mem": "32MB",  # facets hash all matches; at most a dozen connections work at a time
    "maintenance_work_mem": "128MB",
    "random_page_cost": "1.1",  # an SSD, or an archive that fits in memory
    "jit": "off",  # compiling takes longer than our queries
    "max_parallel_workers_per_gather": "0",  # the cores are for other readers, and containers have little /dev/shm
    "wal_level": "minimal",  # there are no replicas
    "max_wal_senders": "0",
    "timezone": "UTC",
    "log_timezone": "UTC",
    "log_checkpoints": "off",
    **QUIET,
}


class EmbeddedServer:
    """The PostgreSQL server of one data folder, as one process uses it."""

    def __init__(self, data_dir: Path, database: str = "archive") -> None:
        self.data_dir = data_dir
        self.database = database
        self._lease: int | None = None
        self._threads = threading.Lock()
        os.register_at_fork(after_in_child=self._forget)
        atexit.register(self.release)

    @cached_property
    def place(self) -> Installation:
        return settle(self.data_dir)

    @property
    def socket_dir(self) -> Path:
        return self.place.sockets

    def attach(self) -> None:
        """Make sure that the server runs, and keeps running while this process uses it. Cheap to repeat."""
        if self._lease is None:
            self.revive()

    def revive(self) -> None:
        """Like attach(), but look again: the server may have been killed since. Raises ServerError."""
        with self._threads, self._changing():
            if self._lease is None:
                self._lease = self._open("postgres.users")
                fcntl.flock(self._lease, fcntl.LOCK_SH)
            self._bring_up()

    def release(self) -> None:
        """Stop using the server, and stop the server if nobody else uses it."""
        if self._lease is None:
            return
        # If the data folder was removed or locked meanwhile, its server notices, and nobody else can be told.
        with self._threads, contextlib.suppress(FileNotFoundError, ServerError), self._changing():
            if _try_lock(self._lease):
                self._stop()
        os.close(self._lease)
        self._lease = None

    def _forget(self) -> None:
        """In a forked child: the lease is the parent's. The child takes its own when it connects."""
        self._threads = threading.Lock()
        if self._lease is not None:
            os.close(self._lease)
            self._lease = None

    @contextlib.contextmanager
    def _changing(self) -> Iterator[None]:
        """Keep others from starting or stopping the server inside the block."""
        lock = self._open("postgres.change")
        try:
            fcntl.flock(lock, fcntl.LOCK_EX)
            yield
        finally:
            os.close(lock)

    def _open(self, name: str) -> int:
        """A descriptor of the lock or log file `name` beside the cluster. Raises ServerError."""
        path = self.place.cluster.with_name(name)
        flags = os.O_RDWR | os.O_APPEND | os.O_CREAT | os.O_NOFOLLOW | os.O_CLOEXEC
        try:
            return os.open(path, flags, 0o600)
        except FileNotFoundError:
            raise
        except OSError as error:
            raise unusable(path, error) from error

    def _bring_up(self) -> None:
        """Return once the server answers. If it is starting, stopping or dying, wait for that; then start it once."""
        self.place.secure_sockets()
        started = False
        deadline = time.monotonic() + START_TIMEOUT
        while not self._is_ready():
            alive = self._open("postgres.alive")
            try:
                if _try_lock(alive):
                    if started:
                        raise ServerError(f"PostgreSQL did not start: {self._last_words()}")
                    self._start(alive)
                    started = True
            finally:
                os.close(alive)  # not unlocked: a server that was started holds it now
            if time.monotonic() > deadline:
                raise ServerError(f"PostgreSQL did not answer: {self._last_words()}")
            time.sleep(0.02)

    def _start(self, alive: int) -> None:
        """Start the server with the lock `alive`, which proves that none runs and that any leftover is stale."""
        if not self.place.cluster.exists():
            create_cluster(self.place, self.database)
        (self.place.cluster / "postmaster.pid").unlink(missing_ok=True)
        (self.place.sockets / f"{SOCKET}.lock").unlink(missing_ok=True)
        # The shell leaves the server to init: the next PostgreSQL would take a zombie child of ours for a live one.
        command = ["/bin/sh", "-c", '"$@" &', "sh", *server_command(self.place)]
        log = self._open("postgres.log")
        try:
            # A session of its own protects it from Ctrl-C in our terminal.
            subprocess.run(
                command,
                **self.place.spawning,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                pass_fds=(alive,),
                start_new_session=True,
                check=True,
            )
        finally:
            os.close(log)

    def rotate_log(self, longest: int) -> bool:
        """Keep the log as `postgres.log.1`, and empty it, if it has more than `longest` bytes; whether it had.

        The server goes on writing at the end of the same file: what it says between copying and emptying is lost.
        """
        log = self.place.cluster.with_name("postgres.log")
        if not log.exists() or log.stat().st_size <= longest:
            return False
        kept = self.place.cluster.with_name("postgres.log.1")
        kept.unlink(missing_ok=True)
        descriptor = self._open(kept.name)
        try:
            with log.open("rb") as source, os.fdopen(descriptor, "wb", closefd=False) as target:
                shutil.copyfileobj(source, target)
        finally:
            os.close(descriptor)
        os.truncate(log, 0)
        return True

    def _stop(self) -> None:
        """Shut down fast: roll back transactions, and leave the database clean."""
        if not self._listens():
            return
        os.kill(int(self._status()[0]), signal.SIGINT)
        if not _wait(self._is_gone, STOP_TIMEOUT):
            logger.warning("PostgreSQL is still shutting down after %d seconds", STOP_TIMEOUT)
        elif self.place.sockets != self.place.cluster:
            self.place.sockets.rmdir()

    def _is_ready(self) -> bool:
        status = self._status()
        return len(status) > 7 and status[7].strip() == "ready" and self._listens()

    def _listens(self) -> bool:
        """Whether the server's main process lives: the kernel answers, so this takes no connection slot."""
        with socket.socket(socket.AF_UNIX) as client:
            return client.connect_ex(str(self.place.sockets / SOCKET)) == 0

    def _is_gone(self) -> bool:
        alive = self._open("postgres.alive")
        try:
            return _try_lock(alive)
        finally:
            os.close(alive)

    def _status(self) -> list[str]:
        """The lines of postmaster.pid: process id first, state eighth."""
        try:
            return (self.place.cluster / "postmaster.pid").read_text().splitlines()
        except FileNotFoundError:
            return []

    def find_panic(self) -> str:
        """Why the server has ended by itself, in the words of its log; empty where that does not tell."""
        try:
            lines = self.place.cluster.with_name("postgres.log").read_text(errors="replace").splitlines()
        except FileNotFoundError:
            return ""
        panics = [line.partition("PANIC:")[2].strip() for line in lines[-_RECENT:] if "PANIC:" in line]
        return panics[-1] if panics else ""

    def _last_words(self) -> str:
        log = self.place.cluster.with_name("postgres.log")
        return f"{_last_line(log.read_text(errors='replace') if log.exists() else '')} (see {log})"


def server_command(place: Installation) -> list[str | Path]:
    """The command line of the server of `place`."""
    settings = SETTINGS | {"unix_socket_directories": str(place.sockets)}
    options = [option for name, value in settings.items() for option in ("-c", f"{name}={value}")]
    return [place.programs / "postgres", "-D", place.cluster, *options]


def create_cluster(place: Installation, database: str) -> None:
    """Make the cluster of `place` with an empty database in it: whole, or not at all. Raises ServerError."""
    draft = place.cluster.with_name("postgres.draft")
    shutil.rmtree(draft, ignore_errors=True)
    draft.mkdir(mode=0o700, parents=True)
    place.give(draft)
    _run(place, ["initdb", *INITDB, "-D", draft])
    _run(place, ["postgres", "--single", "-D", draft, SUPERUSER], f'CREATE DATABASE "{database}"\n')
    draft.rename(place.cluster)
    if SYSTEM_DIR in place.cluster.parents:
        logger.info("The database is kept %s", place)


def _run(place: Installation, command: list[str | Path], text: str = "") -> None:
    """Run one of PostgreSQL's programs, `text` on its standard input. Raises ServerError."""
    done = subprocess.run(
        [place.programs / command[0], *command[1:]],
        **place.spawning,
        input=text,
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode or "ERROR:" in done.stderr:
        raise ServerError(f"PostgreSQL cannot make a database in {place.cluster}: {_last_line(done.stderr)}")


def _last_line(text: str) -> str:
    """The last line of a log that says what went wrong, or else its last line."""
    lines = [line.strip() for line in text.splitlines() if line.strip()] or ["it says nothing"]
    return next((line for line in reversed(lines) if "FATAL:" in line or "error:" in line.lower()), lines[-1])


def _try_lock(descriptor: int) -> bool:
    """Take the lock exclusively, unless somebody else holds it."""
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def _wait(condition: Callable[[], bool], seconds: float) -> bool:
    deadline = time.monotonic() + seconds
    while not (met := condition()) and time.monotonic() < deadline:
        time.sleep(0.02)
    return met
