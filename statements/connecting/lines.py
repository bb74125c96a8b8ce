"""The open connections of a serving process, which the watch can cut while a thread waits at one."""

from __future__ import annotations

import os
import socket
import threading
import weakref
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any

Server = tuple[str, int]  # host, or the folder of a Unix socket, and port


@dataclass(eq=False)
class OpenLine:
    """A connection as the watch sees it: by a descriptor of its own, whose number cannot pass to another file when the
    connection is closed meanwhile."""

    server: Server
    end: socket.socket
    thread: int = field(default_factory=threading.get_ident)

    def cut(self) -> None:
        """Whoever waits for an answer is told that there will be none."""
        with suppress(OSError):
            self.end.shutdown(socket.SHUT_RDWR)


class Lines:
    """All lines; each is forgotten when its connection is."""

    def __init__(self) -> None:
        self._lines: set[OpenLine] = set()

    def __iter__(self) -> Iterator[OpenLine]:
        return iter(tuple(self._lines))  # other threads go on adding

    def add(self, connection: Any) -> None:
        """A connection of psycopg2 that this thread has just opened."""
        line = OpenLine(server_of(connection), socket.socket(fileno=os.dup(connection.fileno())))
        self._lines.add(line)
        weakref.finalize(connection, self._forget, line)

    def _forget(self, line: OpenLine) -> None:
        self._lines.discard(line)
        line.end.close()

    def of_thread(self, thread: int) -> OpenLine | None:
        return next((each for each in self if each.thread == thread), None)

    def cut(self, server: Server | None = None) -> None:
        """Cut those to one server, or all."""
        for line in self:
            if server in (None, line.server):
                line.cut()


def server_of(connection: Any) -> Server:
    """Where a connection of psycopg2 leads; of several hosts in an address, the one that has answered."""
    return connection.info.host, connection.info.port
