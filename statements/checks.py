"""Checks that the archive can use the database, and what to say if it cannot."""

import re
from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, Info, register
from django.core.exceptions import ImproperlyConfigured
from django.db import NotSupportedError
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.signals import connection_created

from statements.embedded.place import ServerError

ENGINES = {"django.db.backends.postgresql", "statements.embedded"}
OLDEST = 15  # major version of PostgreSQL
URL_FORM = "postgres://user:password@host:5432/database"


def refuse_other_engines() -> None:
    """Raise ImproperlyConfigured if DATABASE_URL names anything other than PostgreSQL."""
    engine = settings.DATABASES["default"]["ENGINE"]
    if engine not in ENGINES:
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


def error_line(error: Exception) -> str:
    """An error that stopped a command, as one line for people: what, where and what to do, never the password."""
    reason = next(iter(str(error).splitlines()), type(error).__name__).rstrip(". ")
    if isinstance(error, ImproperlyConfigured | ServerError):
        return f"{reason}."
    return f"{reason}. The database is {database_name()}: start or upgrade it, or set DATABASE_URL ({URL_FORM})."


def database_name() -> str:
    """The database in use: host, port and name."""
    database = settings.DATABASES["default"]
    host, port = database.get("HOST") or "the local socket", database.get("PORT") or 5432
    return f"{database['NAME']} at {host}:{port}"
