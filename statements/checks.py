"""Checks that the archive can use the database, and what to say if it cannot."""

import errno
import re
from typing import Any

from django.conf import settings
from django.core import checks
from django.core.checks import CheckMessage, Error, Info, register
from django.core.exceptions import ImproperlyConfigured
from django.db import DatabaseError, NotSupportedError, OperationalError
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.signals import connection_created

from statements.connecting.address import EMBEDDED, ENGINE, is_embedded
from statements.connecting.causes import Cause, find_cause, first_error, is_outage
from statements.connecting.tuning import find_differing
from statements.embedded.place import ServerError
from statements.quieting import find_loud

_PLANNING = "statements.W002"
OLDEST = 15  # major version of PostgreSQL
URL_FORM = "postgres://user:password@host:5432/database"


def refuse_other_engines() -> None:
    """Raise ImproperlyConfigured if DATABASE_URL names anything other than PostgreSQL."""
    engine = settings.DATABASES["default"]["ENGINE"]
    if engine not in (ENGINE, EMBEDDED):
        raise ImproperlyConfigured(f"The archive runs on PostgreSQL only, not on {engine}: DATABASE_URL is {URL_FORM}")


def refuse_old_servers() -> None:
    """From now on, raise NotSupportedError on connecting to a server older than OLDEST."""
    connection_created.connect(_check_version, dispatch_uid="statements.checks")


def _check_version(connection: BaseDatabaseWrapper, **_: Any) -> None:
    found = connection.get_database_version()[0]
    if found < OLDEST:
        connection.close()
        raise NotSupportedError(f"PostgreSQL {OLDEST} or later is needed, and this is PostgreSQL {found}")


# A domain or an address of mail, perhaps with the day at which it was one's own: https://www.rfc-editor.org/rfc/rfc4151
_AUTHORITY = re.compile(
    r"(?:[\w.+-]+@)?[a-z\d-]+(?:\.[a-z\d-]+)*(?:,\d{4}(?:-\d{2}(?:-\d{2})?)?)?", re.ASCII | re.IGNORECASE
)


def check_authority() -> None:
    """From now on, let `manage.py check` look at ARCHIVE_AUTHORITY, which is for good."""
    register(_find_fault_with_authority)
    register(_ask_for_authority, deploy=True)


def _find_fault_with_authority(**_: Any) -> list[CheckMessage]:
    if _AUTHORITY.fullmatch(settings.AUTHORITY):
        return []
    return [Error("ARCHIVE_AUTHORITY is no domain: write example.org, or example.org,2027", id="statements.E001")]


def _ask_for_authority(**_: Any) -> list[CheckMessage]:
    if not settings.AUTHORITY.endswith(".invalid"):
        return []
    hint = (
        "Set ARCHIVE_AUTHORITY to a domain of yours before anybody subscribes: it is part of all identities in feeds."
    )
    return [Info("The feeds of this archive name nobody's domain.", hint=hint, id="statements.I001")]


def check_mail() -> None:
    """From now on, let `manage.py check --deploy` look at what mails need."""
    register(_find_fault_with_mail, deploy=True)


def _find_fault_with_mail(**_: Any) -> list[CheckMessage]:
    if not settings.EMAIL_URL or settings.SITE_ADDRESS:
        return []
    hint = "Set ARCHIVE_URL to the address at which readers find the archive, or no alerts are sent."
    return [checks.Warning("Links in mails lead nowhere.", hint=hint, id="statements.W001")]


def check_planning() -> None:
    """From now on, let `manage.py check --deploy` look at what the planner of the database is told."""
    register(_find_fault_with_planning, deploy=True)


def _find_fault_with_planning(**_: Any) -> list[CheckMessage]:
    """Where there is no pool every connection begins with it."""
    if not settings.POOLED:
        return []
    try:
        differing = find_differing()
    except DatabaseError:
        return []  # whether the database answers is for others to say
    if not differing:
        return []
    hint = "Run `manage.py tune_database`; connections that PgBouncer holds learn of it with its command RECONNECT."
    told = ", ".join(f"{name} is {found}, not {wanted}" for name, found, wanted in differing)
    return [
        checks.Warning(f"The planner of the database is not told what it should be: {told}.", hint=hint, id=_PLANNING)
    ]


def check_log_of_database() -> None:
    """From now on, let `manage.py check --deploy` look at what PostgreSQL writes into its log."""
    register(_find_words_in_log, deploy=True)


def _find_words_in_log(**_: Any) -> list[CheckMessage]:
    """Nothing of the embedded server, which is started quiet, nor of one that does not answer."""
    if is_embedded():
        return []
    try:
        loud = find_loud()
    except DatabaseError:
        return []
    told = "PostgreSQL's log may hold what readers search for"
    hint = "Run manage.py quiet_database, and what it tells a superuser to run."
    names = ", ".join(name for name, *_ in loud)
    return [checks.Warning(f"{told}: {names}.", hint=hint, id="statements.W010")] if loud else []


# What to do about it, where there is more to say than "start it".
_ADVICE = {
    Cause.FULL: "make room on its disk, then run the same command again",
    Cause.CROWDED: "stop what else uses it, or raise its max_connections, then run the same command again",
    Cause.READ_ONLY: "it is a standby, or kept from writing; set DATABASE_URL to the one that takes writes",
    Cause.STARTING: "run the same command again in a moment",
    Cause.LOST: "its log tells why; once it runs, run the same command again",
    Cause.STOPPING: "once it runs, run the same command again",
}
_NO_ROOM = {errno.ENOSPC, errno.EDQUOT}


def is_told(error: BaseException) -> bool:
    """Whether an error that stopped a command has nothing to do with its code, so that a line says all."""
    if isinstance(error, OSError):
        return error.errno in _NO_ROOM
    return isinstance(error, ImproperlyConfigured | NotSupportedError | OperationalError) or is_outage(
        first_error(error)
    )


def error_line(error: BaseException) -> str:
    """An error that stopped a command, as one line for people: what came first, where and what to do, never the
    password."""
    if isinstance(error, OSError):
        return f"{error.strerror}: {error.filename or 'a file'}. Make room, then run the same command again."
    first = first_error(error)
    cause = find_cause(first)
    reason = next(iter(str(first).splitlines()), type(first).__name__).rstrip(". ")
    if isinstance(error, ImproperlyConfigured | ServerError):
        return f"{reason}."
    if cause is Cause.LOST and (words := _words_of_embedded()):
        reason, cause = words, Cause.FULL if "No space left" in words else cause
    advice = _ADVICE.get(cause or Cause.AWAY, f"start or upgrade it, or set DATABASE_URL ({URL_FORM})")
    return f"{reason}. The database is {database_name()}: {advice}."


def _words_of_embedded() -> str:
    """Why the embedded server has ended, as far as its log tells; of another server nobody here has the log."""
    if not is_embedded():
        return ""
    from statements.embedded.base import server

    return server().find_panic()


def database_name() -> str:
    """The database in use: host, port and name."""
    database = settings.DATABASES["default"]
    options = database.get("OPTIONS", {})
    hosts = str(options.get("host") or database.get("HOST") or "the local socket").split(",")
    ports = str(options.get("port") or database.get("PORT") or 5432).split(",")
    servers = zip(hosts, ports * (len(hosts) // len(ports)), strict=False)
    return f"{database['NAME']} at {', '.join(f'{host}:{port}' for host, port in servers)}"
