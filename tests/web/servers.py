"""gunicorn as it runs on a server, for tests: with the configuration of `deploy/`, on a free port."""

import os
import socket
import subprocess
import sys
import time
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from django.conf import settings

from tests.database import address_of_database


class Served:
    """A server that runs. port: where it listens; log: the file with what it says."""

    def __init__(self, process, port: int, log: Path):
        self.process, self.port, self.log = process, port, log

    def send(self, raw: bytes, port: int | None = None) -> bytes:
        """Send bytes, and return all that comes back until the server closes the connection, or says no more."""
        with socket.create_connection(("127.0.0.1", port or self.port), timeout=20) as client, suppress(OSError):
            client.sendall(raw)
            client.shutdown(socket.SHUT_WR)
            return b"".join(iter(lambda: client.recv(65536), b""))
        return b""

    def get(self, address: str, port: int | None = None, **headers: str) -> bytes:
        lines = "".join(f"{name.replace('_', '-')}: {value}\r\n" for name, value in headers.items())
        host = "" if "Host" in headers else "Host: localhost\r\n"
        return self.send(f"GET {address} HTTP/1.1\r\n{host}{lines}Connection: close\r\n\r\n".encode(), port)


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        return listener.getsockname()[1]


@contextmanager
def serve_with_gunicorn(folder: Path, *options: str, application: str = "statements.wsgi", **variables: str):
    """Serve the database of the test. folder: for what the server writes."""
    port, log = free_port(), folder / "log"
    environment = {
        **os.environ,
        "DATABASE_URL": address_of_database(),
        "ARCHIVE_DATA_DIR": str(folder),
        "ARCHIVE_DEBUG": "0",
        "SECRET_KEY": settings.SECRET_KEY,
        **variables,
    }
    command = [sys.executable, "-m", "gunicorn", "--config", "deploy/gunicorn.conf.py", application]
    command += ["--bind", f"127.0.0.1:{port}", "--worker-class", "gthread", "--forwarder-headers", "", *options]
    with run_server(command, port, log, cwd=settings.BASE_DIR, env=environment) as served:
        yield served


@contextmanager
def run_server(command: list[str], port: int, log: Path, **where: Any):
    """Run a server until the end of the block. where: folder and variables, as Popen takes them."""
    with log.open("w") as said, subprocess.Popen(command, stdout=said, stderr=said, **where) as process:
        try:
            served = Served(process, port, log)
            wait_for(served)
            yield served
        finally:
            process.terminate()


def wait_for(served: Served) -> None:
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline and served.process.poll() is None:
        with suppress(OSError), socket.create_connection(("127.0.0.1", served.port), timeout=1):
            return
        time.sleep(0.05)
    raise AssertionError(served.log.read_text())
