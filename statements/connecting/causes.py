"""Why the database does not do what it is asked, as far as it or the network is to blame: what to tell, and to whom."""

from __future__ import annotations

from collections.abc import Iterator
from enum import StrEnum

import psycopg2
from django.db import DatabaseError, InterfaceError

from statements.connecting.watch import SilentDatabaseError


class Cause(StrEnum):
    """The value is the line for the log, in which nothing of a request may stand."""

    SILENT = "the database does not answer"
    AWAY = "the database cannot be reached"
    LOST = "the connection to the database was lost"
    STARTING = "the database is starting or recovering"
    STOPPING = "the database was stopped"
    CROWDED = "the database has no connection left"
    FULL = "the disk of the database is full"
    EXHAUSTED = "the database is out of memory or other resources"
    BROKEN = "the system that the database runs on has failed"
    READ_ONLY = "the database can only be read"
    SLOW = "a statement took longer than it may"
    CONTENDED = "somebody else was changing the same"


# Those that meet one statement, and may not meet the next one.
PASSING = frozenset({Cause.SLOW, Cause.CONTENDED})

# By SQLSTATE, or its class: https://www.postgresql.org/docs/current/errcodes-appendix.html
READ_ONLY, CANCELED, NO_RIGHT = "25006", "57014", "42501"
_CODES = {
    "08": Cause.LOST,
    READ_ONLY: Cause.READ_ONLY,
    "40": Cause.CONTENDED,
    "53100": Cause.FULL,
    "53300": Cause.CROWDED,
    "53": Cause.EXHAUSTED,
    "55P03": Cause.CONTENDED,
    CANCELED: Cause.SLOW,
    "57P03": Cause.STARTING,
    "57P": Cause.STOPPING,
    "58": Cause.BROKEN,
}
# While connecting there is no code, but words; those of servers that speak another language are taken for "away".
_WORDS = {
    "too many clients": Cause.CROWDED,
    "too many connections": Cause.CROWDED,
    "connection slots are reserved": Cause.CROWDED,
    "No space left on device": Cause.FULL,
    "starting up": Cause.STARTING,
    "in recovery mode": Cause.STARTING,
    "not yet accepting connections": Cause.STARTING,
    "not accepting connections": Cause.STARTING,
    "shutting down": Cause.STOPPING,
    "terminating connection": Cause.STOPPING,
    "session is read-only": Cause.READ_ONLY,
    "server closed the connection": Cause.LOST,
    "connection already closed": Cause.LOST,
    "connection not open": Cause.LOST,
    "lost synchronization": Cause.LOST,
    "EOF detected": Cause.LOST,
    "SSL": Cause.LOST,
    "could not receive data": Cause.LOST,
    "could not send data": Cause.LOST,
    "timeout expired": Cause.SILENT,
    "connection to server": Cause.AWAY,
    "could not translate host name": Cause.AWAY,
}


def find_cause(error: BaseException | None) -> Cause | None:
    """Why the database has failed; None where the fault is the archive's, and trying again would not help.

    Looks at the error and at what it was raised from: what code made of an error of the database fails like it.
    """
    return next(filter(None, map(_read_cause, _explicit_chain(error))), None)


def read_code(error: BaseException) -> str:
    """The SQLSTATE of an error of the driver, or of Django's error around it; "" where it has none."""
    return getattr(error, "pgcode", None) or getattr(error.__cause__, "pgcode", None) or ""


def is_outage(error: BaseException | None) -> bool:
    """Whether the database is to blame, and what is asked next would fail as well."""
    return find_cause(error) not in (None, *PASSING)


def first_error(error: BaseException) -> BaseException:
    """The error of the database with which the trouble began: those after it, while cleaning up, tell less.

    InterfaceError("connection already closed"), while handling DiskFull("… No space left on device") -> DiskFull
    """
    chain = [error]
    while (earlier := chain[-1].__cause__ or chain[-1].__context__) is not None and earlier not in chain:
        chain.append(earlier)
    return next((each for each in reversed(chain) if _read_cause(each)), error)


def _explicit_chain(error: BaseException | None) -> Iterator[BaseException]:
    while error is not None:
        yield error
        error = error.__cause__


def _read_cause(error: BaseException) -> Cause | None:
    if isinstance(error, SilentDatabaseError):
        return Cause.SILENT
    if not isinstance(error, DatabaseError | InterfaceError | psycopg2.Error):
        return None
    code = read_code(error)
    found = next((_CODES[code[:length]] for length in (5, 3, 2) if code[:length] in _CODES), None)
    if not code:
        found = next((cause for words, cause in _WORDS.items() if words in str(error)), None)
    return found
