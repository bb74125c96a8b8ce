"""Connections to an address that was checked, of which every operation ends by a deadline."""

from __future__ import annotations

import io
import socket
import ssl
import time
from dataclasses import dataclass
from functools import cache
from http.client import HTTPConnection
from typing import Any, cast

_MOST_TRIED = 4  # IP addresses of one host
MOST_READ = 65_536  # bytes of an answer, its head included, unless more is allowed


class Deadline:
    """The moment by which something ends. seconds: from now."""

    def __init__(self, seconds: float) -> None:
        self._ends = time.monotonic() + seconds

    def seconds_left(self) -> float:
        """More than 0. Raises TimeoutError where nothing is left."""
        left = self._ends - time.monotonic()
        if left <= 0:
            raise TimeoutError
        return left


@dataclass
class Allowance:
    """How many more bytes are read of an answer: it seems to end where none is left."""

    room: int = MOST_READ


@dataclass(frozen=True)
class Destination:
    """Where a request goes.

    host: its name in ASCII, which the certificate has to bear; target: path and query; addresses: what the name
    stood for when it was checked, as families and addresses of sockets; is_secure: whether by TLS.
    """

    host: str
    port: int
    target: str
    addresses: tuple[tuple[int, Any], ...]
    is_secure: bool = True


class PinnedConnection(HTTPConnection):
    """A connection to an address that was checked, whatever its name stands for by now.

    SNI, the check of the certificate and the Host header are those of the name. No operation lasts beyond the
    deadline. allowance: how much is read of the answer, 64 kB where it is not given.
    """

    def __init__(self, destination: Destination, deadline: Deadline, allowance: Allowance | None = None) -> None:
        super().__init__(destination.host, destination.port)
        self.default_port = 443 if destination.is_secure else 80  # which the Host header leaves out
        self._destination, self._deadline, self._allowance = destination, deadline, allowance or Allowance()

    def connect(self) -> None:
        """Raises OSError, of which the errors of TLS are a kind."""
        opened = open_socket(self._destination, self._deadline)
        if self._destination.is_secure:
            opened = self._secure(opened)
        self.sock = cast(socket.socket, _TimedSocket(opened, self._deadline, self._allowance))

    def _secure(self, plain: socket.socket) -> ssl.SSLSocket:
        try:
            plain.settimeout(self._deadline.seconds_left())
            return _make_context().wrap_socket(plain, server_hostname=self.host)
        except BaseException:
            plain.close()
            raise


@cache
def _make_context() -> ssl.SSLContext:
    context = ssl.create_default_context()
    context.set_alpn_protocols(["http/1.1"])
    return context


def open_socket(destination: Destination, deadline: Deadline) -> socket.socket:
    """Connect to the first address that answers; each has an equal share of the time left. Raises OSError."""
    tried, failure = destination.addresses[:_MOST_TRIED], OSError()
    for number, (family, address) in enumerate(tried):
        share = deadline.seconds_left() / (len(tried) - number)
        try:
            return _connect(family, address, share)
        except OSError as error:
            failure = error
    raise failure


def _connect(family: int, address: Any, timeout: float) -> socket.socket:
    plain = socket.socket(family, socket.SOCK_STREAM)
    try:
        plain.settimeout(timeout)
        plain.connect(address)
        plain.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    except BaseException:
        plain.close()
        raise
    return plain


class _TimedSocket:
    """What http.client needs of a socket, every operation of which ends by a deadline.

    A socket's own timeout begins anew with every byte that drips in.
    """

    def __init__(self, sock: socket.socket, deadline: Deadline, allowance: Allowance) -> None:
        self._sock, self._deadline, self._allowance = sock, deadline, allowance

    def sendall(self, data: bytes) -> None:
        rest = memoryview(data)
        while rest:
            self._sock.settimeout(self._deadline.seconds_left())
            rest = rest[self._sock.send(rest) :]

    def makefile(self, mode: str) -> io.BufferedReader:
        return io.BufferedReader(_TimedReader(self._sock, self._deadline, self._allowance))

    def close(self) -> None:
        self._sock.close()


class _TimedReader(io.RawIOBase):
    """Reads a socket until the deadline or the end of what is allowed, whichever comes first."""

    def __init__(self, sock: socket.socket, deadline: Deadline, allowance: Allowance) -> None:
        self._sock, self._deadline, self._allowance = sock, deadline, allowance
        self._bytes = sock.makefile("rb", buffering=0)

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        self._sock.settimeout(self._deadline.seconds_left())
        number = self._bytes.readinto(memoryview(buffer)[: self._allowance.room]) or 0
        self._allowance.room -= number
        return number

    def close(self) -> None:
        self._bytes.close()
        super().close()
